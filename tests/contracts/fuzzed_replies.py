"""Every parser of JSON and CSV replies, given damaged ones: each is read or refused."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from random import Random

from boxline.catalog import Catalog, Raw
from boxline.engine.parsing import Parsed, parse
from boxline.engine.ports import Landed
from boxline.errors import UnreadableFile
from boxline.home import Home
from boxline.stores.unpacking import decoded
from tests.contracts.mutated_replies import TEXTS, TIMES, mutated
from tests.contracts.test_recorded_replies import ASKED, CATALOG, FETCHED, recorded

FETCHED_AT = datetime(2025, 1, 16, 12, tzinfo=UTC)

_HOSTILE = [text for text in (*TEXTS, *TIMES) if text and text.isprintable()]
LANDED = Landed(
    landed_id="l", content_id="c", dataset="", fetched_at=FETCHED_AT, pages=(), asked=ASKED
)


@dataclass(kw_only=True)
class Tally:
    """What came of damaged replies: by how each ended, the slowest, and what escaped."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0
    escaped: list[tuple[int, Exception]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count what came of further ones."""
        self.ends += other.ends
        self.slowest_seconds = max(self.slowest_seconds, other.slowest_seconds)
        self.escaped += other.escaped


@cache
def _bodies(name: str) -> list[bytes]:
    raw = CATALOG[name]
    assert isinstance(raw, Raw)
    return [file.read_bytes() for file in recorded(raw)]


def damaged(raw: Raw, seed: int) -> tuple[bytes, Mapping[str, str]]:
    """A damaged reply of a dataset and what it was asked with: mostly what fits it, else nothing,
    or anything. The same for the same seed."""
    rng = Random(f"{raw.name} {seed}")
    body = mutated(rng.choice(_bodies(raw.name)), rng)
    if rng.random() < 0.8:
        return body, ASKED
    return body, {name: rng.choice(_HOSTILE) for name in ASKED if rng.random() < 0.7}


def read(raw: Raw, body: bytes, asked: Mapping[str, str]) -> Parsed | None:
    """What the parser makes of a reply; None where it refuses it."""
    landed = replace(LANDED, dataset=raw.name, asked=asked)
    try:
        found = parse(CATALOG, raw, landed, [("reply", decoded("reply", body))])
    except UnreadableFile:
        return None
    assert found.table.num_rows + len(found.rejects) == found.rows_in == sum(found.page_rows)
    assert all(reject.reason for reject in found.rejects)
    return found


def fuzz(raw: Raw, seeds: Iterable[int]) -> Tally:
    """Read a damaged reply for each seed."""
    tally = Tally()
    for seed in seeds:
        body, asked = damaged(raw, seed)
        started = time.perf_counter()
        try:
            found = read(raw, body, asked)
        except Exception as cause:  # noqa: BLE001  (any escape is what is looked for)
            tally.escaped.append((seed, cause))
            continue
        end = "refused" if found is None else "with rejects" if found.rejects else "whole"
        tally.ends[end] += 1
        tally.slowest_seconds = max(tally.slowest_seconds, time.perf_counter() - started)
    return tally


def unlimited() -> Catalog:
    """The catalog, where no share of rejects refuses a reply: so each damaged row is judged by the
    warehouse, whatever stands beside it."""
    lifted = {raw.name: replace(raw, max_rejected_share=1.0) for raw in CATALOG.raw}
    return replace(CATALOG, datasets={**CATALOG.datasets, **lifted})


def land_damaged(home: Home, seeds: range, *, apart: bool = False) -> int:
    """Land what the parsers take of each dataset's damaged replies; how many those are.

    Args:
        apart: each as a reply of its own; else together, as the pages of one.
    """
    count = 0
    for raw in FETCHED:
        pages = [*_readable(raw, seeds)]
        for one in [[page] for page in pages] if apart else [pages]:
            _, is_new = home.land(
                home.catalog[raw.name], one, fetched_at=FETCHED_AT, batch="1", asked=ASKED
            )
            count += is_new * len(one)  # now and then two are damaged alike
    return count


def _readable(raw: Raw, seeds: range) -> Iterator[tuple[str, bytes]]:
    for seed in seeds:
        body, _ = damaged(raw, seed)
        if read(raw, body, ASKED) is not None:
            yield f"{seed}.json", body
