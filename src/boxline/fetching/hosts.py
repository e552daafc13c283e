"""Which hosts are asked: one that failed so often in a row is left alone, then asked once."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from boxline.engine.exchanges import NOT_THE_HOST, HostPolicy, HostRecord
from boxline.errors import HostLeftAlone


@dataclass
class Hosts:
    """How every host fares, told by the threads of one run.

    Args:
        before: how each fared until now.
    """

    policy: HostPolicy
    before: Mapping[str, HostRecord]
    _records: dict[str, HostRecord] = field(init=False)
    _probed: set[str] = field(default_factory=set)
    _told: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self._records = dict(self.before)

    def insist(self, host: str, now: datetime) -> bool:
        """Insist that a host may be asked; whether this is the one request that finds out if it is
        well again. Others wait for what comes of that one.

        Raises:
            HostLeftAlone: it is left alone.
        """
        with self._told:
            while host in self._probed:
                self._told.wait()
            record = self._records.get(host, HostRecord())
            until = record.left_alone_until(self.policy, now)
            if until is not None:
                raise HostLeftAlone(host, record.failures, until)
            is_probe = record.failures >= self.policy.failure_threshold
            if is_probe:
                self._probed.add(host)
            return is_probe

    def settle(self, host: str, code: str, at: datetime) -> None:
        """What came of a request that is not tried again: a failure's code, or none.

        A host that says "not there", or "not with that key", is well.
        """
        with self._told:
            self._probed.discard(host)
            self._told.notify_all()
            is_failure = bool(code) and code not in NOT_THE_HOST
            failures = self._records.get(host, HostRecord()).failures + 1 if is_failure else 0
            self._records[host] = HostRecord(failures=failures, failed_at=at)

    def recovered(self) -> dict[str, HostRecord]:
        """Hosts that were left alone before this run and answer now -> how they had fared."""
        with self._told:
            return {
                host: record
                for host, record in self.before.items()
                if record.failures >= self.policy.failure_threshold
                and self._records[host].failures == 0
            }
