"""The jobs of one run: queries, scripts and loads, labelled, counted and within its ceiling."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from boxline.catalog import Column
from boxline.errors import (
    BoxlineError,
    ComputeFailed,
    CostCeiling,
    QueryRefused,
    WarehouseUnreachable,
)
from boxline.stores.bigquery.costs import Costs
from boxline.stores.bigquery.tables import schema_of
from boxline.stores.bigquery.types import as_loaded

if TYPE_CHECKING:
    import pyarrow as pa
    from google.api_core.exceptions import BadRequest
    from google.cloud import bigquery

#: How often work is asked whether it is to be stopped while a job runs.
LOOK_SECONDS = 5.0
#: How long a call may be tried again that met a broken connection or a busy server.
CALL_SECONDS = 120.0
#: How long a call may take that only tidies up behind the work.
LETTING_GO_SECONDS = 15.0
#: Reasons for which BigQuery refuses what it would take later.
PASSING = {"rateLimitExceeded", "quotaExceeded", "backendError", "internalError"}


class Jobs:
    """What is asked of BigQuery.

    Args:
        run_id: labels each job, so that the project's own record of jobs tells what ran it.
    """

    def __init__(self, client: bigquery.Client, costs: Costs, run_id: str) -> None:
        from google.cloud.bigquery import DEFAULT_RETRY

        self.client, self.costs = client, costs
        self.labels = {"boxline_run": label(run_id)} if run_id else {}
        self.retry = DEFAULT_RETRY.with_timeout(CALL_SECONDS)

    def select(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        what: str,
        progress: Callable[[], None],
    ) -> pa.Table:
        """The rows of a query."""
        given = [_parameter(name, value) for name, value in parameters.items()]
        job = self._query(sql, given, what, progress)
        with told(what, self.costs):
            # An emulator answers over HTTP alone; so does a client without the Storage API.
            return job.result(retry=self.retry).to_arrow(create_bqstorage_client=False)

    def script(self, sql: str, what: str, progress: Callable[[], None]) -> None:
        """Carry out statements that take no parameters."""
        self._query(sql, [], what, progress)

    def _query(
        self, sql: str, parameters: Sequence[Any], what: str, progress: Callable[[], None]
    ) -> bigquery.QueryJob:
        from google.cloud.bigquery import QueryJobConfig

        config = QueryJobConfig(
            query_parameters=parameters,
            labels=self.labels,
            maximum_bytes_billed=self.costs.left(),
            use_legacy_sql=False,
        )
        with told(what, self.costs):
            # Never a second job for one that failed: whether it is repeated is decided above.
            job = self.client.query(sql, job_config=config, retry=self.retry, job_retry=None)
            try:
                self._await(job, progress)
            finally:  # one that failed may have been billed as well
                read, billed = job.total_bytes_processed, job.total_bytes_billed
                self.costs.add(processed=read, billed=billed)
            return job

    def begin_load(self, rows: pa.Table, columns: Sequence[Column], table: str) -> bigquery.LoadJob:
        """Begin to load rows into a table of staging, which is made."""
        import pyarrow.parquet as pq
        from google.cloud.bigquery import LoadJobConfig

        file = io.BytesIO()
        pq.write_table(as_loaded(rows, columns), file)
        config = LoadJobConfig(
            source_format="PARQUET",
            write_disposition="WRITE_EMPTY",
            create_disposition="CREATE_IF_NEEDED",
            schema=schema_of(columns),
            labels=self.labels,
        )
        with told(f"a load into {table}", self.costs):
            return self.client.load_table_from_file(file, table, rewind=True, job_config=config)

    def end_load(
        self, job: bigquery.LoadJob, what: str, progress: Callable[[], None]
    ) -> BadRequest | None:
        """Wait for a load; how it refused some rows, None where it took them all."""
        from google.api_core.exceptions import BadRequest

        with told(what, self.costs):
            try:
                self._await(job, progress)
            except BadRequest as cause:
                if is_passing(cause):
                    raise
                return cause
            finally:
                self.costs.add(processed=None, billed=None)
        return None

    def drop(self, table: str) -> None:
        """Let go of a table of staging. One that stays lapses by itself, so nothing that was
        committed fails for it."""
        with _whatever_is_said():
            self.client.delete_table(
                table, retry=None, timeout=LETTING_GO_SECONDS, not_found_ok=True
            )

    def _await(self, job: Any, progress: Callable[[], None]) -> None:
        """Wait until a job has ended, and cancel it where its work is to be stopped."""
        from concurrent.futures import TimeoutError as NotYet

        try:
            while True:
                progress()
                try:
                    job.result(retry=self.retry, timeout=LOOK_SECONDS)
                except NotYet:
                    continue
                return
        finally:
            if not job.done(reload=False):
                with _whatever_is_said():  # what stopped the work is told, and not this
                    job.cancel(retry=None, timeout=LETTING_GO_SECONDS)


@contextmanager
def told(what: str, costs: Costs) -> Iterator[None]:
    """Tell what BigQuery says as errors of ours."""
    from google.api_core.exceptions import GoogleAPIError
    from google.auth.exceptions import GoogleAuthError
    from requests import RequestException

    try:
        yield
    except (GoogleAPIError, GoogleAuthError, RequestException) as cause:
        raise _ours(what, cause, costs) from cause


def _ours(what: str, cause: Exception, costs: Costs) -> BoxlineError:
    from google.api_core.exceptions import BadRequest, Forbidden, NotFound, Unauthorized
    from google.auth.exceptions import GoogleAuthError, TransportError

    why = first_line(cause)
    if is_passing(cause) or isinstance(cause, TransportError):
        return WarehouseUnreachable(what, why)
    if isinstance(cause, BadRequest):
        if "exceeded limit for bytes billed" in why.lower():
            return CostCeiling(costs.ceiling, costs.billed)
        return ComputeFailed(what, why)
    if isinstance(cause, (Forbidden, Unauthorized, NotFound, GoogleAuthError)):
        return QueryRefused(what, why)
    return WarehouseUnreachable(what, why)


def is_passing(cause: Exception) -> bool:
    """Whether BigQuery refuses for now what it would take later, whatever status says so."""
    errors = getattr(cause, "errors", ())
    return any(one.get("reason") in PASSING for one in errors if isinstance(one, dict))


@contextmanager
def _whatever_is_said() -> Iterator[None]:
    """Something that nothing rests on: where BigQuery refuses it, or does not answer, so be it."""
    from google.api_core.exceptions import GoogleAPIError
    from google.auth.exceptions import GoogleAuthError
    from requests import RequestException

    with suppress(GoogleAPIError, GoogleAuthError, RequestException):
        yield


def first_line(cause: Exception) -> str:
    """What an error says, without where it happened."""
    return str(getattr(cause, "message", cause)).strip().partition("\n")[0][:500]


def label(text: str) -> str:
    """A text as the value of a label: small letters, digits and dashes, at most 63."""
    return re.sub(r"[^a-z0-9_-]", "-", text.lower())[:63]


def _parameter(name: str, value: Any) -> Any:
    from google.cloud.bigquery import ArrayQueryParameter, ScalarQueryParameter

    if isinstance(value, list):
        return ArrayQueryParameter(name, _kind(value[0]), value)
    return ScalarQueryParameter(name, _kind(value), value)


def _kind(value: Any) -> str:
    for kind, name in ((bool, "BOOL"), (int, "INT64"), (float, "FLOAT64"), (str, "STRING")):
        if isinstance(value, kind):
            return name
    if isinstance(value, datetime):  # which is a date too
        return "DATETIME"
    assert isinstance(value, date)
    return "DATE"
