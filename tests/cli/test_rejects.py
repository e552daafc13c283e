"""Refused rows and refused batches, as whoever mends them meets them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.catalog import Catalog
from boxline.catalog.datasets import Raw
from boxline.leagues import load_catalog
from tests.cli.answers import PLAYER_GAMES, PLAYERS, SCHEDULE, CommandLine

ROWS, BAD_ROW = 199, 57
RULE = "points = 2 field_goals_made + threes_made + free_throws_made"


@pytest.fixture
def one_bad_row(archive: Path, tmp_path: Path) -> Path:
    """A box-score file of 199 rows, one of which claims a point too many."""
    table = pq.read_table(archive / PLAYERS).slice(0, ROWS)
    rows = table.to_pylist()
    rows[BAD_ROW - 1]["pts"] += 1
    file = tmp_path / "box-scores.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), file)
    return file


def without_the_rule() -> Catalog:
    """The declarations with the rule mended away that the row breaks."""
    catalog = load_catalog()
    raw = catalog.datasets[PLAYER_GAMES]
    assert isinstance(raw, Raw)
    rules = tuple(rule for rule in raw.rules if str(rule) != RULE)
    assert len(rules) == len(raw.rules) - 1
    return replace(catalog, datasets={**catalog.datasets, raw.name: replace(raw, rules=rules)})


class TestOneBadRow:
    def test_the_others_land_and_the_reject_says_where_and_why(
        self, boxline: CommandLine, one_bad_row: Path, tmp_path: Path
    ) -> None:
        home = tmp_path / "home"
        imported = boxline("import", one_bad_row, "--json", home=home)
        (step,) = imported.json["steps"]
        assert imported.exit == 1
        assert (step["rows_in"], step["rows_kept"], step["rows_rejected"]) == (ROWS, ROWS - 1, 1)

        (reject,) = boxline("rejects", "list", "--json", home=home).json
        assert reject["dataset"] == PLAYER_GAMES
        assert (reject["file"], reject["row"]) == (one_bad_row.name, BAD_ROW)
        assert (reject["field"], reject["reason"]) == (RULE, f"breaks the rule {RULE}")
        assert reject["value"].startswith("points ")

        shown = boxline("rejects", "show", reject["reject_id"], "--json", home=home).json
        content = json.loads(shown["content"])
        assert set(reject) < set(shown)
        assert content["points"] == 1 + (
            2 * content["field_goals_made"] + content["threes_made"] + content["free_throws_made"]
        )
        assert Path(shown["landed"]).read_bytes() == one_bad_row.read_bytes()

    def test_once_the_rule_is_mended_replay_lands_it(
        self, boxline: CommandLine, one_bad_row: Path, tmp_path: Path
    ) -> None:
        home = tmp_path / "home"
        boxline("import", one_bad_row, home=home)
        in_vain = boxline("rejects", "replay", home=home)
        assert in_vain.exit == 1
        assert "Tried again: 1; no longer refused: 0." in in_vain.talk

        boxline.declared = without_the_rule
        mended = boxline("rejects", "replay", home=home)
        assert "Tried again: 1; no longer refused: 1." in mended.talk
        assert boxline("rejects", "list", "--json", "--dataset", PLAYER_GAMES, home=home).json == []
        (count,) = boxline(
            "sql", f"SELECT count(*) AS n FROM {PLAYER_GAMES}", "--json", home=home
        ).json
        assert count == {"n": ROWS}

    @pytest.mark.thorough  # a home is run, and run anew
    def test_with_a_lost_ledger_the_next_run_finds_the_rejects_again(
        self, boxline: CommandLine, settled: Path, archive: Path, one_bad_row: Path, tmp_path: Path
    ) -> None:
        """Those of a file, and those of computed rows: the warehouse tells that there are some."""
        table = pq.read_table(archive / PLAYERS)
        stray = table.slice(0, 1).to_pylist()[0] | {"game_id": "0022499999"}
        file = tmp_path / "stray.parquet"
        pq.write_table(pa.Table.from_pylist([stray], schema=table.schema), file)
        boxline("import", one_bad_row, home=settled)
        boxline("import", file, home=settled)
        boxline("run", home=settled)
        before = boxline("rejects", "list", "--json", home=settled).json
        assert {reject["dataset"] for reject in before} == {PLAYER_GAMES, "nba_core.player_games"}

        for lost in settled.glob("ledger.sqlite*"):
            lost.unlink()
        again = boxline("run", "--json", home=settled)
        reasons = {step["why"] for step in again.json["steps"]}
        assert (again.exit, reasons) == (1, {"its rejects were lost"})
        assert boxline("rejects", "list", "--json", home=settled).json == before
        assert boxline("run", home=settled).talk == "Nothing to do.\n"

    def test_a_reject_that_is_none_is_misuse(self, boxline: CommandLine, tmp_path: Path) -> None:
        for words in (["rejects", "show", "nobody"], ["rejects", "replay", "nobody"]):
            answer = boxline(*words, home=tmp_path / "home")
            assert answer.exit == 2
            assert "`boxline rejects list`" in answer.talk


def reply(number: int, *, games: int = 8, bad: int = 0) -> bytes:
    """A schedule reply; `bad` games of it lack what a game must have."""
    sent = [
        {
            "gameId": f"00224{number:02d}{n:03d}",
            "gameCode": "20250115/STHNTH",
            "gameStatus": 9 if n < bad else 1,
            "gameStatusText": "7:00 pm ET",
            "gameDateEst": "2025-01-15T00:00:00Z",
            "gameDateTimeUTC": "2025-01-16T00:00:00Z",
            "homeTeam": {"teamId": 1610612737, "teamTricode": "ATL", "score": 0},
            "awayTeam": {"teamId": 1610612738, "teamTricode": "BOS", "score": 0},
        }
        for n in range(games)
    ]
    schedule = {"seasonYear": "2024-25", "gameDates": [{"games": sent}]}
    return json.dumps({"leagueSchedule": schedule}).encode()


FILES = 20


def write_replies(folder: Path, broken: Collection[int]) -> list[Path]:
    """Twenty replies, some of which hold more bad games than a reply may."""
    paths = []
    for number in range(FILES):
        paths.append(folder / f"reply-{number:02d}.json")
        paths[-1].write_bytes(reply(number, bad=6 if number in broken else 0))
    return paths


class TestABatchOfTwentyFiles:
    def names(self, talk: str) -> set[str]:
        return {f"reply-{n:02d}.json" for n in range(FILES) if f"reply-{n:02d}.json" in talk}

    def count(self, boxline: CommandLine, home: Path) -> int:
        found: list[dict[str, Any]] = boxline(
            "sql", f"SELECT count(*) AS n FROM {SCHEDULE}", "--json", home=home
        ).json
        return int(found[0]["n"])

    def test_with_five_broken_nothing_is_committed_and_all_five_are_named(
        self, boxline: CommandLine, tmp_path: Path
    ) -> None:
        home, broken = tmp_path / "home", {2, 3, 5, 7, 11}
        answer = boxline("land", SCHEDULE, *write_replies(tmp_path, broken), home=home)
        assert answer.exit == 1
        assert "5 of 20 files that came together are broken, more than 20%" in answer.talk
        assert self.names(answer.talk) == {f"reply-{n:02d}.json" for n in broken}
        assert self.count(boxline, home) == 0

        again = boxline("run", home=home)
        assert (again.exit, self.count(boxline, home)) == (0, 0), "the next run commits none either"
        left = boxline("plan", "--json", home=home).json
        assert (len(left["refused"]), left["to_load"]) == (FILES, [])

        later = tmp_path / "later.json"
        later.write_bytes(reply(50))
        assert boxline("land", SCHEDULE, later, home=home).exit == 0
        boxline("run", home=home)
        assert boxline("run", home=home).talk == "Nothing to do.\n", "nor is it read ever again"

    def test_with_three_broken_the_others_land_and_these_stay_visible(
        self, boxline: CommandLine, tmp_path: Path
    ) -> None:
        home, broken = tmp_path / "home", {2, 3, 5}
        files = write_replies(tmp_path, broken)
        answer = boxline("land", SCHEDULE, *files, home=home)
        assert answer.exit == 1
        assert self.names(answer.talk) == {f"reply-{n:02d}.json" for n in broken}
        assert self.count(boxline, home) == 17 * 8

        refused = boxline("plan", "--json", home=home).json["refused"]
        assert {one["file"] for one in refused} == {f"reply-{n:02d}.json" for n in broken}
        parked = boxline("breakers", "list", "--json", home=home).json
        assert {(one["dataset"], one["state"], one["kind"]) for one in parked} == {
            (SCHEDULE, "parked", "bad data")
        }
        assert boxline("breakers", "clear", SCHEDULE, home=home).exit == 0
        assert boxline("run", home=home).exit == 1, "they are tried again, and are as bad"

        write_replies(tmp_path, ())
        mended = boxline("land", SCHEDULE, *(files[n] for n in broken), home=home)
        assert (mended.exit, self.count(boxline, home)) == (0, FILES * 8)

    def test_files_that_are_no_reply_count_too_and_nothing_is_landed(
        self, boxline: CommandLine, tmp_path: Path
    ) -> None:
        home, files = tmp_path / "home", write_replies(tmp_path, ())
        for file in files[:5]:
            file.write_text(f"<!doctype html><title>{file.stem}</title>")
        answer = boxline("land", SCHEDULE, *files, home=home)
        assert answer.exit == 1
        assert self.names(answer.talk) == {file.name for file in files[:5]}
        assert not home.exists() or boxline("runs", "list", "--json", home=home).json == []

        files[0].write_bytes(reply(0))
        files[1].write_bytes(reply(1))
        fewer = boxline("land", SCHEDULE, *files, home=home)
        assert (fewer.exit, self.count(boxline, home)) == (1, 17 * 8)
        refused = boxline("plan", "--json", home=home).json["refused"]
        assert {one["file"] for one in refused} == {file.name for file in files[2:5]}
