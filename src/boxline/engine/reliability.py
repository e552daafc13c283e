"""Which datasets are slow, and which fail often: pure figures over what runs recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

#: Runs of so many days are told of unless others are asked for.
TOLD_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How work at one dataset went.

    Attributes:
        done, failed: pieces of work.
        failed_share: failed ones of all of them, 0 to 1.
        median_seconds, worst_seconds: of those that were done; None where none was.
        total_seconds: of all that were done.
        requests, requests_failed: sent to providers for it, each try counted.
        most_often: the first line of the message that most failures had; empty where none failed.
    """

    dataset: str
    done: int
    failed: int
    failed_share: float
    median_seconds: float | None
    worst_seconds: float | None
    total_seconds: float
    requests: int
    requests_failed: int
    most_often: str

    @property
    def flakiness(self) -> tuple[float, int, int]:
        """What orders datasets by how often they fail."""
        return self.failed_share, self.failed, self.requests_failed

    @property
    def is_flaky(self) -> bool:
        """Whether anything failed, a request or a piece of work."""
        return any(self.flakiness)


def slowest(told: Iterable[Reliability]) -> list[Reliability]:
    """Those with the longest piece of work first."""
    return sorted(told, key=lambda one: one.worst_seconds or 0.0, reverse=True)


def flakiest(told: Iterable[Reliability]) -> list[Reliability]:
    """Those that fail most often first, the slowest of equals."""
    return sorted(slowest(told), key=lambda one: one.flakiness, reverse=True)


def reliability(
    seconds: Mapping[str, Sequence[float]],
    failures: Mapping[str, Sequence[str]],
    requests: Mapping[str, tuple[int, int]],
) -> list[Reliability]:
    """How work at each dataset went, by name.

    Args:
        seconds: dataset -> how long each piece of work took that was done.
        failures: dataset -> why each one failed.
        requests: dataset -> (sent, failed).
    """
    return [
        _of(name, seconds.get(name, ()), failures.get(name, ()), requests.get(name, (0, 0)))
        for name in sorted({*seconds, *failures, *requests} - {""})
    ]


def _of(
    name: str, seconds: Sequence[float], failures: Sequence[str], requests: tuple[int, int]
) -> Reliability:
    tried = len(seconds) + len(failures)
    messages = Counter(message.partition("\n")[0] for message in failures)
    return Reliability(
        dataset=name,
        done=len(seconds),
        failed=len(failures),
        failed_share=round(len(failures) / tried, 4) if tried else 0.0,
        median_seconds=round(median(seconds), 3) if seconds else None,
        worst_seconds=round(max(seconds), 3) if seconds else None,
        total_seconds=round(sum(seconds), 3),
        requests=requests[0],
        requests_failed=requests[1],
        most_often=messages.most_common(1)[0][0] if messages else "",
    )
