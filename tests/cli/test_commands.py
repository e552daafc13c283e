"""What every command does when all is well, and when some of the rows are not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from boxline.home import Home
from tests.builders import home_at
from tests.cli.conftest import Answer, CommandLine

Contents = Callable[[Path], dict[str, str] | None]
Row = dict[str, Any]

RECORDED = Path(__file__).parents[1] / "recorded"
SCHEDULE, STATS = "nba_raw.nbac_schedule", "nba_raw.bdl_player_box_scores"
SCHEDULE_REPLY = RECORDED / "nbac_schedule.json"
STATS_PAGES = (RECORDED / "bdl_player_box_scores-1.json", RECORDED / "bdl_player_box_scores-2.json")
PLAYERS = "nba_box_scores/regular/player_games_2024-25.parquet"
PLAYER_GAMES = "nba_raw.archive_player_games"


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


def steps_of(answer: Answer) -> dict[str, Row]:
    return {step["dataset"]: step for step in answer.json["steps"]}


def rejects_of(path: Path) -> list[Row]:
    """Every reject in a home's ledger."""
    home = home_at(path)
    try:
        return home.ledger.rejects()
    finally:
        home.close()


def rewritten(file: Path, to: Path, change: Callable[[pa.Table], pa.Table]) -> Path:
    """A copy of a Parquet file, changed."""
    to.mkdir(parents=True, exist_ok=True)
    pq.write_table(change(pq.read_table(file)), to / file.name)
    return to / file.name


def with_cells(table: pa.Table, row: int, **cells: Any) -> pa.Table:
    """The table with other values in one row."""
    rows = table.to_pylist()
    rows[row] |= cells
    return pa.Table.from_pylist(rows, schema=table.schema)


class TestFromNothingToPredictions:
    def test_import_plan_run_and_a_second_run_with_nothing_to_do(
        self, boxline: CommandLine, contents: Contents, archive: Path, tmp_path: Path
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
            }.items()
        }

        before = contents(home)
        planned = boxline("plan", home=home)
        assert {row["work"] for row in planned.table} == {"missing", "may follow"}
        assert "nba_core.games" in {row["dataset"] for row in planned.table}
        assert written(before, contents(home)) == set()

        ran = boxline("run", "--json", home=home)
        assert (ran.exit, ran.json["failures"]) == (0, [])
        assert re.fullmatch(rf"Published \d+ documents in {home}/published/current\.\n", ran.talk)
        assert all(step["rows_in"] >= step["rows_kept"] for step in ran.json["steps"])

        before = contents(home)
        again = boxline("run", home=home)
        assert (again.exit, again.data, again.talk) == (0, "", "Nothing to do.\n")
        nothing = boxline("run", "--json", home=home).json
        assert (nothing["steps"], nothing["failures"]) == ([], [])
        assert written(before, contents(home)) == set()

        left = boxline("plan", "--json", home=home).json
        assert (left["to_load"], left["certain"], left["may_follow"]) == ([], [], [])

    def test_what_was_imported_before_is_noted_and_not_stored_again(
        self, boxline: CommandLine, contents: Contents, archive: Path, settled: Path
    ):
        before = contents(settled)
        boxline.now += timedelta(days=1)
        file = archive / PLAYERS
        answer = boxline("import", file, home=settled)
        assert (answer.exit, answer.data) == (0, "")
        noted = f"{file}: the same bytes were imported before"
        assert answer.talk.splitlines() == [noted, "Nothing new to load."]
        assert written(before, contents(settled)) == set()

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
        assert (row["dataset"], row["work"], row["first"]) == (SCHEDULE, "load", "schedule.json")
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
        steps = found.pop("steps")
        assert found == imported
        assert sum(step["rows_in"] for step in steps) == imported["rows_in"]
        facts, _, table = boxline("runs", "show", imported["run_id"], home=settled).data.partition(
            "\n\n"
        )
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
        assert list(found) == ["boxline", "python", "duckdb", "ibis-framework", "sqlglot"]
        lines = boxline("version").data.splitlines()
        assert [tuple(line.split(maxsplit=1)) for line in lines] == list(found.items())


