"""A Spark cluster as the store sees it: one session, opened with the first query."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from boxline.catalog.spark import steps
from boxline.errors import ClusterLost, ComputeFailed
from boxline.stores.spark.session import Connection, connected, insist_on_master

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

T = TypeVar("T")

#: Arrow's types of what the warehouse writes, as Spark calls them.
TYPES = {
    "string": "STRING",
    "int32": "INT",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "timestamp[us]": "TIMESTAMP_NTZ",
}

#: How often whoever waits for Spark looks up.
LOOK_SECONDS = 0.2

#: How long a query waits for the first executor: a master without a worker that has room for one
#: would let it wait for ever.
EXECUTOR_SECONDS = 60.0

#: How long a script that is told to stop may go on, before its session is given up.
STOPPING_SECONDS = 10.0


class SparkCluster:
    """The machines behind a Spark master; implements `engine.clusters.Cluster`.

    Nothing of Spark is imported, and no process started, before the first query.

    Args:
        master: its URL, `spark://host:port`.
        folder: where Parquet goes there and back; every worker sees it under the same path.
        executor_seconds: how long to wait for a worker that takes the work.
    """

    #: As which the compiler knows it.
    dialect = "pyspark"

    def __init__(
        self, master: str, folder: Path, *, executor_seconds: float = EXECUTOR_SECONDS
    ) -> None:
        self._master, self._folder = master, folder
        self._executor_seconds = executor_seconds
        self._opening: Future[Connection] | None = None
        self._thread = _own_thread()

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """An empty folder that the workers see too; gone afterwards."""
        self._folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="window-", dir=self._folder))
        folder.chmod(0o777)  # workers may run as somebody else
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # what a lost worker still writes may stay

    def compute(
        self,
        dataset: str,
        sql: str,
        inputs: Mapping[str, Path],
        into: Path,
        progress: Callable[[], None],
    ) -> None:
        """Write the rows of a query as Parquet files into a folder.

        Raises:
            ClusterLost: the master does not answer, no worker takes the work, or all are gone.
            ComputeFailed: Spark refused the query for what it says or for the rows it reads.
        """
        connection = self._connected(progress)
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        has_executors = connection.executors_within(self._executor_seconds)
        writing = self._thread.submit(_write, connection.session, sql, inputs, into)
        try:
            waited(writing, progress, has_executors)
        except (PySparkException, Py4JError, OSError) as cause:
            if connection.is_lost:
                self.close()
                raise ClusterLost(self._master, "it was lost in the midst of a query") from cause
            raise ComputeFailed(dataset, f"on Spark: {_first_line(cause)}") from cause
        finally:
            self._stop(connection, writing)

    def close(self) -> None:
        """Give the executors back, where there are any; those of a session that is still being
        opened as soon as it is open."""
        opening, self._opening = self._opening, None
        thread, self._thread = self._thread, _own_thread()
        thread.shutdown(wait=False, cancel_futures=True)
        if opening is not None:
            opening.add_done_callback(_end)

    def _connected(self, progress: Callable[[], None]) -> Connection:
        """The session, opened where there is none; one that somebody gave up waiting for is waited
        for again."""
        if self._opening is None:
            insist_on_master(self._master)
            self._opening = self._thread.submit(connected, self._master)
        try:
            return waited(self._opening, progress)
        except ClusterLost:  # there is none: whoever asks again begins anew
            self.close()
            raise

    def _stop(self, connection: Connection, writing: Future[None]) -> None:
        """Cancel a script until it has ended: between two jobs nothing is there to be cancelled,
        and the next query would wait for all that follow."""
        deadline = time.monotonic() + STOPPING_SECONDS
        try:
            while not writing.done() and time.monotonic() < deadline:
                connection.cancel()
                wait([writing], LOOK_SECONDS)
        finally:
            if not writing.done():
                self.close()


def _own_thread() -> ThreadPoolExecutor:
    """Calls Spark: a call returns when its job has ended, and takes no signal meanwhile."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="spark")


def _end(opening: Future[Connection]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def waited(work: Future[T], *looks: Callable[[], None]) -> T:
    """What a piece of work gives, once it is done; the looks are asked again and again meanwhile,
    and end the wait by what they raise."""
    while wait([work], LOOK_SECONDS).not_done:
        for look in looks:
            look()
    return work.result()


def _write(session: SparkSession, text: str, inputs: Mapping[str, Path], into: Path) -> None:
    named = [*inputs]
    for name, file in inputs.items():
        found = session.read.schema(_schema(file)).parquet(_place(file))
        found.createOrReplaceTempView(name)
    for step in steps(text):
        rows = session.sql(step.sql)
        if not step.name:
            rows.write.parquet(_place(into))
            break
        if step.is_kept:
            kept = _place(into.with_name(f"step-{step.name}"))
            rows.write.parquet(kept)
            rows = session.read.schema(rows.schema).parquet(kept)
        rows.createOrReplaceTempView(step.name)
        named.append(step.name)
    for name in named:
        session.catalog.dropTempView(name)


def _place(path: Path) -> str:
    """A path as Hadoop reads it, which takes `%20` for what it says."""
    return f"file://{path}"


def _schema(file: Path) -> str:
    """The columns of a file as Spark writes them: to find them out it would start a job."""
    import pyarrow.parquet as pq

    return ", ".join(f"`{one.name}` {TYPES[str(one.type)]}" for one in pq.read_schema(file))


def _first_line(cause: BaseException) -> str:
    """What happened, without the stack of the machine it happened on."""
    said = str(getattr(cause, "java_exception", cause)).strip()
    return said.splitlines()[0].rstrip(".!: ") if said else type(cause).__name__
