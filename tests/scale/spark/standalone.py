"""A real Spark standalone cluster on loopback: a master and workers, each a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

#: How long a process may take to say that it is there, on a machine that is busy.
STARTING_SECONDS = 120.0

#: What a small machine gives, and where things are; what decides the rows is Boxline's to say.
DEFAULTS = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 1200m
spark.executor.memory 1200m
spark.executor.cores 1
spark.sql.shuffle.partitions 4
spark.sql.adaptive.coalescePartitions.parallelismFirst false
spark.ui.enabled false
"""

#: Ends a process and whatever it started when nobody holds its input any more: not even a test
#: process that was killed leaves a cluster behind.
UNTIL_LET_GO = '"$@" </dev/null & cat >/dev/null; kill -9 0'


def why_not() -> str:
    """Why no cluster can be started here; empty where one can."""
    return "" if shutil.which("java") else "Java is missing: Spark runs on it (17 or newer)"


@dataclass
class Standalone:
    """A cluster that is up.

    Attributes:
        master: its URL.
        variables: with these in the environment a session finds its way to it.
        workers: their processes, each the head of a group with its executors.
    """

    master: str
    variables: Mapping[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_worker(self) -> None:
        """Kill one worker and its executors, as a machine that goes off."""
        _kill(self.workers.pop())


@contextmanager
def standalone(folder: Path, *, workers: int = 2) -> Iterator[Standalone]:
    """A cluster whose files are in a folder; stopped whatever happens.

    Raises:
        TimeoutError: a process did not come up; its log says why.
    """
    variables = _variables(folder)
    with ExitStack() as started:
        log = folder / "master.log"
        arguments = ("master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        started.callback(_kill, _start(arguments, log, variables))
        master = _told(log, r"Starting Spark master at (spark://\S+)")
        _told(log, r"(elected leader)")
        cluster = Standalone(master=master, variables=variables)
        room = ("--cores", "1", "--memory", "2g", "--webui-port", "0", "--host", "127.0.0.1")
        for number in range(workers):
            where = ("--work-dir", str(folder / f"work-{number}"))
            log = folder / f"worker-{number}.log"
            worker = _start(("worker.Worker", *room, *where, master), log, variables)
            started.callback(_kill, worker)
            cluster.workers.append(worker)
        for number in range(workers):
            _told(folder / f"worker-{number}.log", r"(Successfully registered)")
        yield cluster


def _variables(folder: Path) -> dict[str, str]:
    conf = folder / "conf"
    conf.mkdir(parents=True)
    warehouse = f"spark.sql.warehouse.dir {folder / 'tables'}\n"
    (conf / "spark-defaults.conf").write_text(DEFAULTS + warehouse)
    return {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_CONF_DIR": str(conf),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_MEMORY": "256m",
    }


def _start(
    arguments: tuple[str, ...], log: Path, variables: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    command = Path(variables["SPARK_HOME"]) / "bin" / "spark-class"
    kind, *others = arguments
    with log.open("wb") as out:
        return subprocess.Popen(
            ["bash", "-c", UNTIL_LET_GO, "-", command, f"org.apache.spark.deploy.{kind}", *others],
            env={**os.environ, **variables},
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _told(log: Path, words: str) -> str:
    """What a log says at last."""
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        found = re.search(words, log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(f"{log.name} never said {words}: {log.read_text(errors='replace')[-2000:]}")


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
