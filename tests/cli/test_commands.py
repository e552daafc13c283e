"""What every command does when all is well, as table and as JSON."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from boxline.home import Home
from boxline.home.beside import published_types
from boxline.leagues import whole_catalog
from tests.builders import home_at
from tests.cli.answers import (
    BOOKKEEPING,
    PLAYER_GAMES,
    PLAYERS,
    SCHEDULE,
    SCHEDULE_REPLY,
    Answer,
    CommandLine,
    changed,
    contents,
)

Row = dict[str, Any]


def shown(value: Any) -> str | float:
    """A value of the JSON as the table prints it; a fraction as a number, for it is cut short."""
    if isinstance(value, float):
        return pytest.approx(value, rel=1e-3, abs=1e-3)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    return f"{value:,}" if isinstance(value, int) else str(value)


def assert_same_facts(table: list[dict[str, str]], rows: list[Row]) -> None:
    """The printed table holds what the JSON holds, row by row."""
    assert len(table) == len(rows) > 0
    for printed, row in zip(table, rows, strict=True):
        for head, cell in printed.items():
            value = row.get(head)
            is_cut = isinstance(value, float) and cell != ""
            assert (float(cell.replace(",", "")) if is_cut else cell) == shown(value), (head, row)


#: Datasets whose rows name players by names alone.
NAME_PLAYERS = {"nba_core.injuries", "nba_core.player_prop_lines"}


class TestFromNothingToPredictions:
    def test_import_plan_run_and_a_second_run_with_nothing_to_do(
        self, boxline: CommandLine, archive: Path, tmp_path: Path
    ):
        home = tmp_path / "home"
        imported = boxline("import", archive, home=home)
        assert (imported.exit, imported.talk) == (0, "")
        counted = {row["dataset"]: row["rows_in"] for row in imported.table}
        assert counted == {
            name: f"{sum(len(pq.read_table(file)) for file in files):,}"
            for name, files in {
                PLAYER_GAMES: archive.glob("nba_box_scores/*/*.parquet"),
                "nba_raw.archive_team_games": archive.glob("nba_team_games/*.parquet"),
                "nba_raw.archive_schedule": archive.glob("nba_schedule/schedule.parquet"),
                "nba_raw.archive_full_schedule": archive.glob("nba_schedule/*_full.parquet"),
                "nba_raw.archive_team_schedule": archive.glob("nba_schedule/team_*.parquet"),
                "nba_raw.archive_shots": archive.glob("nba_shots/*.parquet"),
                "nba_raw.archive_player_prop_lines": archive.glob("nba_prop_lines/player_*"),
                "nba_raw.archive_pra_lines": archive.glob("nba_prop_lines/pra_*"),
                "nba_raw.archive_threes_lines": archive.glob("nba_prop_lines/threes_*"),
                "nba_raw.archive_closing_lines": archive.glob("nba_game_lines/closing_*"),
                "nba_raw.archive_multibook_lines": archive.glob("nba_game_lines/multibook_*"),
                "nba_raw.archive_injury_reports": archive.glob("nba_injuries/*_reports_*"),
                "nba_raw.archive_injury_status_history": archive.glob("nba_injuries/*_history_*"),
            }.items()
        }

        before = contents(home)
        planned = boxline("plan", home=home)
        assert {row["work"] for row in planned.table} == {"missing", "may follow"}
        assert "nba_core.games" in {row["dataset"] for row in planned.table}
        assert changed(before, contents(home), apart=BOOKKEEPING) == set()

        ran = boxline("run", "--json", home=home)
        assert (ran.exit, ran.json["failures"]) == (0, [])
        made = rf"Documents made: (\d+); changed: \1; in {home}/published/current\."
        assert re.fullmatch(f"{made}\n", ran.talk)
        assert all(step["rows_in"] >= step["rows_kept"] for step in ran.json["steps"])

        before = contents(home)
        again = boxline("run", home=home)
        assert (again.exit, again.data, again.talk) == (0, "", "Nothing to do.\n")
        nothing = boxline("run", "--json", home=home).json
        assert (nothing["steps"], nothing["failures"]) == ([], [])
        assert changed(before, contents(home), apart=BOOKKEEPING) == set()

        left = boxline("plan", "--json", home=home).json
        assert (left["to_load"], left["certain"], left["may_follow"]) == ([], [], [])

    def test_what_was_imported_before_is_noted_and_not_stored_again(
        self, boxline: CommandLine, archive: Path, settled: Path
    ):
        before = contents(settled)
        boxline.now += timedelta(days=1)
        file = archive / PLAYERS
        answer = boxline("import", file, home=settled)
        assert (answer.exit, answer.data) == (0, "")
        noted = f"{file}: the same bytes were imported before"
        assert answer.talk.splitlines() == [noted, "Nothing new to load."]
        touched = changed(before, contents(settled), apart=BOOKKEEPING)
        (description,) = touched  # which says now what it came with
        assert description.endswith(".landed.json")

    @pytest.mark.parametrize("words", ["plan", "run", "runs list"])
    def test_an_empty_home_has_nothing_to_do(
        self, boxline: CommandLine, tmp_path: Path, words: str
    ):
        home = tmp_path / "home"
        answer = boxline(*words.split(), home=home)
        assert (answer.exit, answer.data) == (0, "")
        assert answer.talk in ("Nothing to do.\n", "No run is recorded yet.\n")
        assert home.exists() == (words == "run")

    def test_a_plan_names_the_files_that_wait_to_be_loaded(
        self, boxline: CommandLine, tmp_path: Path
    ):
        home = home_at(tmp_path / "home")
        body = SCHEDULE_REPLY.read_bytes()
        home.land(home.catalog[SCHEDULE], [("schedule.json", body)], fetched_at=home.clock())
        home.close()
        (row,) = boxline("plan", home=home.path).table
        assert (row["dataset"], row["work"], row["detail"]) == (SCHEDULE, "load", "schedule.json")
        assert boxline("plan", "--json", home=home.path).json["to_load"] == [
            {"dataset": SCHEDULE, "file": "schedule.json"}
        ]

    def test_a_window_narrows_the_work(self, boxline: CommandLine, archive: Path, tmp_path: Path):
        home = tmp_path / "home"
        boxline("import", archive, home=home)
        day = str(pq.read_table(archive / PLAYERS)["game_date"][0])
        only = ["--only", "nba_core.games", "--only", "nba_core.player_games"]
        steps = boxline("run", "--date", day, *only, "--json", home=home).json["steps"]
        assert [(step["dataset"], step["days"]) for step in steps] == [
            ("nba_core.games", 1),
            ("nba_core.player_games", 1),
        ]
        asked = "SELECT DISTINCT game_date FROM nba_core.player_games"
        assert boxline("sql", asked, "--json", home=home).json == [{"game_date": day}]


class TestLooking:
    def test_status_says_the_same_as_table_and_as_json(
        self, boxline: CommandLine, settled_copy: Path, settled_home: Home
    ):
        rows = boxline("status", "--json", home=settled_copy).json
        assert_same_facts(boxline("status", home=settled_copy).table, rows)
        assert [row["dataset"] for row in rows] == sorted(settled_home.catalog.datasets)
        lines = next(row for row in rows if row["dataset"] == "nba_core.player_games")
        assert (lines["days_missing"], lines["days_short"], lines["rejected"]) == (0, 0, 0)

    def test_runs_are_listed_newest_first_and_shown_step_by_step(
        self, boxline: CommandLine, settled: Path
    ):
        boxline.now += timedelta(days=1)
        assert boxline("run", home=settled).exit == 0
        rows = boxline("runs", "list", "--json", home=settled).json
        assert_same_facts(boxline("runs", "list", home=settled).table, rows)
        assert (rows[0]["command"], rows[0]["rows_in"]) == ("run", 0)
        assert {(row["command"], row["state"]) for row in rows} == {
            ("run", "done"),
            ("import", "done"),
        }
        newest = boxline("runs", "list", "--limit", 1, "--json", home=settled).json
        assert newest == rows[:1]

        imported = next(row for row in rows if row["command"] == "import")
        found = boxline("runs", "show", imported["run_id"], "--json", home=settled).json
        steps, log = found.pop("steps"), found.pop("log")
        assert found.pop("is_code_of_today") is True
        assert found == imported
        assert sum(step["rows_in"] for step in steps) == imported["rows_in"]
        shown = boxline("runs", "show", imported["run_id"], home=settled)
        facts, table, told = shown.data.split("\n\n")
        assert told.splitlines()[-1].startswith(log[-1]["at"])
        assert f"{len(log) - 20} lines before these" in shown.talk
        assert re.search(rf"^run_id +{imported['run_id']}$", facts, re.MULTILINE)
        assert_same_facts(Answer(0, table, "").table, steps)

    def test_a_run_without_work_has_no_steps(self, boxline: CommandLine, settled: Path):
        boxline.now += timedelta(days=1)
        boxline("run", home=settled)
        (newest,) = boxline("runs", "list", "--limit", 1, "--json", home=settled).json
        shown = boxline("runs", "show", newest["run_id"], home=settled)
        assert (shown.exit, shown.talk) == (0, "It found nothing to do.\n")

    def test_sql_says_the_same_as_table_and_as_json(self, boxline: CommandLine, settled_copy: Path):
        query = (
            "SELECT game_id, game_date, home_points, home_points / 3 AS third, is_final, arena "
            "FROM nba_core.games ORDER BY game_id DESC LIMIT 5"
        )
        rows = boxline("sql", query, "--json", home=settled_copy).json
        assert_same_facts(boxline("sql", query, home=settled_copy).table, rows)

    def test_columns_with_one_name_are_all_answered(self, boxline: CommandLine, settled_copy: Path):
        query = "SELECT 1 AS a, 2 AS a, 3 AS a_2"
        rows = boxline("sql", query, "--json", home=settled_copy).json
        assert [list(row.values()) for row in rows] == [[1, 2, 3]]

    def test_a_query_without_rows_says_so(self, boxline: CommandLine, settled_copy: Path):
        query = "FROM nba_core.games WHERE false"
        answer = boxline("sql", query, home=settled_copy)
        assert (answer.exit, answer.data, answer.talk) == (0, "", "No row.\n")
        assert boxline("sql", query, "--json", home=settled_copy).json == []

    def test_version_names_the_libraries_that_shape_results(self, boxline: CommandLine):
        found = boxline("version", "--json").json
        assert list(found) == ["boxline", "commit", "python", "duckdb", "ibis-framework", "sqlglot"]
        shown = [(name, value or "not known") for name, value in found.items()]
        lines = boxline("version").data.splitlines()
        assert [tuple(line.split(maxsplit=1)) for line in lines] == shown


class TestDatasets:
    def test_the_list_names_every_dataset(self, boxline: CommandLine):
        rows = boxline("datasets", "list", "--json").json
        assert_same_facts(boxline("datasets", "list").table, rows)
        assert [row["dataset"] for row in rows] == sorted(whole_catalog().datasets)

    def test_one_is_shown_with_its_columns(self, boxline: CommandLine, settled_home: Home):
        name = "nba_core.player_games"
        found = boxline("datasets", "show", name, "--json").json
        facts, _, columns = boxline("datasets", "show", name).data.partition("\n\n")
        assert_same_facts(Answer(0, columns, "").table, found["columns"])
        declared = settled_home.catalog[name].stored_columns
        assert [row["column"] for row in found["columns"]] == [c.name for c in declared]
        assert f"{'grain':12} {found['grain']}" in facts.splitlines()
        assert "nba_raw.archive_player_games" in found["reads"]

    def test_lineage_goes_all_the_way_up_and_down(self, boxline: CommandLine):
        found = boxline("datasets", "lineage", "nba_core.player_games", "--json").json
        assert "nba_raw.archive_player_games" in found["upstream"]
        assert "nba_predictions.prediction_accuracy" in found["downstream"]
        head, *lines = boxline("datasets", "lineage", "nba_core.player_games").data.splitlines()
        drawn = {tuple(line.strip().rsplit(" ", 1)) for line in lines}
        assert head == "nba_core.player_games"
        assert {name for way, name in drawn if way == "reads"} == set(found["upstream"])
        assert {name for way, name in drawn if way == "read by"} == set(found["downstream"])

    def test_pages_are_written_and_stale_ones_removed_and_nothing_else(
        self, boxline: CommandLine, tmp_path: Path
    ):
        folder = tmp_path / "docs"
        (folder / "guide").mkdir(parents=True)
        for name in ("README.md", "guide/nba_core.games.md", "nba_core.attic.md"):
            (folder / name).write_text("mine")
        answer = boxline("datasets", "pages", folder)
        catalog = whole_catalog()
        made = {"index.md", *(f"{name}.md" for name in (*catalog.datasets, *catalog.feeds))}
        schemas = {kind.__name__ for kind in published_types(catalog).values()}
        assert (answer.exit, answer.data) == (0, "")
        assert answer.talk == f"Wrote {len(made) + len(schemas)} pages to {folder}.\n"
        assert {path.stem for path in (folder / "schemas").iterdir()} == schemas
        kept = {"README.md", "guide/nba_core.games.md"}
        found = {str(path.relative_to(folder)) for path in folder.rglob("*.md")}
        assert found == made | kept
        assert all((folder / name).read_text() == "mine" for name in kept)