class TestDatasets:
    def test_the_list_names_every_dataset(self, boxline: CommandLine, settled_home: Home):
        rows = boxline("datasets", "list", "--json").json
        assert_same_facts(boxline("datasets", "list").table, rows)
        assert [row["dataset"] for row in rows] == sorted(settled_home.catalog.datasets)

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
        self, boxline: CommandLine, settled_home: Home, tmp_path: Path
    ):
        folder = tmp_path / "docs"
        (folder / "guide").mkdir(parents=True)
        for name in ("README.md", "guide/nba_core.games.md", "nba_core.attic.md"):
            (folder / name).write_text("mine")
        answer = boxline("datasets", "pages", folder)
        made = {"index.md", *(f"{name}.md" for name in settled_home.catalog.datasets)}
        assert (answer.exit, answer.data) == (0, "")
        assert answer.talk == f"Wrote {len(made)} pages to {folder}.\n"
        kept = {"README.md", "guide/nba_core.games.md"}
        found = {str(path.relative_to(folder)) for path in folder.rglob("*.md")}
        assert found == made | kept
        assert all((folder / name).read_text() == "mine" for name in kept)


class TestReplies:
    def test_a_schedule_becomes_one_row_per_game(self, boxline: CommandLine, tmp_path: Path):
        home, fetched_at = tmp_path / "home", "2025-04-20T09:00:00-04:00"
        words = ["land", SCHEDULE, SCHEDULE_REPLY, "--fetched-at", fetched_at]
        landed = boxline(*words, "--json", home=home)
        assert (landed.exit, landed.talk) == (0, "")
        (step,) = landed.json["steps"]
        del step["seconds"]
        assert step == {
            "dataset": SCHEDULE,
            "days": 2,
            "rows_in": 2,
            "rows_kept": 2,
            "rows_rejected": 0,
            "rows_stored": 2,
            "why": "landed",
        }
        asked = f"SELECT * FROM {SCHEDULE} ORDER BY game_date"
        assert boxline("sql", asked, "--json", home=home).json == [
            {
                "game_id": "0022499001",
                "game_date": "2025-01-15",
                "game_code": "20250115/STHNTH",
                "game_status": 3,
                "game_status_text": "Final",
                "tipped_off_at": "2025-01-16 00:30:00",
                "game_label": None,
                "postponed_status": "N",
                "is_neutral": False,
                "arena": "North Hall",
                "arena_city": "Northtown",
                "home_team_id": 1610612991,
                "away_team_id": 1610612992,
                "home_team": "NTH",
                "away_team": "STH",
                "home_score": 96,
                "away_score": 102,
                "known_at": "2025-04-20 13:00:00",
                "is_retracted": False,
            },
            {
                "game_id": "0042499101",
                "game_date": "2025-05-02",
                "game_code": "20250502/TBDNTH",
                "game_status": 1,
                "game_status_text": "TBD",
                "tipped_off_at": None,
                "game_label": "First Round",
                "postponed_status": "N",
                "is_neutral": None,
                "arena": None,
                "arena_city": None,
                "home_team_id": 1610612991,
                "away_team_id": 0,
                "home_team": "NTH",
                "away_team": None,
                "home_score": 0,
                "away_score": 0,
                "known_at": "2025-04-20 13:00:00",
                "is_retracted": False,
            },
        ]

    def test_a_bad_row_of_a_page_is_rejected_and_its_neighbours_land(
        self, boxline: CommandLine, tmp_path: Path
    ):
        home = tmp_path / "home"
        landed = boxline("land", STATS, *STATS_PAGES, home=home)
        (row,) = landed.table
        assert landed.exit == 1
        assert (row["rows_in"], row["rows_kept"], row["rows_rejected"]) == ("21", "20", "1")
        assert landed.talk == f"rows rejected: 1; table rejects of {home}/ledger.sqlite says why.\n"
        (reject,) = rejects_of(home)
        assert json.loads(reject.pop("content"))["player"]["last_name"] == "Willow"
        assert len(reject.pop("scope")) == 32
        assert reject == {
            "dataset": STATS,
            "file": "bdl_player_box_scores-2.json",
            "row": 4,
            "field": "pts",
            "value": "seven",
            "reason": "Expected `int | null`, got `str`",
        }
        asked = f"SELECT player_name, points FROM {STATS} ORDER BY stat_id_bdl"
        rows = boxline("sql", asked, "--json", home=home).json
        assert len(rows) == 20
        assert rows[12:15] == [
            {"player_name": "Player Spruce", "points": 14},
            {"player_name": "Player Alder", "points": 9},
            {"player_name": "Player Beech", "points": 11},
        ]

        again = boxline("run", home=home)
        assert (again.exit, again.talk) == (0, "Nothing to do.\n"), "known before: no new problem"

    @pytest.mark.parametrize(
        ("name", "value", "field", "reason"),
        [
            ("pts", 8, "points = 2 field_goals_made + threes_made + free_throws_made", "breaks"),
            ("pts", 10**30, "points", "more than 64 bits"),
            ("stl", 21, "steals", "steals is 21, outside 0..20 steals"),
            ("id", None, "id", "Expected `int`, got `null`"),
        ],
    )
    def test_a_reject_names_the_page_and_the_row_in_it_whoever_finds_it(
        self,
        boxline: CommandLine,
        tmp_path: Path,
        name: str,
        value: Any,
        field: str,
        reason: str,
    ):
        pages = [json.loads(page.read_text()) for page in STATS_PAGES]
        pages[1]["data"][3] |= {"pts": 7, name: value}
        paths = [tmp_path / f"page-{n}.json" for n in (1, 2)]
        for path, page in zip(paths, pages, strict=True):
            path.write_text(json.dumps(page))
        assert boxline("land", STATS, *paths, home=tmp_path / "home").exit == 1
        (reject,) = rejects_of(tmp_path / "home")
        assert (reject["file"], reject["row"], reject["field"]) == ("page-2.json", 4, field)
        assert reason in reject["reason"]

    def test_text_that_is_no_text_is_a_reject_too(self, boxline: CommandLine, tmp_path: Path):
        page = tmp_path / "latin.json"
        page.write_bytes(STATS_PAGES[1].read_bytes().replace(b"Willow", b"Willow\xe9"))
        answer = boxline("land", STATS, STATS_PAGES[0], page, home=tmp_path / "home")
        (reject,) = rejects_of(tmp_path / "home")
        assert (answer.exit, reject["file"], reject["row"]) == (1, "latin.json", 4)
        assert "utf-8" in reject["reason"]

    def test_a_reply_with_too_many_bad_rows_is_refused_whole(
        self, boxline: CommandLine, tmp_path: Path
    ):
        home, page = tmp_path / "home", STATS_PAGES[1]
        answer = boxline("land", STATS, page, "--json", home=home)
        assert (answer.exit, answer.json["steps"]) == (1, [])
        (failure,) = answer.json["failures"]
        assert failure["dataset"] == STATS
        assert "1 of 11 rows break the contract (limit 5%)" in failure["message"]
        assert "bdl_player_box_scores-2.json row 4, Expected `int" in failure["message"]
        assert answer.talk == f"failed: {failure['message']}\n"
        assert boxline("sql", f"FROM {STATS}", "--json", home=home).json == []
        assert len(rejects_of(home)) == 1

    def test_the_same_bytes_again_are_noted_and_stored_once(
        self, boxline: CommandLine, contents: Contents, tmp_path: Path
    ):
        home = tmp_path / "home"
        boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        before = contents(home)
        boxline.now += timedelta(days=1)
        again = boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        assert (again.exit, again.data) == (0, "")
        noted = "nbac_schedule.json: the same bytes were landed before"
        assert again.talk.splitlines() == [noted, "Nothing new to load."]
        assert written(before, contents(home)) == set()

    @pytest.mark.parametrize("lost", ["*.json.zst", "*.landed.json"])
    def test_landing_the_same_bytes_mends_what_was_lost_of_them(
        self, boxline: CommandLine, contents: Contents, tmp_path: Path, lost: str
    ):
        home = tmp_path / "home"
        boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        before = contents(home / "landing")
        (file,) = (home / "landing").rglob(lost)
        file.unlink()
        boxline.now += timedelta(days=1)
        boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        assert contents(home / "landing").keys() == before.keys()

    def test_a_landed_file_that_is_gone_is_named_with_the_way_out(
        self, boxline: CommandLine, tmp_path: Path
    ):
        home = tmp_path / "home"
        boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        (file,) = (home / "landing").rglob("*.json.zst")
        file.unlink()
        (home / "warehouse.duckdb").unlink()
        answer = boxline("run", home=home)
        assert answer.exit == 1
        told = f"failed: {file} cannot be read: it is gone. Land the original file again.\n"
        assert answer.talk == told
        assert boxline("land", SCHEDULE, SCHEDULE_REPLY, "--json", home=home).exit == 0
        asked = f"SELECT count(*) AS games FROM {SCHEDULE}"
        assert boxline("sql", asked, "--json", home=home).json == [{"games": 2}]


