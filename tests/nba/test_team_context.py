"""What is known of a team before a game, on calendars written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.nba.calendar_rows import (
    BOSTON,
    DENVER,
    LOS_ANGELES,
    NEW_YORK,
    PHOENIX,
    Row,
    context,
    contexts,
    game,
    team_games,
)

DAY = date(2025, 1, 15)


def on(days_later: int) -> date:
    return DAY + timedelta(days=days_later)


def test_the_second_night_in_another_city_is_a_back_to_back_with_its_trip() -> None:
    games = [
        game(1, on(0), home=LOS_ANGELES, away=BOSTON),
        game(2, on(1), home=DENVER, away=BOSTON),
        game(3, on(3), home=BOSTON, away=NEW_YORK),
    ]
    # By the law of cosines: Boston to Los Angeles 2592.2 miles, on to Denver 830.8, home 1766.0.
    first, second, third = contexts(games, BOSTON)
    keys = ("days_rest", "is_back_to_back", "place", "travel_miles", "time_zones_crossed")
    assert [first[k] for k in keys] == [None, False, "Los Angeles", 2592, -3]
    assert [second[k] for k in keys] == [1, True, "Denver", 831, 1]
    assert [third[k] for k in keys] == [2, False, "Boston", 1766, 2]
    assert [row["road_games_in_a_row"] for row in (first, second, third)] == [1, 2, 0]
    assert [row["miles_last_14_days"] for row in (first, second, third)] == [0, 2592, 3423]
    assert third["back_to_backs_last_14_days"] == 1


def test_a_season_begins_anew_at_home_and_without_rest() -> None:
    last = game(1, date(2024, 6, 17), home=DENVER, away=BOSTON, game_id="0042300401")
    opener = game(1, date(2024, 10, 22), home=BOSTON, away=NEW_YORK)
    row = context([last, opener], date(2024, 10, 22))[BOSTON]
    told = (row["days_rest"], row["travel_miles"], row["game_number_in_season"])
    assert told == (None, 0, 1)
    assert (row["win_share"], row["win_streak"], row["last_margin_points"]) == (None, None, None)
    assert (row["games_last_14_days"], row["season_share"]) == (0, 0)


def test_windows_of_days_end_the_day_before() -> None:
    days = (0, 1, 7, 8, 14)
    games = [game(n, on(day), home=BOSTON, away=DENVER) for n, day in enumerate(days, 1)]
    rows = contexts(games, BOSTON)
    # Before day 8 lie days 1 to 7; before day 14 days 7 to 13, and days 0 to 13.
    assert [row["games_last_7_days"] for row in rows] == [0, 1, 2, 2, 2]
    assert [row["games_last_14_days"] for row in rows] == [0, 1, 2, 3, 4]
    assert [row["back_to_backs_last_14_days"] for row in rows] == [0, 0, 1, 1, 2]
    assert [row["games_next_7_days"] for row in rows] == [2, 2, 2, 1, 0]
    assert [row["next_game_days_rest"] for row in rows] == [1, 6, 1, 6, None]


def test_what_lies_ahead_is_told_of_both_sides_and_of_the_next_opponent() -> None:
    before = game(1, on(-2), home=NEW_YORK, away=DENVER)
    games = [
        before,
        game(2, on(0), home=BOSTON, away=PHOENIX),
        game(3, on(2), home=NEW_YORK, away=BOSTON),
        game(4, on(3), home=PHOENIX, away=LOS_ANGELES),
    ]
    row = context(games, on(0), played=team_games(before, 110, 100))[BOSTON]
    assert (row["next_game_days_rest"], row["opponent_next_game_days_rest"]) == (2, 3)
    assert (row["next_opponent_team_id"], row["next_opponent_win_share"]) == (NEW_YORK, 1.0)
    assert row["opponent_games_next_7_days"] == 1


@pytest.mark.parametrize(("number", "prefix"), [(1201, "002"), (101, "004")])
def test_a_game_that_earlier_results_decided_is_not_told_ahead(number: int, prefix: str) -> None:
    games = [
        game(1, on(0), home=BOSTON, away=DENVER),
        game(number, on(2), home=BOSTON, away=NEW_YORK, prefix=prefix),
        game(2, on(4), home=BOSTON, away=DENVER),
    ]
    told = ("next_game_days_rest", "next_opponent_team_id", "next_opponent_win_share")
    first, decided, _ = contexts(games, BOSTON)
    assert [first[k] for k in told] == [decided[k] for k in told] == [None] * 3
    # The games that stood before the season are counted past it.
    assert (first["games_next_7_days"], decided["games_next_7_days"]) == (1, None)


def test_results_count_up_to_the_day_before_and_streaks_end_with_the_other_outcome() -> None:
    margins = (-7, 3, 12, -1)
    games = [game(n, on(n), home=BOSTON, away=DENVER) for n in range(1, 6)]
    played = [
        row
        for a_game, margin in zip(games, margins, strict=False)
        for row in team_games(a_game, 100 + margin, 100)
    ]

    keys = ("win_share", "win_streak", "loss_streak", "last_margin_points", "opponent_win_share")
    boston, denver = (
        [tuple(row[k] for k in keys) for row in contexts(games, team, played=played)]
        for team in (BOSTON, DENVER)
    )
    assert boston[0] == denver[0] == (None,) * 5
    assert (boston[1], denver[1]) == ((0.0, 0, 1, -7, 1.0), (1.0, 1, 0, 7, 0.0))
    assert (boston[3], denver[3]) == ((2 / 3, 2, 0, 12, 1 / 3), (1 / 3, 0, 2, -12, 2 / 3))
    assert (boston[4], denver[4]) == ((0.5, 0, 1, -1, 0.5), (0.5, 1, 0, 1, 0.5))


def test_of_a_game_without_the_other_sides_box_score_no_margin_is_known() -> None:
    games = [game(n, on(n), home=BOSTON, away=DENVER) for n in (1, 2)]
    (own, _) = team_games(games[0], 110, 100)
    row = contexts(games, BOSTON, played=[own])[1]
    assert (row["win_streak"], row["last_margin_points"]) == (1, None)


def line(bookmaker: str, market: str, value: float, hour: int, **more: Any) -> Row:
    """A line of the first game, seen on its day at an hour of UTC; it starts at midnight UTC."""
    return {
        "game_id": "0022400001",
        "game_date": DAY,
        "bookmaker": bookmaker,
        "market": market,
        "line": value,
        "known_at": datetime(2025, 1, 15, hour, tzinfo=UTC),
        "is_closing_reference": False,
        "is_after_start": False,
        **more,
    }


LINES = ("spread_points", "opening_spread_points", "spread_movement_points")
TOTALS = ("total_points_line", "opening_total_points_line", "total_points_line_movement")


def lined(*lines: Row) -> dict[int, Row]:
    start = datetime(2025, 1, 16, 0, tzinfo=UTC)
    games = [game(1, DAY, home=BOSTON, away=DENVER, tipped_off_at=start)]
    return context(games, DAY, lines=lines)


def test_a_spread_is_told_from_each_side_with_its_movement() -> None:
    rows = lined(
        line("fanduel", "spread", -4.0, 15),
        line("fanduel", "spread", -6.5, 20),
        line("fanduel", "total", 220.5, 16),
    )
    assert [rows[BOSTON][k] for k in LINES] == [-6.5, -4.0, -2.5]
    assert [rows[DENVER][k] for k in LINES] == [6.5, 4.0, 2.5]
    assert [rows[DENVER][k] for k in TOTALS] == [220.5, 220.5, 0.0]
    at_eight = datetime(2025, 1, 15, 20, tzinfo=UTC)
    assert rows[BOSTON]["lines_known_at"] == at_eight.replace(tzinfo=None)


def test_the_bookmaker_with_both_markets_comes_before_the_one_that_is_preferred() -> None:
    spread = line("draftkings", "spread", -5.0, 15)
    both = [line("bovada", "spread", -4.5, 15), line("bovada", "total", 219.0, 15)]
    assert lined(spread)[BOSTON]["line_bookmaker"] == "draftkings"
    assert lined(spread, line("fanduel", "spread", -4.0, 12))[BOSTON]["spread_points"] == -5.0
    assert lined(spread, *both)[BOSTON]["line_bookmaker"] == "bovada"


@pytest.mark.parametrize(
    "late",
    [
        line("fanduel", "spread", -9.0, 23, known_at=datetime(2025, 1, 15, 23, 31, tzinfo=UTC)),
        line("closing", "spread", -9.0, 15, is_closing_reference=True),
        line("fanduel", "spread", -9.0, 15, is_after_start=True),
    ],
)
def test_no_line_is_read_that_was_not_known_half_an_hour_before_the_start(late: Row) -> None:
    assert lined(late)[BOSTON]["spread_points"] is None
    assert lined(late)[BOSTON]["line_bookmaker"] is None


def played_by(a_game: Row, team: int, minutes: dict[int, int], **more: Any) -> list[Row]:
    """Lines of a team's players in a game: player -> minutes."""
    shared = {"game_id": a_game["game_id"], "game_date": a_game["game_date"], "season": "2024-25"}
    return [
        {
            **shared,
            "team_id": team,
            "player_id": player,
            "has_played": True,
            "minutes_played": m,
            **more,
        }
        for player, m in minutes.items()
    ]


