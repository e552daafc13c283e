"""The record page draws what its documents say: as many marks as figures, and no other numbers."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from boxline.home import Home
from boxline.nba.bets.filters import ALL_FILTERS
from boxline.nba.exports.best_bets import best_bets
from boxline.nba.exports.system_performance import system_performance
from boxline.web.numbers import count, number, percent, signed
from boxline.web.site.build import site_files
from boxline.web.site.drawing import PROPS
from boxline.web.site.record import BETS, DOCUMENT
from boxline.web.site.record_charts import (
    HIGH,
    beside_chart,
    calibration_chart,
    month_bars,
    units_chart,
)
from tests.builders import settled_league_home
from tests.nba.exports import betting_league as league
from tests.nba.exports.feed_views import made_by
from tests.web.site.player_documents import HEAD

Documents = Mapping[str, Any]


def page_of(documents: Documents) -> str:
    bodies = {path: msgspec.json.encode(document) for path, document in documents.items()}
    files = site_files(dict.fromkeys(bodies, "hash"), bodies.__getitem__)
    return next(one.draw().decode() for one in files if one.path == "site/record.html")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    """Those of the small league, with something to bet on."""
    home: Home = settled_league_home(tmp_path_factory.mktemp("models"), with_old_models=True)
    made = {}
    for feeding, path in ((system_performance, DOCUMENT), (best_bets, BETS)):
        found = made_by(home, feeding, league.NOW, change=league.bet_on_points, days=league.DAYS)
        made[path] = msgspec.to_builtins(found[path].document)
    return made


@pytest.fixture(scope="module")
def page(documents: Documents) -> str:
    return page_of(documents)


def figure(value: float | None, low: float | None = None, high: float | None = None) -> Any:
    return {"value": value, "low": low, "high": high, "n": 9}


def month(units: float | None) -> Any:
    return {"units": figure(units)}


def rows_of(page: str, caption: str) -> list[str]:
    """The texts of a table's rows, cells parted by bars."""
    table = next(t for t in page.split("<table")[1:] if f"<caption>{caption}</caption>" in t)
    rows = table.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    cells = [re.sub(r"</t[hd]>", "|", row) for row in rows]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]


def test_a_losing_month_is_drawn_as_large_as_a_winning_one() -> None:
    chart = month_bars([("2025-01", month(4.0)), ("2025-02", month(-4.0)), ("2025-03", month(2.0))])
    assert chart is not None
    won, lost, less = chart.bars
    assert won.height == lost.height == pytest.approx(2 * less.height, abs=0.2)
    assert (won.tone, lost.tone) == ("good", "bad")
    assert (won.y + won.height, lost.y) == pytest.approx((chart.zero, chart.zero), abs=0.2)


def test_a_month_without_a_bet_has_no_bar() -> None:
    assert month_bars([("2025-01", month(None))]) is None


def test_units_stand_where_their_numbers_lie_beside_what_luck_does() -> None:
    told = {"days": ["2025-01-01", "2025-01-02"], "bets": [50, 50], "total_units": [4.0, -3.0]}
    chart = units_chart("Units", told, {"break_even": 0.5})
    assert chart is not None
    places = [float(each) for each in re.findall(r"\d+\.\d", chart.path)]
    # 1.96 times the root of 100 even bets, to either side, fills the height.
    assert places == pytest.approx([0, HIGH * (19.6 - 4) / 39.2, 1000, HIGH * 22.6 / 39.2], abs=0.1)
    assert chart.zero == HIGH / 2
    assert "within what luck alone does: 19.6 units" in chart.description


def test_a_single_day_is_no_course() -> None:
    told = {"days": ["2025-01-01"], "bets": [5], "total_units": [4.0]}
    assert units_chart("Units", told, {"break_even": 0.5}) is None


