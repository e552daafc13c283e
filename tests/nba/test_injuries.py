"""Injury reports as runs of one status, and what of them was known before a game."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.nba.by_hand import computed

DAY = date(2025, 1, 15)
NYK, PHI = 1610612752, 1610612755
TIP = datetime(2025, 1, 16, 0, 30)  # noqa: DTZ001  # the warehouse's instants are UTC without a zone
GAME = {
    "game_id": "0022400561",
    "game_date": DAY,
    "season": "2024-25",
    "season_type": "regular",
    "home_team_id": PHI,
    "away_team_id": NYK,
    "tipped_off_at": TIP,
    "is_final": True,
}
TOWNS, EMBIID = 1626157, 203954


def before(hours: float) -> datetime:
    """So many hours before the start."""
    return TIP - timedelta(hours=hours)


def run_of(name: str, status: str, **changes: Any) -> dict[str, Any]:
    """A run of a status from ten hours before the start to one hour before it."""
    return {
        "game_date": DAY,
        "matchup": "NYK@PHI",
        "team": "New York Knicks",
        "player_name": name,
        "status": status,
        "reason": "Injury/Illness - Right Thumb; Sprain",
        "first_reported_at": before(10),
        "last_reported_at": before(1),
        **changes,
    }


def name(sent: str, player_id: int | None, team_id: int | None = NYK) -> dict[str, Any]:
    reason = "no player of that name is known" if player_id is None else None
    return {
        "game_id": GAME["game_id"],
        "name_sent": sent,
        "player_id": player_id,
        "team_id": team_id,
        "unresolved_reason": reason,
    }


def injuries(*history: dict[str, Any], **inputs: Any) -> list[dict[str, Any]]:
    given = {"games": [GAME], "names": [name("Towns, Karl-Anthony", TOWNS)], **inputs}
    return computed("nba_core.injuries", history=history, **given)


def test_a_run_is_placed_on_its_game_and_on_its_player() -> None:
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Questionable"))
    assert row == {
        "game_id": "0022400561",
        "game_date": DAY,
        "season": "2024-25",
        "season_type": "regular",
        "listed_under_team_id": NYK,
        "player_id": TOWNS,
        "team_id": NYK,
        "name_sent": "Towns, Karl-Anthony",
        "status": "Questionable",
        "reason": "Injury/Illness - Right Thumb; Sprain",
        "reason_category": "injury",
        "known_at": before(10),
        "last_reported_at": before(1),
        "is_after_start": False,
        "unplaced_reason": None,
        "misplaced_reason": None,
        "unresolved_reason": None,
        "source": "archive_injury_status_history",
    }


@pytest.mark.parametrize(
    ("reason", "category"),
    [
        ("G League - Two-Way", "g_league"),
        ("Rest", "rest"),
        ("Not with Team", "not_with_team"),
        ("League Suspension", "suspension"),
        ("Big Toe)", None),  # its first words were lost between two pages
    ],
)
def test_a_reason_is_of_the_kind_that_its_first_words_say(
    reason: str, category: str | None
) -> None:
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Out", reason=reason))
    assert (row["reason"], row["reason_category"]) == (reason, category)


def test_a_dash_is_no_reason() -> None:
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Available", reason="-"))
    assert (row["reason"], row["reason_category"]) == (None, None)


def test_what_was_reported_once_the_game_had_started_is_marked() -> None:
    late = run_of("Towns, Karl-Anthony", "Out", first_reported_at=TIP)
    early = run_of("Towns, Karl-Anthony", "Available")
    assert [row["is_after_start"] for row in injuries(early, late)] == [False, True]


def test_whether_it_had_started_is_unknown_where_the_start_is() -> None:
    game = GAME | {"tipped_off_at": None}
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Out"), games=[game])
    assert row["is_after_start"] is None


def test_a_run_of_a_game_that_is_not_on_the_calendar_says_so() -> None:
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Out", matchup="NYK@MIA"))
    assert row["game_id"] is None
    assert row["unplaced_reason"] == "NYK @ MIA is no game of the calendar on 2025-01-15"


def test_a_run_under_a_club_that_does_not_play_says_so() -> None:
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Out", team="Miami Heat"))
    assert row["listed_under_team_id"] is None
    assert row["misplaced_reason"] == "Miami Heat is no side of NYK@PHI"


def test_a_run_of_a_name_that_is_nobodys_says_so() -> None:
    (row,) = injuries(run_of("Nobody, N.", "Out"), names=[name("Nobody, N.", None, None)])
    assert row["player_id"] is None
    assert row["unresolved_reason"] == "no player of that name is known"


def test_one_listed_under_the_other_side_belongs_to_the_side_that_expected_him() -> None:
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Out", team="Philadelphia 76ers"))
    assert (row["listed_under_team_id"], row["team_id"]) == (PHI, NYK)


def test_one_who_was_not_expected_belongs_to_the_club_that_lists_him() -> None:
    names = [name("Towns, Karl-Anthony", TOWNS, None)]
    (row,) = injuries(run_of("Towns, Karl-Anthony", "Out"), names=names)
    assert row["team_id"] == NYK


class TestInPredictions:
    """A prediction says the newest status that was known at its cut-off, half an hour before."""

    def status(self, *told: tuple[float, str], player_id: int = TOWNS) -> str | None:
        """The status in his predictions, of runs first reported so many hours before the start."""
        spine = {key: GAME[key] for key in ("game_id", "game_date", "season", "season_type")}
        side = {"player_id": TOWNS, "team_id": NYK, "opponent_team_id": PHI, "is_home": False}
        rows = computed(
            "nba_predictions.player_prop_predictions",
            expected=[{**spine, **side, "team_games_since": 0}],
            games=[GAME],
            injuries=[
                {
                    "game_id": GAME["game_id"],
                    "player_id": player_id,
                    "status": status,
                    "known_at": before(hours),
                    "last_reported_at": TIP,
                }
                for hours, status in told
            ],
            clock=[{"now": TIP + timedelta(days=1)}],
        )
        (found,) = {row["injury_status"] for row in rows}
        return found

    def test_the_newest_known_one_counts(self) -> None:
        assert self.status((10, "Questionable"), (3, "Available")) == "Available"

    def test_what_came_after_the_cutoff_does_not(self) -> None:
        assert self.status((10, "Questionable"), (0.25, "Out")) == "Questionable"

    def test_what_came_at_the_cutoff_does(self) -> None:
        assert self.status((10, "Questionable"), (0.5, "Out")) == "Out"

    def test_there_is_none_where_none_was_known(self) -> None:
        assert self.status() is None
        assert self.status((0.25, "Out")) is None

    def test_that_of_another_player_does_not_count(self) -> None:
        assert self.status((10, "Out"), player_id=EMBIID) is None
