"""`boxline verify`: what is not as it is on record is found, and nothing is changed by looking."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.home.verifying import Rehearsal, chosen
from boxline.stores.contract_sql import content_columns, content_version
from boxline.stores.landing import DESCRIPTION
from boxline.stores.lock import locked
from tests.builders import named_catalog
from tests.cli.answers import BOOKKEEPING, CommandLine, changed, contents, refused

GAMES = "nba_core.games"


def alter(home: Path, *statements: str) -> None:
    """Change the warehouse behind Boxline's back."""
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


def wrong(boxline: CommandLine, home: Path, *words: object) -> list[tuple[str, str]]:
    """What is found wrong: about what, and how it is told; each with a next step."""
    answer = boxline("verify", "--json", *words, home=home)
    found = [row for row in answer.json if row["severity"] == "problem"]
    assert answer.exit == int(bool(found))
    assert all(row["next_step"] for row in found)
    return [(row["about"], row["found"]) for row in found]


def test_a_good_home_is_as_it_is_on_record_and_stays_as_it_is(boxline: CommandLine, home: Path):
    before = contents(home)
    answer = boxline("verify", "--sample", 12, "--seed", 3, home=home)
    assert (answer.exit, answer.talk) == (0, "")
    told = {row["about"]: row["found"] for row in answer.table}
    assert list(told) == [
        "ledger",
        "landing",
        "warehouse",
        "commits",
        "loads",
        "rebuild",
        "snapshot",
        "published",
    ]
    assert told["rebuild"].startswith("12 days of ")
    assert told["rebuild"].endswith("(--seed 3)")
    assert changed(before, contents(home), apart=BOOKKEEPING) == set()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM {table} WHERE game_date = '{day}'", "0 rows, and "),
        ("INSERT INTO {table} FROM {table} WHERE game_date = '{day}' LIMIT 1", " were committed"),
        ("UPDATE {table} SET home_points = 1 WHERE game_date = '{day}'", "hold something else"),
        ("DELETE FROM ops.commits WHERE dataset = '{table}' AND day = '{day}'", "0 were committed"),
    ],
)
def test_rows_that_are_not_those_of_their_commit_are_named_with_their_day(
    boxline: CommandLine, home: Path, statement: str, told: str
):
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        (day,) = connection.execute(f"SELECT min(game_date) FROM {GAMES}").fetchone() or ()
    alter(home, statement.format(table=GAMES, day=day))
    ((about, found),) = wrong(boxline, home, "--sample", 0)
    assert (about, found.startswith(f"{GAMES}: {day} has ")) == ("commits", True)
    assert told in found


def test_what_was_altered_together_with_its_commit_comes_out_otherwise_when_computed_again(
    boxline: CommandLine, home: Path
):
    version = content_version(content_columns(named_catalog()[GAMES].columns))
    alter(
        home,
        f"UPDATE {GAMES} SET home_points = home_points + 1",
        f"""UPDATE ops.commits SET content = found.version FROM (
            SELECT game_date, {version} AS version FROM {GAMES} GROUP BY game_date) AS found
            WHERE dataset = '{GAMES}' AND day = found.game_date""",
    )
    assert wrong(boxline, home, "--sample", 0) == []
    found = wrong(boxline, home, "--sample", 20)
    assert {about for about, _ in found} == {"rebuild"}
    assert all(" that say something else than was committed" in told for _, told in found)
    assert {told.partition(" of ")[0] for _, told in found} == {GAMES}


def test_days_that_are_work_to_do_are_no_sample(boxline: CommandLine, home: Path):
    alter(home, f"UPDATE ops.commits SET code = 'older' WHERE dataset = '{GAMES}'")
    assert wrong(boxline, home, "--sample", 8) == []


def test_a_load_of_nothing_that_landed_is_found(boxline: CommandLine, home: Path):
    alter(home, "UPDATE ops.loads SET landed_id = 'gone' WHERE dataset LIKE '%schedule'")
    ((about, found),) = wrong(boxline, home, "--sample", 0)
    assert (about, "not in landing/, such as gone" in found) == ("loads", True)


