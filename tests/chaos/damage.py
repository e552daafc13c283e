"""What is done to a home's files while nobody is at work."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence, Set
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from tests.chaos.blows import Kind
from tests.chaos.ledgers import ledgers

#: How descriptions of landed requests end.
DESCRIPTION = ".landed.json"


def described_pages(home: Path) -> set[Path]:
    """The files of pages whose landing is complete, but for those that are gone already."""
    return _pages(home, _described(home))


def unread_pages(home: Path, read: Set[str]) -> set[Path]:
    """Those of landings that no run has read, and that one will: each the newest about its cell.

    Args:
        read: the ids of landings that were.
    """
    newest: dict[str, dict[str, Any]] = {}
    for one in sorted(_described(home), key=lambda told: str(told["fetched_at"])):
        newest[json.dumps([one["dataset"], one["asked"]], sort_keys=True)] = one
    refused = {cell for (cell,) in ledgers().ask(home, "SELECT cell FROM attempts")}
    # What came together with one that is refused waits for that to be mended, or sent anew.
    waiting = {one["batch"] for one in _described(home) if one["landed_id"] in refused}
    unread = [
        one
        for one in newest.values()
        if one["landed_id"] not in read and one["batch"] not in waiting
    ]
    return _pages(home, unread)


def _described(home: Path) -> list[dict[str, Any]]:
    found = (home / "landing").rglob(f"*{DESCRIPTION}")
    return [json.loads(file.read_bytes()) for file in found]


def _pages(home: Path, landings: Sequence[dict[str, Any]]) -> set[Path]:
    pages = {home / "landing" / page["path"] for one in landings for page in one["pages"]}
    return {page for page in pages if page.exists()}


def read_already(home: Path) -> set[str]:
    """The ids of landings that are in raw tables, read off a copy: who was killed left its log."""
    with TemporaryDirectory(dir=home) as folder:
        for file in home.glob("warehouse.duckdb*"):
            shutil.copy(file, folder)
        with duckdb.connect(f"{folder}/warehouse.duckdb") as copy:
            tables = "SELECT 1 FROM information_schema.tables WHERE table_name = 'loads'"
            if not copy.execute(tables).fetchall():
                return set()
            return {one for (one,) in copy.execute("SELECT landed_id FROM ops.loads").fetchall()}


def damage(page: Path, kind: Kind, choice: float) -> None:
    """Do to a landed page what a kind says."""
    body = bytearray(page.read_bytes())
    rng = Random(choice)
    kinds = [Kind.PAGE_FLIPPED, Kind.PAGE_CUT, Kind.PAGE_GONE]
    how = rng.choice(kinds) if kind is Kind.PAGE_UNREAD else kind
    if how is Kind.PAGE_GONE:
        page.unlink()
    elif how is Kind.PAGE_CUT:
        page.write_bytes(body[: rng.randrange(len(body))])
    else:
        body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
        page.write_bytes(body)


def chosen(pages: Set[Path] | list[Path], choice: float) -> Path:
    """One of some pages."""
    ordered = sorted(pages)
    return ordered[int(choice * len(ordered))]


def lose_ledger(home: Path) -> None:
    """Take the ledger away."""
    ledgers().lose(home)


def states_of(home: Path, run_id: str) -> list[str]:
    """The written state of a run, as the ledger says; nothing where it has no row."""
    found = ledgers().ask(home, "SELECT state FROM runs WHERE run_id = ?", run_id)
    return [state for (state,) in found]