def test_an_interval_on_one_side_of_nothing_has_a_tone() -> None:
    told = [
        ("a", figure(-1.0, -2.0, -0.5)),
        ("b", figure(1.0, 0.5, 2.0)),
        ("c", figure(0.1, -1, 1)),
    ]
    chart = beside_chart("t", "d", [*told, ("none", figure(None))], is_less_better=True)
    assert chart is not None
    assert [mark.tone for mark in chart.marks] == ["good", "bad", "plain"]


def test_every_bin_with_a_line_has_a_dot(documents: Documents, page: str) -> None:
    (origin,) = documents[DOCUMENT]["origins"]
    whole = next(
        o for o in origin["calibration"] if (o["system"], o["prop_type"]) == ("champion", None)
    )
    filled = [one for one in whole["bins"] if one["observed"]["n"]]
    assert len(calibration_chart(whole).points) == len(filled)
    shown = rows_of(page, "Believed chances of the over, of champion on all props")
    assert [row.split("|")[1].strip() for row in shown] == [
        percent(one["mean_chance"]) for one in filled
    ]


def test_every_system_s_errors_stand_in_the_table_of_each_prop(
    documents: Documents, page: str
) -> None:
    (origin,) = documents[DOCUMENT]["origins"]
    compared = 0
    for prop, word in PROPS.items():
        shown = {
            row.split("|")[0].strip(): row.split("|") for row in rows_of(page, f"{word} by system")
        }
        for one in origin["errors"]:
            if (one["prop_type"], one["span"], one["tier"]) != (prop, "season", None):
                continue
            row = [cell.strip() for cell in shown[one["system"].replace("_", " ")]]
            beside = {each["rival"]: each for each in one["beside"] if each["n"]}
            expected = [count(one["mae"]["n"]), number(one["mae"]["value"]), signed(one["bias"])]
            assert [row[1], row[2], row[5]] == expected
            for place, rival in ((6, "market"), (8, "season_average"), (9, "last_10")):
                value = beside[rival]["difference"]["value"] if rival in beside else None
                assert row[place].split(" ")[0] == signed(value)
            compared += 1
    assert compared == len({(o["prop_type"], o["system"]) for o in origin["errors"]})


def test_picks_and_every_filter_stand_beside_one_another(documents: Documents, page: str) -> None:
    (origin,) = documents[BETS]["origins"]
    told = [("picks", origin["picks"]), *((o["name"], o["tally"]) for o in origin["filters"])]
    shown = [row.split("|") for row in rows_of(page, "Picks and refused bets")]
    assert [row[0].strip() for row in shown] == ["picks", *(one.name for one in ALL_FILTERS)]
    for row, (_, tally) in zip(shown, told, strict=True):
        figures = [count(tally["bets"]), f"{tally['won']} - {tally['lost']}"]
        assert [row[1].strip(), row[2].strip()] == figures
        assert row[5].strip() == signed(tally["units"]["value"], 1)


def test_every_bar_of_the_picks_months_is_drawn(documents: Documents, page: str) -> None:
    (origin,) = documents[BETS]["origins"]
    told = [one for one in origin["months"] if one["tally"]["units"]["value"] is not None]
    assert told
    (drawn,) = re.findall(r"replay-pick-months-t.*?</svg>", page, re.DOTALL)
    assert drawn.count('<rect class="bar') == len(told)
    for one in told:
        assert f"{one['name']}: {signed(one['tally']['units']['value'], 1)} units" in drawn


def test_nothing_in_the_page_runs_or_styles_by_itself(page: str) -> None:
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src=)", page)
    assert not re.search(r"(?:href|src)=\"(?:https?:|/)", page)


def test_without_grades_the_page_says_so() -> None:
    empty = HEAD | {"begins": "2024-10-01", "rivals": [], "origins": []}
    assert "No prediction has been graded yet" in page_of({DOCUMENT: empty})


def test_without_bets_the_errors_are_told_nevertheless(documents: Documents) -> None:
    page = page_of({DOCUMENT: documents[DOCUMENT]})
    assert "Nothing was recommended" in page
    assert "Points by system" in page
