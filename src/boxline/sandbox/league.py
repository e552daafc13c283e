"""A whole simulated league: seasons that follow one another, from one seed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.players import Newcomers
from boxline.sandbox.rosters import next_season, opening_rosters
from boxline.sandbox.seasons import Season, SeasonPlan, play_season
from boxline.sandbox.shots import Shot, shots_of
from boxline.sandbox.teams import CLUBS, Club

_FEWEST_GAMES_PER_TEAM = 4  # below that there is no room for a break, a trade and a postponement


@dataclass(frozen=True, kw_only=True)
class League:
    """What `simulate_league` made.

    Attributes:
        seed: of every draw.
        clubs: the clubs, by team id.
        seasons: oldest first; only the newest can hold games in the future.
    """

    seed: int
    clubs: tuple[Club, ...]
    seasons: tuple[Season, ...]

    @property
    def newest(self) -> Season:
        """The last season."""
        return self.seasons[-1]

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Every field-goal attempt of the newest regular season, by game, then by time."""
        return self.shots_of(self.newest)

    def shots_of(self, season: Season) -> tuple[Shot, ...]:
        """Every field-goal attempt of a regular season, by game, then by time."""
        games = season.played(SeasonType.REGULAR)
        return tuple(shot for game in games for shot in shots_of(game))


def simulate_league(
    *,
    seed: int = 7,
    seasons: Sequence[str] = ("2023-24", "2024-25"),
    teams: int = 8,
    games_per_team: int = 24,
    playoffs: bool = True,
    preseason_games: int = 4,
    future_games: int = 6,
) -> League:
    """Simulate seasons of a league much like the NBA; the same arguments give the same league.

    The newest season is still being played when `future_games` is above 0: it has that many
    games yet to come and no playoffs. Give 0 for a newest season that is over, playoffs included.

    Args:
        seed: of every draw.
        seasons: names such as 2024-25, oldest first.
        teams: number of clubs, 2 to 30, the first by NBA.com team id.
        games_per_team: played regular-season games of each club in each season, at least 4.
        playoffs: whether finished seasons end with a bracket.
        preseason_games: games before each season, of the whole league.
        future_games: games of the newest regular season that are set but not yet played.
    Raises:
        ValueError: an argument is out of range; names it.
    """
    _check(seasons, teams=teams, games_per_team=games_per_team)
    clubs = CLUBS[:teams]
    newcomers = Newcomers(Random(f"{seed}/players"))
    moves = Random(f"{seed}/moves")
    rosters = opening_rosters(clubs, newcomers, moves)
    played: list[Season] = []
    for season in seasons:
        if played:
            rosters = next_season(played[-1].rosters, newcomers, moves)
        plan = SeasonPlan(
            season=season,
            clubs=clubs,
            games_per_team=games_per_team,
            playoffs=playoffs,
            preseason_games=preseason_games,
            seed=seed,
            future_games=future_games if season == seasons[-1] else 0,
        )
        played.append(play_season(plan, rosters))
    return League(seed=seed, clubs=clubs, seasons=tuple(played))


def _check(seasons: Sequence[str], *, teams: int, games_per_team: int) -> None:
    for name in seasons:
        if not re.fullmatch(r"\d{4}-\d{2}", name):
            raise ValueError(f"{name!r} is not a season. Write it like 2024-25.")
    if not seasons or list(seasons) != sorted(set(seasons)):
        raise ValueError(f"seasons={seasons!r}: give at least one, each once, oldest first.")
    if not 2 <= teams <= len(CLUBS):
        raise ValueError(f"teams={teams}: give 2 to {len(CLUBS)}.")
    if games_per_team < _FEWEST_GAMES_PER_TEAM:
        raise ValueError(f"games_per_team={games_per_team}: give at least 4.")
    if teams * games_per_team % 2:
        raise ValueError(
            f"{teams} clubs cannot have {games_per_team} games each. Make one of the two even."
        )
