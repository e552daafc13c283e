"""Asking for what a run wants beside others who do, and landing what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import TYPE_CHECKING
from uuid import uuid4

from boxline.engine.journal import Journal
from boxline.engine.shared_fetches import Asked, Taken
from boxline.errors import Interrupted
from boxline.home.asking import providers_of
from boxline.home.run_record import tell_exchanges

if TYPE_CHECKING:
    from boxline.fetching import Answer, Fetcher
    from boxline.home.home import Home

#: Requests under way at once, of all providers together.
WORKERS = 12
#: Of cells that were taken so few are left when more are taken.
FEW = WORKERS + WORKERS // 2
#: Failures that may be of who asks (his network, his key, his end), whatever is asked for.
OF_WHO_ASKS = {"unreachable", "left_alone", "key_refused", "out_of_credits", "interrupted"}


@dataclass(frozen=True, kw_only=True)
class Landings:
    """Asks for what a run wants, beside others who do, and lands answers as they come.

    Attributes:
        run_id: the run that wants it.
        renew: says that work goes on.
        journal: told of each request.
        only: of which datasets somebody helps another; None for who asks for himself.
        worker: who asks, so that nobody else asks for the same meanwhile.
        left: datasets that are left to others, because of who asks.
    """

    home: Home
    run_id: str
    renew: Callable[[], None]
    on_step: Callable[[str, str], None]
    journal: Journal
    only: frozenset[str] | None = None
    worker: str = field(default_factory=lambda: uuid4().hex)
    left: set[str] = field(default_factory=set)

    def land_all(self, fetcher: Fetcher) -> Iterator[Answer]:
        """Ask for what nobody is at, some cells at once, and land each answer in this thread, until
        there is nothing left to take."""
        wanted, is_left = self.home.ledger.wanted, True
        running: dict[Future[Answer], Taken] = {}
        asked: list[Asked] = []
        workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="fetch")
        try:
            while True:
                if is_left and len(running) <= FEW:
                    self._finish(asked)
                    room = 2 * WORKERS - len(running)
                    found = self._take(room)
                    running |= {workers.submit(fetcher.fetch, one.fetch): one for one in found}
                    is_left = len(found) == room
                if not running:
                    return
                done, _ = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
                self.renew()
                wanted.keep(self.worker, self._seconds)
                self._note(fetcher)
                for future in done:
                    answer, batch = future.result(), running[future].batch
                    is_left_to_others = self._leaves(answer, fetcher)
                    if not is_left_to_others:
                        self._land(answer, batch)
                        asked.append(_asked(answer))
                    del running[future]  # before, whatever ends this gives the cell back
                    if not is_left_to_others:
                        yield answer
        finally:
            if running:  # it was interrupted: what is under way is waited for, and not tried again
                ending = Interrupted("fetching", "the run is ending")
                fetcher.stopped.update(dict.fromkeys(providers_of(self.home), ending))
            workers.shutdown(cancel_futures=True)
            self._note(fetcher)
            self._finish(asked)
            if running:
                wanted.give_back(self.worker)

    @property
    def _seconds(self) -> float:
        """How long what was taken is left to this worker, unless he says that he is still at it."""
        return self.home.settings.lease_seconds

    def _take(self, most: int) -> list[Taken]:
        return self.home.ledger.wanted.take(
            self.home.catalog,
            run_id=self.run_id,
            worker=self.worker,
            most=most,
            seconds=self._seconds,
            only=None if self.only is None else self.only - self.left,
        )

    def _leaves(self, answer: Answer, fetcher: Fetcher) -> bool:
        """Leave a cell to others, and what else its provider has, where a helper failed at it by
        what may be his alone; whether it was so."""
        failure, raw = answer.failure, answer.fetch.raw
        if self.only is None or failure is None or failure.code not in OF_WHO_ASKS:
            return False
        provider = raw.provider.name
        fetcher.stopped[provider] = Interrupted("fetching", f"others ask {provider} from now on")
        self.left.update(one.name for one in self.home.catalog.raw if one.provider == raw.provider)
        self.home.ledger.wanted.give_back(self.worker, [(raw.name, answer.fetch.cell)])
        return True

    def _finish(self, asked: list[Asked]) -> None:
        """Say what came of cells, and forget that."""
        if asked:
            self.home.ledger.wanted.finish(self.worker, asked)
            asked.clear()

    def _note(self, fetcher: Fetcher) -> None:
        exchanges = fetcher.take_exchanges()
        if self.only is not None:  # others try again: it does not speak against the host
            exchanges = [
                replace(one, is_settled=one.is_settled and one.code not in OF_WHO_ASKS)
                for one in exchanges
            ]
        self.home.ledger.note_exchanges(exchanges)
        tell_exchanges(self.journal, exchanges)

    def _land(self, answer: Answer, batch: str) -> None:
        fetch = answer.fetch
        self.on_step(fetch.raw.name, fetch.cell)
        if answer.is_unchanged:
            self.home.ledger.note_seen(fetch.raw.name, fetch.asked, self.home.clock())
        elif answer.failure is None:
            self.home.land(
                fetch.raw,
                answer.pages,
                fetched_at=min(answer.fetched_at, self.home.clock()).astimezone(UTC),
                batch=batch,
                asked=fetch.asked,
                is_fetched=True,
            )


def _asked(answer: Answer) -> Asked:
    name, cell, failure = answer.fetch.raw.name, answer.fetch.cell, answer.failure
    if failure is None:
        return Asked(dataset=name, cell=cell)
    return Asked(dataset=name, cell=cell, error=type(failure).__name__, message=str(failure))
