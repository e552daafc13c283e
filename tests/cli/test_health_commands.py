"""`gaps` and `explain` misused, and on rows that were rejected, corrected, or sent as JSON."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.answers import (
    PLAYER_GAMES,
    PLAYERS,
    SCHEDULE,
    SCHEDULE_REPLY,
    CommandLine,
    changed,
    contents,
    refused,
)

LINES = "nba_core.player_games"
PREDICTIONS = "nba_predictions.player_prop_predictions"


def one_game(archive: Path, file: Path, change: Any = None) -> tuple[str, list[dict[str, Any]]]:
    """A file of one played game's lines, each changed or (None) dropped; id and lines as sent."""
    table = pq.read_table(archive / PLAYERS)
    rows = table.to_pylist()
    game_id = rows[len(rows) // 2]["game_id"]
    sent = [row for row in rows if row["game_id"] == game_id]
    kept = [row for one in sent if (row := (change or dict)(dict(one))) is not None]
    pq.write_table(pa.Table.from_pylist(kept, schema=table.schema), file)
    return game_id, sent


def raw_of(boxline: CommandLine, home: Path, game_id: str) -> Any:
    words = ("explain", PLAYER_GAMES, "--game", game_id, "--json")
    return boxline(*words, home=home).json["games"][0]["made_of"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["gaps", "--only", "nba_core.game"], ["'nba_core.game'", "'nba_core.games'"]),
        (["gaps", "--date", "yesterday"], ["'yesterday'", "YYYY-MM-DD"]),
        (["explain", "player_games", "--date", "2024-11-12"], [f"Did you mean {LINES!r}?"]),
        (["explain", LINES], ["--date DAY or --game ID"]),
        (["explain"], ["Name a dataset", "--player"]),
        (["explain", LINES, "--game", "0022400"], ["'0022400'", "Did you mean '00"]),
        (["explain", LINES, "--game", "nonsense"], ["'nonsense'", "schedule"]),
        (["explain", "nba_core.games", "--player", "9000053", "--date", "2024-11-12"], ["players"]),
        (["explain", "--player", "nobody at all", "--date", "2024-11-12"], ["'nobody at all'"]),
        (["explain", "--player", "Gael Sablefeld Jr.", "--date", "2024-11-12"], ["Sablefield"]),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    boxline: CommandLine, settled_copy: Path, words: list[str], parts: list[str]
) -> None:
    before = contents(settled_copy)
    refused(boxline(*words, home=settled_copy), 2, *parts)
    apart = {"ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal", "cache/code.json"}
    assert changed(before, contents(settled_copy), apart=apart) == set()


@pytest.mark.parametrize("words", [["gaps"], ["explain", LINES, "--date", "2024-11-12"]])
def test_a_home_without_a_snapshot_has_nothing_to_judge(
    boxline: CommandLine, tmp_path: Path, words: list[str]
) -> None:
    refused(boxline(*words, home=tmp_path / "home"), 2, "Nothing is published")


@pytest.mark.parametrize("words", [["gaps"], ["explain", LINES, "--date", "2024-11-12"]])
def test_a_snapshot_of_an_older_boxline_is_told_of(
    boxline: CommandLine, settled: Path, words: list[str]
) -> None:
    manifest = settled / "snapshot" / "current.json"
    told = json.loads(manifest.read_text())
    del told["tables"]["ops.held"]
    manifest.write_text(json.dumps(told))
    refused(boxline(*words, home=settled), 2, "ops.held", "boxline run")


def test_a_day_without_a_game_says_so(boxline: CommandLine, settled_copy: Path) -> None:
    answer = boxline("explain", LINES, "--date", "2024-08-02", home=settled_copy)
    assert (answer.exit, answer.data) == (0, "")
    assert answer.talk == "The calendar has no game on 2024-08-02.\n"
    answer = boxline("gaps", "--date", "2024-08-02", home=settled_copy)
    assert (answer.exit, answer.data) == (0, "")
    assert answer.talk.startswith("Nothing is expected: no game on these days")


