"""Fetching for a home: what is due is asked for, landed as it comes, and noted in the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from boxline.catalog import Pace
from boxline.engine.attempts import Cleared
from boxline.engine.exchanges import HostPolicy
from boxline.engine.fetch_plan import Fetch
from boxline.engine.recording import Record
from boxline.errors import FetchError, NotThereYet
from boxline.home.asking import key_of, providers_of
from boxline.home.landings import WORKERS, Landings

if TYPE_CHECKING:
    from boxline.fetching import Fetcher
    from boxline.home.home import Home
    from boxline.stores.leases import Lease

#: Requests under way at once at a sandbox, of all processes together.
SANDBOX_PLACES = 16 * WORKERS
#: How often it is looked whether others have come to an end.
POLL_SECONDS = 0.1
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
    pace = Pace(per_second=settings.sandbox_requests_per_second, concurrency=SANDBOX_PLACES)
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


def fetch_round(
    home: Home,
    fetcher: Fetcher,
    fetches: Sequence[Fetch],
    record: Record,
    lease: Lease,
    on_step: Callable[[str, str], None],
) -> None:
    """Ask for cells and land what comes; failures are recorded. Others may ask for some of them
    (`boxline work`); none is asked for twice."""
    landings = Landings(
        home=home,
        run_id=record.run_id,
        renew=lease.renew,
        on_step=on_step,
        journal=record.journal,
    )
    told: set[tuple[str, str]] = set()
    failed_before = home.attempts().cells.keys()
    with home.ledger.kept_open():
        for fetch, failure in _answers(landings, fetcher, fetches, lease):
            if failure is None and (fetch.raw.name, fetch.cell) in failed_before:
                record.mended(fetch.raw.name, {fetch.cell: fetch.moment.isoformat()})
            elif failure is not None and not isinstance(failure, NotThereYet):
                _record(record, fetch, failure, told)


def _answers(
    landings: Landings, fetcher: Fetcher, fetches: Sequence[Fetch], lease: Lease
) -> Iterator[tuple[Fetch, FetchError | None]]:
    """What comes of each cell, whoever asked for it: this process, or another that helps."""
    wanted, run_id, batch = landings.home.ledger.wanted, landings.run_id, landings.home.new_batch()
    left = {(fetch.raw.name, fetch.cell): fetch for fetch in fetches}
    while left:
        lease.insist()  # else it is another's to say what is wanted
        wanted.want(run_id, batch, list(left.values()))
        for answer in landings.land_all(fetcher):
            fetch = answer.fetch
            del left[fetch.raw.name, fetch.cell]
            yield fetch, answer.failure
        for one in wanted.finished(run_id, but=landings.worker) if left else ():
            if one.key in left:
                failure = FetchError.told(one.error, one.message) if one.error else None
                yield left.pop(one.key), failure
        if left:  # others are at it
            time.sleep(POLL_SECONDS)
    wanted.forget(run_id)


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
