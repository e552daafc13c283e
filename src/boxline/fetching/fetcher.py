"""Fetching one cell: its pages in order, each tried a bounded number of times."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import stamina

from boxline.catalog import Request
from boxline.domain.days import league_day
from boxline.engine.exchanges import Exchange, ExchangeLog, Pacer
from boxline.engine.fetch_plan import Fetch
from boxline.errors import (
    FetchError,
    HostLeftAlone,
    KeyRefused,
    OutOfCredits,
    RequestRefused,
    TooLarge,
)
from boxline.fetching.hosts import Hosts
from boxline.fetching.paging import Judged, Page, judged
from boxline.fetching.sending import Observed, Sender, host_of

#: Pages of one cell. A day of box scores has 5.
MOST_PAGES = 500
#: A wait that a provider asks for and that is longer than this is left to a later run.
LONGEST_WAIT = 120.0


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often a page is tried, and how long it is waited in between (doubling, with jitter)."""

    tries: int = 4
    first_wait_seconds: float = 2.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a fetch: its pages as (file name, body), or nothing new, or a failure.

    Attributes:
        fetched_at: when the last page came.
        is_unchanged: the provider says that it is what it sent before.
    """

    fetch: Fetch
    fetched_at: datetime
    pages: Sequence[tuple[str, bytes]] = ()
    is_unchanged: bool = False
    failure: FetchError | None = None


@dataclass(kw_only=True)
class Fetcher:
    """Asks for cells; several threads may use it.

    Attributes:
        budgets: provider -> credits a day; absent where they are not counted.
        hosts: how each host fared so far.
        stopped: providers whose credits are used up, and datasets for which a key is refused: no
            other cell of theirs would fare better.
    """

    sender: Sender
    pacer: Pacer
    log: ExchangeLog
    clock: Callable[[], datetime]
    run_id: str
    hosts: Hosts
    budgets: Mapping[str, int] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)
    stopped: dict[str, FetchError] = field(default_factory=dict)
    _noted: list[Exchange] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, fetch: Fetch) -> Answer:
        """Ask for a cell. Where its host is left alone or has no such thing, the other way is
        tried; not after any failure, so that what comes does not depend on the weather. What went
        wrong is in the answer."""
        failure: FetchError | None = None
        request: Request | None = fetch.request
        while request is not None:
            try:
                return self._fetch(fetch, request)
            except FetchError as cause:
                failure = failure or cause
                is_for_good = isinstance(cause, HostLeftAlone | RequestRefused)
            request = request.otherwise if is_for_good else None
        return Answer(fetch=fetch, fetched_at=self.clock(), failure=failure)

    def take_exchanges(self) -> list[Exchange]:
        """The exchanges since this was last called, for the ledger."""
        with self._lock:
            noted, self._noted = self._noted, []
        return noted

    def _fetch(self, fetch: Fetch, request: Request) -> Answer:
        name, host = fetch.raw.name, host_of(fetch.raw.provider, request)
        is_paged = fetch.raw.is_paged
        held = {} if is_paged else self.log.validators(name, fetch.cell, host, fetch.asked)
        page = Page(fetch=fetch, request=request, more={}, held=held)
        pages: list[tuple[str, bytes]] = []
        while True:
            found = self._patiently(page)
            if found.body is None:
                return Answer(fetch=fetch, fetched_at=self.clock(), is_unchanged=True)
            pages.append((page.file_name, found.body))
            if found.following is None:
                return Answer(fetch=fetch, fetched_at=self.clock(), pages=pages)
            if page.number >= MOST_PAGES:
                raise TooLarge(page.where, f"it has more than {MOST_PAGES} pages")
            page = page.next(found)

    def _patiently(self, page: Page) -> Judged:
        """A page, tried again where that may help."""
        for attempt in stamina.retry_context(
            on=_backoff,
            attempts=self.patience.tries,
            timeout=None,
            wait_initial=self.patience.first_wait_seconds,
            wait_max=LONGEST_WAIT,
            wait_jitter=self.patience.first_wait_seconds,
        ):
            with attempt:
                return self._once(page, attempt.num)
        raise AssertionError("the last try returns or raises")

    def _once(self, page: Page, number: int) -> Judged:
        """One try, noted however it ends."""
        is_probe = self._insist(page)
        began, started = self.clock(), time.monotonic()
        observed, failure = Observed(), None
        try:
            reply = self.sender.send(
                page.fetch.raw.provider,
                page.request,
                page.fetch.words,
                page.more,
                page.held,
                observed,
            )
            return judged(page, reply.body)
        except FetchError as cause:
            failure = cause
            raise
        finally:
            is_last = is_probe or number >= self.patience.tries
            is_last = is_last or failure is None or not _backoff(failure)
            self._note(page, number, observed, failure, began, started, is_last=is_last)

    def _insist(self, page: Page) -> bool:
        """Insist that the provider may be asked, and count what that costs; whether this request
        finds out if the host is well again.

        Raises:
            HostLeftAlone, OutOfCredits, KeyRefused: it may not.
        """
        provider, host = page.fetch.raw.provider, host_of(page.fetch.raw.provider, page.request)
        for stopped in {provider.name, page.fetch.raw.name} & self.stopped.keys():
            raise self.stopped[stopped]
        now = self.clock()
        day, cost = league_day(now).isoformat(), page.request.credits
        budget = self.budgets.get(provider.name)
        if not self.pacer.spend(provider.name, day, cost, budget):
            raise OutOfCredits(
                page.where,
                f"the day's budget of {budget} credits is spent",
                "Raise it with BOXLINE_ODDS_API_DAILY_CREDITS, or wait for the next league day.",
            )
        try:
            return self.hosts.insist(host, now)
        except HostLeftAlone:
            self.pacer.correct(provider.name, day, -cost)
            raise

    def _note(
        self,
        page: Page,
        number: int,
        observed: Observed,
        failure: FetchError | None,
        began: datetime,
        started: float,
        *,
        is_last: bool,
    ) -> None:
        provider, host = page.fetch.raw.provider, host_of(page.fetch.raw.provider, page.request)
        code = failure.code if failure else ""
        body = observed.body
        exchange = Exchange(
            at=began,
            run_id=self.run_id,
            provider=provider.name,
            host=host,
            dataset=page.fetch.raw.name,
            cell=page.fetch.cell,
            page=page.number,
            attempt=number,
            status=observed.status,
            code=code,
            is_settled=is_last,
            body_bytes=None if body is None else len(body),
            sha256="" if body is None else hashlib.sha256(body).hexdigest(),
            headers=observed.headers,
            seconds=round(time.monotonic() - started, 4),
        )
        with self._lock:
            self._noted.append(exchange)
        if is_last:
            self.hosts.settle(host, code, began)
        if isinstance(failure, KeyRefused):  # a plan may have some of a provider's lists
            self.stopped[page.fetch.raw.name] = failure
        elif isinstance(failure, OutOfCredits):
            self.stopped[provider.name] = failure
        said = observed.headers.get(provider.credits_header, "")
        if said.isdigit() and int(said) != page.request.credits:
            day = league_day(began).isoformat()
            self.pacer.correct(provider.name, day, int(said) - page.request.credits)


def _backoff(cause: Exception) -> bool | float:
    """Whether a failure is tried again; as a number, after how many seconds."""
    if not isinstance(cause, FetchError) or not cause.is_again:
        return False
    if cause.retry_after is None:
        return True
    return cause.retry_after if cause.retry_after <= LONGEST_WAIT else False
