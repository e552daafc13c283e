"""Defects of the predecessor's context tables, each by the number its record gives it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.nba import player_past
from tests.nba.calendar_rows import BOSTON, DENVER, NEW_YORK, context, contexts, game
from tests.nba.line_rows import DAY, GAME_ID, TOWNS, before

MONDAY, TUESDAY = date(2024, 11, 4), date(2024, 11, 5)


def test_defect_4_a_teams_rest_counts_as_a_players_does_and_1_is_played_yesterday() -> None:
    games = [
        game(1, MONDAY, home=BOSTON, away=DENVER),
        game(2, TUESDAY, home=NEW_YORK, away=BOSTON),
    ]
    rows = context(games, TUESDAY)
    assert (rows[BOSTON]["days_rest"], rows[BOSTON]["is_back_to_back"]) == (1, True)
    assert (rows[NEW_YORK]["days_rest"], rows[NEW_YORK]["is_back_to_back"]) == (None, False)
    assert rows[NEW_YORK]["opponent_days_rest"] == 1


def test_defect_16_only_starters_count_as_starters_who_are_out() -> None:
    games = [
        game(1, MONDAY, home=BOSTON, away=DENVER),
        game(2, TUESDAY, home=BOSTON, away=NEW_YORK),
    ]
    tonight = {"game_id": games[1]["game_id"], "game_date": TUESDAY, "team_id": BOSTON}
    # Players 1 to 5 started yesterday, for fewer minutes than 6 and 7 had off the bench.
    played = [
        {
            "game_id": games[0]["game_id"],
            "game_date": MONDAY,
            "season": "2024-25",
            "team_id": BOSTON,
            "player_id": player,
            "has_played": True,
            "is_starter": player <= 5,
            "minutes_played": 20 if player <= 5 else 30,
        }
        for player in range(1, 9)
    ]
    told = datetime(2024, 11, 5, 15, tzinfo=UTC)
    injuries = [
        {**tonight, "player_id": player, "status": status, "known_at": told}
        for player, status in ((2, "Out"), (6, "Out"), (7, "Out"), (3, "Doubtful"), (9, "Out"))
    ]
    row = context(
        games,
        TUESDAY,
        expected=[{**tonight, "player_id": player} for player in range(1, 9)],
        player_games=played,
        injuries=injuries,
    )[BOSTON]
    assert (row["starters_out"], row["players_out"], row["players_questionable"]) == (1, 4, 1)


def test_defect_17_the_phase_of_a_season_is_told_by_the_schedule_and_not_by_the_month() -> None:
    days = [date(2025, 4, 1 + n) for n in range(7)]
    games = [game(n, day, home=BOSTON, away=DENVER) for n, day in enumerate(days[:6], 1)]
    games.append(game(11, days[6], home=BOSTON, away=DENVER, prefix="004"))
    # All of it in April: a calendar of six regular games, and a first one of the playoffs.
    phases = contexts(games, BOSTON)
    assert [row["season_phase"] for row in phases] == [
        *("early", "early", "middle", "middle", "late", "late"),
        "playoffs",
    ]
    assert [row["is_playoffs"] for row in phases] == [False] * 6 + [True]
    assert [row["season_share"] for row in phases] == [n / 6 for n in range(7)]


def test_defect_9_a_window_is_what_its_name_says_and_its_usage_a_ratio_of_sums() -> None:
    """A game of 8 days before is none of the last 7 days, though one of the last 7 games."""
    past = player_past.played({8: 50, 6: 30, 2: 10}, usage={8: 40, 6: 30, 2: 10})
    row = player_past.context(past)
    assert (row["games_last_7_days"], row["average_minutes_last_7_days"]) == (2, 20)
    # 9 of 30 and 1 of 10 minutes' worth: 10 / 40; the mean of the two would be 20.
    assert row["usage_percent_last_7_days"] == pytest.approx(25)


def test_defect_15_a_streak_compares_each_game_with_its_own_line() -> None:
    """He scored 20 in each: over the lines of those days, and far under today's."""
    past = player_past.played({5: 30, 3: 30, 1: 30}, results=dict.fromkeys((5, 3, 1), "OVER"))
    today = {
        "game_id": GAME_ID,
        "game_date": DAY,
        "player_id": TOWNS,
        "prop_type": "points",
        "bookmaker": "draftkings",
        "line": 30.5,
        "is_alternate": False,
        "known_at": before(4),
        "is_after_start": False,
    }
    row = player_past.context(past, lines=[today])
    assert row["points_line"] == 30.5
    assert (row["points_over_streak"], row["points_under_streak"]) == (3, 0)


@pytest.mark.parametrize("window", ["last_5", "last_10", "last_7_days", "last_14_days"])
def test_defect_24_where_nothing_is_expected_nothing_is_complete(window: str) -> None:
    row = player_past.context([], earlier_games=[])
    assert row[f"calendar_games_{window}"] == 0
    assert row[f"known_share_{window}"] is None
    assert row[f"known_share_{window}_missing_reason"]


def test_defect_24_a_week_without_games_is_not_a_complete_one() -> None:
    """The break in February: nothing on the 7 days before, two of two games on the 14."""
    past = player_past.played({12: 30, 9: 30})
    row = player_past.context(past, earlier_games=player_past.on_calendar(12, 9))
    assert row["known_share_last_7_days"] is None
    assert row["known_share_last_7_days_missing_reason"] == "no game of his team on these days"
    assert (row["known_share_last_14_days"], row["known_share_last_5"]) == (1, 1)
