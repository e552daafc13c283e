"""The northern league: its seasons begin in February, and bookmakers show lines of its games."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any

from boxline.catalog import Rel, Same, View, document, facts_of_days, feed, rows, transform
from boxline.catalog.feeds import Made
from boxline.domain.seasons import SeasonRule
from boxline.domain.standing import DayFacts
from tests.two_leagues.declared import (
    Scores,
    Side,
    appearances_in,
    appearances_of,
    facts_in,
    games_in,
    games_of,
    league_of,
    scores_of,
    scores_on,
    season_in,
    season_of,
    side_row,
    sides_of,
)

NORTH = league_of("north", SeasonRule(begins=(2, 1), spans_years=False))
SIDES = sides_of("north")
GAMES = games_of("north")
APPEARANCES = appearances_of("north")
SCORES = scores_of("north")
SEASON = season_of("north", GAMES)


@rows(SIDES)
def sides(side: Side) -> dict[str, Any]:
    """One row per side."""
    return side_row(side)


@transform(GAMES)
def games(sent: Annotated[Rel, Same(SIDES)]) -> Rel:
    """Every game."""
    return games_in(sent)


@transform(APPEARANCES)
def appearances(sent: Annotated[Rel, Same(SIDES)]) -> Rel:
    """Who scored."""
    return appearances_in(sent)


@transform(SCORES)
def scores(played: Annotated[Rel, Same(GAMES)]) -> Rel:
    """Every game."""
    return played


@document(SCORES)
def scores_of_day(day: date, rows: Sequence[Any]) -> Scores:
    """Its games."""
    return scores_on(rows)


@feed(SEASON)
def season(view: View) -> Iterator[Made]:
    """Its games."""
    return season_in(view, "north")


@facts_of_days("north", reads=(GAMES,))
def facts(view: View) -> Iterator[DayFacts]:
    """Every day with games."""
    yield from facts_in(view, "north", has_lines=True)
