"""The ledger and the landing folder in memory, and the lease of a run that may be killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from boxline.catalog import Raw
from boxline.engine.attempts import Attempt
from boxline.engine.exchanges import NOT_THE_HOST, Exchange, HostRecord
from boxline.engine.ports import Landed, LandedPage
from tests.engine.histories.tables import row_version


class Killed(BaseException):
    """The process of a run is gone."""


@dataclass
class KillableLease:
    """The lease of one run, which is killed after so many pieces of work; None: never."""

    left: int | None

    def renew(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed


@dataclass
class MemoryLedger:
    """Bookkeeping: what may be lost without losing data."""

    attempts: list[Attempt] = field(default_factory=list)
    rejected: dict[tuple[str, str], int] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    seen_at: dict[str, datetime] = field(default_factory=dict)
    credits: Counter[str] = field(default_factory=Counter)

    def note_attempts(self, attempts: Sequence[Attempt]) -> None:
        self.attempts += attempts

    def forget_attempts(self, dataset: str = "", cells: Sequence[str] = ()) -> int:
        kept = [
            a
            for a in self.attempts
            if (dataset and a.dataset != dataset) or (cells and a.cell not in cells)
        ]
        gone, self.attempts = len(self.attempts) - len(kept), kept
        return gone

    def mend(self, dataset: str, done: Mapping[str, str], **_: object) -> None:
        self.forget_attempts(dataset, list(done))

    def reject_scopes(self) -> frozenset[tuple[str, str]]:
        return frozenset(scope for scope, count in self.rejected.items() if count)

    def host_records(self) -> dict[str, HostRecord]:
        found: dict[str, HostRecord] = {}
        for one in self.exchanges:
            if one.is_settled:
                is_failure = bool(one.code) and one.code not in NOT_THE_HOST
                before = found.get(one.host, HostRecord()).failures
                failures = before + 1 if is_failure else 0
                found[one.host] = HostRecord(failures=failures, failed_at=one.at)
        return found

    def absent(self, now: datetime) -> dict[tuple[str, str], tuple[datetime, datetime]]:
        """When the provider said first and last that there is no such thing yet."""
        told: dict[tuple[str, str], list[datetime]] = {}
        for one in self.exchanges:
            if one.code == "not_yet" and one.at <= now:
                told.setdefault((one.dataset, one.cell), []).append(one.at)
        return {cell: (min(at), max(at)) for cell, at in told.items()}

    # What fetching needs of it.
    def validators(self, *_: object) -> Mapping[str, str]:
        return {}

    @contextmanager
    def turn(self, _: object) -> Iterator[None]:
        yield  # nobody else asks

    def spend(self, _: str, day: str, cost: int, budget: int | None) -> bool:
        if budget is not None and self.credits[day] + cost > budget:
            return False
        self.credits[day] += cost
        return True

    def correct(self, _: str, day: str, cost: int) -> None:
        self.credits[day] += cost


@dataclass
class MemoryLanding:
    """What landed, never lost: bodies by path, and the landings in the order fetched."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    landings: list[Landed] = field(default_factory=list)

    def land(self, raw: Raw, body: bytes, at: datetime, asked: Mapping[str, str]) -> Landed:
        content = f"{row_version(raw.name, *sorted(asked.items()), body):032x}"
        path = f"{raw.name}/{content}"
        landed = Landed(
            landed_id=f"{at:%Y%m%dT%H%M%S}-{content[:8]}",
            content_id=content,
            dataset=raw.name,
            fetched_at=at,
            pages=(LandedPage(path=path, sha256="", bytes=len(body), file_name="page"),),
            batch="",
            asked=dict(asked),
        )
        self.bodies[path] = body
        if all(one.landed_id != landed.landed_id for one in self.landings):
            self.landings.append(landed)
            self.landings.sort(key=lambda one: (one.fetched_at, one.landed_id))
        return landed

    def local_path(self, page: LandedPage) -> str:
        return page.path

    def verify(self, page: LandedPage) -> None:
        """Nothing is damaged here."""

    def read(self, page: LandedPage) -> bytes:
        return self.bodies[page.path]