def listed(a_game: Row, team: int, statuses: dict[int, str], at: datetime) -> list[Row]:
    """Injury rows of a game: player -> status, first reported at an instant."""
    shared = {c: a_game[c] for c in ("game_id", "game_date")}
    return [
        {**shared, "team_id": team, "player_id": player, "status": status, "known_at": at}
        for player, status in statuses.items()
    ]


def test_where_starters_are_not_told_they_are_those_with_the_most_minutes_lately() -> None:
    games = [game(n, on(n), home=BOSTON, away=DENVER) for n in range(1, 8)]
    star, faded = 1, 9
    minutes = {n: 40 - n for n in range(2, 9)}
    # The faded one had all the minutes of the first game, which is not among the last five.
    played = [
        *played_by(games[0], BOSTON, {faded: 48}),
        *(row for a_game in games[1:6] for row in played_by(a_game, BOSTON, minutes)),
        *played_by(games[5], BOSTON, {star: 300}),
    ]
    expected = [
        {"game_id": games[6]["game_id"], "team_id": BOSTON, "player_id": n} for n in range(1, 10)
    ]

    def out(*players: int) -> int:
        reports = listed(
            games[6],
            BOSTON,
            dict.fromkeys(players, "Out"),
            datetime.combine(on(7), datetime.min.time(), UTC),
        )
        given = {"player_games": played, "expected": expected, "injuries": reports}
        return int(context(games, on(7), **given)[BOSTON]["starters_out"])

    assert [out(star), out(2), out(5), out(6), out(faded)] == [1, 1, 1, 0, 0]
    assert out(star, 2, 3, 4, 5, 6) == 5


