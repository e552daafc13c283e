"""The calendar seen from each side."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES
from tests.nba.by_hand import computed
from tests.nba.calendar_rows import BOSTON, DENVER, TORONTO, game, sides, team_games

DAY = date(2025, 1, 15)


@pytest.mark.parametrize(
    ("arena", "place", "source"),
    [
        ("TD Garden", "Boston", "arena"),
        ("Accor Arena", "Paris", "arena"),
        (None, "Boston", "home club"),
        ("An Arena of a New Name", "Boston", "home club"),
    ],
)
def test_a_game_is_where_its_arena_is_else_at_the_home_sides_own(
    arena: str | None, place: str, source: str
) -> None:
    home, away = sides([game(1, DAY, home=BOSTON, away=DENVER, arena=arena)])
    assert (home["place"], home["place_source"]) == (place, source)
    assert (away["place"], away["place_source"]) == (place, source)


@pytest.mark.parametrize(
    ("game_id", "home"),
    [("0021900001", "Toronto"), ("0022000001", "Tampa"), ("0022100001", "Toronto")],
)
def test_toronto_was_at_home_in_tampa_for_one_season(game_id: str, home: str) -> None:
    row = game(1, DAY, home=TORONTO, away=DENVER, game_id=game_id)
    assert {r["place"] for r in sides([row])} == {home}


def test_a_season_is_whole_on_each_of_its_days() -> None:
    games = [game(n, DAY + timedelta(days=2 * n), home=BOSTON, away=DENVER) for n in (1, 2, 3)]
    every = sides(games)
    for row in games:
        own = {"games": [row], "archive_schedule": games}
        alone = computed("nba_core.team_schedule", **own)
        assert alone == [r for r in every if r["game_id"] == row["game_id"]]
        assert [r["season_share"] for r in alone] == [(int(row["game_id"][-1]) - 1) / 3] * 2


def test_a_result_changes_nothing_of_it() -> None:
    games = [game(n, DAY + timedelta(days=n), home=BOSTON, away=DENVER) for n in (1, 2)]
    home, away = team_games(games[0], 101, 99)
    lines = [home | {"is_home": True}, away | {"is_home": False}]
    known = {c.name for c in ARCHIVE_TEAM_GAMES.seen_columns}
    box_scores = [{k: v for k, v in line.items() if k in known} for line in lines]
    assert sides(games) == sides(games, team_games=box_scores)


@pytest.mark.parametrize(
    ("game_id", "is_set"),
    [
        ("0022401200", True),
        ("0022401201", False),  # a quarter-final of the Cup
        ("0022201230", True),  # there was no Cup yet
        ("0021901231", False),  # the first seeding game of 2020
        ("0062400001", False),
        ("0052400101", False),
        ("0042400101", False),
    ],
)
def test_what_was_set_while_a_season_ran_is_marked(game_id: str, is_set: bool) -> None:
    row = game(1, DAY, home=BOSTON, away=DENVER, game_id=game_id)
    assert [r["is_set_before_season"] for r in sides([row])] == [is_set, is_set]
