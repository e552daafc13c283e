"""Which landed objects are still to be read: what landed against what is committed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from boxline.catalog import Catalog, Raw
from boxline.engine.attempts import Attempts, Parked
from boxline.engine.ports import Landed


@dataclass(frozen=True, kw_only=True)
class LandedWork:
    """A landed object to be read into its raw table, why, and whether that has failed before."""

    raw: Raw
    landed: Landed
    reason: str
    has_failed: bool = False


@dataclass(frozen=True, kw_only=True)
class BatchWork:
    """Objects of one dataset that came together.

    Attributes:
        works: those to be read now; none where the batch is refused.
        left_out: those that are not, each with the reason.
        files: how many objects came in all.
    """

    raw: Raw
    works: Sequence[LandedWork]
    left_out: Sequence[tuple[Landed, str]]
    files: int


@dataclass(frozen=True, kw_only=True)
class LoadRecord:
    """What is committed of a landed object: by which code version, and how many rows it lacks."""

    code: str
    rejected: int


Loads = Mapping[tuple[str, str], LoadRecord]


def batches_to_load(
    catalog: Catalog,
    code: Mapping[str, str],
    landed: Sequence[Landed],
    loads: Loads,
    attempts: Attempts,
    *,
    max_failed_share: float,
    reject_scopes: frozenset[tuple[str, str]] = frozenset(),
    replay: frozenset[str] = frozenset(),
) -> list[BatchWork]:
    """Every batch with objects that its dataset's present code has neither read nor given up.

    Args:
        code: dataset -> code version.
        landed: in the order fetched.
        loads: (dataset, landed id) -> what is committed.
        max_failed_share: a batch with a larger share of broken objects is left out whole.
        reject_scopes: (dataset, landed id) of the rejects that are on record. An object that has
            some and whose record was lost with a ledger is read again.
        replay: landed ids to be read whatever stands.
    """
    together: dict[tuple[str, str], list[Landed]] = {}
    for one in landed:
        if isinstance(catalog.datasets.get(one.dataset), Raw):  # else it is no longer declared
            together.setdefault((one.dataset, one.batch or one.landed_id), []).append(one)

    newest = {about(catalog, one): one for one in landed} if attempts.cells else {}

    def judged(late: Mapping[str, datetime]) -> list[BatchWork]:
        found = []
        for objects in together.values():
            raw = catalog.datasets[objects[0].dataset]
            assert isinstance(raw, Raw)
            works: list[LandedWork] = []
            left_out: list[tuple[Landed, str]] = []
            files = len(objects)
            for one in objects:
                record = loads.get((raw.name, one.landed_id))
                reason = _reason(one, record, code[raw.name], late, reject_scopes)
                parked = _parked(attempts, one, code[raw.name]) if reason else None
                if one.landed_id in replay:
                    reason, parked = "asked for", None
                if parked is not None and newest[about(catalog, one)] is not one:
                    files -= 1  # a later reply about the same stands for it
                elif parked is not None:
                    left_out.append((one, parked.why))
                elif reason:
                    failed = (raw.name, one.landed_id) in attempts.cells
                    works.append(LandedWork(raw=raw, landed=one, reason=reason, has_failed=failed))
            if works and len(left_out) > max_failed_share * files:
                why = f"{len(left_out)} of the {files} files that came with it are broken"
                left_out += [(work.landed, why) for work in works]
                works = []
            if works or left_out:
                batch = BatchWork(raw=raw, works=works, left_out=left_out, files=files)
                found.append(batch)
        return found

    alone = judged({})
    late = _late(work for batch in alone for work in batch.works if _is_new(work, loads))
    return judged(late) if late else alone


def about(catalog: Catalog, one: Landed) -> tuple[str, ...]:
    """What a landed object is about: a cell of its dataset, where it says which or there is but
    one; else itself alone."""
    raw = catalog.datasets.get(one.dataset)
    if isinstance(raw, Raw) and raw.request and (one.asked or not raw.request.identity):
        return one.dataset, raw.request.cell(one.asked)
    return one.dataset, "", one.landed_id


def _is_new(work: LandedWork, loads: Loads) -> bool:
    return (work.raw.name, work.landed.landed_id) not in loads


def _reason(
    one: Landed,
    record: LoadRecord | None,
    code: str,
    late: Mapping[str, datetime],
    reject_scopes: frozenset[tuple[str, str]],
) -> str:
    """Why an object is to be read; empty where it need not be."""
    if record is None:
        return "landed"
    if record.code != code:
        return "code changed"
    if one.fetched_at > late.get(one.dataset, one.fetched_at):
        return "an earlier one came late"
    if record.rejected and (one.dataset, one.landed_id) not in reject_scopes:
        return "its rejects were lost"
    return ""


def _parked(attempts: Attempts, one: Landed, code: str) -> Parked | None:
    return attempts.parked(one.dataset, one.landed_id, inputs=one.content_id, code=code)


def _late(new: Iterable[LandedWork]) -> dict[str, datetime]:
    """Dataset -> when its earliest object that is read for the first time was fetched. What was
    fetched after it and read before it is read again: only so does a later reply speak about what
    the earlier one brings. What is not read brings nothing."""
    earliest: dict[str, datetime] = {}
    for work in new:
        fetched_at = work.landed.fetched_at
        earliest[work.raw.name] = min(fetched_at, earliest.get(work.raw.name, fetched_at))
    return earliest
