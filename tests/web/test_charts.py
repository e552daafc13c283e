"""Where marks of charts stand."""

from __future__ import annotations

import pytest

from boxline.web.charts import EDGE, SQUARE, Stated, Told, bar_chart, interval_chart, square_chart


def test_marks_stand_between_the_margins_in_order() -> None:
    chart = interval_chart(
        "t",
        "d",
        [
            Told(label="a", said="", value=0.9, low=0.8, high=1.0),
            Told(label="b", said="", value=1.2),
        ],
        neutral=(1.0, 1.0),
    )
    first, second = chart.marks
    assert (first.low, first.high) == (3.0, chart.neutral_low)
    assert (second.at, second.low) == (97.0, None)
    assert second.y > first.y
    assert [tick.word for tick in chart.ticks] == ["0.8", "0.9", "1.0", "1.1", "1.2"]


def test_ticks_are_written_in_their_unit() -> None:
    chart = interval_chart(
        "t", "d", [Told(label="a", said="", value=0.76, low=0.74, high=0.78)],
        neutral=(0.785, 0.815), times=100, unit=" %",
    )  # fmt: skip
    assert [tick.word for tick in chart.ticks] == ["74 %", "76 %", "78 %", "80 %"]


def test_bars_grow_from_zero() -> None:
    chart = bar_chart(
        "t", "d", [Told(label="a", said="", value=3.0), Told(label="b", said="", value=-1.0)]
    )
    up, down = chart.bars
    assert (up.y + up.height, down.y) == (pytest.approx(chart.zero), pytest.approx(chart.zero))
    assert up.height == pytest.approx(3 * down.height)


def test_a_dot_beyond_a_perfect_forecasters_band_is_told_apart() -> None:
    told = [
        Stated(stated=0.5, observed=0.52, low=0.4, high=0.6, n=100),
        Stated(stated=0.5, observed=0.75, low=0.65, high=0.83, n=100),
    ]
    inside, outside = square_chart("t", "d", "", told).points
    assert (inside.tone, outside.tone) == ("plain", "bad")
    assert inside.x == EDGE + 0.5 * (SQUARE - EDGE - 8)
    assert inside.perfect_high < inside.y < inside.perfect_low


def test_a_chart_of_one_value_has_a_place_for_it() -> None:
    chart = interval_chart("t", "d", [Told(label="a", said="", value=0.0)], neutral=(0.0, 0.0))
    assert [mark.at for mark in chart.marks] == [50.0]
