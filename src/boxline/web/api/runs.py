"""What runs did, and how they stand, as the ledger tells it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from boxline.engine.reliability import TOLD_DAYS, flakiest
from boxline.stores.run_logs import RUN_LOGS, read_log
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
        "somebody else had the home, stale where it makes no progress, lost where its process "
        "is gone."
    )
    started_at: datetime
    ended_at: datetime | None
    rows_in: int | None = Field(description="Rows that were read.")
    rows_kept: int | None
    rows_rejected: int | None
    rows_stored: int | None = Field(description="Rows that were written, read back from storage.")
    message: str = Field(description="Why it failed; empty where it did not.")
    code: str | None = Field(
        description="The version of the code that it ran; null of a run that began nothing, or "
        "of an older Boxline."
    )
    release: str | None = Field(description="The same for people: release, and commit if known.")


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


class Log(BaseModel):
    """What a run told, line by line."""

    lines: list[dict[str, Any]] = Field(
        description="Each with `at`, `level`, `event`, `run_id` and its own facts, in order. None "
        "where the log is gone: the newest are kept."
    )


class Work(BaseModel):
    """How work at one dataset went."""

    dataset: str
    done: int = Field(description="Pieces of work.")
    failed: int = Field(description="Pieces of work that failed, mended or not.")
    failed_share: float = Field(description="Of all pieces of work, 0 to 1.")
    median_seconds: float | None = Field(description="Null where none was done.")
    worst_seconds: float | None
    total_seconds: float
    requests: int = Field(description="Sent to providers for it, each try counted.")
    requests_failed: int
    most_often: str = Field(description="What most failures said; empty where none failed.")


class Works(BaseModel):
    """How work at datasets went, the flakiest first."""

    datasets: list[Work]


class WorksAsked(BaseModel):
    """Which runs count."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(default=TOLD_DAYS, ge=1, le=3_660, description="Begun so many days back.")


@router.get("", response_model=Runs, responses=responses(422, 429, 503))
def list_runs(served: Stores, asked: Annotated[RunsAsked, Query()]) -> Runs:
    """The newest runs."""
    rows = served.ledger.runs(asked.limit)
    return Runs(runs=[Run.model_validate(_without_places(served, row)) for row in rows])


@router.get("/datasets", response_model=Works, responses=responses(422, 429, 503))
def list_works(served: Stores, asked: Annotated[WorksAsked, Query()]) -> Works:
    """How work at each dataset went in recorded runs: how often it failed, how long it took."""
    told = flakiest(served.ledger.reliability(served.clock() - timedelta(days=asked.days)))
    rows = [{**vars(one), "most_often": _placeless(served, one.most_often)} for one in told]
    return Works(datasets=[Work.model_validate(row) for row in rows])


@router.get("/{run_id}", response_model=RunWithSteps, responses=responses(404, 422, 429, 503))
def show_run(run_id: RunId, served: Stores) -> RunWithSteps:
    """One run: its state, its times, and what it did."""
    return RunWithSteps.model_validate(run_with_steps(served, run_id))


@router.get("/{run_id}/log", response_model=Log, responses=responses(404, 422, 429, 503))
def show_log(run_id: RunId, served: Stores) -> Log:
    """What one run told: what it asked, did, committed and published, and what failed."""
    if served.ledger.run(run_id) is None:
        raise Problem(404, "No run has this id.", "See /runs for the newest ones.")
    lines = read_log(served.ledger.path.parent / RUN_LOGS, run_id)
    return Log(
        lines=[
            {k: _placeless(served, v) if isinstance(v, str) else v for k, v in line.items()}
            for line in lines
        ]
    )


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
    return {**run, "message": _placeless(served, run["message"] or "")}


def _placeless(served: Served, told: str) -> str:
    """A text that does not tell readers where on the machine its home is."""
    return told.replace(str(served.ledger.path.parent), "HOME")
