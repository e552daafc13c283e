"""What can be asked for, as parameters: each is checked, and a name that is none is refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    create_model,
)
from pydantic_core import CoreSchema, core_schema

from boxline.catalog import Column
from boxline.domain.days import parse_day

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

#: What rows can be narrowed by where their column is a closed set, and what is said of it.
CHOICES = {
    "prop_type": "What is predicted.",
    "system": "Who predicts.",
    "origin": "Made before the start, or after.",
    "population": "Whom it is made for: see the column.",
}


class Paged(BaseModel):
    """Where a page begins and how long it is."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=USUAL_ROWS, ge=1, le=MOST_ROWS, description="Rows at most.")
    after: str | None = Field(
        default=None, max_length=600, description="Out of the `next` of the page before."
    )


class _OfDay(Paged):
    """Rows of a day."""

    date: LeagueDay | None = None


class GamesAsked(Paged):
    """Which games of a player."""

    first: LeagueDay | None = Field(default=None, alias="from", description="The first day.")
    last: LeagueDay | None = Field(default=None, alias="to", description="The last day.")


class _OfSpan(_OfDay):
    """Rows of a day, or of several."""

    first: LeagueDay | None = Field(default=None, alias="from", description="The first day.")
    last: LeagueDay | None = Field(default=None, alias="to", description="The last day.")


def player_id_type(columns: Iterable[Column]) -> Any:
    """The type of a player's id: its column says whose id it is."""
    (found,) = (column for column in columns if column.name == "player_id")
    return Annotated[int, Field(ge=1, le=LARGEST_ID, description=found.doc)]


def predictions_asked(columns: Iterable[Column], player_id: Any) -> type[BaseModel]:
    """Which predictions. Without a day and a player: those of today."""
    return create_model("PredictionsAsked", __base__=_OfDay, **_narrowing(columns, player_id))


def results_asked(columns: Iterable[Column], player_id: Any) -> type[BaseModel]:
    """Which grades. Without a day and a player: those of yesterday."""
    return create_model("ResultsAsked", __base__=_OfSpan, **_narrowing(columns, player_id))


def lines_asked(columns: Iterable[Column], player_id: Any) -> type[BaseModel]:
    """Which lines. Without a day and a player: those of today."""
    bookmaker = Field(
        default=None,
        pattern="^[a-z0-9_ .()-]{1,40}$",
        description="Key of The Odds API, in lower case, such as draftkings.",
    )
    fields = _narrowing(columns, player_id)
    return create_model("LinesAsked", __base__=_OfDay, **fields, bookmaker=(str | None, bookmaker))


def players_asked(letters: str, code_lengths: tuple[int, int]) -> type[BaseModel]:
    """Which players.

    Args:
        letters: how long a club's code is, in words; `code_lengths` are the least and the most.
    """
    least, most = code_lengths
    name = Field(
        default=None,
        min_length=1,
        max_length=60,
        description="A part of the name; case and diacritics do not count.",
    )
    team = Field(
        default=None,
        pattern=f"^[A-Za-z]{{{least}}}$" if least == most else f"^[A-Za-z]{{{least},{most}}}$",
        description=f"{letters.capitalize()} code of the team of his newest game.",
    )
    return create_model(
        "PlayersAsked", __base__=Paged, name=(str | None, name), team=(str | None, team)
    )


def _narrowing(columns: Iterable[Column], player_id: Any) -> dict[str, Any]:
    """The player, and each closed set that rows have, as fields."""
    sets = {column.name: column.one_of for column in columns if column.one_of}
    fields: dict[str, Any] = {"player_id": (player_id | None, None)}
    for name, said in CHOICES.items():
        if name in sets:
            one = Annotated[str, OneOf(*sets[name]), Field(description=said)]
            fields[name] = (one | None, None)
    return fields
