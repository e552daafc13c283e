"""Nothing but DuckDB opens the warehouse's file in a process that has it open.

POSIX locks belong to a process and a file: closing any descriptor of the file drops the lock that
DuckDB holds on it by another. So a copy, a hash or an upload made by the holder lets a second
writer in.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import small_archive

#: Gives commands in one process, and prints every event of Python that names the warehouse's file
#: while the lock file is held, with the command.
WATCHED = """
import json, os, sys
from pathlib import Path

home, commands = Path(sys.argv[1]), json.loads(sys.argv[2])
name, found, command = "warehouse.duckdb", [], []

def names(value):
    return isinstance(value, str | bytes | os.PathLike) and name in os.fsdecode(value)

def watch(event, arguments):
    # Source and bytecode that hold the name are no file of that name.
    if event not in ("compile", "marshal.loads") and any(map(names, arguments)):
        found.append([event, *command])

sys.addaudithook(watch)
from boxline.cli import main
for command in commands:
    sys.argv = ["boxline", *command, "--home", str(home)]
    try:
        main()
    except SystemExit as end:
        assert not end.code, (command, end.code)
print("watched " + json.dumps(found))
"""


def watched(home: Path, *commands: list[str], before: str = "") -> list[list[str]]:
    """The events of Python that named the warehouse's file while commands were given."""
    given = [sys.executable, "-c", before + WATCHED, str(home), json.dumps(commands)]
    ended = subprocess.run(given, stdout=subprocess.PIPE, text=True, check=True)
    (line,) = [line for line in ended.stdout.splitlines() if line.startswith("watched ")]
    found: list[list[str]] = json.loads(line.removeprefix("watched "))
    return found


@pytest.mark.thorough  # two seasons are run
def test_no_command_opens_the_warehouse_by_other_means_than_duckdb(tmp_path: Path) -> None:
    commands = [
        ["import", str(small_archive())],
        ["plan"],
        ["run"],
        ["run"],
        ["plan", "--json"],
        ["status"],
        ["sql", "SELECT count(*) FROM nba_core.games"],
        ["runs", "list"],
    ]
    assert watched(tmp_path / "home", *commands) == []
    assert (tmp_path / "home" / "warehouse.duckdb").stat().st_size > 0


#: Makes the product hash the warehouse as it opens it.
HASHING = """
import hashlib
from pathlib import Path
from boxline.stores import warehouse
prepare = warehouse.make_tables
def hashed(writer, catalog):
    standing = prepare(writer, catalog)
    paths = writer.connection.execute("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL")
    hashlib.sha256(Path(paths.fetchone()[0]).read_bytes())
    return standing
warehouse.make_tables = hashed
"""


def test_a_product_that_did_would_be_found(tmp_path: Path) -> None:
    assert watched(tmp_path / "home", ["run"], before=HASHING) == [["open", "run"]]


HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("CREATE TABLE IF NOT EXISTS held (n INTEGER)")
for line in sys.stdin:
    if line == "read the file\\n":
        open(sys.argv[1], "rb").close()
    print("done", flush=True)
"""

ENTER = "import sys, duckdb; duckdb.connect(sys.argv[1])"


@pytest.mark.skipif(sys.platform != "linux", reason="it shows how Linux locks")
def test_why_reading_the_file_lets_a_second_writer_in(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"

    def may_enter() -> bool:
        entering = [sys.executable, "-c", ENTER, str(file)]
        return subprocess.run(entering, stderr=subprocess.DEVNULL, check=False).returncode == 0

    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None

        def tell(what: str) -> None:
            holder.stdin.write(f"{what}\n")
            holder.stdin.flush()
            assert holder.stdout.readline() == "done\n"

        tell("wait")
        assert not may_enter()
        tell("read the file")
        assert may_enter()
        holder.stdin.close()
