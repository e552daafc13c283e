"""How work at datasets went in recorded runs, as `v1/health.json` tells of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from boxline.engine.reliability import TOLD_DAYS, Reliability, flakiest, slowest

#: So many datasets are told of, of those that are slow and of those that fail.
SHOWN_DATASETS = 10


class HealthDatasetWork(msgspec.Struct):
    """Work at one dataset, as `boxline runs datasets` has it: pieces `done` and `failed`; seconds
    are null where none was done. `most_often` is what most failures said, empty where none
    failed."""

    dataset: str
    done: int
    failed: int
    failed_share: float
    median_seconds: float | None
    worst_seconds: float | None
    requests: int
    requests_failed: int
    most_often: str


class HealthWork(msgspec.Struct):
    """Datasets whose longest piece of work was the longest, and those of which the greatest share
    failed, in runs that ended and began in the last `days`."""

    days: int = TOLD_DAYS
    slowest: list[HealthDatasetWork] = []
    flakiest: list[HealthDatasetWork] = []


def work_told(went: Sequence[Reliability], home: str) -> HealthWork:
    """All of it, as it is told.

    Args:
        went: how work at each dataset went, in no order.
        home: where the home lies, which no reader is told.
    """
    slow = [one for one in slowest(went) if one.done]
    flaky = [one for one in flakiest(went) if one.is_flaky]
    return HealthWork(
        slowest=[_work(one, home) for one in slow[:SHOWN_DATASETS]],
        flakiest=[_work(one, home) for one in flaky[:SHOWN_DATASETS]],
    )


def _work(one: Reliability, home: str) -> HealthDatasetWork:
    return HealthDatasetWork(
        dataset=one.dataset,
        done=one.done,
        failed=one.failed,
        failed_share=one.failed_share,
        median_seconds=one.median_seconds,
        worst_seconds=one.worst_seconds,
        requests=one.requests,
        requests_failed=one.requests_failed,
        most_often=one.most_often.replace(home, "HOME")[:300],
    )
