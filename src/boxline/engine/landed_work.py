"""Which landed objects are still to be read: what landed against what is committed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
        refused: landed id -> (code version that refused it whole, why).
    """
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
    return found
