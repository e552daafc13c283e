"""A whole simulated baseball league: seasons that follow one another, from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from boxline.sandbox.baseball.clubs import CLUBS, BallClub
from boxline.sandbox.baseball.players import Drafted
from boxline.sandbox.baseball.rain import with_rain
from boxline.sandbox.baseball.schedule_play import Contest, Season
from boxline.sandbox.baseball.series import plan_series
from boxline.sandbox.baseball.squads import (
    Injury,
    Squad,
    draft_squad,
    draw_injuries,
    next_squad,
)
from boxline.sandbox.baseball.umpires import Umpires

_FEWEST_GAMES_PER_TEAM = 6  # below that there is no room for what rain does


@dataclass(frozen=True, kw_only=True)
class BaseballSeason:
    """One season.

    Attributes:
        season: the year.
        contests: by the first date for which they were set.
        squads: who plays for which club.
        injuries: by the instant when they are told.
    """

    season: int
    contests: tuple[Contest, ...]
    squads: tuple[Squad, ...]
    injuries: tuple[Injury, ...]


@dataclass(frozen=True, kw_only=True)
class BaseballLeague:
    """What `simulate_baseball` made: its seed, its clubs by team id, its seasons, oldest first."""

    seed: int
    clubs: tuple[BallClub, ...]
    seasons: tuple[BaseballSeason, ...]

    @property
    def newest(self) -> BaseballSeason:
        """The last season."""
        return self.seasons[-1]


def simulate_baseball(
    *,
    seed: int = 7,
    seasons: Sequence[int] = (2024, 2025),
    teams: int = 8,
    games_per_team: int = 30,
    innings_of_two: int = 9,
) -> BaseballLeague:
    """Simulate seasons of a league much like MLB; the same arguments give the same league.

    Every season is played to its end; how much of it is seen depends on the instant that a
    `BaseballWorld` is asked for.

    Args:
        seed: of every draw.
        seasons: years, oldest first.
        teams: an even number of clubs, 2 to 30, the first by MLB's team id.
        games_per_team: games of each club in each season, at least 6.
        innings_of_two: scheduled innings of the games of doubleheaders: 9, or 7 as in 2020.
    Raises:
        ValueError: an argument is out of range; names it.
    """
    _check(seasons, teams=teams, games_per_team=games_per_team, innings_of_two=innings_of_two)
    clubs = CLUBS[:teams]
    drafted = Drafted(Random(f"{seed}/ballplayers"))
    umpires = Umpires(Random(f"{seed}/umpires"))
    squads: list[Squad] = []
    played: list[BaseballSeason] = []
    for season in seasons:
        rng = Random(f"{seed}/baseball/{season}")
        squads = (
            [next_squad(squad, drafted, rng, season=season) for squad in squads]
            if squads
            else [draft_squad(club, drafted, season=season) for club in clubs]
        )
        plan = plan_series(
            clubs, season, games_per_team=games_per_team, innings_of_two=innings_of_two, rng=rng
        )
        fixtures = with_rain(plan, innings_of_two=innings_of_two, rng=rng)
        first, last = plan[0].first.game_date, plan[-1].first.game_date + timedelta(days=1)
        injuries = [each for squad in squads for each in draw_injuries(squad, first, last, rng)]
        contests = Season(squads, injuries, umpires, seed=f"{seed}/{season}").play(fixtures)
        played.append(
            BaseballSeason(
                season=season,
                contests=tuple(contests),
                squads=tuple(squads),
                injuries=tuple(sorted(injuries, key=lambda each: each.told_at)),
            )
        )
    return BaseballLeague(seed=seed, clubs=clubs, seasons=tuple(played))


def _check(seasons: Sequence[int], *, teams: int, games_per_team: int, innings_of_two: int) -> None:
    if not seasons or list(seasons) != sorted(set(seasons)):
        raise ValueError(f"seasons={seasons!r}: give at least one, each once, oldest first.")
    if not 2 <= teams <= len(CLUBS) or teams % 2:
        raise ValueError(f"teams={teams}: give an even number, 2 to {len(CLUBS)}.")
    if games_per_team < _FEWEST_GAMES_PER_TEAM:
        raise ValueError(f"games_per_team={games_per_team}: give at least 6.")
    if innings_of_two not in (7, 9):
        raise ValueError(f"innings_of_two={innings_of_two}: give 7 or 9.")
