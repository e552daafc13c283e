"""One request and its reply, as the ledger keeps it, and what fetching needs of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from boxline.catalog import Provider

#: Failures that say nothing about the health of a host.
NOT_THE_HOST = ("not_yet", "left_alone", "key_refused", "out_of_credits", "refused")


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request that was sent, and what came of it. It holds no key.

    Attributes:
        page: which page of the cell's reply, from 1.
        attempt: which try of that page, from 1.
        status: of HTTP; None where no reply came.
        code: the failure's; empty where there was none.
        is_settled: whether no further try followed: by these a host is judged.
        body_bytes: of the body as unpacked; None where none was read.
        sha256: of it.
        headers: those that matter: etag, last-modified, content-type, retry-after, credits.
    """

    at: datetime
    run_id: str
    provider: str
    host: str
    dataset: str
    cell: str
    page: int
    attempt: int
    status: int | None
    code: str
    is_settled: bool
    body_bytes: int | None
    sha256: str
    headers: Mapping[str, str]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class HostPolicy:
    """The provider breaker's numbers; they are settings.

    Attributes:
        failure_threshold: settled failures in a row after which a host is left alone.
        lockout: for how long, from the newest of them; then it is asked once.
    """

    failure_threshold: int = 5
    lockout: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class HostRecord:
    """How a host fared last: settled failures in a row, and when the newest of them was."""

    failures: int = 0
    failed_at: datetime | None = None

    def left_alone_until(self, policy: HostPolicy, now: datetime) -> datetime | None:
        """Until when it is left alone; None where it may be asked."""
        if self.failures < policy.failure_threshold or self.failed_at is None:
            return None
        until = self.failed_at + policy.lockout
        # A failure in the future was stamped by a clock that has been set back since.
        return until if self.failed_at <= now < until else None


class Pacer(Protocol):
    """Who may ask a provider when: shared by every process that works with this ledger."""

    def turn(self, provider: Provider) -> AbstractContextManager[None]:
        """Wait for a turn, and hold one of the provider's places while the request is under way."""

    def spend(self, provider: str, day: str, cost: int, budget: int | None) -> bool:
        """Count credits as spent on a day; False where they would exceed the budget."""

    def correct(self, provider: str, day: str, cost: int) -> None:
        """Add what a request cost beyond (or below) what was counted."""


class ExchangeLog(Protocol):
    """Where exchanges are kept."""

    def note_exchanges(self, exchanges: Sequence[Exchange]) -> None:
        """Keep exchanges."""

    def host_records(self, threshold: int) -> Mapping[str, HostRecord]:
        """How every host fared last, counted up to a threshold."""

    def validators(
        self, dataset: str, cell: str, host: str, asked: Mapping[str, str]
    ) -> Mapping[str, str]:
        """`etag` and `last-modified` of the newest reply about a cell, where that came from a host
        and its bytes are what is held; else none."""
