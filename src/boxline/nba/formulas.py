"""The measures of a box score, each defined once.

Sources: Oliver (2004), Basketball on Paper, for possessions and ratings; NBA.com's glossary for
usage, true shooting and effective field-goal percentage.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from boxline.catalog import Column, Float, Known, MeanAsBefore, Varies, watched

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from boxline.catalog import Rel

#: Share of free throws that end a possession; in hundredths where sums must be whole.
FREE_THROW_HUNDREDTHS = 44
FREE_THROW_WEIGHT = FREE_THROW_HUNDREDTHS / 100

POSSESSIONS = Column(
    "possessions", Float, "possessions", 30, 220, doc="FGA + 0.44 FTA + TOV - OREB."
)
PACE = Column(
    "pace",
    Float,
    "possessions per 48 min",
    30,
    200,
    doc="48 possessions / (game minutes / 5), game minutes 240 + 25 per overtime.",
)
RATING = Column(
    "offensive_rating",
    Float,
    "points per 100 possessions",
    0,
    300,
    doc="100 points / possessions.",
)
TRUE_SHOOTING = Column(
    "true_shooting_share",
    Float,
    "share",
    0,
    1.5,
    True,
    doc="points / (2 (FGA + 0.44 FTA)); NULL without an attempt. Up to 1.5 by threes alone; the "
    "free throw of an and-one counts 0.44 attempts.",
)
EFFECTIVE_FIELD_GOALS = Column(
    "effective_field_goal_share",
    Float,
    "share",
    0,
    1.5,
    True,
    doc="(FGM + 0.5 3PM) / FGA; NULL without a field-goal attempt.",
)

#: In ten seasons the mean of a lone game's two teams strayed by 2.6 deviations at most, that of
#: possessions, which overtimes add to, by 5.
_OF_A_DAY = (Varies(rows=8), MeanAsBefore(4.0, rows=2))
_KNOWN_OF_A_DAY = (Known(1.0, rows=2), *_OF_A_DAY)

TEAM_COLUMNS = watched(
    (POSSESSIONS, PACE, RATING, TRUE_SHOOTING, EFFECTIVE_FIELD_GOALS),
    possessions=(Varies(rows=8), MeanAsBefore(10.0, rows=2)),
    pace=_OF_A_DAY,
    offensive_rating=_OF_A_DAY,
    true_shooting_share=_KNOWN_OF_A_DAY,
    effective_field_goal_share=_KNOWN_OF_A_DAY,
)


def of_the_opponent(column: Column) -> Column:
    """The same measure, of the other side."""
    return replace(column, name=f"opponent_{column.name}", doc=f"Of the other side: {column.doc}")


def plays_hundredths(line: Rel, prefix: str = "") -> ir.IntegerValue:
    """A hundred times FGA + 0.44 FTA + TOV: whole, so that sums of it are exact."""
    shots = line[f"{prefix}field_goals_attempted"] + line[f"{prefix}turnovers"]
    return shots * 100 + line[f"{prefix}free_throws_attempted"] * FREE_THROW_HUNDREDTHS


def possessions_hundredths(line: Rel) -> ir.IntegerValue:
    """A hundred times the possessions of a team's line, likewise."""
    return plays_hundredths(line) - line.offensive_rebounds * 100


def possessions(line: Rel) -> ir.NumericValue:
    """Possessions of a team's line."""
    return possessions_hundredths(line) / 100


def pace_of(hundredths: ir.IntegerValue, game_minutes: ir.IntegerValue) -> ir.NumericValue:
    """Pace over some games: of sums of hundredths of possessions and of minutes of players."""
    return hundredths * 48 / (game_minutes * 20)


def rating_of(points: ir.IntegerValue, hundredths: ir.IntegerValue) -> ir.NumericValue:
    """Points per 100 possessions over some games: of sums, possessions in hundredths."""
    return points * 10_000 / hundredths.nullif(0)


def true_shooting(line: Rel, window: str = "") -> ir.NumericValue:
    """True-shooting share; free throws alone are enough for a value. Of the sums over a window
    where its name is given, with which theirs end."""
    free = line[f"free_throws_attempted{window}"] * FREE_THROW_WEIGHT
    attempts = line[f"field_goals_attempted{window}"] + free
    return line[f"points{window}"] / (attempts * 2).nullif(0)


def effective_field_goals(line: Rel) -> ir.NumericValue:
    """Effective field-goal share."""
    made = line.field_goals_made + line.threes_made * 0.5
    return made / line.field_goals_attempted.nullif(0)


def team_measures(line: Rel) -> dict[str, Any]:
    """TEAM_COLUMNS of a team's line that has `game_minutes`."""
    count = possessions(line)
    return {
        POSSESSIONS.name: count,
        PACE.name: count * 48 / (line.game_minutes / 5).nullif(0),
        RATING.name: line.points * 100 / count.nullif(0),
        TRUE_SHOOTING.name: true_shooting(line),
        EFFECTIVE_FIELD_GOALS.name: effective_field_goals(line),
    }
