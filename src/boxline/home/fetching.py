"""Fetching for a home: what is due is asked for, landed as it comes, and noted in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from boxline.catalog import Pace
from boxline.engine.attempts import Cleared
from boxline.engine.exchanges import HostPolicy
from boxline.engine.fetch_plan import Fetch
from boxline.engine.journal import Journal
from boxline.engine.recording import Record
from boxline.errors import FetchError, Interrupted, NotThereYet
from boxline.home.asking import key_of, providers_of
from boxline.home.run_record import tell_exchanges

if TYPE_CHECKING:
    from boxline.fetching import Answer, Fetcher
    from boxline.home.home import Home
    from boxline.stores.leases import Lease

#: Requests under way at once, of all providers together.
WORKERS = 12
#: Cells asked for before what came of them is loaded.
ROUND_CELLS = 2_000


def policy_of(home: Home) -> HostPolicy:
    """When a host is left alone, by the home's settings."""
    return HostPolicy(
        failure_threshold=home.settings.provider_failure_threshold,
        lockout=timedelta(minutes=home.settings.provider_lockout_minutes),
    )


class _Log:
    """The ledger's exchanges; a reply counts as held only while its landed bytes are whole, or
    "unchanged" would keep what is damaged for ever."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.note_exchanges = home.ledger.note_exchanges
        self.host_records = home.ledger.host_records

    def validators(
        self, dataset: str, cell: str, host: str, asked: Mapping[str, str]
    ) -> Mapping[str, str]:
        """What the newest reply about a cell is known by again."""
        found = self._home.ledger.validators(dataset, cell, host, asked)
        landed = self._home.ledger.newest_landing(dataset=dataset, asked=asked) if found else None
        is_whole = landed is not None and all(map(self._home.landing.holds, landed.pages))
        return found if is_whole else {}


@contextmanager
def fetcher_of(home: Home, run_id: str) -> Iterator[Fetcher]:
    """A fetcher by the home's settings, its connections closed afterwards."""
    import stamina.instrumentation

    from boxline.fetching import Fetcher, Hosts, Patience, Sender, Speech

    stamina.instrumentation.set_on_retry_hooks([])  # each try stands in the ledger
    settings = home.settings
    is_sandbox = bool(settings.sandbox)
    pace = Pace(per_second=settings.sandbox_requests_per_second, concurrency=WORKERS)
    pacer = home.ledger.pacer(pace if is_sandbox else None)
    speeches = {
        name: Speech(key=key_of(home, provider), sandbox=settings.sandbox)
        for name, provider in providers_of(home).items()
    }
    policy = policy_of(home)
    sender = Sender(pacer, speeches, home.clock)
    hosts = Hosts(policy, home.ledger.host_records(policy.failure_threshold))
    try:
        yield Fetcher(
            sender=sender,
            pacer=pacer,
            log=_Log(home),
            clock=home.clock,
            run_id=run_id,
            budgets={
                name: getattr(settings, provider.budget)
                for name, provider in providers_of(home).items()
                if provider.budget
            },
            patience=Patience(
                tries=settings.fetch_tries, first_wait_seconds=settings.fetch_wait_seconds
            ),
            hosts=hosts,
        )
        for host, record in hosts.recovered().items():
            because, now = Cleared.ANSWERED, home.clock()
            home.ledger.clear_host(host, record, because, now=now, run_id=run_id)
    finally:
        sender.close()


@dataclass(frozen=True, kw_only=True)
class Landings:
    """Lands answers as they come.

    Attributes:
        batch: names what this sweep lands.
        renew: says that work goes on.
        journal: told of each request.
    """

    home: Home
    batch: str
    renew: Callable[[], None]
    on_step: Callable[[str, str], None]
    journal: Journal

    def land_all(self, fetcher: Fetcher, fetches: Sequence[Fetch]) -> Iterator[Answer]:
        """Ask for cells, some at once, and land each answer in this thread."""
        waiting = iter(fetches)
        running: set[Future[Answer]] = set()
        workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="fetch")
        try:
            while True:
                for fetch in islice(waiting, max(0, 2 * WORKERS - len(running))):
                    running.add(workers.submit(fetcher.fetch, fetch))
                if not running:
                    return
                done, running = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
                self.renew()
                self._note(fetcher)
                for future in done:
                    answer = future.result()
                    self._land(answer)
                    yield answer
        finally:
            if running:  # it was interrupted: what is under way is waited for, and not tried again
                ending = Interrupted("fetching", "the run is ending")
                fetcher.stopped.update(dict.fromkeys(providers_of(self.home), ending))
            workers.shutdown(cancel_futures=True)
            self._note(fetcher)

    def _note(self, fetcher: Fetcher) -> None:
        exchanges = fetcher.take_exchanges()
        self.home.ledger.note_exchanges(exchanges)
        tell_exchanges(self.journal, exchanges)

    def _land(self, answer: Answer) -> None:
        fetch = answer.fetch
        self.on_step(fetch.raw.name, fetch.cell)
        if answer.is_unchanged:
            self.home.ledger.note_seen(fetch.raw.name, fetch.asked, self.home.clock())
        elif answer.failure is None:
            self.home.land(
                fetch.raw,
                answer.pages,
                fetched_at=min(answer.fetched_at, self.home.clock()).astimezone(UTC),
                batch=self.batch,
                asked=fetch.asked,
                is_fetched=True,
            )


def fetch_round(
    home: Home,
    fetcher: Fetcher,
    fetches: Sequence[Fetch],
    record: Record,
    lease: Lease,
    on_step: Callable[[str, str], None],
) -> int:
    """Ask for cells and land what comes; how many were answered. Failures are recorded."""
    landings = Landings(
        home=home,
        batch=home.new_batch(),
        renew=lease.renew,
        on_step=on_step,
        journal=record.journal,
    )
    answered = 0
    told: set[tuple[str, str]] = set()
    failed_before = home.attempts().cells.keys()
    with home.ledger.kept_open():
        for answer in landings.land_all(fetcher, fetches):
            fetch = answer.fetch
            if answer.failure is None:
                answered += 1
                if (fetch.raw.name, fetch.cell) in failed_before:
                    record.mended(fetch.raw.name, {fetch.cell: fetch.moment.isoformat()})
            elif not isinstance(answer.failure, NotThereYet):
                _record(record, fetch, answer.failure, told)
    return answered


def _record(record: Record, fetch: Fetch, failure: FetchError, told: set[tuple[str, str]]) -> None:
    """A failure that stops a whole provider, or a dataset, is told once, and is no attempt at its
    cells."""
    if failure.code in {"left_alone", "key_refused", "out_of_credits"}:
        is_of_dataset = failure.code == "key_refused"
        what = (fetch.raw.name if is_of_dataset else fetch.raw.provider.name, failure.code)
        if what not in told:
            told.add(what)
            record.failed(fetch.raw.name, {}, failure)
        return
    record.failed(fetch.raw.name, {fetch.cell: fetch.moment.isoformat()}, failure)