@pytest.mark.thorough  # two seasons are run
def test_a_rejected_row_is_named_by_file_row_and_reason_until_it_comes_right(
    boxline: CommandLine, archive: Path, tmp_path: Path
) -> None:
    """The last line of one game makes more threes than it takes: all but it are in."""
    folder = tmp_path / "archive"
    for path in archive.rglob("*.parquet"):
        target = folder / path.relative_to(archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    table = pq.read_table(folder / PLAYERS)
    rows = table.to_pylist()
    whole = tmp_path / "whole.parquet"
    game_id, sent = one_game(archive, whole)
    place = rows.index(sent[-1])
    rows[place] = {**sent[-1], "fg3m": sent[-1]["fg3a"] + 1}
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), folder / PLAYERS)
    home = tmp_path / "home"
    assert boxline("import", folder, home=home).exit == 1
    boxline("run", home=home)

    window = ("--date", sent[0]["game_date"], "--only", PLAYER_GAMES)
    (row,) = boxline("gaps", *window, "--json", home=home).json
    assert (row["game"], row["state"], row["held"]) == (game_id, "rejected", len(sent) - 1)
    (reject,) = raw_of(boxline, home, game_id)["rejects"]
    assert (reject["file"], reject["row"]) == ("player_games_2024-25.parquet", place + 1)
    assert "threes_made" in reject["reason"]
    read = boxline("explain", PLAYER_GAMES, "--game", game_id, home=home).data
    assert f"rejected: player_games_2024-25.parquet row {place + 1}, {reject['reason']}" in read

    boxline.now += timedelta(hours=1)
    assert boxline("import", whole, home=home).exit == 0
    assert boxline("run", home=home).exit == 0
    assert boxline("gaps", *window, home=home).exit == 0


@pytest.mark.thorough  # two seasons are run
def test_a_corrected_line_is_counted_once_and_a_retracted_one_not_at_all(
    boxline: CommandLine, archive: Path, settled: Path, tmp_path: Path
) -> None:
    file = tmp_path / "corrected.parquet"
    players: set[int] = set()

    def correct(row: dict[str, Any]) -> dict[str, Any] | None:
        players.add(row["player_id"])
        return row | {"ast": row["ast"] + 1} if len(players) > 1 else None

    game_id, sent = one_game(archive, file, correct)
    assert raw_of(boxline, settled, game_id)["held"] == len(sent)
    boxline.now += timedelta(days=1)
    assert boxline("import", file, home=settled).exit == 0
    found = raw_of(boxline, settled, game_id)
    assert (found["state"], found["held"]) == ("present", len(sent) - 1)
    assert [page["page"]["file_name"] for page in found["pages"]] == [
        "player_games_2024-25.parquet",
        "corrected.parquet",
    ]
    lines = ("explain", LINES, "--game", game_id, "--json")
    stale = boxline(*lines, home=settled).json["games"][0]["made_of"]
    assert (stale["state"], stale["cause"]) == ("stale", "inputs changed")
    boxline("run", home=settled)
    fresh = boxline(*lines, home=settled).json["games"][0]["made_of"]
    assert (fresh["state"], fresh["held"]) == ("present", len(sent) - 1)


def test_a_landed_file_that_is_gone_is_said_to_be_unreadable(
    boxline: CommandLine, archive: Path, settled: Path, tmp_path: Path
) -> None:
    game_id, _ = one_game(archive, tmp_path / "game.parquet")
    (page,) = raw_of(boxline, settled, game_id)["pages"]
    (settled / "landing" / page["page"]["path"]).unlink()
    (lost,) = raw_of(boxline, settled, game_id)["pages"]
    assert lost["page"]["rows"] == []
    assert "Import the original file again." in lost["page"]["unreadable"]


def test_rows_of_a_reply_are_found_in_its_pages(
    boxline: CommandLine, settled: Path, tmp_path: Path
) -> None:
    reply = tmp_path / "schedule.json"
    reply.write_text(SCHEDULE_REPLY.read_text().replace("0022499001", "0022400023"))
    assert boxline("land", SCHEDULE, reply, home=settled).exit == 0
    words = ("explain", SCHEDULE, "--game", "0022400023", "--json")
    found = boxline(*words, home=settled).json["games"][0]["made_of"]
    (page,) = found["pages"]
    assert (page["page"]["file_name"], page["page"]["rows"]) == (reply.name, [1])
    assert (page["fate"], found["held"]) == ("loaded", 1)
