"""What can be declared: raw tables, computed tables and published documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property

from boxline.catalog.columns import Column, Flag, Instant, Rule
from boxline.catalog.expectations import Coverage, Due, Expectation
from boxline.catalog.lists import Lists
from boxline.catalog.providers import Provider
from boxline.catalog.requests import Request
from boxline.domain.seasons import SeasonRule

#: The column of what a snapshot is partitioned by: the league day of asking.
SNAPSHOT_DATE = "snapshot_date"

#: Every raw table ends in these: raw keeps each distinct version of a row, and never deletes one.
VERSION_COLUMNS = (
    Column("known_at", Instant, doc="When this version of the row was first known."),
    Column("is_retracted", Flag, doc="True where the version says that the row no longer exists."),
)


@dataclass(frozen=True, kw_only=True)
class League:
    """A league: its name, its seasons, and the dataset that is its calendar of games.

    Attributes:
        starts: the column of the calendar that says when a game starts; NULL where nobody knows.
        teams: the dataset that says which three-letter code (`team`) a `team_id` has, and since
            when; empty where none does.
        players: likewise which `player_name` a `player_id` has.
        codes: `team_id` -> the code that a request names it by, until that dataset says another.
        disagreements: the dataset that says where sources of one fact differ; empty where none
            does.
        cutoffs: the dataset whose `cutoff_at` says until when facts count before each game, and
            that whoever rests on it reads; empty where none does.
        cutoff_minutes: so long before a start that is.
        published: the tables that are published as they are -> the name of their files.
        scrapers: names by which the API is asked to fetch -> the raw dataset that is meant.
        processors: names by which it is asked to compute -> the datasets that are meant.
        live: the datasets that are looked at each minute while games are on.
        coverage: what a game is looked at for in the morning, in words -> the datasets of which one
            suffices, where it holds rows of the game. Those of `box scores` say of which team, too.
        lines: which of those words says that there are betting lines; empty where none does.
        graded: the dataset of graded predictions; empty where none is.
        grades: one SELECT that says how those of a day (`$begins`) fared that count: `prop_type`,
            `graded`, `void`, `mean_absolute_error`, `bets`, `hits`, `pushes` and `units`; empty
            where none does.
        lists: what can be asked for row by row; None where nothing can.
    """

    name: str
    seasons: SeasonRule
    calendar: str
    starts: str = "tipped_off_at"
    teams: str = ""
    players: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)
    disagreements: str = ""
    cutoffs: str = ""
    cutoff_minutes: int = 0
    published: Mapping[str, str] = field(default_factory=dict)
    scrapers: Mapping[str, str] = field(default_factory=dict)
    processors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    live: tuple[str, ...] = ()
    coverage: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: str = ""
    graded: str = ""
    grades: str = ""
    lists: Lists | None = None


@dataclass(frozen=True)
class Raw:
    """What a provider sends, row by row, each distinct version kept with its `known_at`.

    Attributes:
        named: of an archive, what the names of its files begin with, where other files have the
            same columns: no column of theirs says which of two props a line is on. Empty: the
            columns alone decide.
        payload: the type of one page of a reply, with its `rows`: each as bytes (`msgspec.Raw`), as
            a mapping, or one of these `Within` what encloses it. A page is JSON, unless the type
            has a `from_bytes`. Where there is a next page, its `next_page` gives the parameters
            that ask for it, else None. The payload of an archive file is None: it is recognised
            by its columns.
        request: how replies are asked for; None where they come as files only.
        is_paged: one request is answered by several pages, landed together or not at all.
        landing: the folder under the provider's, with the parameters of the request in braces.
        key: the row's identity; with the partition and `known_at` it is the stored key.
        complete_within: columns inside which a reply is complete: a stored row of the same game
            that a newer reply lacks is retracted. Empty: a reply's silence says nothing.
        prefer: of rows with one key in one reply, the one with the highest value here is kept.
            None: all of them are rejected.
        max_rejected_share: above it, a reply is refused whole.
        deadline_seconds: how long one batch may take to read and commit.
        partition: the column of league days that it is stored by.
        unread: why nothing reads this table yet; empty where something must.
    """

    name: str
    _: KW_ONLY
    provider: Provider
    grain: str
    landing: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    named: str = ""
    payload: type | None = None
    request: Request | None = None
    is_paged: bool = False
    partition: str = "game_date"
    rules: tuple[Rule, ...] = ()
    complete_within: tuple[str, ...] = ()
    prefer: str | None = None
    covers: Coverage | None = None
    expects: Expectation | None = None
    due: Due | None = None
    max_rejected_share: float = 0.05
    deadline_seconds: float = 600.0
    unread: str = ""
    is_history: bool = False  # raw is append-only by its own rule, not by versions of a key

    @cached_property
    def stored_columns(self) -> tuple[Column, ...]:
        """The columns as stored: those declared and the two of every version."""
        return self.columns + VERSION_COLUMNS

    @property
    def seen_columns(self) -> tuple[Column, ...]:
        """The columns that a transform sees of a version: those declared and its `known_at`."""
        return (*self.columns, VERSION_COLUMNS[0])

    @property
    def is_snapshot(self) -> bool:
        """Whether its rows say how things stood on the league day of asking: then the same reply
        says something else on another day."""
        return self.partition == SNAPSHOT_DATE

    @property
    def is_archive(self) -> bool:
        """Whether its bytes come as archive files instead of API replies."""
        return self.payload is None

    @property
    def file_columns(self) -> tuple[Column, ...]:
        """The columns that stand in an archive file (the reader derives the others)."""
        return tuple(c for c in self.columns if c.source != "")


@dataclass(frozen=True)
class Table:
    """A computed table: a pure function of (day, as-of, inputs), replaced whole partitions at once.

    Attributes:
        grain: what one row is, in words.
        key: unique in the table.
        partition: the column of league days it is computed and replaced by.
        expects: how many rows each game should have; None where the calendar cannot say.
        due: when a missing cell becomes late.
        is_history: append-only. Key ends in (`origin`, `version`); a committed row stays as it is.
            Its transform gives every row as version 1; the store counts on from what it holds.
        is_fact: what is committed for a day stands, whatever becomes of its inputs or its code,
            until `--remake`; and like a history's it is made only when all it rests on has settled.
        is_apart: each day is computed and committed by itself, because one alone takes long.
        horizon_days: how many days ahead it is made; None where the calendar alone decides.
        days_back: how many days back a day is made that never was; None for all of history. A run
            whose `--only` names the table makes older ones too.
        max_rejected_share: a day with a larger share (and more than a few rows) is not committed.
        deadline_seconds: how long one range of days may take to compute and commit.
        unread: why nothing reads this table yet; empty where something must.
    """

    name: str
    _: KW_ONLY
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    partition: str = "game_date"
    rules: tuple[Rule, ...] = ()
    expects: Expectation | None = None
    due: Due | None = None
    is_history: bool = False
    is_fact: bool = False
    is_apart: bool = False
    horizon_days: int | None = None
    days_back: int | None = None
    max_rejected_share: float = 0.01
    deadline_seconds: float = 600.0
    unread: str = ""

    @property
    def stored_columns(self) -> tuple[Column, ...]:
        """The columns as stored."""
        return self.columns

    @property
    def seen_columns(self) -> tuple[Column, ...]:
        """The columns that a transform sees."""
        return self.columns


@dataclass(frozen=True)
class Export:
    """A published document per day, made from rows that a transform selects.

    Attributes:
        path: where it is published, with `{date}`.
        columns: the rows the document is made from, in the order of `key`.
        is_forecast: it shows forecasts, and shows none of a day whose models are not fit to use.
        latest: where the newest day that has any row is published again, of forecasts that of
            today or the next; empty for nowhere.
        deadline_seconds: how long one range of days may take to select.
    """

    name: str
    _: KW_ONLY
    path: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    partition: str = "game_date"
    rules: tuple[Rule, ...] = ()
    expects: Expectation | None = None
    due: Due | None = None
    is_history: bool = False
    is_forecast: bool = False
    latest: str = ""
    max_rejected_share: float = 0.0
    deadline_seconds: float = 600.0

    @property
    def stored_columns(self) -> tuple[Column, ...]:
        """The columns of the selected rows."""
        return self.columns

    @property
    def seen_columns(self) -> tuple[Column, ...]:
        """The columns that a transform sees."""
        return self.columns


Dataset = Raw | Table | Export


def is_lasting(dataset: Dataset) -> bool:
    """Whether committed rows outlast what they were made from and by."""
    return dataset.is_history or (isinstance(dataset, Table) and dataset.is_fact)


def layer(dataset: Dataset) -> str:
    """`core` of `nba_core.games`."""
    return dataset.name.split(".")[0].split("_", 1)[1]


def league_name(dataset: Dataset) -> str:
    """`nba` of `nba_core.games`."""
    return league_in(dataset.name)


def league_in(name: str) -> str:
    """Likewise of the name alone, that of a feed as well."""
    return name.split("_", 1)[0]


#: The column that says which game a row is about; a dataset without it is judged by whole days.
GAME_COLUMN = "game_id"


def names_games(dataset: Dataset) -> bool:
    """Whether a dataset's rows say which of our games they are about."""
    return any(column.name == GAME_COLUMN for column in dataset.columns)
