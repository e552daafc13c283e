"""What can be asked for, as parameters: each is checked, and a name that is none is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from boxline.domain.days import parse_day
from boxline.forecasting.populations import POPULATIONS
from boxline.forecasting.systems import SYSTEMS
from boxline.nba.props import PROP_TYPES

#: Rows on a page: by itself, and at most.
USUAL_ROWS, MOST_ROWS = 100, 500

#: Whole numbers beyond lose their last digit in readers that know floats alone.
LARGEST_ID = 2**53 - 1


class OneOf:
    """A text out of a closed set."""

    def __init__(self, *values: str) -> None:
        self._values = values

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.literal_schema(list(self._values))


def _day(text: Any) -> date:
    return parse_day(text) if isinstance(text, str) else text


LeagueDay = Annotated[
    date, BeforeValidator(_day), Field(description="A league day.", examples=["2025-01-15"])
]
PlayerId = Annotated[int, Field(ge=1, le=LARGEST_ID, description="NBA.com's player id.")]
Prop = Annotated[str, OneOf(*PROP_TYPES), Field(description="What is predicted.")]
System = Annotated[str, OneOf(*SYSTEMS), Field(description="Who predicts.")]
Origin = Annotated[
    str, OneOf("live", "replay"), Field(description="Made before the start, or after.")
]
Population = Annotated[
    str, OneOf(*POPULATIONS), Field(description="Whom it is made for: see the column.")
]


class Paged(BaseModel):
    """Where a page begins and how long it is."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=USUAL_ROWS, ge=1, le=MOST_ROWS, description="Rows at most.")
    after: str | None = Field(
        default=None, max_length=600, description="Out of the `next` of the page before."
    )


class PredictionsAsked(Paged):
    """Which predictions. Without a day and a player: those of today."""

    date: LeagueDay | None = None
    player_id: PlayerId | None = None
    prop_type: Prop | None = None
    system: System | None = None
    origin: Origin | None = None
    population: Population | None = None


class ResultsAsked(Paged):
    """Which grades. Without a day and a player: those of yesterday."""

    date: LeagueDay | None = None
    first: LeagueDay | None = Field(default=None, alias="from", description="The first day.")
    last: LeagueDay | None = Field(default=None, alias="to", description="The last day.")
    player_id: PlayerId | None = None
    prop_type: Prop | None = None
    system: System | None = None
    origin: Origin | None = None
    population: Population | None = None


class PlayersAsked(Paged):
    """Which players."""

    name: str | None = Field(
        default=None,
        min_length=1,
        max_length=60,
        description="A part of the name; case and diacritics do not count.",
    )
    team: str | None = Field(
        default=None,
        pattern="^[A-Za-z]{3}$",
        description="Three-letter code of the team of his newest game.",
    )


class GamesAsked(Paged):
    """Which games of a player."""

    first: LeagueDay | None = Field(default=None, alias="from", description="The first day.")
    last: LeagueDay | None = Field(default=None, alias="to", description="The last day.")


class LinesAsked(Paged):
    """Which lines. Without a day and a player: those of today."""

    date: LeagueDay | None = None
    player_id: PlayerId | None = None
    prop_type: Prop | None = None
    bookmaker: str | None = Field(
        default=None,
        pattern="^[a-z0-9_ .()-]{1,40}$",
        description="Key of The Odds API, in lower case, such as draftkings.",
    )
