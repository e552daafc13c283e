"""What happens in a run, as server-sent events: changes of its state, steps, and its end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from boxline.stores.ledger import Ledger
from boxline.web.acting.logs import Steps
from boxline.web.api.problems import Problem, responses
from boxline.web.api.served import Stores

#: Streams that may be open at once: each asks the ledger twice a second.
STREAMS = 16
POLL_SECONDS = 0.5
#: After so long a stream ends by itself; a browser then opens it again where it left off.
STREAM_SECONDS = 3600.0
#: So often something is sent, so that nobody on the way takes the stream for dead.
QUIET_SECONDS = 15.0

GOES_ON = {"accepted", "running", "stale"}
#: The id of the last event: who has it and asks again, as browsers do, is told to stop.
END = "end"

RunId = Annotated[str, InPath(pattern=r"^[0-9A-Za-z-]{1,64}$", description="Of a run.")]
LastEvent = Annotated[str | None, Header(alias="Last-Event-ID", max_length=100)]


@dataclass(kw_only=True)
class Streams:
    """Whoever listens now.

    Attributes:
        logs: the folder of what started processes said.
    """

    logs: Path
    open: int = 0

    async def of(
        self, run_id: str, ledger: Ledger, is_ending: Callable[[], bool]
    ) -> AsyncIterator[str]:
        """The events of a run, until it has ended or the server ends."""
        self.open += 1
        try:
            async for event in self._events(run_id, ledger, is_ending):
                yield event
        finally:
            self.open -= 1

    async def _events(
        self, run_id: str, ledger: Ledger, is_ending: Callable[[], bool]
    ) -> AsyncIterator[str]:
        steps, state, quiet = Steps(folder=self.logs, run_id=run_id), "", 0.0
        for _ in range(round(STREAM_SECONDS / POLL_SECONDS)):
            run = await run_in_threadpool(ledger.run, run_id)
            if run is None:
                return
            said = [_event("step", step) for step in await run_in_threadpool(steps.new)]
            if run["state"] != state:
                state = str(run["state"])
                said.insert(0, _event("state", {"run_id": run_id, "state": state}))
            if state not in GOES_ON:
                done = await run_in_threadpool(ledger.steps, run_id)
                said.append(_event("end", {**run, "steps": done}, END))
            elif not said and quiet >= QUIET_SECONDS:
                said.append(": it goes on\n\n")
            quiet = 0.0 if said else quiet + POLL_SECONDS
            for event in said:
                yield event
            if state not in GOES_ON or is_ending():
                return
            await asyncio.sleep(POLL_SECONDS)


def events_router(logs: Path) -> APIRouter:
    """The stream of a run's events."""
    router, streams = APIRouter(tags=["runs"]), Streams(logs=logs)

    @router.get(
        "/runs/{run_id}/events",
        response_class=StreamingResponse,
        responses={
            200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
            204: {"description": "The last event was received already."},
            **responses(404, 422, 503),
        },
    )
    async def run_events(
        run_id: RunId, request: Request, served: Stores, last_event_id: LastEvent = None
    ) -> Response:
        """Follow a run: `state` as it changes, `step` as it works, `end` with all that it did."""
        if last_event_id == END:
            return Response(status_code=204)
        if await run_in_threadpool(served.ledger.run, run_id) is None:
            raise Problem(404, "No run has this id.", "`GET /runs` lists them.")
        if streams.open >= STREAMS:
            step = "Close another one, or ask `GET /runs/{run_id}` now and then."
            raise Problem(503, f"{STREAMS} streams are open.", step, {"Retry-After": "10"})
        # A server waits for its answers before it ends, and this one may take an hour.
        is_ending = getattr(request.app.state, "is_ending", lambda: False)
        events = streams.of(run_id, served.ledger, is_ending)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    return router


def _event(kind: str, data: dict[str, Any], event_id: str = "") -> str:
    given = f"id: {event_id}\n" if event_id else ""
    return f"event: {kind}\n{given}data: {json.dumps(data, default=str)}\n\n"
