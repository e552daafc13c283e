"""The session on a Spark master: how it is opened, what decides its rows, whether it lives."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boxline.errors import ClusterLost

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: How long a master may take to answer a knock.
KNOCK_SECONDS = 5.0

#: What decides the rows: whatever `spark-defaults.conf` says, they are those of the warehouse.
MEANING = {
    "spark.sql.ansi.enabled": "true",  # what overflows or cannot be cast is refused, not NULL
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # instants are UTC without a zone
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.ui.showConsoleProgress": "false",
}


def insist_on_master(master: str) -> None:
    """Knock at a master's port: Spark itself would ask for a minute, and then say little.

    Raises:
        ClusterLost: nobody answers.
    """
    several = [f"spark://{one}" for one in master.removeprefix("spark://").split(",")]
    refused: list[str] = []
    for one in several:
        where = urlsplit(one)
        try:
            with socket.create_connection((where.hostname, where.port), timeout=KNOCK_SECONDS):
                return
        except OSError as cause:
            refused.append(f"{one.removeprefix('spark://')}: {cause.strerror or cause}")
    raise ClusterLost(master, f"nobody answers ({'; '.join(refused)})")


@dataclass(frozen=True, kw_only=True)
class Connection:
    """A session, and what is asked of it from another thread than the one that waits for it."""

    master: str
    session: SparkSession

    @property
    def is_lost(self) -> bool:
        """Whether the session has ended by itself: its master or its own process is gone."""
        from py4j.protocol import Py4JError

        try:
            return bool(self.session.sparkContext._jsc.sc().isStopped())
        except (AttributeError, OSError, Py4JError):  # no context any more, or nobody to ask
            return True

    def executors_within(self, seconds: float) -> Callable[[], None]:
        """A look that raises where no worker has had an executor for us for so long.

        Raises:
            ClusterLost: none has room for one, or all have gone.
        """
        last_seen = time.monotonic()

        def look() -> None:
            nonlocal last_seen
            now = time.monotonic()
            if self.is_lost or self._executors() > 0:
                last_seen = now
            elif now - last_seen > seconds:
                why = f"no worker has had room for an executor of ours for {seconds:g} s"
                raise ClusterLost(self.master, why)

        return look

    def _executors(self) -> int:
        # The driver is among them.
        return int(self.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1

    def cancel(self) -> None:
        """End whatever the session is at."""
        from py4j.protocol import Py4JError

        with suppress(AttributeError, OSError, Py4JError):
            self.session.sparkContext.cancelAllJobs()

    def close(self) -> None:
        """End the session, whether or not it lives."""
        from py4j.protocol import Py4JError

        with suppress(AttributeError, OSError, Py4JError):
            self.session.stop()


def connected(master: str) -> Connection:
    """A session on a master; memory, cores and addresses are those of `spark-defaults.conf` and
    Spark's own variables.

    Raises:
        ClusterLost: Java is missing, or the master refuses us.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("boxline").config(map=MEANING)
    try:
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    except (PySparkException, Py4JError, OSError) as cause:
        raise ClusterLost(master, f"no session could be opened: {cause}") from cause
    return Connection(master=master, session=session)
