"""Looking for findings in a run, wherever there is anything new to look at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boxline.engine.findings import Finding, Kind, compare
from boxline.health.found import RejectGroup, of_attempts, of_disagreements, of_rejects

if TYPE_CHECKING:
    from boxline.home.place import Place


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Findings that are looked for together.

    Attributes:
        version: of what they rest on: while it stays, none of them changes.
    """

    name: str
    kinds: tuple[Kind, ...]
    version: str
    look: Callable[[], Iterable[Finding]]


def look_for_findings(home: Place, *, has_worked: bool = True) -> int:
    """Look for findings and keep what changed of them, in one batch; how many changes that were.

    Where nothing is new that findings rest on, only the moment of this look is kept.

    Args:
        has_worked: whether the run did anything: rejects may be others then, though as many.
    """
    now, store = home.clock(), home.ledger.findings
    versions, last = store.versions(), store.last_look()
    parts = _parts(home)
    changes = []
    for part in parts:
        is_as_before = versions.get(part.name) == part.version
        if is_as_before and not (has_worked and part.name == "rejects"):
            continue
        kept = store.kept(part.kinds)
        changes += compare(kept, part.look(), now=now, last_look=last or now)
    store.keep(changes, {part.name: part.version for part in parts}, now)
    return len(changes)


def _parts(home: Place) -> list[_Part]:
    ledger, attempts = home.ledger, home.attempts()
    tables = (home.snapshot.manifest() or {"tables": {}})["tables"]
    held = {name: tables.get(name, {}).get("files") for name in sorted(_tables(home))}
    refused = sorted(
        (*cell, parked.message)
        for cell, parked in attempts.standing().items()
        if parked is not None and parked.until is None
    )

    def rejects() -> Iterable[Finding]:
        groups = [RejectGroup(**group) for group in ledger.reject_groups()]
        return of_rejects(groups, home.catalog)

    return [
        _Part(
            name="disagreements",
            kinds=(Kind.DISAGREEMENT,),
            version=_hash(held),
            look=lambda: of_disagreements(_disagreements(home) if any(held.values()) else []),
        ),
        _Part(
            name="rejects",
            kinds=(Kind.NAME, Kind.REJECTED),
            version=_hash(ledger.reject_extent()),
            look=rejects,
        ),
        _Part(
            name="attempts",
            kinds=(Kind.DISTRIBUTION, Kind.REFUSED),
            version=_hash(refused),
            look=lambda: of_attempts(attempts),
        ),
    ]


def _hash(told: object) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _tables(home: Place) -> set[str]:
    return {one.disagreements for one in home.catalog.leagues.values() if one.disagreements}


def _disagreements(home: Place) -> list[dict[str, Any]]:
    from boxline.health.examining.disagreements import read_disagreements
    from boxline.stores.reading import open_snapshot

    with open_snapshot(home.snapshot, only=_tables(home)) as connection:
        return read_disagreements(connection, home.catalog)
