"""Whether box scores are in, judged team by team against the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from boxline.engine.calendar import Game
from boxline.health.completeness import Level, Side, completeness

DAY = date(2025, 1, 15)


def game(number: int, home: int, away: int, *, day: date = DAY, is_final: bool = True) -> Game:
    return Game("nba", f"g{number}", day, "2024-25", "regular", None, is_final, (home, away))


def sides(*held: str) -> set[Side]:
    """Sides whose rows are in, each as game and team."""
    return {("nba", game_id, int(team)) for game_id, team in map(str.split, held)}


def test_what_is_lacking_is_named_by_team_the_worst_first() -> None:
    games = [game(1, 10, 20), game(2, 30, 40)]
    found = completeness(games, sides("g1 10", "g1 20", "g2 30"), first=DAY, last=DAY)
    assert (found.level, found.coverage, found.games) == (Level.CRITICAL, Fraction(3, 4), 2)
    worst, *others = found.teams
    assert (worst.team_id, worst.missing, worst.coverage) == (40, ("g2",), 0)
    assert {one.level for one in others} == {Level.FINE}


@pytest.mark.parametrize(
    ("missing", "level"),
    [(0, Level.FINE), (1, Level.FINE), (2, Level.WARNING), (3, Level.WARNING), (4, Level.CRITICAL)],
)
def test_a_team_is_judged_by_the_share_of_its_ten_games(missing: int, level: Level) -> None:
    days = [DAY + timedelta(days=n) for n in range(10)]
    games = [game(n, 10, 20 + n, day=day) for n, day in enumerate(days)]
    held = {("nba", f"g{n}", team) for n in range(10) for team in (10, 20 + n)}
    held -= {("nba", f"g{n}", 10) for n in range(missing)}
    found = completeness(games, held, first=days[0], last=days[-1])
    assert next(one.level for one in found.teams if one.team_id == 10) is level


def test_a_game_that_is_not_over_owes_nothing_and_is_named() -> None:
    found = completeness([game(1, 10, 20, is_final=False)], set(), first=DAY, last=DAY)
    assert (found.level, found.coverage, found.teams) == (Level.FINE, None, ())
    assert found.unfinished == ("g1",)


def test_games_of_other_days_do_not_count() -> None:
    games = [game(1, 10, 20, day=DAY - timedelta(days=1)), game(2, 10, 20)]
    found = completeness(games, sides("g2 10", "g2 20"), first=DAY, last=DAY)
    assert (found.games, found.coverage) == (1, 1)


def test_a_team_of_another_league_is_another_team_whatever_its_id() -> None:
    mine, other = game(1, 10, 20), game(1, 10, 20)._replace(league="other")
    held = sides("g1 10", "g1 20") | {("other", "g1", 20)}
    found = completeness([mine, other], held, first=DAY, last=DAY)
    worst, *others = found.teams
    assert (worst.league, worst.team_id, worst.missing) == ("other", 10, ("g1",))
    assert [(one.games, one.level) for one in others] == [(1, Level.FINE)] * 3
