"""Whether a day's box scores are in: team by team, its finished games against the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.engine.calendar import Game

#: Below the first a team's coverage is critical, below the second a warning.
CRITICAL_BELOW, WARNING_BELOW = Fraction(70, 100), Fraction(90, 100)


#: A side of a game: league, game id and team id.
Side = tuple[str, str, int]


class Level(Enum):
    """How bad it is."""

    FINE = "fine"  # 90 % or more are in, or there was nothing to have
    WARNING = "warning"  # 70 % or more, and under 90 %
    CRITICAL = "critical"  # under 70 %


@dataclass(frozen=True, kw_only=True)
class TeamCoverage:
    """One team's finished games, and which of them have no box score of it.

    Attributes:
        coverage: share of its finished games that have one, from 0 to 1.
    """

    league: str
    team_id: int
    games: int
    missing: tuple[str, ...]
    coverage: Fraction
    level: Level


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """How complete the box scores of some days are.

    Attributes:
        games: finished ones.
        unfinished: games on the calendar that no source says are over: they owe nothing yet.
        coverage: share of (finished game, team) pairs that have rows; None where there was none.
        level: of the worst team.
        teams: those that played, the worst first.
    """

    first: date
    last: date
    games: int
    unfinished: tuple[str, ...]
    coverage: Fraction | None
    level: Level
    teams: tuple[TeamCoverage, ...]


def completeness(
    games: Iterable[Game], held: Collection[Side], *, first: date, last: date
) -> Completeness:
    """Judge the box scores of the games from `first` to `last`.

    Args:
        games: the calendars, in any order; games of other days are left out.
        held: the sides of games of which rows are in.
    """
    chosen = sorted(
        (game for game in games if first <= game.day <= last), key=lambda game: game.game_id
    )
    over = [game for game in chosen if game.is_final]
    playing = sorted({(game.league, team) for game in over for team in game.teams})
    teams = [_of_team(league, team, over, held) for league, team in playing]
    teams.sort(key=lambda one: (one.coverage, one.league, one.team_id))
    owed = sum(one.games for one in teams)
    lacking = sum(len(one.missing) for one in teams)
    coverage = Fraction(owed - lacking, owed) if owed else None
    return Completeness(
        first=first,
        last=last,
        games=len(over),
        unfinished=tuple(game.game_id for game in chosen if not game.is_final),
        coverage=coverage,
        level=teams[0].level if teams else Level.FINE,
        teams=tuple(teams),
    )


def _of_team(league: str, team: int, over: Sequence[Game], held: Collection[Side]) -> TeamCoverage:
    played = [game.game_id for game in over if game.league == league and team in game.teams]
    missing = tuple(game_id for game_id in played if (league, game_id, team) not in held)
    coverage = Fraction(len(played) - len(missing), len(played))
    return TeamCoverage(
        league=league,
        team_id=team,
        games=len(played),
        missing=missing,
        coverage=coverage,
        level=_level(coverage),
    )


def _level(coverage: Fraction) -> Level:
    if coverage < CRITICAL_BELOW:
        return Level.CRITICAL
    return Level.WARNING if coverage < WARNING_BELOW else Level.FINE


@alarm(
    "box-scores-missing",
    severity=Severity.CRITICAL,
    blocks="last night's grades, and all that tonight's predictions know of those games",
    next_step="boxline run",
)
def box_scores_missing(found: Completeness) -> Iterator[Firing]:
    """Of some team less than nine tenths of yesterday's finished games have a box score."""
    for team in found.teams:
        if team.level is not Level.FINE:
            yield Firing(
                subject=f"{team.league} team {team.team_id} on {found.last}",
                found=f"{team.level.value}: no box score of {', '.join(team.missing)}",
                next_step=f"boxline completeness --date {found.last}",
            )
