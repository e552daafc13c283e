"""`boxline doctor`: what is wrong is named with its next step, and nothing changes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from boxline.health.examining.machine import examine_libraries
from boxline.stores.lock import locked
from boxline.stores.models import ModelFiles
from tests.cli.answers import CommandLine, changed, contents

LOOKED_AT = [
    "libraries",
    "home",
    "space",
    "permissions",
    "ledger",
    "landing",
    "warehouse",
    "models",
    "snapshot",
    "published",
    "alerts",
]


def findings(boxline: CommandLine, home: Path, *words: str) -> tuple[int, list[dict[str, str]]]:
    """How the command ended, and what it found that is not fine."""
    answer = boxline("doctor", "--json", *words, home=home)
    return answer.exit, [row for row in answer.json if row["severity"] != "fine"]


@pytest.mark.parametrize("words", [(), ("--deep",)])
def test_a_good_home_is_fine_in_all_that_is_looked_at(
    boxline: CommandLine, settled: Path, words: tuple[str, ...]
):
    before = contents(settled)
    answer = boxline("doctor", *words, home=settled)
    assert (answer.exit, answer.talk) == (0, "")
    assert [row["about"] for row in answer.table] == LOOKED_AT
    assert {row["severity"] for row in answer.table} == {"fine"}
    assert changed(before, contents(settled), apart={"warehouse.lock"}) == set()


def test_a_home_that_is_not_there_yet_is_no_problem(boxline: CommandLine, tmp_path: Path):
    answer = boxline("doctor", home=tmp_path / "none")
    assert answer.exit == 0
    assert "the first import makes it" in answer.data
    assert not (tmp_path / "none").exists()


def spoil(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2] + b"\xa5" * 200)


def spoil_inside(path: Path) -> None:
    """The size and both ends stay."""
    body = path.read_bytes()
    third = len(body) // 3
    path.write_bytes(body[:third] + b"\xa5" * third + body[2 * third :])


def spoil_behind_headers(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(body[:12_288] + b"\xa5" * len(body[12_288:]))


def test_models_are_looked_at_where_there_are_any(boxline: CommandLine, settled: Path):
    models = ModelFiles(settled / "models")
    name = models.put(b"a tree")
    answer = boxline("doctor", "--deep", home=settled)
    assert [row["found"] for row in answer.table if row["about"] == "models"] == [
        f"{len(models.kept())} models are there and hold what was kept"
    ]
    (models.root / f"{name}.model.zst").write_bytes(b"")
    exit_code, found = findings(boxline, settled, "--deep")
    assert exit_code == 1
    assert [row["about"] for row in found] == ["models"]
    assert name in found[0]["found"]
    assert findings(boxline, settled) == (0, [])


CASES = [
    ("ledger.sqlite", spoil, "ledger", "Move ledger.sqlite* away"),
    ("ledger.sqlite", Path.unlink, "ledger", "makes it anew from landing/"),
    ("landing/**/*.landed.json", spoil, "landing", "Move it away and land its files again"),
    ("landing/**/*.landed.json", Path.unlink, "landing", "Bring the original file in again"),
    ("landing/**/*.parquet", spoil, "landing", "Bring the original file in again"),
    ("landing/**/*.parquet", Path.unlink, "landing", "Bring the original file in again"),
    ("warehouse.duckdb", spoil, "warehouse", "Move warehouse.duckdb* away"),
    ("snapshot/current.json", spoil, "snapshot", "the next run writes it anew"),
    ("snapshot/nba_core.games/*.parquet", Path.unlink, "snapshot", "the next run writes it anew"),
    ("snapshot/nba_core.games/*.parquet", spoil, "snapshot", "the next run writes it anew"),
    ("published/current/manifest.json", spoil, "published", "the next run makes it anew"),
    ("published/current/v1/results/*.json", Path.unlink, "published", "makes it anew"),
]


@pytest.mark.parametrize(("file", "harm", "about", "next_step"), CASES)
def test_what_is_wrong_is_named_with_the_next_step(
    boxline: CommandLine,
    settled: Path,
    file: str,
    harm: Callable[[Path], None],
    about: str,
    next_step: str,
):
    path = min(settled.glob(file))
    harm(path)
    code, found = findings(boxline, settled)
    assert {row["about"] for row in found} == {about}
    assert any(next_step in row["next_step"] for row in found)
    is_problem = any(row["severity"] == "problem" for row in found)
    assert code == int(is_problem)
    assert is_problem == ("anew from landing/" not in next_step)


@pytest.mark.parametrize(
    ("file", "harm", "about"),
    [
        ("landing/**/*.parquet", spoil_inside, "landing"),
        ("warehouse.duckdb", spoil_behind_headers, "warehouse"),
        ("snapshot/nba_core.player_games/*.parquet", spoil_inside, "snapshot"),
        ("published/current/v1/results/*.json", spoil_inside, "published"),
    ],
)
def test_what_only_its_bytes_betray_is_found_by_deep(
    boxline: CommandLine, settled: Path, file: str, harm: Callable[[Path], None], about: str
):
    harm(min(settled.glob(file)))
    code, found = findings(boxline, settled, "--deep")
    assert code == 1
    assert {row["about"] for row in found} == {about}


def test_what_a_killed_landing_leaves_is_a_warning(boxline: CommandLine, settled: Path):
    with closing(sqlite3.connect(settled / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("DELETE FROM landed WHERE dataset = 'nba_raw.archive_shots'")
    (settled / "landing" / "half-landed.parquet").write_bytes(b"half")
    code, found = findings(boxline, settled)
    assert code == 0
    assert [(row["about"], row["severity"]) for row in found] == [("landing", "warning")] * 2
    assert "half-landed.parquet" in found[0]["found"]
    assert "1 landed requests are not in the ledger" in found[1]["found"]


def test_a_warehouse_that_is_held_is_not_waited_for_and_its_holder_is_named(
    boxline: CommandLine, settled: Path
):
    with locked(settled / "warehouse.lock", doing="run", wait_seconds=0):
        code, (found,) = findings(boxline, settled)
    assert code == 0
    assert found["about"] == "warehouse"
    assert "it is held by process" in found["found"]


def test_a_link_that_leads_nowhere_is_a_problem(boxline: CommandLine, settled: Path):
    shutil.rmtree(settled / "published" / "sets")
    code, (found,) = findings(boxline, settled)
    assert (code, found["about"]) == (1, "published")
    assert "leads nowhere" in found["found"]


def test_a_library_of_another_version_is_named():
    (found,) = examine_libraries(["duckdb>=99", "msgspec", "no-such-library; extra == 'dev'"])
    assert "duckdb is 2" in found.found
    assert ">=99 is needed" in found.found
    assert found.next_step
