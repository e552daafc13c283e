"""The southern league: its seasons begin in September, and nobody shows a line."""

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

SOUTH = league_of("south", SeasonRule(begins=(9, 1)))
SIDES = sides_of("south")
GAMES = games_of("south")
APPEARANCES = appearances_of("south")
SCORES = scores_of("south")
SEASON = season_of("south", GAMES)


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
    return season_in(view, "south")


@facts_of_days("south", reads=(GAMES,))
def facts(view: View) -> Iterator[DayFacts]:
    """Every day with games."""
    yield from facts_in(view, "south", has_lines=False)
