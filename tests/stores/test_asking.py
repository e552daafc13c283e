"""Clubs that requests could not name."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from boxline.engine.work import Window
from boxline.leagues import load_catalog
from boxline.stores.asking import has_unnamed_clubs

NBA = load_catalog().leagues["nba"]
CELTICS, LAKERS = 1610612738, 1610612747
#: No club of the league: it came to play a game before the season.
GUEST = 12321
DAY = Window(first=date(2025, 10, 4), last=date(2025, 10, 4))


def is_unnamed(guest_plays: date, *, told: bool = False, window: Window = DAY) -> bool:
    """Whether a club lacks a code, where the guest plays on a day and rows tell its code or not."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE SCHEMA nba_core; "
        "CREATE TABLE nba_core.games (game_date DATE, home_team_id BIGINT, away_team_id BIGINT); "
        "CREATE TABLE nba_core.teams (game_date DATE, team_id BIGINT, team VARCHAR)"
    )
    games = [(DAY.first, CELTICS, LAKERS), (guest_plays, LAKERS, GUEST), (guest_plays, None, None)]
    connection.executemany("INSERT INTO nba_core.games VALUES (?, ?, ?)", games)
    if told:
        connection.execute("INSERT INTO nba_core.teams VALUES ('2024-10-04', ?, 'GST')", [GUEST])
    return has_unnamed_clubs(connection, NBA, window)


def test_a_club_without_a_code_is_found() -> None:
    assert is_unnamed(date(2025, 10, 4))


def test_one_whose_code_a_row_tells_is_named() -> None:
    assert not is_unnamed(date(2025, 10, 4), told=True)


@pytest.mark.parametrize("day", [date(2025, 10, 3), date(2025, 10, 5)])
def test_nobody_asks_about_games_outside_the_window(day: date) -> None:
    assert not is_unnamed(day)


def test_an_open_window_is_all_days() -> None:
    assert is_unnamed(date(1990, 1, 1), window=Window())
