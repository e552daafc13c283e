"""What a raw dataset asks its provider for: where, about what, and when anew.

A request is asked once per *cell*: a league day, a game, a season, a row of another raw dataset,
or the present state of things. Each cell has *moments* at which a fresh reply is wanted; it is due
while the newest of those that have passed is younger than its newest reply. So one reply answers
all the moments before it, and nothing is asked twice without need.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from boxline.catalog.expectations import GameState
from boxline.catalog.moments import Moment
from boxline.domain.days import parse_day

#: Names that a template may use whatever is asked about; those of a cell come on top.
ALWAYS = frozenset({"date", "yyyymmdd", "season", "season_year"})

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Form(Enum):
    """What the body of a good reply is."""

    JSON = "json"
    PDF = "pdf"
    CSV = "csv"


@dataclass(frozen=True, kw_only=True)
class EachDay:
    """A cell for every league day with games; `{date}`, `{yyyymmdd}`.

    Attributes:
        by_season_type: one for each season type of the day, told as `{season_type}`.
    """

    by_season_type: bool = False

    def __str__(self) -> str:
        return (
            "each season type of each league day"
            if self.by_season_type
            else "each league day with games"
        )


@dataclass(frozen=True, kw_only=True)
class EachGame:
    """A cell for every game; `{game_id}`, `{away}` and `{home}` (codes), `{date}` of the game."""

    def __str__(self) -> str:
        return "each game"


@dataclass(frozen=True, kw_only=True)
class EachSeason:
    """A cell for every season of the window; `{season}` (2024-25), `{season_year}` (2024).

    Attributes:
        current_only: the provider answers for the present season alone.
    """

    current_only: bool = False

    def __str__(self) -> str:
        return "the present season" if self.current_only else "each season"


@dataclass(frozen=True, kw_only=True)
class Present:
    """One cell: things as they stand. What was not asked in time is gone.

    Attributes:
        while_playing: only while some game is on.
    """

    while_playing: bool = False

    def __str__(self) -> str:
        return "things as they stand" + (" while games are on" if self.while_playing else "")


@dataclass(frozen=True, kw_only=True)
class EachRow:
    """A cell for every row of another raw dataset, for example an event that has its own id.

    Attributes:
        dataset: the raw dataset's name.
        columns: parameter -> column of it.
        starts: the column with the start that moments are counted from.
        snapshot_minutes: where given, `{snapshot}` is the instant so many minutes before the start,
            for a provider that answers as of then.
    """

    dataset: str
    columns: Mapping[str, str]
    starts: str
    snapshot_minutes: float | None = None

    def snapshot(self, starts_at: datetime) -> str:
        """What `{snapshot}` stands for in a cell.

        >>> EachRow(dataset="", columns={}, starts="", snapshot_minutes=30).snapshot(
        ...     datetime(2024, 1, 25, 0, 10, tzinfo=UTC)
        ... )
        '2024-01-24T23:40:00Z'
        """
        instant = starts_at - timedelta(minutes=self.snapshot_minutes or 0)
        return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def __str__(self) -> str:
        return f"each row of {self.dataset}"


About = EachDay | EachGame | EachSeason | Present | EachRow


@dataclass(frozen=True, kw_only=True)
class Request:
    """How one reply of a dataset is asked for.

    Attributes:
        path: of the URL, with placeholders in braces.
        about: what one request is about.
        moments: when a fresh reply is wanted.
        host: which of the provider's hosts; empty for the usual one.
        params: query parameters, their values with placeholders.
        also: parameter -> values; every cell is asked once for each.
        slots: a parameter's values, each with the Eastern hour from which its reply exists: that
            is its moment. Empty where there is no such parameter.
        slot: that parameter.
        spelled: parameter -> our word -> the provider's.
        form: what the body is.
        page_rows: rows of a page that is followed by another; None where pages vary.
        credits: what one page costs, where the provider counts.
        until_start: what is asked for is gone once the game starts.
        not_yet: statuses by which the provider says that it is not there yet.
        wants_final: only games that are over are asked about.
        otherwise: asked instead where this one cannot be, its host is left alone, or has no such
            thing.
    """

    path: str
    about: About
    moments: tuple[Moment, ...] = ()
    host: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slots: Mapping[str, float] = field(default_factory=dict)
    slot: str = "slot"
    spelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    form: Form = Form.JSON
    page_rows: int | None = None
    credits: int = 0
    until_start: bool = False
    not_yet: tuple[int, ...] = ()
    wants_final: bool = False
    otherwise: Request | None = None

    @property
    def identity(self) -> tuple[str, ...]:
        """The parameters that tell one cell from another."""
        match self.about:
            case EachDay(by_season_type=True):
                own: tuple[str, ...] = ("date", "season_type")
            case EachDay():
                own = ("date",)
            case EachGame():
                own = ("game_id",)
            case EachSeason():
                own = ("season",)
            case EachRow(columns=columns):
                own = tuple(columns)
            case Present():
                own = ()
        return (*own, *self.also, *((self.slot,) if self.slots else ()))

    @property
    def known(self) -> frozenset[str]:
        """Names that its templates may use."""
        match self.about:
            case EachGame():
                own = {"away", "home"}
            case EachRow(snapshot_minutes=float() | int()):
                own = {"snapshot"}
            case _:
                own = set()
        return ALWAYS | set(self.identity) | own

    @property
    def used(self) -> frozenset[str]:
        """Names that its templates do use."""
        texts = (self.path, *self.params.values())
        return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))

    @property
    def state(self) -> GameState:
        """Which games it is about."""
        return GameState.FINAL if self.wants_final else GameState.SCHEDULED

    def cell(self, asked: Mapping[str, str]) -> str:
        """What names a cell, of the parameters it was asked with."""
        told = {name: asked.get(name, "").replace("&", "%26") for name in self.identity}
        return "&".join(f"{name}={value}" for name, value in told.items()) or "present"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reply answers. A reader may take one beside its row.

    Attributes:
        params: the cell's parameters, for example `{"game_id": "0022400001", "date": ...}`.
        fetched_at: when the reply came, aware and in UTC.
    """

    params: Mapping[str, str]
    fetched_at: datetime

    def param(self, name: str) -> str:
        """A parameter.

        Raises:
            ValueError: the reply was landed without it; says how to give it.
        """
        try:
            return self.params[name]
        except KeyError:
            raise ValueError(
                f"the reply does not say {name}: land it with `--param {name}=...`"
            ) from None

    @property
    def day(self) -> date:
        """The league day that was asked about.

        Raises:
            ValueError: the reply was landed without it, or with what is no day.
        """
        return parse_day(self.param("date"))

    def insist(self, name: str, said: str) -> None:
        """Insist that a reply is about what was asked for, where it is known what that was.

        Raises:
            ValueError: it says another thing.
        """
        asked = self.params.get(name, said)
        if asked != said:
            raise ValueError(f"the reply says {name} {said}, and {asked} was asked for")


class Within(NamedTuple):
    """A row as sent, and what encloses it in the reply: its game, its market, its page.

    Where a part of the reply cannot be taken for what it should enclose, that part itself is the
    row, and `of` the error that says why: it becomes a reject.
    """

    row: Any
    of: Any


class UnreadableReply(ValueError):
    """A body is not what its dataset reads; raised by a payload's `from_bytes`, with the reason."""
