"""The report on a backtest: whole in itself, and honest about rows and market."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from boxline.forecasting.evaluation.evaluating import evaluate
from boxline.web.backtest.about import About
from boxline.web.backtest_report import report
from tests.forecasting.evaluation.simulated_forecasts import simulated

VOID_TAGS = {"meta", "link", "br", "img", "input", "hr"}
ABOUT = About(
    title="A league <b>made</b> up",
    cutoff="Inputs as known 30 minutes before each start.",
    made_at=datetime(2025, 1, 2, 3, 4, tzinfo=UTC),
    markets={"points": "a pick'em site & its lines"},
)


class Page(HTMLParser):
    """Tags as they open and close, and what each section holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} at {self.getpos()}")


@pytest.fixture(scope="module")
def page() -> str:
    return report(evaluate(simulated(days=40, per_day=40), draws=100), ABOUT)


def test_it_is_well_formed(page: str) -> None:
    found = Page(page)
    assert found.wrong == []
    assert found.open == []
    ids = [value for _, name, value in found.attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_it_asks_no_host_for_anything(page: str) -> None:
    found = Page(page)
    links = [value or "" for _, name, value in found.attributes if name in {"src", "href"}]
    assert links
    assert all(each.startswith("#") for each in links)
    assert not re.search(r"https?://|url\(|@import|<script", page)


def test_every_link_leads_somewhere(page: str) -> None:
    found = Page(page)
    ids = {value for _, name, value in found.attributes if name == "id"}
    assert {v[1:] for _, n, v in found.attributes if n == "href" and v} <= ids


def test_what_is_not_ours_is_escaped(page: str) -> None:
    assert "A league &lt;b&gt;made&lt;/b&gt; up" in page
    assert "a pick&#39;em site &amp; its lines" in page


def test_it_begins_with_the_verdict(page: str) -> None:
    first, *_ = sections(page)
    assert "tonight?" in first
    assert 'class="short"' in first


def test_every_section_says_which_rows_how_many_and_beside_which_market(page: str) -> None:
    _, *others = sections(page)
    assert len(others) == 9
    for each in others:
        rows = re.search(r"<dt>Rows</dt><dd>(.*?)</dd>", each)
        beside = re.search(r"<dt>Beside</dt><dd>(.+?)</dd>", each)
        assert rows, each[:80]
        assert beside, each[:80]
        assert re.search(r"\d", rows[1]), rows[1]


def test_every_chart_has_a_title_a_description_and_its_numbers(page: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", page, flags=re.DOTALL)
    assert figures
    for each in figures:
        (svg,) = re.findall(r"<svg.*?</svg>", each, flags=re.DOTALL)
        drawn = ET.fromstring(svg)
        assert drawn.findtext("title")
        assert drawn.findtext("desc")
        assert "<table>" in each


def test_it_says_why_an_over_may_stand_where_less_is_expected(page: str) -> None:
    assert "OVER does not say that more than the line is expected." in page


def test_it_is_made_of_nothing_too() -> None:
    rows = simulated(days=2, per_day=20)
    nothing = evaluate(rows.where(rows["season_type"] == "playoffs"))
    assert "Trust nothing yet" in report(nothing, ABOUT)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        About(title="x", cutoff="", made_at=datetime(2025, 1, 2))  # noqa: DTZ001


def sections(page: str) -> list[str]:
    return re.findall(r"<section.*?</section>", page, flags=re.DOTALL)
