"""The plot and the tables of docs/scale.md are those of the figures that are kept."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

from benchmarks.growth_plot import STEPS, apart, drawn, placed, powers, tables

ROOT = Path(__file__).resolve().parents[2]
FIGURES = json.loads((ROOT / "benchmarks" / "growth.json").read_text())


def test_the_page_shows_the_figures_that_were_measured() -> None:
    page = (ROOT / "docs" / "scale.md").read_text()
    assert [line for line in tables(FIGURES) if line and line not in page] == []
    assert (ROOT / "docs" / "images" / "growth.svg").read_text() == drawn(FIGURES)


def test_the_plot_is_an_image_with_a_dot_for_every_figure() -> None:
    root = ET.fromstring(drawn(FIGURES))
    dots = root.findall("{http://www.w3.org/2000/svg}circle")
    told = sum(step in one["steps"] for one in FIGURES["sizes"] for step in STEPS)
    assert told >= 12
    assert len(dots) == 2 * told  # seconds and memory


def test_an_axis_reaches_from_power_to_power_of_ten() -> None:
    assert list(powers([3.5, 54.9])) == [0, 1, 2]
    assert list(powers([10.0])) == [1, 2]
    assert [placed(value, range(3), 50, 200) for value in (1, 10, 100)] == [50, 150, 250]


def test_no_word_stands_on_another() -> None:
    assert apart({"b": 20.0, "a": 18.0, "c": 90.0}) == {"a": 18.0, "b": 31.0, "c": 90.0}


def test_what_a_size_was_too_large_for_is_told_beside_what_was_measured() -> None:
    large = {"seasons": 100, "steps": {"precompute, newest season": step(6.5, 700)}}
    small = {"seasons": 1, "steps": {"precompute": step(1234.56, 2048)}}
    lines = tables({"sizes": [large, small]})
    assert "| Seasons | 1 | 100 |" in lines
    assert "| precompute | 1,234.6 s, 2,048 MiB | not measured |" in lines
    assert "| precompute, newest season | not measured | 6.5 s, 700 MiB |" in lines


def step(seconds: float, mebibytes: int) -> dict[str, float]:
    return {"cpu_seconds": seconds, "peak_mebibytes": mebibytes}
