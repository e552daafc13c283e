"""What runs did, and how they stand, as the ledger tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from boxline.web.api.problems import Problem, responses
from boxline.web.api.served import Served, Stores

router = APIRouter(prefix="/runs", tags=["runs"])

MOST_RUNS = 200

RunId = Annotated[str, Path(max_length=100, description="As `boxline runs list` shows it.")]


class RunsAsked(BaseModel):
    """How many runs."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=20, ge=1, le=MOST_RUNS, description="The newest ones.")


class Run(BaseModel):
    """One run. Counts are null until it has ended."""

    run_id: str
    command: str = Field(description="What was asked of it.")
    state: str = Field(
        description="accepted until its process begins, running, done or failed; busy where "
        "somebody else had the home, stalled where it makes no progress, lost where its process "
        "is gone."
    )
    started_at: datetime
    ended_at: datetime | None
    rows_in: int | None = Field(description="Rows that were read.")
    rows_kept: int | None
    rows_rejected: int | None
    rows_stored: int | None = Field(description="Rows that were written, read back from storage.")
    message: str = Field(description="Why it failed; empty where it did not.")


class Step(BaseModel):
    """What a run did with one range of days of one dataset."""

    dataset: str
    first: str | None = Field(description="The first day; null of what has none.")
    last: str | None
    days: int
    reason: str = Field(description="Why it was work.")
    rows_in: int
    rows_kept: int
    rows_rejected: int
    rows_stored: int
    seconds: float


class RunWithSteps(Run):
    """One run and all that it did, in order."""

    steps: list[Step] = Field(description="Empty until it has ended.")


class Runs(BaseModel):
    """Runs, the newest first."""

    runs: list[Run]


@router.get("", response_model=Runs, responses=responses(422, 429, 503))
def list_runs(served: Stores, asked: Annotated[RunsAsked, Query()]) -> Runs:
    """The newest runs."""
    rows = served.ledger.runs(asked.limit)
    return Runs(runs=[Run.model_validate(_without_places(served, row)) for row in rows])


@router.get("/{run_id}", response_model=RunWithSteps, responses=responses(404, 422, 429, 503))
def show_run(run_id: RunId, served: Stores) -> RunWithSteps:
    """One run: its state, its times, and what it did."""
    return RunWithSteps.model_validate(run_with_steps(served, run_id))


def run_with_steps(served: Served, run_id: str) -> dict[str, Any]:
    """A run and its steps, as the ledger has them.

    Raises:
        Problem: no run has this id.
    """
    found = served.ledger.run(run_id)
    if found is None:
        raise Problem(404, "No run has this id.", "See /runs for the newest ones.")
    return {**_without_places(served, found), "steps": served.ledger.steps(run_id)}


def _without_places(served: Served, run: dict[str, Any]) -> dict[str, Any]:
    """A run whose message does not tell readers where on the machine its home is."""
    home = str(served.ledger.path.parent)
    return {**run, "message": (run["message"] or "").replace(home, "HOME")}