def test_a_player_who_was_traded_away_is_no_starter_of_the_team_he_left() -> None:
    games = [
        game(1, on(0), home=BOSTON, away=DENVER),
        game(2, on(1), home=BOSTON, away=DENVER),
    ]
    traded = 1
    played = [
        *played_by(games[0], BOSTON, {n: 40 - n for n in range(1, 7)}),
        *played_by(games[0], DENVER, {n: 40 - n for n in range(11, 17)}),
    ]
    # At noon he was sent to Denver, for which he has not played: he is expected there, and out.
    now = {"game_id": games[1]["game_id"]}
    expected = [
        *({**now, "team_id": BOSTON, "player_id": n} for n in range(2, 7)),
        *({**now, "team_id": DENVER, "player_id": n} for n in (traded, *range(11, 17))),
    ]
    reports = listed(games[1], DENVER, {traded: "Out"}, datetime(2025, 1, 16, 16, tzinfo=UTC))
    given = {"player_games": played, "expected": expected, "injuries": reports}
    rows = context(games, on(1), **given)
    assert (rows[BOSTON]["starters_out"], rows[BOSTON]["players_out"]) == (0, 0)
    assert (rows[DENVER]["starters_out"], rows[DENVER]["players_out"]) == (0, 1)


def test_a_report_of_after_the_cut_off_says_nothing_and_none_is_not_nobody() -> None:
    games = [game(1, DAY, home=BOSTON, away=DENVER)]  # no start is known: noon Eastern
    keys = ("starters_out", "players_out", "players_questionable")

    def told(minute: int) -> list[object]:
        at = datetime(2025, 1, 15, 16, minute, tzinfo=UTC)
        reports = listed(games[0], BOSTON, {1: "Out", 2: "Doubtful", 3: "Questionable"}, at)
        rows = context(games, DAY, injuries=reports)
        return [rows[team][k] for team in (BOSTON, DENVER) for k in keys]

    assert told(31) == [None] * 6
    # Nobody of Denver is listed in a report that is out; who starts was not told by any game yet.
    assert told(30) == [None, 1, 2, None, 0, 0]
