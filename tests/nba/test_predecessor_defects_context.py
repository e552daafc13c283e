"""Defects of the predecessor's context tables, each by the number its record gives it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.nba.calendar_rows import BOSTON, DENVER, NEW_YORK, context, game

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
    phases = [context(games, day)[BOSTON] for day in days]
    assert [row["season_phase"] for row in phases] == [
        *("early", "early", "middle", "middle", "late", "late"),
        "playoffs",
    ]
    assert [row["is_playoffs"] for row in phases] == [False] * 6 + [True]
    assert [row["season_share"] for row in phases] == [n / 6 for n in range(7)]
