"""The calendar: one row per game, whatever days the schedule lists it on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from boxline.domain.days import from_eastern
from boxline.engine.work import Window
from boxline.home import Home
from boxline.home.scratch import run_as_of
from tests.builders import rows_of
from tests.mlb.archive_files import Files, game, start
from tests.mlb.homes import ran

DAY, NEXT = date(2025, 6, 1), date(2025, 6, 2)
LATER = date(2025, 6, 20)
SOX, YANKS = 111, 147
GAMES, POSTPONED = "mlb_core.games", "mlb_core.postponed_games"


def calendar(path: Path, *listings: dict[str, Any], starts: Any = ()) -> list[dict[str, Any]]:
    """The games that come of some listings."""
    home = ran(path, Files(games=list(listings), starts=list(starts)), only=GAMES)
    return rows_of(home, GAMES)


def test_a_postponed_game_is_one_game_on_the_day_it_was_played(tmp_path: Path) -> None:
    (row,) = calendar(
        tmp_path,
        game(7, DAY, SOX, YANKS, status="Postponed"),
        game(7, NEXT, SOX, YANKS, status="Postponed"),
        game(7, LATER, SOX, YANKS, doubleheader="S", game_num=2),
    )
    assert (row["game_date"], row["status"], row["is_final"]) == (LATER, "final", True)
    assert (row["postponed_from"], row["resumed_on"]) == (NEXT, None)
    assert (row["doubleheader"], row["game_number"]) == ("S", 2)


def test_every_day_from_which_a_game_was_postponed_is_told(tmp_path: Path) -> None:
    listings = [
        game(7, DAY, SOX, YANKS, status="Postponed"),
        game(7, NEXT, SOX, YANKS, status="Postponed"),
        game(7, LATER, SOX, YANKS),
        game(8, DAY, SOX, YANKS, status="Cancelled"),
        game(9, DAY, YANKS, SOX, game_type="S", status="Postponed"),
    ]
    rows = rows_of(ran(tmp_path, Files(games=listings), only=POSTPONED), POSTPONED)
    told = {(row["game_date"], row["game_id"]): row["status"] for row in rows}
    assert told == {(DAY, "7"): "postponed", (NEXT, "7"): "postponed", (DAY, "8"): "cancelled"}


def test_a_suspended_game_belongs_to_the_day_it_began(tmp_path: Path) -> None:
    (row,) = calendar(tmp_path, game(7, DAY, SOX, YANKS), game(7, LATER, SOX, YANKS))
    assert (row["game_date"], row["resumed_on"], row["postponed_from"]) == (DAY, LATER, None)


def test_a_postponed_game_without_a_new_day_and_a_cancelled_one_are_no_games(
    tmp_path: Path,
) -> None:
    rows = calendar(
        tmp_path,
        game(7, DAY, SOX, YANKS, status="Postponed"),
        game(8, DAY, SOX, YANKS, status="Cancelled"),
        game(9, DAY, YANKS, SOX),
    )
    assert [row["game_id"] for row in rows] == ["9"]


@pytest.mark.parametrize("letter", ["S", "E", "A"])
def test_games_that_do_not_count_are_not_on_the_calendar(tmp_path: Path, letter: str) -> None:
    rows = calendar(
        tmp_path,
        game(7, DAY, SOX, YANKS, game_type=letter),
        game(8, DAY, SOX, YANKS, game_type="W"),
    )
    assert [(row["game_id"], row["season_type"]) for row in rows] == [("8", "world_series")]


def test_a_game_that_rain_ended_is_final_after_its_innings(tmp_path: Path) -> None:
    told = game(7, DAY, SOX, YANKS, status="Completed Early: Rain", current_inning=6)
    (row,) = calendar(tmp_path, told)
    assert (row["is_final"], row["innings"], row["home_runs"]) == (True, 6, 4)


def test_the_clock_of_the_park_says_whether_it_is_night(tmp_path: Path) -> None:
    before, after = (
        game(n, DAY, SOX, YANKS, starts_at=datetime(2025, 6, 1, 20, minute, tzinfo=UTC), game_num=n)
        for n, minute in ((1, 59), (2, 0))
    )
    later = after | {"game_datetime": "2025-06-01T21:00:00Z"}
    rows = calendar(tmp_path, before, later)
    assert [row["day_night"] for row in rows] == ["day", "night"]


def test_a_game_that_only_starts_tell_of_is_on_the_calendar_without_what_they_lack(
    tmp_path: Path,
) -> None:
    (row,) = calendar(tmp_path, starts=[start(7, DAY, 111001, (SOX, YANKS))])
    assert (row["home_team_id"], row["away_team_id"], row["is_final"]) == (SOX, YANKS, True)
    assert (row["starts_at"], row["home_runs"], row["venue"], row["roof"]) == (None,) * 4


def test_the_schedule_is_known_before_a_game_and_its_result_the_morning_after(
    tmp_path: Path,
) -> None:
    home = ran(
        tmp_path,
        Files(
            games=[
                game(7, DAY, SOX, YANKS, status="Postponed"),
                game(7, LATER, SOX, YANKS),
            ]
        ),
        only=GAMES,
    )

    def known(day: date, clock: str) -> list[tuple[Any, ...]]:
        scratch, report = _as_of(home, from_eastern(day, clock))
        assert not report.failures
        rows = rows_of(scratch, GAMES)
        return [(row["game_date"], row["status"], row["home_runs"]) for row in rows]

    assert known(DAY, "12:00") == [(DAY, "scheduled", None)]
    assert known(NEXT, "12:00") == [(LATER, "scheduled", None)]
    assert known(LATER, "23:59") == [(LATER, "scheduled", None)]


def _as_of(home: Home, instant: datetime) -> Any:
    return run_as_of(
        home, instant, Window(only=frozenset({GAMES})), on_step=lambda dataset, what: None
    )
