"""Documents made from the newest snapshot at each publishing, and what every document tells.

An `Export` is planned day by day like a table. A `Feed` tells of the present, of a player or of a
season: it is made from rows that stand, whole, whenever one of the tables that it reads has changed
or another day has begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from boxline.catalog.datasets import Raw, Table
from boxline.domain.standing import DayFacts, Standing


class Document(msgspec.Struct, kw_only=True):
    """What every published document tells besides its own. Whoever publishes it fills this in.

    Attributes:
        generated_at: when it came to say what it says, in UTC.
        data_through: the newest league day whose games it may rest on; null before any.
        state: `live`, `no games`, `halted` or `partial`.
        state_reason: why it is not `live`; null where it is.
        halted_since: first day of the halt; null where there is none.
        missing: what a `partial` document lacks.
    """

    generated_at: datetime | None = None
    data_through: date | None = None
    state: str = "live"
    state_reason: str | None = None
    halted_since: date | None = None
    missing: list[str] = []


class View(Protocol):
    """What a feed is made from: the newest snapshot, at one moment.

    Attributes:
        now: the present instant, aware and in UTC; `today` its league day.
        begins: the first day of its league of which documents are wanted; None for every day.
        days: the league days of which documents are wanted, sorted.
    """

    now: datetime
    begins: date | None
    days: Sequence[date]

    @property
    def today(self) -> date:
        """The present league day."""

    def rows(self, sql: str, **values: object) -> list[Any]:
        """The rows of one SELECT, columns as attributes. `$name` in it is a value."""

    def standing(self, day: date) -> Standing:
        """How a day stands."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A document that a feed made.

    Attributes:
        template: which of the feed's paths it stands at, `{name}` filled in by `path`.
        day: whose standing it tells; the league day that it is about.
        rows: how much it holds, in rows of the grain.
    """

    template: str
    path: str
    document: Document
    day: date
    rows: int


@dataclass(frozen=True)
class Feed:
    """Documents that tell of the present, of players or of a season.

    Attributes:
        documents: path, with what varies in braces -> type of the document there.
        grain: what one row is, in words.
        reads: the tables whose rows it selects.
        shrinks_because: why it may hold less than before, or fewer documents, on the same day;
            empty where it may not.
        is_kept: a document that it makes no more stays as it was.
    """

    name: str
    _: KW_ONLY
    grain: str
    documents: Mapping[str, type[Document]] = field(hash=False)
    reads: tuple[Raw | Table, ...]
    shrinks_because: str = ""
    is_kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Feeding:
    """A function from a view to the documents of a feed."""

    target: Feed
    function: Callable[[View], Iterable[Made]]


def feed(target: Feed) -> Callable[[Callable[[View], Iterator[Made]]], Feeding]:
    """Bind a function to the feed whose documents it makes."""
    return lambda function: Feeding(target=target, function=function)


@dataclass(frozen=True, kw_only=True)
class FactsOfDays:
    """A function from a view to the facts by which the days of a league are judged."""

    league: str
    reads: tuple[Raw | Table, ...]
    function: Callable[[View], Iterable[DayFacts]]


def facts_of_days(
    league: str, *, reads: tuple[Raw | Table, ...]
) -> Callable[[Callable[[View], Iterator[DayFacts]]], FactsOfDays]:
    """Bind a function to the league whose days it tells of. It may not ask how a day stands."""
    return lambda function: FactsOfDays(league=league, reads=reads, function=function)