class TestImportedRows:
    def test_rows_that_break_the_contract_are_rejected_and_their_neighbours_kept(
        self, boxline: CommandLine, archive: Path, tmp_path: Path
    ):
        def spoil(table: pa.Table) -> pa.Table:
            fouls = [str(n) for n in table["pf"].to_pylist()]
            fouls[7] = "six"
            place = table.schema.get_field_index("pf")
            table = table.set_column(place, "pf", pa.array(fouls))
            return with_cells(table, 3, pts=table["pts"][3].as_py() + 1)

        file = rewritten(archive / PLAYERS, tmp_path / "spoilt", spoil)
        rows = pq.read_table(file).to_pylist()
        home = tmp_path / "home"
        answer = boxline("import", file, home=home)
        (row,) = answer.table
        assert answer.exit == 1
        assert (row["rows_in"], row["rows_kept"], row["rows_rejected"]) == ("824", "822", "2")
        assert answer.talk == f"rows rejected: 2; table rejects of {home}/ledger.sqlite says why.\n"
        found = rejects_of(home)
        for reject in found:
            assert len(reject.pop("scope")) == 32
            assert (
                json.loads(reject.pop("content"))["game_id"] == rows[reject["row"] - 1]["game_id"]
            )
        adds_up = "points = 2 field_goals_made + threes_made + free_throws_made"
        assert sorted(found, key=lambda reject: reject["row"]) == [
            {
                "dataset": PLAYER_GAMES,
                "file": file.name,
                "row": 4,
                "field": adds_up,
                "value": "",
                "reason": f"breaks the rule {adds_up}",
            },
            {
                "dataset": PLAYER_GAMES,
                "file": file.name,
                "row": 8,
                "field": "personal_fouls",
                "value": "six",
                "reason": "personal_fouls is 'six', which is not of its type",
            },
        ]
        asked = f"SELECT game_id, player_id FROM {PLAYER_GAMES}"
        stored = boxline("sql", asked, "--json", home=home).json
        kept = [row for n, row in enumerate(rows, 1) if n not in (4, 8)]
        assert identities(stored) == identities(kept)

        (run, *_) = boxline("runs", "list", "--json", home=home).json
        assert (run["state"], run["rows_in"], run["rows_rejected"]) == ("done", 824, 2)

    def test_a_correction_is_a_new_version_and_only_what_reads_it_is_computed_again(
        self, boxline: CommandLine, archive: Path, settled: Path, tmp_path: Path
    ):
        table = pq.read_table(archive / PLAYERS)
        place = pc.index(pc.greater(table["ast"], 2), True).as_py()
        line = table.slice(place, 1).to_pylist()[0]
        one = f"game_id = '{line['game_id']}' AND player_id = {line['player_id']}"
        corrected = rewritten(
            archive / PLAYERS,
            tmp_path / "corrected",
            lambda table: with_cells(table, place, ast=line["ast"] - 1),
        )
        boxline.now += timedelta(days=1)
        imported = boxline("import", corrected, "--json", home=settled)
        (step,) = imported.json["steps"]
        assert (imported.exit, step["days"], step["rows_stored"]) == (0, 1, 1)
        asked = f"SELECT assists, known_at FROM {PLAYER_GAMES} WHERE {one} ORDER BY known_at"
        first, second = boxline("sql", asked, "--json", home=settled).json
        assert (first["assists"], second["assists"]) == (line["ast"], line["ast"] - 1)
        assert second["known_at"] == "2025-07-01 16:00:00"

        planned = boxline("plan", "--json", home=settled).json["certain"]
        assert planned == [
            {
                "dataset": "nba_core.player_games",
                "day": str(line["game_date"]),
                "reason": "inputs changed",
            }
        ]
        steps = steps_of(boxline("run", "--json", home=settled))
        assert steps["nba_core.player_games"]["days"] == 1
        assert steps["nba_core.player_games"]["rows_stored"] == 1
        assert steps["nba_analytics.player_game_summary"]["rows_stored"] == 1
        assert {"nba_core.games", "nba_core.team_games", "nba_core.shots"}.isdisjoint(steps)
        asked = f"SELECT assists FROM nba_core.player_games WHERE {one}"
        assert boxline("sql", asked, "--json", home=settled).json == [{"assists": line["ast"] - 1}]
        assert boxline("run", home=settled).talk == "Nothing to do.\n"


def identities(rows: Iterable[Row]) -> list[tuple[str, int]]:
    return sorted((row["game_id"], row["player_id"]) for row in rows)


def written(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Paths that were added, lost or altered, the records of runs, the lock and caches apart."""
    records = ("ledger.sqlite", "warehouse", "cache")
    found = {path for path in before | after if before.get(path) != after.get(path)}
    return {path for path in found if not path.startswith(records)}
