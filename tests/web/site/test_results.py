"""A day's page tells what became of each pick, of what was refused, and of every prediction."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec

from boxline.nba.bets.candidates import Candidate
from boxline.nba.bets.filters import decide
from boxline.nba.exports.best_bets import BestBets, best_bets_of
from boxline.nba.exports.results import Results
from boxline.web.site.build import site_files
from tests.nba.bets.test_filters import GOOD
from tests.web.site.player_documents import HEAD

DAY = "2025-01-10"
RESULTS, BETS = f"v1/results/{DAY}.json", f"v1/best-bets/{DAY}.json"

WON = replace(GOOD, name="Jokić", is_graded=True, actual=30, line_result="OVER")
LOST = replace(WON, player_id=2, name="Brown", actual=10, line_result="UNDER")
REFUSED = replace(WON, player_id=3, name="Doncic", injury_status="Questionable")


def result(player: int, name: str, **told: Any) -> dict[str, Any]:
    return {
        "game_id": "0022400500",
        "player_id": player,
        "name": name,
        "team": "DEN",
        "prop_type": "points",
        "origin": "live",
        "actual": 30,
        "void_reason": None,
        "forecast": {"ensemble": 26.25, "season_average": 25.0},
        "line": 24.5,
        "line_bookmaker": "draftkings",
        "line_result": "OVER",
    } | told


OUTCOMES = [
    result(1, "Jokić"),
    result(1, "Jokić", prop_type="assists", actual=9, line=None, line_result=None),
    result(2, "Absent", actual=None, void_reason="did not play", line_result=None),
]


def results_of(*outcomes: Mapping[str, Any]) -> dict[str, Any]:
    summary = {
        "system": "ensemble",
        "prop_type": "points",
        "origin": "live",
        "graded": 1,
        "mean_absolute_error": 3.75,
    }
    return HEAD | {
        "game_date": DAY,
        "total_graded": sum(one["actual"] is not None for one in outcomes),
        "total_void": sum(one["actual"] is None for one in outcomes),
        "summary": [summary] if outcomes else [],
        "results": list(outcomes),
    }


def bets_of_day(*candidates: Candidate, day: str = DAY) -> dict[str, Any]:
    document = best_bets_of(date.fromisoformat(day), decide(candidates))
    told: dict[str, Any] = msgspec.to_builtins(document)
    return told | HEAD


def pages(documents: Mapping[str, Any]) -> dict[str, str]:
    bodies = {path: msgspec.json.encode(document) for path, document in documents.items()}
    files = site_files(dict.fromkeys(bodies, "hash"), bodies.__getitem__)
    return {one.path: one.draw().decode() for one in files if one.path.endswith(".html")}


def page(*candidates: Candidate) -> str:
    documents = {RESULTS: results_of(*OUTCOMES), BETS: bets_of_day(*candidates)}
    return pages(documents)[f"site/results/{DAY}.html"]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_documents_here_are_such_as_are_published() -> None:
    msgspec.convert(results_of(*OUTCOMES), Results)
    msgspec.convert(bets_of_day(WON), BestBets)


def test_each_pick_stands_with_what_happened() -> None:
    shown, _, _ = page(WON, LOST).partition("All predictions")
    rows = [words(row) for row in shown.split("<tr>")[2:]]
    assert len(rows) == 2
    assert "Jokić" in rows[0]
    assert re.search(r"Over 24.5 Points .*1.90 draftkings .* 30 Won .*\+0.90", rows[0])
    assert re.search(r"Brown .* 10 Lost .*-1.00", rows[1])
    assert "1 won, 1 lost, 0 pushed, 0 void: -0.10 units" in words(shown)


def test_refused_bets_are_folded_and_named_with_their_filter() -> None:
    shown = page(WON, REFUSED)
    folded = shown.partition("1 refused, with the filter that took each")[2]
    assert "Doncic" in folded
    assert "injury status" in folded
    assert "Doncic" not in shown.partition("1 refused")[0]


def test_all_refused_is_no_recommendation() -> None:
    assert "No bet was recommended: filters took all 1 candidates" in words(page(REFUSED))


def test_every_player_has_a_row_with_what_came_beside_what_was_expected() -> None:
    body = page().partition('id="outcomes"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [words(row).strip() for row in body.split("</tr>")[:-1]]
    assert rows == ["Absent DEN did not play", "Jokić DEN 30 26.2 over 24.5 9 26.2"]


def test_a_day_without_games_says_so() -> None:
    shown = pages({RESULTS: results_of(), BETS: bets_of_day()})[f"site/results/{DAY}.html"]
    assert "No game of this day is graded" in shown
    assert "No bet was recommended" in shown


def test_the_newest_results_lead_to_any_day_with_finished_games() -> None:
    days = [
        {"date": "2024-12-31", "games": 3, "final": 3},
        {"date": "2025-01-09", "games": 1, "final": 1},
        {"date": DAY, "games": 2, "final": 2},
        {"date": "2025-01-11", "games": 4, "final": 0},
    ]
    documents = {
        "v1/results/latest.json": results_of(*OUTCOMES),
        "v1/best-bets/latest.json": bets_of_day(WON),
        "v1/calendar.json": HEAD | {"days": days},
    }
    shown = pages(documents)["site/results.html"]
    links = re.findall(r'href="results/([\d-]+)\.html"', shown)
    assert links == ["2025-01-09", DAY, "2024-12-31"]
    assert "1.90" in shown


def test_bets_of_another_day_are_not_told_beside_results() -> None:
    documents = {
        "v1/results/latest.json": results_of(*OUTCOMES),
        "v1/best-bets/latest.json": bets_of_day(WON, day="2025-01-09"),
    }
    assert "1.90" not in pages(documents)["site/results.html"]


def test_text_of_others_cannot_become_markup() -> None:
    shown = page(replace(WON, name="<b>Jokić</b>"))
    assert "<b>Jokić" not in shown
    assert "&lt;b&gt;Jokić" in shown


def test_nothing_in_the_page_runs_or_styles_by_itself() -> None:
    shown = page(WON, LOST, REFUSED)
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src=)", shown)
    assert not re.search(r"(?:href|src)=\"(?:https?:|/)", shown)
