"""How jobs are asked for, what is counted of them, and what is made of what BigQuery says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from google.api_core.exceptions import (
    BadRequest,
    Forbidden,
    GoogleAPICallError,
    InternalServerError,
    RetryError,
    ServiceUnavailable,
)
from google.auth.exceptions import RefreshError, TransportError
from google.cloud.bigquery import QueryJobConfig
from requests import ConnectionError as NoConnection

from boxline.errors import (
    ComputeFailed,
    CostCeiling,
    LeaseLost,
    QueryRefused,
    WarehouseUnreachable,
    WorkError,
)
from boxline.stores.bigquery.costs import Costs
from boxline.stores.bigquery.jobs import PASSING, Jobs


def on_way() -> None:
    """Work goes on."""


@dataclass
class Job:
    """A job that ends as it was told to."""

    refused: Exception | None = None
    total_bytes_processed: int = 5
    total_bytes_billed: int = 30
    is_done: bool = True

    def result(self, **_options: Any) -> None:
        if self.refused is not None:
            raise self.refused

    def cancel(self, **_options: Any) -> None:
        raise ServiceUnavailable("nobody is there")

    def done(self, **_options: Any) -> bool:
        return self.is_done


@dataclass
class Recorder:
    """A client that notes what it is asked, and answers with one job."""

    job: Job = field(default_factory=Job)
    asked: list[QueryJobConfig] = field(default_factory=list)
    trouble: Exception = field(default_factory=lambda: ServiceUnavailable("nobody is there"))

    def query(self, _sql: str, *, job_config: QueryJobConfig, **_options: Any) -> Job:
        self.asked.append(job_config)
        return self.job

    def delete_table(self, _table: str, **options: Any) -> None:
        assert options["retry"] is None
        assert options["timeout"] > 0
        raise self.trouble


def jobs_of(client: Recorder, *, ceiling: int = 100, run_id: str = "Run 7") -> Jobs:
    return Jobs(client, Costs(ceiling=ceiling), run_id)  # type: ignore[arg-type]


def test_a_job_carries_its_run_and_may_be_billed_for_what_is_left() -> None:
    client = Recorder()
    jobs = jobs_of(client)
    for _ in range(2):
        jobs.script("SELECT 1", "toy", on_way)
    assert [one.labels for one in client.asked] == [{"boxline_run": "run-7"}] * 2
    assert [one.maximum_bytes_billed for one in client.asked] == [100, 70]


def test_a_job_that_failed_is_counted_with_what_it_was_billed_for() -> None:
    jobs = jobs_of(Recorder(Job(refused=BadRequest("no such column"))))
    with pytest.raises(ComputeFailed):
        jobs.script("SELECT 1", "toy", on_way)
    assert (jobs.costs.jobs, jobs.costs.processed, jobs.costs.billed) == (1, 5, 30)


NO_ANSWERS = [
    InternalServerError("an internal error"),
    RetryError("tried for 120 s", ServiceUnavailable("nobody is there")),
    NoConnection("reset by peer"),
]


@pytest.mark.parametrize("said", NO_ANSWERS, ids=lambda said: type(said).__name__)
def test_a_load_that_is_not_answered_is_told_as_an_error_of_ours(said: Exception) -> None:
    jobs = jobs_of(Recorder())
    with pytest.raises(WarehouseUnreachable):
        jobs.end_load(Job(refused=said), "toy", on_way)  # type: ignore[arg-type]
    assert jobs.costs.jobs == 1


@pytest.mark.parametrize("said", [Forbidden("Access Denied"), RefreshError("expired")])
def test_a_load_that_is_not_allowed_is_told_as_an_error_of_ours(said: Exception) -> None:
    with pytest.raises(QueryRefused):
        jobs_of(Recorder()).end_load(Job(refused=said), "toy", on_way)  # type: ignore[arg-type]


def test_a_load_tells_how_its_rows_were_refused() -> None:
    refusal = BadRequest("invalid value")
    jobs = jobs_of(Recorder())
    assert jobs.end_load(Job(refused=refusal), "toy", on_way) is refusal  # type: ignore[arg-type]
    assert jobs.end_load(Job(), "toy", on_way) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "trouble", [*NO_ANSWERS, Forbidden("Access Denied"), TransportError("no route")]
)
def test_a_table_of_staging_that_stays_fails_nothing(trouble: Exception) -> None:
    jobs_of(Recorder(trouble=trouble)).drop("p.b_staging.rows_1")


def test_a_job_that_cannot_be_cancelled_hides_not_why_it_was_to_be() -> None:
    def taken() -> None:
        raise LeaseLost("r")

    with pytest.raises(LeaseLost):
        jobs_of(Recorder(Job(is_done=False))).script("SELECT 1", "toy", taken)


@pytest.mark.parametrize("reason", sorted(PASSING))
@pytest.mark.parametrize("kind", [BadRequest, Forbidden])
def test_what_bigquery_would_take_later_is_no_refusal(
    kind: type[GoogleAPICallError], reason: str
) -> None:
    said = kind("too many of them", errors=[{"reason": reason, "message": "too many of them"}])
    with pytest.raises(WarehouseUnreachable, match="the next run plans the rest again"):
        jobs_of(Recorder(Job(refused=said))).script("SELECT 1", "toy", on_way)
    with pytest.raises(WarehouseUnreachable):
        jobs_of(Recorder()).end_load(Job(refused=said), "toy", on_way)  # type: ignore[arg-type]


def test_a_query_beyond_what_the_run_may_cost_is_told_with_what_it_cost() -> None:
    said = BadRequest("Query exceeded limit for bytes billed: 100. 20971520 or higher required.")
    with pytest.raises(CostCeiling, match="billed for 30 bytes"):
        jobs_of(Recorder(Job(refused=said))).script("SELECT 1", "toy", on_way)


@pytest.mark.parametrize(
    "error",
    [WarehouseUnreachable("toy", "no answer"), CostCeiling(1, 1), QueryRefused("toy", "no")],
)
def test_what_every_further_work_would_meet_ends_the_run(error: Exception) -> None:
    """A runner goes on behind work that failed; from anything else it ends."""
    assert not isinstance(error, WorkError)
