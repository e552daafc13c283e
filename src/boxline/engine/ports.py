"""What the engine needs of stores, and the values that pass between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from boxline.catalog import Export, League, Raw, Table
from boxline.engine.attempts import Attempt
from boxline.engine.calendar import Calendar
from boxline.engine.python_work import PythonWork
from boxline.engine.versions import Commit
from boxline.errors import BadData, BatchRefused, WorkError

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class LandedPage:
    """One stored body: its path under the landing root, hash and size as sent."""

    path: str
    sha256: str
    bytes: int
    file_name: str


@dataclass(frozen=True, kw_only=True)
class Landed:
    """One request's answer, landed whole: its pages in order and when it was fetched.

    `content_id` names dataset and bytes, `landed_id` this landing of them: the same bytes may come
    again after others (a correction taken back), and then they say something new. `batch` names
    what came with it, in one call or one sweep; `asked` the parameters of the request, which tell
    its cell (a day, a game); empty of a file, and of a reply about things as they stood.
    """

    landed_id: str
    content_id: str
    dataset: str
    fetched_at: datetime
    pages: tuple[LandedPage, ...]
    batch: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> str:
        """Its files, as people know them."""
        return ", ".join(page.file_name for page in self.pages)


@dataclass(frozen=True, kw_only=True)
class Reject:
    """One row that was refused, with everything needed to find and judge it.

    `row` is its place in the file (from 1), or 0 for a computed row; `day` is None where the row
    has no readable day. `content` is the row as JSON.
    """

    dataset: str
    day: date | None
    landed_id: str
    file: str
    row: int
    field: str
    value: str
    reason: str
    content: str


@dataclass(frozen=True, kw_only=True)
class InputRows:
    """The rows of one input, on days `first` to `last`; `dataset` None is the clock. Of a raw
    dataset the newest version of each, unless `has_every_version`."""

    dataset: Raw | Table | Export | None
    first: date
    last: date
    has_every_version: bool = False


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """A range of days of one table, to be computed and committed as one set.

    The rows come from `sql`, or are `worked` out.
    `wanted` is day -> input version, `passed_over` are days between that are left as they are, and
    `committed` is what stands now. `clock` tells the present instant: when the work begins, and
    again before it commits. `as_of` bounds what is read of raw, and lies after everything that the
    plan counted; where `is_bounded` it bounds what is known altogether, and else what is known
    grows with the clock. `accepted_because` says why days may not look as their columns declare;
    empty: they may not be committed then.
    """

    table: Table
    inputs: Mapping[str, InputRows]
    wanted: Mapping[date, int]
    committed: Mapping[date, Commit]
    code: str
    run_id: str
    clock: Callable[[], datetime]
    as_of: datetime
    sql: str = ""
    worked: PythonWork | None = None
    passed_over: Sequence[date] = ()
    is_bounded: bool = False
    remake: bool = False
    accepted_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A range of days of an export, whose rows are wanted."""

    export: Export
    sql: str
    inputs: Mapping[str, InputRows]
    first: date
    last: date
    now: datetime
    as_of: datetime


