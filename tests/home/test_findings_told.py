"""What a run finds questionable stands on the page that it publishes itself, and no set is made to
say the same again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from boxline.engine.ports import Reject
from boxline.errors import StoreDamaged
from boxline.home import Home
from boxline.home.run_record import run_record
from tests.builders import next_game_day, run, settled_league_home

DAY = date(2024, 11, 25)
GAMES = "nba_core.player_games"
REFUSED = Reject(
    dataset=GAMES,
    day=DAY,
    landed_id="",
    file="",
    row=0,
    field="points",
    value="-3",
    reason="points is -3, and 0 is the least",
    content="{}",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which nothing is new, some minutes after its newest run. The tests are a story."""
    folder = tmp_path_factory.mktemp("evening")
    settled = settled_league_home(folder, now=next_game_day())
    made = replace(settled, clock=lambda: next_game_day() + timedelta(minutes=5))
    run(made)
    return made


def findings(home: Home) -> dict[str, Any]:
    page = json.loads((home.published.current / "v1/health.json").read_text())
    found: dict[str, Any] = page["findings"]
    return found


def of_the_day(home: Home) -> list[dict[str, Any]]:
    return [
        one
        for one in findings(home)["listed"]
        if (one["dataset"], one["day"]) == (GAMES, str(DAY)) and one["kind"] == "rejected rows"
    ]


def test_what_a_run_finds_stands_on_its_own_page(home: Home) -> None:
    assert of_the_day(home) == []
    before = findings(home)["total"]
    home.ledger.reject(GAMES, [str(DAY)], [REFUSED])
    run(home)
    (told,) = of_the_day(home)
    assert (told["severity"], told["what"]) == ("minor", REFUSED.reason)
    assert told["first_seen"] == told["last_seen"] == findings(home)["looked_at"]
    assert findings(home)["total"] == before + 1


def test_a_run_that_finds_the_same_again_publishes_nothing(home: Home) -> None:
    before = home.published.current.resolve()
    assert run(home).documents_made == 0
    assert home.published.current.resolve() == before


def test_what_somebody_closed_leaves_the_page_with_the_next_run(home: Home) -> None:
    (told,) = of_the_day(home)
    home.ledger.findings.close(told["id"], "it is known", home.clock())
    run(home)
    assert of_the_day(home) == []


def test_every_failure_of_a_run_stands_there_without_the_place_of_the_home(home: Home) -> None:
    run_id = home.new_run_id()
    with run_record(home, run_id, "run") as record:
        for name in "abcde":
            cause = StoreDamaged(f"{home.path}/{name}.json", "x" * 200, "Bring it in again.")
            record.failed(GAMES, {}, cause)
    run(home)
    page = json.loads((home.published.current / "v1/health.json").read_text())
    (told,) = [one["message"] for one in page["runs"] if one["run_id"] == run_id]
    assert all(f"HOME/{name}.json" in told for name in "abcde")
