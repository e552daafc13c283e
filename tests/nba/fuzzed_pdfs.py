"""PDFs damaged at random: each is read or refused, and no read one has lost a line unseen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from boxline.catalog import UnreadableReply
from boxline.nba.gamebook_pdf import read_gamebook
from boxline.nba.injury_report_pdf import read_injury_report
from boxline.sandbox.pdf_gamebook import gamebook_pdf
from boxline.sandbox.pdf_injury_report import Layout, injury_report_pdf
from tests.nba.printed import AT, BOOK, LINES
from tests.pdf_parts import mutated

Read = Callable[[bytes], list[dict[str, Any]]]

PARSERS: dict[str, Read] = {"injury reports": read_injury_report, "gamebooks": read_gamebook}


@dataclass(kw_only=True)
class Tally:
    """What came of mutated files: by how it ended, and the slowest in seconds."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0


def sandbox_pdfs() -> dict[str, list[bytes]]:
    """Whole PDFs for each parser."""
    return {
        "injury reports": [injury_report_pdf(AT, LINES, layout=layout) for layout in Layout],
        "gamebooks": [gamebook_pdf(BOOK), gamebook_pdf(BOOK, is_whole_book=True)],
    }


def fuzz(read: Read, bodies: Sequence[bytes], *, runs: int, seed: int) -> Tally:
    """Mutate and read so many times. What escapes as another exception ends it.

    Of a file that is read, rows are compared with those of the whole one: `the same`, `in trouble`
    (some row says so), or `other rows`, which only what was compressed anew may give.
    """
    rng, tally = Random(seed), Tally()
    whole = {body: _rows(read, body) for body in bodies}
    for _ in range(runs):
        body = rng.choice(bodies)
        damaged = mutated(body, rng)
        started = time.perf_counter()
        rows = _rows(read, damaged)
        tally.slowest_seconds = max(tally.slowest_seconds, time.perf_counter() - started)
        tally.ends[_end(rows, whole[body])] += 1
    return tally


def _rows(read: Read, body: bytes) -> list[dict[str, Any]] | None:
    try:
        return read(body)
    except UnreadableReply:
        return None


def _end(rows: list[dict[str, Any]] | None, whole: list[dict[str, Any]] | None) -> str:
    if rows is None:
        return "refused"
    if rows == whole:
        return "the same"
    return "in trouble" if any(row["trouble"] for row in rows) else "other rows"
