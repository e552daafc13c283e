"""Real replies, landed and loaded one by one: how many rows of each are kept and rejected."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from boxline.catalog import Raw
from boxline.home import Home
from tests.builders import NOON


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file of `payloads`, the dataset that reads it, and what must come of it.

    Attributes:
        asked: the parameters of its request, where the reply does not say them itself.
        why: why what is rejected is right to reject.
    """

    dataset: str
    file: str
    kept: int
    rejected: int = 0
    asked: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A case, and what came of it."""

    case: Case
    rows_in: int
    kept: int
    rejected: int


def load_each(home: Home, payloads: Path, cases: Iterable[Case]) -> list[Counted]:
    """Land every case's file as a reply of its own, and load them."""
    counted = []
    for number, case in enumerate(cases):
        raw = home.catalog[case.dataset]
        assert isinstance(raw, Raw)
        body = (payloads / case.file).read_bytes()
        if case.file.endswith(".gz"):
            body = gzip.decompress(body)
        when = NOON - timedelta(days=1) + timedelta(seconds=number)
        home.land(raw, [(Path(case.file).name, body)], fetched_at=when, asked=case.asked)
        report = home.load("load")
        assert not report.failures, (case, report.failures)
        (step,) = report.steps
        counted.append(
            Counted(
                case=case,
                rows_in=step.outcome.rows_in,
                kept=step.outcome.kept,
                rejected=step.outcome.rejected,
            )
        )
    return counted