@dataclass(frozen=True, kw_only=True)
class Load:
    """A landed object to be read into its raw table.

    Either `files` with `sql` (archive files, read by the store), or `rows` (parsed already: the
    declared columns, `known_at` and `file_row`, which counts through the pages), with the number
    of rows in all and in each page, and the rejects that parsing found.
    """

    raw: Raw
    landed: Landed
    code: str
    run_id: str
    now: datetime
    sql: str = ""
    files: Sequence[str] = ()
    rows: pa.Table | None = None
    rows_in: int = 0
    page_rows: Sequence[int] = ()
    rejects: Sequence[Reject] = ()


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Landed objects of one dataset that came together, to be loaded all or (too many broken) not.

    Attributes:
        loads: those to be read now, in the order fetched.
        broken: those given up before, each as file and reason.
        failed: those that could not be parsed: landed id -> why.
        files: how many objects came in all.
        max_failed_share: the share of broken ones above which nothing is committed.
    """

    raw: Raw
    loads: Sequence[Load]
    broken: Sequence[str]
    failed: Mapping[str, WorkError]
    files: int
    max_failed_share: float

    def refuse_above_share(self, newly: Mapping[str, WorkError]) -> None:
        """Refuse the batch whole when too many of it are broken.

        Raises:
            BatchRefused: names every broken file; its only file's own error where it has one.
        """
        failed = {**self.failed, **newly}
        refuse_above_share(failed, self.files, self.max_failed_share, before=self.broken)


def refuse_above_share(
    failed: Mapping[str, WorkError], files: int, share: float, *, before: Sequence[str] = ()
) -> None:
    """Refuse files that came together when too many of them are broken.

    Args:
        failed: those that are found broken now, by whatever names them.
        before: those that were found so before, each as file and reason.
    Raises:
        BatchRefused: names every broken file; the only file's own error where it has one.
    """
    broken = [*before, *map(str, failed.values())]
    if not failed or len(broken) <= share * files:
        return
    if files == 1:
        raise next(iter(failed.values()))
    raise BatchRefused(broken, files, share, failed)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What came of a batch: landed id -> what its commit did, or why it was left out."""

    outcomes: Mapping[str, Outcome]
    failed: Mapping[str, BadData]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a commit did. `rows_in` = `kept` + `rejected`; `stored` are the rows that differ;
    `accepted` is what its days do not look like, and why they were committed all the same."""

    dataset: str
    days: int
    rows_in: int
    kept: int
    rejected: int
    stored: int
    first: date | None = None
    last: date | None = None
    commits: Mapping[date, Commit] = field(default_factory=dict, repr=False)
    accepted: str = ""


class Lease(Protocol):
    """The right to work on a home, for as long as work goes on."""

    def renew(self) -> None:
        """Say that work goes on.

        Raises:
            LeaseLost: another run has taken it since.
        """

    def insist(self) -> None:
        """Ask whether it is still held, whatever was said before.

        Raises:
            LeaseLost: another run has taken it since.
        """


class AttemptSink(Protocol):
    """Where failed attempts go, at once: whether a cell is tried again is computed from them."""

    def note_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Keep failed attempts."""

    def mend(
        self, dataset: str, done: Mapping[str, str], *, code: str, run_id: str, now: datetime
    ) -> None:
        """Forget those at cells of a dataset that were done, and keep why they count no more.

        Args:
            done: cell -> the version of the inputs it was done with.
        """


class RejectSink(Protocol):
    """Where rejects go before the commit that leaves them out."""

    def reject(self, dataset: str, scope: Sequence[str], rejects: Sequence[Reject]) -> None:
        """Replace the rejects of a dataset for a scope: days, or landed objects."""


class Warehouse(Protocol):
    """Tables and their commits; every write is one keyed, transactional replacement."""

    dialect: str

    def commits(self) -> dict[str, dict[date, Commit]]:
        """Dataset -> day -> what is committed."""

    def calendar(self, leagues: Sequence[League]) -> Calendar:
        """The games in the leagues' tables of them."""

    def load(self, batch: Batch) -> Loaded:
        """Add the versions of a batch's rows to its raw table, in one transaction.

        Raises:
            BatchRefused: too many of its objects are broken.
        """

    def replace(self, replacement: Replacement) -> Outcome:
        """Compute and commit a range of days, in one transaction."""

    def select(self, selection: Selection) -> list[tuple[Any, ...]]:
        """The rows of an export, in the order of its key behind the day."""


class LandingStore(Protocol):
    """Bytes as sent, content-addressed, each object with its own description."""

    def local_path(self, page: LandedPage) -> str:
        """A path that the warehouse can read."""

    def verify(self, page: LandedPage) -> None:
        """Insist that the stored bytes are those that landed."""

    def read(self, page: LandedPage) -> bytes:
        """The body as sent, decompressed."""
