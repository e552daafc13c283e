"""What a provider sent cannot be used, or what we made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from boxline.errors.kinds import BadData, WorkError

#: So many findings of a day are told in full.
_SHOWN = 4


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


class UnknownFileName(BadData):
    """A named file has the columns of several archive datasets, and the name of none."""

    def __init__(self, path: str, beginnings: Mapping[str, str]) -> None:
        known = ", ".join(f"{start}... is for {name}" for name, start in beginnings.items())
        super().__init__(
            f"{path}: several datasets read files with these columns, and the beginning of the "
            f"name says which is meant: {known}. Give the file the name that it came with; nothing "
            "was imported."
        )
        self.path, self.beginnings = path, dict(beginnings)


class TooManyRejects(BadData):
    """More rows break the contract than the dataset allows; nothing was committed."""

    def __init__(self, dataset: str, rejected: int, rows: int, limit: float, example: str) -> None:
        super().__init__(
            f"{dataset}: {rejected} of {rows} rows break the contract (limit {limit:.0%}), "
            f"for example: {example}. Nothing was committed; "
            "the rows are in the ledger's table of rejects."
        )
        self.dataset, self.rejected, self.rows = dataset, rejected, rows


class BatchRefused(BadData):
    """Too many files of one batch are broken; nothing of it was committed."""

    def __init__(
        self,
        broken: Sequence[str],
        files: int,
        limit: float,
        failed: Mapping[str, WorkError] | None = None,
    ) -> None:
        lines = "".join(f"\n  - {one}" for one in broken)
        super().__init__(
            f"{len(broken)} of {files} files that came together are broken, more than {limit:.0%}. "
            f"Nothing of the batch was committed:{lines}\n"
            "Mend these and bring in all of them again, together."
        )
        self.broken, self.files = tuple(broken), files
        self.failed = dict(failed or {})


class ContractBroken(WorkError):
    """A transform produced what its declaration forbids: our own fault, nothing was committed."""

    def __init__(self, dataset: str, why: str) -> None:
        super().__init__(f"{dataset}: {why}. Nothing was committed; mend its transform.")
        self.dataset = dataset


class ImplausibleDay(BadData):
    """A day's values keep their contract and do not look as on any day; it was not committed.

    Args:
        findings: each column with the figure found and what is declared.
    """

    def __init__(self, dataset: str, day: date, findings: Sequence[str]) -> None:
        shown = [
            *findings[:_SHOWN],
            *([f"{len(findings) - _SHOWN} more"] * (len(findings) > _SHOWN)),
        ]
        super().__init__(
            f"{dataset} on {day}: {'; '.join(shown)}. Nothing of that day was committed. Mend its "
            "transform, or bring in what is missing; if the figures are right, say why with "
            f'`boxline run --only {dataset} --date {day} --accept "REASON"`.'
        )
        self.dataset, self.day, self.findings = dataset, day, tuple(findings)


class HistoryChanged(WorkError):
    """Declared columns of a history, or of facts, changed in a way that would lose what is held."""

    def __init__(self, dataset: str) -> None:
        super().__init__(
            f"{dataset} is append-only or holds facts, and its declaration lost or changed a "
            "column. It can only gain columns that may be NULL: give it back, or declare another "
            "table."
        )
        self.dataset = dataset


class DocumentBroken(WorkError):
    """A document says something that its schema does not allow."""

    def __init__(self, path: str, where: str, why: str) -> None:
        super().__init__(
            f"{path}: {where or 'the whole'}: {why[:200]}. It is not published, and what stands "
            "there stays. Its type stands in the file of its dataset: `boxline datasets list`."
        )


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
