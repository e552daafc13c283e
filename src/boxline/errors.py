"""Every deliberate error of Boxline, by whose fault it is; the message says what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches


class BoxlineError(Exception):
    """The root of all deliberate errors."""


class CallerError(BoxlineError):
    """The caller asked for something that cannot be; nothing was attempted (exit 2)."""


class WorkError(BoxlineError):
    """Work was attempted and failed; nothing half-done is visible (exit 1)."""


class BadData(WorkError):
    """What a provider sent cannot be used; the same bytes will fail again."""


class CatalogError(BoxlineError):
    """The declarations do not close: something is declared that cannot be paired."""

    def __init__(self, problems: Sequence[str]) -> None:
        lines = "\n".join(f"  - {problem}" for problem in problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"The catalog does not close ({count}):\n{lines}")
        self.problems = tuple(problems)


class UnknownDataset(CallerError, LookupError):
    """No dataset has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        # People type the table without its schema: offer the full name of an exact last part first.
        close = [k for k in known if k.split(".")[-1] == name] or get_close_matches(name, known, 1)
        hint = f"Did you mean {close[0]!r}?" if close else "List them with `boxline datasets list`."
        super().__init__(f"No dataset is named {name!r}. {hint}")
        self.name = name


class BadDay(CallerError, ValueError):
    """A text is not a day of the calendar."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a day of the calendar. "
            "Write it as YYYY-MM-DD, for example 2025-01-15."
        )
        self.text = text


class BadInstant(CallerError, ValueError):
    """A text is not an instant with its offset from UTC."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not an instant. Write it with its zone, for example 2025-01-15T18:30:00Z."
        )
        self.text = text


class FetchedInFuture(CallerError, ValueError):
    """A reply is said to have been fetched after the present moment."""

    def __init__(self, fetched_at: datetime) -> None:
        super().__init__(
            f"{fetched_at.isoformat()} lies in the future, and a reply cannot have been fetched "
            "then. Check --fetched-at, its zone, and this machine's clock; nothing was landed."
        )
        self.fetched_at = fetched_at


class BadWindow(CallerError, ValueError):
    """The days that were asked for contradict one another."""


class NoReason(CallerError, ValueError):
    """A gate is to be passed, and why is not said."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} records the reason that you give. Write one.")


class UnknownRun(CallerError, LookupError):
    """No run has this id."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"No run has the id {run_id!r}. List them with `boxline runs list`.")
        self.run_id = run_id


class UnusableHome(CallerError):
    """The folder that was named as home cannot hold one."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"The home {path} cannot be used: {why}. "
            "Choose another with --home or BOXLINE_HOME, or check its permissions."
        )
        self.path = path


class NoSuchPath(CallerError, LookupError):
    """A path that the caller named does not exist."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: there is no such file or folder. Check the path.")
        self.path = path


class NotAReply(CallerError):
    """A dataset was named that no API reply can fill."""

    def __init__(self, dataset: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{dataset} is not filled by API replies. `boxline land` fills {', '.join(known)}; "
            "archive files come in with `boxline import`."
        )
        self.dataset = dataset


class NothingToImport(BadData):
    """No file in the given folders is one that Boxline reads."""

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__(
            f"No file in {', '.join(paths)} is one that Boxline reads. "
            "The columns it looks for: `boxline datasets list`, `boxline datasets show NAME`."
        )


class UnreadableFile(BadData):
    """A file is missing, empty, truncated or not what its dataset reads."""

    def __init__(self, path: str, why: str, next_step: str) -> None:
        super().__init__(f"{path}: {why}. {next_step}")
        self.path = path
        self.why = why


class UnknownShape(BadData):
    """A named file has the columns of no archive dataset."""

    def __init__(
        self, path: str, nearest: str, missing: Sequence[str], extra: Sequence[str]
    ) -> None:
        parts = []
        if missing:
            parts.append(f"it lacks {', '.join(missing[:6])}{' ...' if len(missing) > 6 else ''}")
        if extra:
            parts.append(f"it has besides {', '.join(extra[:6])}{' ...' if len(extra) > 6 else ''}")
        super().__init__(
            f"{path}: no dataset reads a file with these columns. "
            f"The nearest is {nearest}: {' and '.join(parts)}. "
            f"See `boxline datasets show {nearest}`; nothing was imported."
        )
        self.path, self.nearest, self.missing, self.extra = path, nearest, missing, extra


class TooManyRejects(BadData):
    """More rows break the contract than the dataset allows; nothing was committed."""

    def __init__(self, dataset: str, rejected: int, rows: int, limit: float, example: str) -> None:
        super().__init__(
            f"{dataset}: {rejected} of {rows} rows break the contract (limit {limit:.0%}), "
            f"for example: {example}. Nothing was committed; "
            "the rows are in the ledger's table of rejects."
        )
        self.dataset, self.rejected, self.rows = dataset, rejected, rows


class ContractBroken(WorkError):
    """A transform produced what its declaration forbids: our own fault, nothing was committed."""

    def __init__(self, dataset: str, why: str) -> None:
        super().__init__(f"{dataset}: {why}. Nothing was committed; mend its transform.")
        self.dataset = dataset


class DocumentShrinks(WorkError):
    """A document would have fewer rows than the published one, or leave its path."""

    def __init__(
        self, dataset: str, published: Sequence[str], path: str, rows: int, new_rows: int
    ) -> None:
        where = "" if path in published else f" and stand at {path}"
        super().__init__(
            f"{dataset}: {', '.join(published)} has {rows} rows and would have {new_rows}{where}, "
            "so what is published stays. Look for what is missing with `boxline plan`; if nothing "
            'is, say why with `boxline run --allow-shrink "REASON"`.'
        )
        self.dataset, self.path, self.rows, self.new_rows = dataset, path, rows, new_rows


class HistoryChanged(WorkError):
    """A history table's declared columns changed in a way that would lose what it holds."""

    def __init__(self, dataset: str) -> None:
        super().__init__(
            f"{dataset} is append-only, and its declaration lost or changed a column. A history "
            "can only gain columns that may be NULL: give it back, or declare another table."
        )
        self.dataset = dataset


class WarehouseBusy(WorkError):
    """Another process holds the warehouse."""

    def __init__(self, path: str, holder: str, waited_seconds: float) -> None:
        super().__init__(
            f"The warehouse {path} is held by {holder}; waited {waited_seconds:.0f} s. "
            "Wait for it to finish, or end that process: what it had committed stays."
        )
        self.holder = holder


class MachineRefused(WorkError):
    """The operating system refused a file: no permission, no space, a name that is too long."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path}: {why}. Check the path, its permissions and the free space; "
            "what was not written whole is not visible."
        )
        self.path = path


class StoreDamaged(WorkError):
    """A file of the home cannot be read as what it should be."""

    def __init__(self, path: str, why: str, next_step: str) -> None:
        super().__init__(f"{path} cannot be read: {why}. {next_step}")
        self.path = path


class NothingPublished(CallerError):
    """There is no snapshot to read yet."""

    def __init__(self, home: str) -> None:
        super().__init__(
            f"Nothing is published in {home} yet. Run `boxline import PATH` and `boxline run` "
            "first, or name another home with --home."
        )


class BadQuery(CallerError):
    """A query cannot be answered by the snapshot."""
