"""Replies that are landed and files that are imported: what becomes of each row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from boxline.stores.landed_rows import landed_rows
from tests.builders import home_at
from tests.cli.answers import (
    PLAYER_GAMES,
    PLAYERS,
    SCHEDULE,
    SCHEDULE_REPLY,
    STATS,
    STATS_PAGES,
    Answer,
    CommandLine,
)

Row = dict[str, Any]


def steps_of(answer: Answer) -> dict[str, Row]:
    return {step["dataset"]: step for step in answer.json["steps"]}


def rejects_of(path: Path) -> list[Row]:
    """Every reject in a home's ledger."""
    home = home_at(path)
    try:
        apart = ("reject_id", "day")
        found = home.ledger.rejects()
        return [{k: v for k, v in one.items() if k not in apart} for one in found]
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


def identities(rows: Iterable[Row]) -> list[tuple[str, int]]:
    return sorted((row["game_id"], row["player_id"]) for row in rows)


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

    def test_one_that_is_landed_again_at_its_own_moment_is_one_landing(
        self, boxline: CommandLine, tmp_path: Path
    ):
        """Perhaps it was killed the first time: who repeats it must not double it."""
        home = tmp_path / "home"
        for when in ("09:00", "10:00"):
            words = ["land", SCHEDULE, SCHEDULE_REPLY, "--fetched-at", f"2025-04-20T{when}Z"]
            boxline(*words, home=home)
        for when in ("09:00", "10:00"):
            words = ["land", SCHEDULE, SCHEDULE_REPLY, "--fetched-at", f"2025-04-20T{when}Z"]
            again = boxline(*words, home=home)
            assert (again.exit, again.data) == (0, "")
            assert "the same bytes were landed before" in again.talk
        assert len(list((home / "landing").rglob("*.landed.json"))) == 2

    def test_a_bad_row_of_a_page_is_rejected_and_its_neighbours_land(
        self, boxline: CommandLine, tmp_path: Path
    ):
        home = tmp_path / "home"
        landed = boxline("land", STATS, *STATS_PAGES, home=home)
        (row,) = landed.table
        assert landed.exit == 1
        assert (row["rows_in"], row["rows_kept"], row["rows_rejected"]) == ("21", "20", "1")
        assert landed.talk == "rows rejected: 1; `boxline rejects list` says why.\n"
        (reject,) = rejects_of(home)
        assert json.loads(reject.pop("content"))["player"]["last_name"] == "Willow"
        assert len(reject.pop("landed_id")) == 32
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

        # Rows are there and no game is: what is published says so, once.
        first, again = boxline("run", home=home), boxline("run", home=home)
        assert (first.exit, first.data) == (0, ""), "known before: no new problem"
        assert first.talk.startswith("Documents made: ")
        assert (again.exit, again.talk) == (0, "Nothing to do.\n")

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
        home, page = tmp_path / "home", tmp_path / "bad.json"
        reply = json.loads(STATS_PAGES[1].read_text())
        for row in reply["data"][:8]:
            row["pts"] = "many"
        page.write_text(json.dumps(reply))
        answer = boxline("land", STATS, page, "--json", home=home)
        assert (answer.exit, answer.json["steps"]) == (1, [])
        (failure,) = answer.json["failures"]
        assert failure["dataset"] == STATS
        assert "8 of 11 rows break the contract (limit 5%)" in failure["message"]
        assert "bad.json row 1, Expected `int" in failure["message"]
        assert answer.talk == f"failed: {failure['message']}\n"
        assert boxline("sql", f"FROM {STATS}", "--json", home=home).json == []
        assert len(rejects_of(home)) == 8

        again = boxline("run", home=home)
        assert (again.exit, again.talk) == (0, "Nothing to do.\n"), "the bytes are as bad as before"
        assert boxline("plan", "--json", home=home).json["refused"] == [
            {"dataset": STATS, "file": page.name, "why": failure["message"]}
        ]

    def test_the_same_bytes_again_say_the_same_again_and_are_stored_once(
        self, boxline: CommandLine, tmp_path: Path
    ):
        home = tmp_path / "home"
        boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        boxline.now += timedelta(days=1)
        again = boxline("land", SCHEDULE, SCHEDULE_REPLY, "--json", home=home)
        (step,) = again.json["steps"]
        assert (again.exit, step["rows_stored"]) == (0, 0)
        assert len(list((home / "landing").rglob("*.json.zst"))) == 1

    def test_landing_the_same_bytes_mends_what_was_lost_of_them(
        self, boxline: CommandLine, tmp_path: Path
    ):
        home = tmp_path / "home"
        boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        (file,) = (home / "landing").rglob("*.json.zst")
        before = file.read_bytes()
        file.unlink()
        boxline.now += timedelta(days=1)
        boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
        assert file.read_bytes() == before

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
        why = "it is gone. Bring the original file in again: it takes its old place."
        told = f"failed: {file} cannot be read: {why}\n"
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
        assert (row["rows_in"], row["rows_kept"], row["rows_rejected"]) == ("818", "816", "2")
        assert answer.talk == "rows rejected: 2; `boxline rejects list` says why.\n"
        found = rejects_of(home)
        for reject in found:
            assert len(reject.pop("landed_id")) == 32
            assert (
                json.loads(reject.pop("content"))["game_id"] == rows[reject["row"] - 1]["game_id"]
            )
        adds_up = "points = 2 field_goals_made + threes_made + free_throws_made"
        parts = {
            "points": "pts",
            "field_goals_made": "fgm",
            "threes_made": "fg3m",
            "free_throws_made": "ftm",
        }
        assert sorted(found, key=lambda reject: reject["row"]) == [
            {
                "dataset": PLAYER_GAMES,
                "file": file.name,
                "row": 4,
                "field": adds_up,
                "value": ", ".join(f"{name} {rows[3][sent]}" for name, sent in parts.items()),
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
        assert (run["state"], run["rows_in"], run["rows_rejected"]) == ("done", 818, 2)

    @pytest.mark.thorough  # two seasons are run, and run again
    def test_a_correction_is_a_new_version_and_only_what_reads_it_is_computed_again(
        self, boxline: CommandLine, archive: Path, settled: Path, tmp_path: Path
    ):
        table = pq.read_table(archive / PLAYERS)
        *_, place = pc.indices_nonzero(pc.greater(table["ast"], 2)).to_pylist()
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
        assert (
            steps["nba_predictions.prediction_accuracy"]["rows_stored"] == 10
        )  # two props, five systems
        assert {"nba_core.games", "nba_core.team_games", "nba_core.shots"}.isdisjoint(steps)
        asked = f"SELECT assists FROM nba_core.player_games WHERE {one}"
        assert boxline("sql", asked, "--json", home=settled).json == [{"assists": line["ast"] - 1}]
        assert boxline("run", home=settled).talk == "Nothing to do.\n"


def as_csv(table: pa.Table) -> bytes:
    """The table as CSV, texts in quotation marks and NULLs empty."""
    written = pa.BufferOutputStream()
    pa_csv.write_csv(table, written)
    return bytes(written.getvalue())


def rows_about(path: Path, game: str) -> list[tuple[int, ...]]:
    """The places of a game's rows in each file of player lines that landed in a home."""
    home = home_at(path)
    try:
        raw = home.catalog[PLAYER_GAMES]
        found = landed_rows(
            home.catalog, home.landing, raw, home.ledger.landed(), game=game, day=date(2025, 1, 15)
        )
        assert not any(one.unreadable for one in found)
        return [one.rows for one in found]
    finally:
        home.close()


class TestImportedCsv:
    def test_it_gives_the_rows_that_the_same_table_gives_as_parquet(
        self, boxline: CommandLine, archive: Path, tmp_path: Path
    ):
        asked = f"SELECT * FROM {PLAYER_GAMES} ORDER BY game_id, player_id"
        parquet, csv = tmp_path / "as-parquet", tmp_path / "as-csv"
        boxline("import", archive / PLAYERS, home=parquet)
        # Recognised by its columns: their order, the file's name and its line ends say nothing.
        table = pq.read_table(archive / PLAYERS)
        turned = table.select(table.column_names[::-1])
        file = tmp_path / "players.txt"
        file.write_bytes(b"\xef\xbb\xbf" + as_csv(turned).replace(b"\n", b"\r\n"))
        imported = boxline("import", file, "--json", home=csv)
        assert (imported.exit, imported.talk) == (0, "")
        (step,) = imported.json["steps"]
        assert (step["dataset"], step["rows_kept"]) == (PLAYER_GAMES, 818)
        rows = boxline("sql", asked, "--json", home=csv).json
        assert len(rows) == 818
        assert rows == boxline("sql", asked, "--json", home=parquet).json
        assert len([*(csv / "landing").rglob("*.txt.zst")]) == 1

        assert rows_about(csv, rows[0]["game_id"]) == rows_about(parquet, rows[0]["game_id"]) != []

    def test_a_row_that_cannot_be_read_is_one_reject_and_its_neighbours_are_kept(
        self, boxline: CommandLine, archive: Path, tmp_path: Path
    ):
        table = pq.read_table(archive / PLAYERS).slice(0, 200)
        head, *lines = as_csv(table).splitlines()
        sound = [*lines]

        def put(row: int, column: str, cell: bytes) -> None:
            cells = lines[row - 1].split(b",")
            cells[table.schema.get_field_index(column)] = cell
            lines[row - 1] = b",".join(cells)

        put(2, "pf", b"six")
        put(3, "pf", b"1.5")
        put(4, "pf", b"0x2")
        put(5, "game_date", b"15/01/2025")
        put(6, "game_date", b"2025-01-15 19:30")
        put(7, "is_home", b"home")
        put(8, "player_name", b"Luka Don\xe8i\xe6")
        put(9, "player_name", b'"Alder, Ash",2')
        put(10, "player_name", b'"Alder,\nAsh"')  # sound: a comma and a line end in quotation marks
        file = tmp_path / "spoilt.csv"
        file.write_bytes(b"\n".join([head, *lines, b"", b""]))
        home = tmp_path / "home"
        (step,) = boxline("import", file, "--json", home=home).json["steps"]
        assert (step["rows_in"], step["rows_kept"], step["rows_rejected"]) == (200, 192, 8)
        found = sorted(rejects_of(home), key=lambda reject: reject["row"])
        assert {reject["file"] for reject in found} == {"spoilt.csv"}
        assert [(reject["row"], reject["field"], reject["value"]) for reject in found] == [
            (2, "personal_fouls", "six"),
            (3, "personal_fouls", "1.5"),
            (4, "personal_fouls", "0x2"),
            (5, "game_date", "15/01/2025"),
            (6, "game_date", "2025-01-15 19:30"),
            (7, "is_home", "home"),
            (8, "player_name", "Luka Don\ufffdi\ufffd"),
            (9, "", lines[8].decode()),
        ]
        width = table.num_columns
        assert found[-1]["reason"] == f"it has {width + 1} fields, and the header has {width}"
        asked = f"SELECT player_name FROM {PLAYER_GAMES} WHERE player_name LIKE 'Alder%'"
        assert boxline("sql", asked, "--json", home=home).json == [{"player_name": "Alder,\nAsh"}]

        file.write_bytes(b"\n".join([head, *sound]))
        (step,) = boxline("import", file, "--json", home=home).json["steps"]
        assert (step["rows_kept"], step["rows_rejected"]) == (200, 0)

    def test_a_time_of_another_zone_is_refused_rather_than_misread(
        self, boxline: CommandLine, tmp_path: Path
    ):
        zones = ["Z", "", "+00:00", "-05:00"]
        columns = "player,game,game_time,market,line,bookmaker,over_odds,under_odds,file_date"
        stamps = "bookmaker_last_update,market_last_update"
        lines = [
            f"Player {n},A @ B,2025-01-15 00:30:00{zone},player_threes,1.5,fanduel,-110,-110,"
            "2025-01-14,,"
            for n, zone in enumerate(zones)
        ]
        file = tmp_path / "threes.csv"
        file.write_text("\n".join([f"{columns},{stamps}", *lines]))
        home = tmp_path / "home"
        boxline("import", file, home=home)
        asked = "SELECT DISTINCT starts_at, game_date FROM nba_raw.archive_threes_lines"
        assert boxline("sql", asked, "--json", home=home).json == [
            {"starts_at": "2025-01-15 00:30:00", "game_date": "2025-01-14"}
        ]
        (reject,) = rejects_of(home)
        assert (reject["row"], reject["field"]) == (4, "starts_at")
        assert reject["value"] == "2025-01-15 00:30:00-05:00"
