"""Injury reports as runs of one status, and what of them was known before a game."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs

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
            store=[{**spine, "player_id": TOWNS, "team_id": NYK, "is_home": False}],
            games=[GAME],
            cutoffs=cutoffs(GAME),
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


def line_of(
    sent: str, status: str, hours: float, *, reason: str = "Rest", **changes: Any
) -> dict[str, Any]:
    """A line of a report that was fetched."""
    return {
        "reported_at": before(hours),
        "game_date": DAY,
        "matchup": "NYK@PHI",
        "team": "New York Knicks",
        "line_number": 1,
        "is_submitted": True,
        "player_name": sent,
        "status": status,
        "reason": reason,
        **changes,
    }


def runs(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Status, hours before the start of its first and its last report, and whose word."""
    spans = sorted(rows, key=lambda row: row["known_at"])
    return [
        (
            row["status"],
            *((TIP - row[at]) / timedelta(hours=1) for at in ("known_at", "last_reported_at")),
            row["source"].partition("_")[0],
        )
        for row in spans
    ]


TOWNS_SENT = "Towns, Karl-Anthony"


class TestFetchedReports:
    def test_reports_become_runs_that_end_where_a_report_says_something_else(self) -> None:
        said = [
            line_of(TOWNS_SENT, "Questionable", 8),
            line_of(TOWNS_SENT, "Questionable", 6),
            line_of("Else, Somebody", "Out", 4),  # this report does not name him
            line_of(TOWNS_SENT, "Questionable", 2),
            line_of(TOWNS_SENT, "Out", 1),
        ]
        rows = [row for row in injuries(reports=said) if row["name_sent"] == TOWNS_SENT]
        assert runs(rows) == [
            ("Questionable", 8, 6, "nbac"),
            ("Questionable", 2, 2, "nbac"),
            ("Out", 1, 1, "nbac"),
        ]
        assert {row["player_id"] for row in rows} == {TOWNS}

    def test_a_club_that_has_not_reported_says_nothing_of_anybody(self) -> None:
        nothing = {"is_submitted": False, "player_name": None, "status": None}
        assert injuries(reports=[line_of("x", "Out", 8) | nothing]) == []

    def test_a_line_that_is_printed_twice_counts_as_printed_first(self) -> None:
        said = [
            line_of(TOWNS_SENT, "Out", 8),
            line_of(TOWNS_SENT, "Doubtful", 8, line_number=2),
        ]
        assert runs(injuries(reports=said)) == [("Out", 8, 8, "nbac")]

    def test_a_fetched_report_adds_to_the_archive_what_that_does_not_say(self) -> None:
        history = run_of(TOWNS_SENT, "Out", reason="Rest")  # ten hours to one before the start
        again, news = line_of(TOWNS_SENT, "Out", 5), line_of(TOWNS_SENT, "Available", 0.5)
        assert runs(injuries(history, reports=[again, news])) == [
            ("Out", 10, 1, "archive"),
            ("Available", 0.5, 0.5, "nbac"),
        ]

    def test_at_the_instant_of_a_fetched_report_its_word_stands(self) -> None:
        history = run_of(TOWNS_SENT, "Out", reason="Rest")
        assert runs(injuries(history, reports=[line_of(TOWNS_SENT, "Doubtful", 10)])) == [
            ("Doubtful", 10, 10, "nbac")
        ]


def entry(status: str, hours: float, **changes: Any) -> dict[str, Any]:
    """A row of balldontlie's list of that day; 20 are the Knicks there."""
    return {
        "snapshot_date": DAY,
        "team_id_bdl": 20,
        "player_name": "Karl-Anthony Towns",
        "status": status,
        "description": "Jan 15: Towns (thumb) is a game-time call.",
        "known_at": before(hours),
        "is_retracted": False,
        **changes,
    }


class TestBalldontliesList:
    NAMES = (name("Karl-Anthony Towns", TOWNS), name(TOWNS_SENT, TOWNS))

    def listed(self, *entries: dict[str, Any], **inputs: Any) -> list[dict[str, Any]]:
        history = inputs.pop("history", ())
        return injuries(*history, lists=entries, names=self.NAMES, **inputs)

    def test_its_words_are_the_leagues_and_known_since_they_were_fetched(self) -> None:
        rows = self.listed(entry("Day-To-Day", 9), entry("Out", 3))
        assert runs(rows) == [("Questionable", 9, 9, "bdl"), ("Out", 3, 3, "bdl")]
        assert {(row["player_id"], row["team_id"]) for row in rows} == {(TOWNS, NYK)}
        assert {row["reason_category"] for row in rows} == {None}

    def test_a_word_that_is_not_known_stands_and_breaks_the_contract(self) -> None:
        assert [row["status"] for row in self.listed(entry("Sleepy", 9))] == ["Sleepy"]

    def test_it_says_nothing_where_the_league_has_reported_on_the_game(self) -> None:
        said = [line_of("Else, Somebody", "Out", 4)]
        rows = self.listed(entry("Out", 9), reports=said)
        assert [row["name_sent"] for row in rows] == ["Else, Somebody"]

    def test_who_plays_for_a_club_without_a_game_is_not_in_one(self) -> None:
        assert self.listed(entry("Out", 9, team_id_bdl=2)) == []
