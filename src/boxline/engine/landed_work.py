"""Which landed objects are still to be read: what landed against what is committed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from boxline.catalog import Catalog, Raw
from boxline.engine.ports import Landed


@dataclass(frozen=True, kw_only=True)
class LandedWork:
    """A landed object to be read into its raw table, and why."""

    raw: Raw
    landed: Landed
    reason: str


def to_load(
    catalog: Catalog,
    code: Mapping[str, str],
    landed: Sequence[Landed],
    loads: Mapping[tuple[str, str], str],
    refused: Mapping[str, tuple[str, str]],
) -> list[LandedWork]:
    """Every landed object that its dataset's present code has neither read nor refused.

    Args:
        code: dataset -> code version.
        loads: (dataset, landed id) -> code version it was read by.
        landed: in the order fetched.
        refused: landed id -> (code version that refused it whole, why).
    """
    late = _late(landed, loads, refused)
    found = []
    for one in landed:
        raw = catalog.datasets.get(one.dataset)
        if not isinstance(raw, Raw):
            continue  # of a dataset that is no longer declared
        read_by = loads.get((raw.name, one.landed_id))
        refused_by, _ = refused.get(one.landed_id, ("", ""))
        if code[raw.name] not in (read_by, refused_by):
            reason = "landed" if read_by is None else "code changed"
            found.append(LandedWork(raw=raw, landed=one, reason=reason))
        elif read_by is not None and one.fetched_at > late.get(raw.name, one.fetched_at):
            found.append(LandedWork(raw=raw, landed=one, reason="an earlier one came late"))
    return found


def _late(
    landed: Sequence[Landed],
    loads: Mapping[tuple[str, str], str],
    refused: Mapping[str, tuple[str, str]],
) -> dict[str, datetime]:
    """Dataset -> when its earliest object that is new was fetched. What was fetched after it and
    read before it is read again: only so does a later reply speak about what the earlier one
    brought. What was refused brought nothing."""
    earliest: dict[str, datetime] = {}
    for one in landed:
        if (one.dataset, one.landed_id) not in loads and one.landed_id not in refused:
            earliest.setdefault(one.dataset, one.fetched_at)
    return earliest
