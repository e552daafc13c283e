"""How jobs are asked for, what is counted of them, and what is made of what BigQuery says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from google.api_core.exceptions import BadRequest, GoogleAPICallError
from google.cloud.bigquery import QueryJobConfig

from boxline.errors import ComputeFailed
from boxline.stores.bigquery.costs import Costs
from boxline.stores.bigquery.jobs import Jobs


def on_way() -> None:
    """Work goes on."""


@dataclass
class Job:
    """A job that ends as it was told to."""

    refused: GoogleAPICallError | None = None
    total_bytes_processed: int = 5
    total_bytes_billed: int = 30

    def result(self, **_options: Any) -> None:
        if self.refused is not None:
            raise self.refused

    def done(self, **_options: Any) -> bool:
        return True


@dataclass
class Recorder:
    """A client that notes what it is asked, and answers with one job."""

    job: Job = field(default_factory=Job)
    asked: list[QueryJobConfig] = field(default_factory=list)

    def query(self, _sql: str, *, job_config: QueryJobConfig, **_options: Any) -> Job:
        self.asked.append(job_config)
        return self.job


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
