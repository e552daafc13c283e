"""Whether the server lives, whether it can answer, and what it and its home count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from fastapi import APIRouter
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field
from starlette.responses import Response

from boxline.errors import BucketUnusable, StoreDamaged
from boxline.web.api.figures import Figures
from boxline.web.api.problems import Problem, responses
from boxline.web.api.state import State, StateOf

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process lives."""

    status: Literal["alive"] = "alive"
    version: str = Field(description="Of Boxline.")
    commit: str | None = Field(description="That runs; null where no build and no checkout tells.")


class Ready(BaseModel):
    """What readers ask for can be answered."""

    status: Literal["ready"] = "ready"
    published_at: datetime = Field(description="When the current set was made.")
    snapshot_at: datetime = Field(description="When the newest snapshot was made.")
    last_run_at: datetime = Field(description="When the newest run began.")
    last_run_state: str = Field(description="How it stands: done, failed, running, ...")


@router.get("/health", responses=responses(429))
async def health(state: StateOf) -> Alive:
    """Whether the process lives. It looks at nothing."""
    return Alive(version=state.served.version, commit=state.served.commit or None)


@router.get("/ready", responses=responses(429, 503))
def ready(state: StateOf) -> Ready:
    """Whether documents and queries can be answered, and the last run is not too old."""
    missing: list[str] = []
    published_at = _published_at(state, missing)
    snapshot_at = _snapshot_at(state, missing)
    run = next(iter(state.served.ledger.runs(1)), None)
    hours = state.served.limits.run_age_hours
    if run is None:
        missing.append("there was no run yet")
    elif state.served.clock() - datetime.fromisoformat(run["started_at"]) > timedelta(hours=hours):
        missing.append(f"the last run began at {run['started_at']}, over {hours:g} h ago")
    if missing or published_at is None or snapshot_at is None or run is None:
        next_step = "Run `boxline run` on the server, and `boxline doctor` if that does not help."
        raise Problem(503, f"Not ready: {'; '.join(missing)}.", next_step)
    return Ready(
        published_at=published_at,
        snapshot_at=snapshot_at,
        last_run_at=datetime.fromisoformat(run["started_at"]),
        last_run_state=run["state"],
    )


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"description": "Prometheus text.", "content": {"text/plain": {"schema": {}}}},
        **responses(429),
    },
)
def metrics(state: StateOf) -> Response:
    """Figures for Prometheus: requests, ages of what is served, runs, rejects."""
    return Response(
        generate_latest(state.counts.registry) + generate_latest(Figures(state)),
        media_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


def _published_at(state: State, missing: list[str]) -> datetime | None:
    try:
        current = state.sets.current()
    except StoreDamaged:
        missing.append("the published set cannot be read")
        return None
    except BucketUnusable:
        missing.append("the bucket of the published set cannot be used")
        return None
    if current is None:
        missing.append("no documents are published")
        return None
    return current.made_at


def _snapshot_at(state: State, missing: list[str]) -> datetime | None:
    try:
        found = state.served.snapshot.manifest()
    except StoreDamaged:
        missing.append("the snapshot cannot be read")
        return None
    if found is None:
        missing.append("there is no snapshot")
        return None
    return datetime.fromisoformat(found["made_at"])
