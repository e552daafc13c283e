"""Damaged replies are read or refused, and what is read of them breaks no load.

They are drawn by seeds of our own: hypothesis takes some ten times as long to draw them, and there
is nothing to shrink in what a seed makes anew. `benchmarks/bench_fuzz_replies.py` tries many more.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from boxline.catalog import Raw
from boxline.config import Settings
from boxline.home import Home
from tests.builders import NOON
from tests.contracts.fuzzed_csv import CsvFiles
from tests.contracts.fuzzed_replies import fuzz, land_damaged, unlimited
from tests.contracts.test_recorded_replies import FETCHED

REPLIES, LOADED = range(300), range(30)


@pytest.mark.parametrize("raw", FETCHED, ids=lambda raw: raw.name)
def test_a_damaged_reply_is_read_or_refused(raw: Raw) -> None:
    tally = fuzz(raw, REPLIES)
    for seed, cause in tally.escaped:
        cause.add_note(f"{raw.name}, seed {seed}")
        raise cause
    assert tally.ends.total() == len(REPLIES)
    assert tally.ends["refused"] > 30
    assert tally.ends["with rejects"] > 30


def test_what_is_read_of_damaged_replies_loads_without_what_breaks_the_contract(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path / "home", lock_wait_seconds=0.5)
    home = Home(settings=settings, clock=lambda: NOON, declared=unlimited)
    assert land_damaged(home, LOADED) > 10 * len(FETCHED)
    report = home.load("damaged")
    assert not report.failures
    assert {step.outcome.dataset for step in report.steps} == {raw.name for raw in FETCHED}
    assert sum(step.outcome.rejected for step in report.steps) == len(home.ledger.rejects())
    assert sum(step.outcome.stored for step in report.steps) > len(FETCHED)


@pytest.mark.thorough  # many damaged files
def test_a_damaged_csv_file_is_read_or_refused(tmp_path: Path) -> None:
    files = CsvFiles(tmp_path)
    assert [files.end(body) for body in files.bodies] == ["whole"] * len(files.bodies)
    ends = Counter(files.end(files.damaged(seed)) for seed in REPLIES)
    assert ends.keys() == {"whole", "with rejects", "refused"}
    assert ends["with rejects"] > 30
