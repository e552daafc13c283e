"""The endpoints that act: each starts a command and says where to see what becomes of it."""

from __future__ import annotations

import threading
from typing import NoReturn

from fastapi import APIRouter, Request, Security
from fastapi.security import HTTPBearer

from boxline.domain.days import league_day
from boxline.web.acting.audited import AuditedRoute, entry_of
from boxline.web.acting.bodies import Accepted, ProcessBody, ReplayBody, RunBody, ScrapeBody
from boxline.web.acting.orders import (
    Order,
    process_order,
    replay_order,
    run_order,
    scrape_order,
)
from boxline.web.acting.starting import Started, Starter, told
from boxline.web.api.problems import Problem, responses
from boxline.web.api.served import Served, Stores

#: How long an answer waits for its process to begin its work, or to be refused it.
BEGINNING_SECONDS = 5.0
POLL_SECONDS = 0.05
#: How long the process waits for a home that somebody else holds: whoever asked is told at once.
LOCK_WAIT = {"BOXLINE_LOCK_WAIT_SECONDS": "0"}

#: Tells readers of the OpenAPI that a token is wanted; the route has insisted on it by then.
BEARER = HTTPBearer(auto_error=False, description="A token of `boxline tokens new NAME`.")

BUSY = "Wait for it to finish: `GET /runs/{run_id}` says how it stands. Then ask again."


class Orders:
    """Orders that come over HTTP, one at a time: a home has one writer."""

    def __init__(self, starter: Starter) -> None:
        self._starter = starter
        self._one_at_a_time = threading.Lock()

    def accept(self, order: Order, request: Request, served: Served) -> Accepted:
        """Start an order's command.

        Raises:
            Problem: somebody else is the writer (409, and who), or the command cannot do it (422).
        """
        entry = entry_of(request)
        entry.asked = order.asked
        if not self._one_at_a_time.acquire(blocking=False):
            _refuse_busy("another order, which is being started")
        try:
            holder = served.ledger.leases.holder()
            if holder is not None and holder.is_at_work:
                _refuse_busy(str(holder))
            started = self._starter.start(
                order.words, asked_by=f"token {entry.token}", environment=LOCK_WAIT
            )
            entry.run_id = started.run_id
            _await_beginning(started, served)
        except OSError as cause:
            detail = f"No process can be started: {cause.strerror}."
            raise Problem(503, detail, "Run `boxline doctor` on the server.") from cause
        finally:
            self._one_at_a_time.release()
        at = f"/runs/{started.run_id}"
        return Accepted(
            run_id=started.run_id, command=told(order.words), run=at, events=f"{at}/events"
        )


def orders_router(starter: Starter) -> APIRouter:
    """The endpoints that act on the home of a starter."""
    orders = Orders(starter)
    router = APIRouter(
        route_class=AuditedRoute,
        tags=["acting"],
        dependencies=[Security(BEARER)],
        responses=responses(400, 401, 409, 413, 422, 429, 503),
    )

    @router.post("/scrape", status_code=202)
    def scrape(body: ScrapeBody, request: Request, served: Stores) -> Accepted:
        """Ask a provider for replies, and load them."""
        return orders.accept(scrape_order(body, served.catalog), request, served)

    @router.post("/process-date", status_code=202)
    def process_date(body: ProcessBody, request: Request, served: Stores) -> Accepted:
        """Compute tables of one league day, with all that they are made from."""
        order = process_order(body, served.catalog, league_day(served.clock()))
        return orders.accept(order, request, served)

    @router.post("/run", status_code=202)
    def run(body: RunBody, request: Request, served: Stores) -> Accepted:
        """Fetch, load, compute and publish whatever is missing or changed."""
        return orders.accept(run_order(body, served.catalog), request, served)

    @router.post("/rejects/replay", status_code=202)
    def replay(body: ReplayBody, request: Request, served: Stores) -> Accepted:
        """Try refused rows again."""
        return orders.accept(replay_order(body, served.catalog), request, served)

    return router


def _await_beginning(started: Started, served: Served) -> None:
    """Wait until a process is the writer, has ended, or takes its time.

    Raises:
        Problem: it was refused: somebody else became the writer before it, or it is misuse.
    """
    for _ in range(round(BEGINNING_SECONDS / POLL_SECONDS)):
        if started.wait(POLL_SECONDS):
            break
        holder = served.ledger.leases.holder()
        if holder is not None and holder.run_id == started.run_id:
            return
    run = served.ledger.run(started.run_id)
    if run is not None and run["state"] == "busy":
        _refuse_busy(str(run["message"]))
    if run is not None and started.exit_code == 2:
        said = str(run["message"]).removeprefix("boxline: ")
        raise Problem(422, said, "Correct it and ask again.")


def _refuse_busy(holder: str) -> NoReturn:
    raise Problem(409, f"The home has one writer at a time, and is held: {holder}.", BUSY)
