"""A further league's pages: drawn of its documents, in its words, and led to from all others."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from boxline.web.site import front_page, site_files
from tests.mlb.homes import small_home_at
from tests.web.site.player_documents import HEAD
from tests.web.site.test_in_browser import SCREENS, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TONIGHT = {"v1/tonight/all-players.json": HEAD | {"game_date": "2025-04-13", "games": []}}
TODAY, RESULTS, RECORD = "mlb/index.html", "mlb/results.html", "mlb/record.html"

SCHEMES = ("light", "dark")

Told = dict[str, Any]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """What the small league publishes."""
    current = small_home_at(tmp_path_factory.mktemp("mlb")).published.current
    names = ("predictions/latest", "results/latest", "results/2025-04-05", "record", "players/*")
    files = [file for name in names for file in Path(current).glob(f"v1/mlb/{name}.json")]
    return {str(file.relative_to(current)): json.loads(file.read_bytes()) for file in files}


def pages(documents: Mapping[str, Told]) -> dict[str, str]:
    """Every page by its path inside the site."""
    files = site_files(
        dict.fromkeys(documents, "hash"), lambda path: json.dumps(documents[path]).encode()
    )
    found = {one.path.removeprefix("site/"): one for one in files}
    return {path: one.draw().decode() for path, one in found.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def drawn(documents: dict[str, Told]) -> dict[str, str]:
    return pages(documents | TONIGHT)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def rows_of(page: str, table: str = "<table") -> list[str]:
    body = page.partition(table)[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [words(row) for row in body.split("</tr>")[:-1]]


def props_of(told: Told) -> list[Told]:
    return [prop for game in told["games"] for one in game["players"] for prop in one["props"]]


class TestToday:
    def test_every_prop_of_everybody_has_a_row_with_its_strip(
        self, drawn: dict[str, str], documents: dict[str, Told]
    ) -> None:
        props = props_of(documents["v1/mlb/predictions/latest.json"])
        page = drawn[TODAY]
        assert page.count('<svg viewBox="0 0 220 30"') == len(props) == page.count("<details>")
        assert page.count('class="line"') == sum(prop["line"] is not None for prop in props) > 0

    def test_a_row_tells_forecast_line_chance_and_prices(self, documents: dict[str, Told]) -> None:
        path = "v1/mlb/predictions/latest.json"
        told = json.loads(json.dumps(documents[path]))
        game = told["games"][0]
        player = game["players"][0] | {"name": "Ann", "is_home": False, "team": "NYY"}
        prop = player["props"][0] | {"prop_type": "strikeouts", "origin": "live", "line": 6.5}
        prop |= {"chance_over": 0.412, "over_price_decimal": 2.1, "over_bookmaker": "a_book"}
        prop |= {"under_price_decimal": 1.5, "under_bookmaker": "19", "is_stale": True}
        prop["forecast"]["batters_then_rate"] = 5.0
        told["games"] = [game | {"players": [player | {"props": [prop]}]}]
        (row,) = rows_of(pages({path: told})[TODAY])
        assert "Ann Strikeouts, NYY Long absent" in row
        assert re.search(r"5\.0 6\.5 41 % over \+110 a book, under -200 book 19", row)
        prop["forecast"]["batters_then_rate"] = None
        prop["not_made_reason"] = {"batters_then_rate": "too few starts"}
        prop["line"] = None
        (row,) = rows_of(pages({path: told})[TODAY])
        assert re.search(r"No forecast: too few starts\. - 41 % no line", row)

    def test_a_day_without_games_says_so(self, documents: dict[str, Told]) -> None:
        path = "v1/mlb/predictions/latest.json"
        shown = pages({path: documents[path] | {"games": []}})[TODAY]
        assert "There is nothing to predict." in words(shown)


class TestResults:
    def test_every_grade_has_a_row_with_what_came_beside_what_was_expected(
        self, drawn: dict[str, str], documents: dict[str, Told]
    ) -> None:
        told = documents["v1/mlb/results/2025-04-05.json"]
        rows = rows_of(drawn["mlb/results/2025-04-05.html"], 'id="outcomes"')
        assert len(rows) == len(told["results"]) > 4
        lined = sum(one["line_result"] is not None for one in told["results"])
        assert sum(row.endswith(("Over", "Under")) for row in rows) == lined > 0

    def test_a_void_says_why_and_an_interval_whether_it_held(
        self, documents: dict[str, Told]
    ) -> None:
        path = "v1/mlb/results/2025-04-05.json"
        one = documents[path]["results"][0] | {"name": "Ann", "team": "NYY", "origin": "live"}
        one |= {"prop_type": "outs", "low_80": 12.0, "high_80": 19.0, "line": 17.5}
        one |= {"forecast": {"batters_then_rate": 16.0}, "chance_over": 0.25}
        came = one | {"actual": 21, "void_reason": None, "line_result": "OVER"}
        void = one | {"actual": None, "void_reason": "another started", "line_result": None}
        told = documents[path] | {"results": [came, void]}
        rows = rows_of(pages({path: told})["mlb/results/2025-04-05.html"], 'id="outcomes"')
        assert rows == [
            "Ann NYY Outs 21 16.0 12 to 19 outside 17.5 25 % Over",
            "Ann NYY Outs - 16.0 12 to 19 17.5 25 % Void: another started",
        ]

    def test_the_newest_lead_to_every_day_with_grades(
        self, drawn: dict[str, str], documents: dict[str, Told]
    ) -> None:
        links = re.findall(r'href="results/([\d-]+)\.html"', drawn[RESULTS])
        assert links == [day["date"] for day in documents["v1/mlb/record.json"]["days"]]
        assert '"../../mlb/results.html#days"' in drawn["mlb/results/2025-04-05.html"]


class TestRecord:
    def test_each_system_stands_with_its_error_and_that_of_prices(
        self, drawn: dict[str, str], documents: dict[str, Told]
    ) -> None:
        (one,) = (
            each
            for each in documents["v1/mlb/record.json"]["systems"]
            if (each["system"], each["prop_type"]) == ("batters_then_rate", "strikeouts")
        )
        (row,) = (
            row
            for row in rows_of(drawn[RECORD], "<caption>Strikeouts by system")
            if row.startswith("batters then rate")
        )
        told = f"{one['graded']} {one['void']} {one['mean_absolute_error']:.3f}"
        assert row.startswith(f"batters then rate {told} ")
        assert row.endswith(f"{one['brier']:.4f} {one['brier_of_price']:.4f}")


class TestPlayer:
    def test_each_game_has_a_row_the_newest_first(self, documents: dict[str, Told]) -> None:
        path = next(path for path in documents if "/players/" in path)
        prop = {"actual": 7, "forecast": 5.25, "low_80": 3.0, "high_80": 8.0, "line": 6.5}
        prop |= {"line_result": "OVER", "void_reason": None}
        void = prop | {"actual": None, "line_result": None, "void_reason": "he was scratched"}
        nothing = dict.fromkeys(prop) | {"actual": 18}
        game = {"game_id": "1", "date": "2025-04-05", "opponent": "NYY", "is_home": False}
        games = [
            game | {"props": {"strikeouts": prop, "outs": nothing}},
            game | {"date": "2025-04-06", "is_home": True, "props": {"strikeouts": void}},
        ]
        page = pages({path: documents[path] | {"games": games}})
        (shown,) = (page[one] for one in page if "/players/" in one)
        assert rows_of(shown, '<table class="figures outcomes"') == [
            "2025-04-06 NYY Void: he was scratched - 5.2 3 to 8 6.5 - - -",
            "2025-04-05 @ NYY 7 5.2 3 to 8, inside 6.5 over 18 - -",
        ]

    def test_every_link_to_a_player_leads_to_a_page(self, drawn: dict[str, str]) -> None:
        for path in (TODAY, RESULTS, "mlb/results/2025-04-05.html"):
            links = set(re.findall(r'href="([^"]*players/\d+\.html)"', drawn[path]))
            assert links
            there = {posixpath.normpath(f"{posixpath.dirname(path)}/{link}") for link in links}
            assert there <= drawn.keys()


def leagues(page: str) -> list[tuple[str, str]]:
    """The links between leagues: where each leads, and its word."""
    told = page.partition('aria-label="Leagues"')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]+)"[^>]*>([^<]+)</a>', told)


class TestNavigation:
    def test_pages_of_two_leagues_lead_to_each_other(self, drawn: dict[str, str]) -> None:
        assert leagues(drawn["index.html"]) == [("index.html", "NBA"), (TODAY, "MLB")]
        there = [("../index.html", "NBA"), (f"../{TODAY}", "MLB")]
        assert leagues(drawn[TODAY]) == there

    def test_a_page_of_one_league_alone_knows_of_no_other(self, documents: Any) -> None:
        assert "Leagues" not in pages(TONIGHT)["index.html"]
        alone = pages(documents)[TODAY]
        assert "Leagues" not in alone
        assert f'class="brand" href="../{TODAY}"' in alone

    def test_a_league_leads_to_the_pages_that_it_has(self, documents: dict[str, Told]) -> None:
        path = "v1/mlb/predictions/latest.json"
        links = re.findall(r'<li><a href="([^"]+)"', pages({path: documents[path]})[TODAY])
        assert links == ["../mlb/index.html", "../health.html"]

    def test_a_site_begins_with_the_league_that_stands_first(self, documents: Any) -> None:
        assert front_page({**documents, **TONIGHT}) == "index.html"
        assert front_page(documents) == TODAY
        assert front_page(["v1/health.json"]) is None


def test_text_of_others_cannot_become_markup(documents: dict[str, Told]) -> None:
    hostile = json.loads(json.dumps(documents, ensure_ascii=False).replace("José", "<b>José</b>"))
    drawn = pages(hostile)
    assert [path for path, page in drawn.items() if "<b>José" in page] == []
    assert "&lt;b&gt;José" in drawn[TODAY]


@pytest.mark.thorough  # four pages are opened in four ways each
def test_every_page_is_whole_quiet_and_within_reach_of_everybody(
    browser: Browser, documents: dict[str, Told], tmp_path: Path
) -> None:
    every = documents | TONIGHT
    for one in site_files(dict.fromkeys(every, ""), lambda path: json.dumps(every[path]).encode()):
        file = tmp_path / one.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(one.draw())
    longest = max((p for p in every if "/players/" in p), key=lambda p: len(every[p]["games"]))
    player = longest.replace("v1/", "").replace(".json", ".html")
    for path in (TODAY, RESULTS, RECORD, player):
        for screen, scheme in ((screen, scheme) for screen in SCREENS for scheme in SCHEMES):
            with opened(browser, tmp_path / "site", path, screen=screen, scheme=scheme) as seen:
                page = seen.page
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert page.evaluate(over) <= 0, f"{path} is wider than the {screen}"
                assert page.locator("tbody tr").count() > 3
                assert seen.complaints == []
                assert [url for url in seen.requests if not url.startswith("file://")] == []
                found = Axe().run(page, options={"preload": False}).response["violations"]
                assert [(s["id"], s["nodes"][0]["html"]) for s in found] == [], (path, screen)