def test_a_load_that_lost_a_row_on_its_way_is_found(boxline: CommandLine, home: Path):
    alter(home, "UPDATE ops.loads SET rows_kept = rows_kept - 1 WHERE dataset LIKE '%schedule'")
    ((about, found),) = wrong(boxline, home, "--sample", 0)
    assert (about, "do not add up" in found) == ("loads", True)


def alter_inside(path: Path) -> None:
    """Other bytes of the same length."""
    body = path.read_bytes()
    path.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))


def alter_a_value(path: Path) -> None:
    """A whole Parquet file that says something else."""
    table = pq.read_table(path)
    points = pa.array([1] * len(table), table.schema.field("home_points").type)
    place = table.schema.get_field_index("home_points")
    pq.write_table(table.set_column(place, "home_points", points), path)


@pytest.mark.parametrize(
    ("pattern", "harm", "about"),
    [
        ("landing/**/*.parquet", alter_inside, "landing"),
        (f"snapshot/{GAMES}/*.parquet", alter_a_value, "snapshot"),
        (f"snapshot/{GAMES}/*.parquet", Path.unlink, "snapshot"),
        ("published/current/v1/name-matches/*.json", alter_inside, "published"),
    ],
)
def test_a_file_whose_bytes_are_not_those_of_its_manifest_is_named(
    boxline: CommandLine, home: Path, pattern: str, harm: Callable[[Path], object], about: str
):
    path = min(p for p in home.glob(pattern) if not p.name.endswith(DESCRIPTION))
    harm(path)
    ((said, found),) = wrong(boxline, home, "--sample", 0)
    assert said == about
    assert path.name in found


def test_a_damaged_warehouse_is_named_and_the_rest_is_verified_all_the_same(
    boxline: CommandLine, home: Path
):
    body = (home / "warehouse.duckdb").read_bytes()
    (home / "warehouse.duckdb").write_bytes(body[:12_288] + b"\xa5" * len(body[12_288:]))
    shutil.rmtree(home / "published")
    answer = boxline("verify", "--json", home=home)
    severities = {row["about"]: row["severity"] for row in answer.json}
    assert (answer.exit, severities["warehouse"]) == (1, "problem")
    assert severities["landing"] == severities["snapshot"] == "fine"
    assert "commits" not in severities


def test_a_table_with_the_columns_of_older_code_is_named_and_not_called_wrong(
    boxline: CommandLine, home: Path
):
    alter(home, f"ALTER TABLE {GAMES} DROP COLUMN arena")
    answer = boxline("verify", "--sample", 0, "--json", home=home)
    assert answer.exit == 0
    (told,) = [row for row in answer.json if row["severity"] == "warning"]
    assert GAMES in told["found"]
    assert "`boxline run`" in told["next_step"]


def test_who_is_at_work_is_waited_for_and_named(boxline: CommandLine, home: Path):
    with locked(home / "warehouse.lock", doing="run", wait_seconds=0):
        refused(boxline("verify", home=home), 1, "is held by process")


def test_where_nothing_is_there_is_nothing_to_verify(boxline: CommandLine, tmp_path: Path):
    answer = boxline("verify", home=tmp_path / "none")
    assert (answer.exit, answer.talk) == (0, "There is nothing to verify.\n")


def test_a_sample_takes_every_table_before_any_twice_and_is_the_same_for_one_seed():
    days = [date(2025, 1, day) for day in range(1, 10)]
    cells = {"one": days, "two": days[:1], "three": [], "four": days}
    found = chosen(cells, 3, seed=1)
    assert {name for name, _ in found} == {"one", "two", "four"}
    assert chosen(cells, 3, seed=1) == found
    assert {tuple(chosen(cells, 3, seed=n)) for n in range(9)} != {tuple(found)}
    assert len(chosen(cells, 100, seed=1)) == len(set(chosen(cells, 100, seed=1))) == 19


def test_a_rehearsal_speaks_as_the_warehouse_that_it_is_of() -> None:
    there = SimpleNamespace(dialect="bigquery")
    assert Rehearsal(warehouse=there).dialect == "bigquery"  # type: ignore[arg-type]
