"""Bad input of every command: one clear message with the next step, the right exit, no change."""

from __future__ import annotations

import gzip
import shlex
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.answers import (
    PLAYERS,
    SCHEDULE,
    SCHEDULE_REPLY,
    STATS,
    CommandLine,
    contents,
    refused,
)

FORMATS: tuple[list[str], ...] = ([], ["--json"])


@pytest.fixture(scope="module")
def given(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one good file, one good reply, and many that cannot be used."""
    folder = tmp_path_factory.mktemp("given")
    good = folder / "good.parquet"
    shutil.copy(archive / PLAYERS, good)
    body, table = good.read_bytes(), pq.read_table(good)
    column = pq.read_metadata(good).row_group(0).column(5)
    page = column.data_page_offset
    noise = b"\xa5" * (column.total_compressed_size // 2)
    html, reply = b"<!DOCTYPE html><title>503</title>", SCHEDULE_REPLY.read_bytes()
    files = {
        "empty.parquet": b"",
        "page.parquet": html,
        "rows.csv": b"game_id,pts\n1,2\n",
        "semicolons.csv": b"game_id;pts\n1;2\n",
        "headless.csv": b"0022400001,12\n0022400002,7\n",
        "cut.parquet": body[: len(body) // 2],
        "magic.parquet": b"PAR1",
        "damaged.parquet": body[:page] + noise + body[page + len(noise) :],
        "reply.json": reply,
        "empty.json": b"",
        "blank.json": b" \n",
        "page.json": html,
        "page.json.gz": gzip.compress(html),
        "cut.json.gz": gzip.compress(reply)[:-20],
        "cut.json": reply[:400],
        "other.json": b'{"error": "Unauthorized"}',
        "list.json": b"[]",
        "deep.json": b'{"data": [' + b"[" * 100_000,
        "windows.json": reply.decode().encode("utf-16"),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    pq.write_table(table.drop_columns(["pts"]), folder / "lacks.parquet")
    pq.write_table(table.append_column("mood", pa.nulls(len(table))), folder / "more.parquet")
    pq.write_table(pa.table({"city": ["Boston"]}), folder / "strange.parquet")
    pq.write_table(table.slice(0, 0), folder / "no-rows.parquet")
    return folder


@pytest.fixture(params=["settled", "absent"])
def home(request: pytest.FixtureRequest, settled_copy: Path, tmp_path: Path) -> Path:
    """A home with a league in it, and one that was never made: neither may change."""
    return settled_copy if request.param == "settled" else tmp_path / "home"


IMPORTS = [
    ("absent.parquet", 2, "there is no such file or folder", "Check the path"),
    ("empty.parquet", 1, "it is empty", "Fetch it again"),
    ("page.parquet", 1, "it is an HTML page", "`boxline land` takes API replies"),
    ("rows.csv", 1, "no dataset reads a file with these columns", "`boxline datasets show"),
    ("semicolons.csv", 1, "no comma separates its columns", "with commas between them"),
    (
        "headless.csv",
        1,
        "no header: '0022400001' is no name",
        "must name the columns",
    ),
    ("reply.json", 1, "it is neither a Parquet nor a CSV file", "`boxline land` takes API replies"),
    ("magic.parquet", 1, "cut or damaged", "Fetch it again"),
    ("cut.parquet", 1, "cut or damaged", "Fetch it again"),
    ("damaged.parquet", 1, "cut or damaged", "Fetch it again"),
    ("lacks.parquet", 1, "nba_raw.archive_player_games: it lacks pts", "`boxline datasets show"),
    ("more.parquet", 1, "nba_raw.archive_player_games: it has besides mood", "datasets show"),
    ("strange.parquet", 1, "The nearest is nba_raw.", "it has besides city", "datasets show"),
    ("no-rows.parquet", 1, "it has columns and no row", "Check where it came from"),
]


@pytest.mark.parametrize(("file", "code", "parts"), [(f, c, p) for f, c, *p in IMPORTS])
@pytest.mark.parametrize("beside", [[], ["good.parquet"]], ids=["alone", "with a good file"])
def test_a_file_that_cannot_be_imported_is_named_and_nothing_is_imported(
    boxline: CommandLine,
    given: Path,
    home: Path,
    beside: list[str],
    file: str,
    code: int,
    parts: list[str],
):
    before = contents(home)
    paths = [given / name for name in [*beside, file]]
    for options in FORMATS:
        answer = boxline("import", *paths, *options, home=home)
        refused(answer, code, str(given / file), *parts)
    assert contents(home) == before


def test_files_in_a_folder_that_nobody_reads_are_listed_and_skipped(
    boxline: CommandLine, given: Path, tmp_path: Path
):
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name in ("good.parquet", "rows.csv", "cut.parquet", "lacks.parquet"):
        shutil.copy(given / name, folder)
    answer = boxline("import", folder, "--json", home=tmp_path / "home")
    assert answer.exit == 0
    assert answer.talk.splitlines() == [
        f"skipped {folder}/cut.parquet: it is a cut or damaged Parquet file",
        f"skipped {folder}/lacks.parquet: no dataset reads a file with these columns",
        f"skipped {folder}/rows.csv: no dataset reads a file with these columns",
    ]
    (step,) = answer.json["steps"]
    assert (step["dataset"], step["rows_in"]) == ("nba_raw.archive_player_games", 818)


def test_a_folder_in_which_nothing_can_be_read_is_named(
    boxline: CommandLine, given: Path, tmp_path: Path
):
    (tmp_path / "notes").mkdir()
    shutil.copy(given / "rows.csv", tmp_path / "notes")
    answer = boxline("import", tmp_path / "notes", home=tmp_path / "home")
    assert (answer.exit, answer.data) == (1, "")
    skipped, refusal = answer.talk.splitlines()
    assert (
        skipped == f"skipped {tmp_path}/notes/rows.csv: no dataset reads a file with these columns"
    )
    assert refusal.startswith(f"boxline: No file in {tmp_path}/notes is one that Boxline reads.")


LANDS = [
    # The dataset.
    ("nbac_schedule {reply}", 2, "'nbac_schedule'", f"Did you mean '{SCHEDULE}'?"),
    ("nba_raw.nbac_schedul {reply}", 2, "'nba_raw.nbac_schedul'", f"Did you mean '{SCHEDULE}'?"),
    ("weather {reply}", 2, "'weather'", "`boxline datasets list`"),
    ("nba_core.games {reply}", 2, "nba_core.games is not filled", SCHEDULE),
    ("nba_raw.archive_shots {reply}", 2, "nba_raw.archive_shots", "`boxline import`"),
    # The file.
    (f"{SCHEDULE} {{given}}/absent.json", 2, "absent.json: there is no such", "Check the path"),
    (f"{SCHEDULE} {{given}}", 1, "it is a folder", "Name the files in it"),
    (f"{SCHEDULE} {{given}}/empty.json", 1, "empty.json: it is empty", "Fetch it again"),
    (f"{SCHEDULE} {{given}}/blank.json", 1, "blank.json: it is empty", "Fetch it again"),
    (f"{SCHEDULE} {{given}}/page.json", 1, "page.json: it is an HTML page", "Fetch it again"),
    (f"{SCHEDULE} {{given}}/page.json.gz", 1, "json.gz: it is an HTML page", "Fetch it again"),
    (f"{SCHEDULE} {{given}}/cut.json.gz", 1, "gzip stream is cut", "Fetch it again"),
    (f"{SCHEDULE} {{given}}/cut.json", 1, "cut.json: it is no whole JSON", "Fetch it again"),
    (f"{SCHEDULE} {{given}}/windows.json", 1, "windows.json: it is no whole JSON", "again"),
    (f"{SCHEDULE} {{given}}/good.parquet", 1, "good.parquet: it is no whole JSON", "again"),
    (f"{SCHEDULE} {{given}}/other.json", 1, "other.json: it is JSON of another shape", SCHEDULE),
    (f"{SCHEDULE} {{given}}/list.json", 1, "got `array`", "another dataset?", "nba.com's reply"),
    (f"{STATS} {{reply}}", 1, "reply.json: it is JSON of another shape", "balldontlie's reply"),
    (f"{STATS} {{given}}/deep.json", 1, "deep.json: it is no whole JSON", "Fetch it again"),
    (f"{SCHEDULE} {{reply}} {{given}}/cut.json", 1, "cut.json: it is no whole JSON", "nothing was"),
    # When it was fetched.
    (f"{SCHEDULE} {{reply}} --fetched-at 2025-01-15T10:00", 2, "'2025-01-15T10:00'", "its zone"),
    (f"{SCHEDULE} {{reply}} --fetched-at 2025-02-30T10:00Z", 2, "'2025-02-30T10:00Z'", "2025-01"),
    (f"{SCHEDULE} {{reply}} --fetched-at noon", 2, "'noon' is not an instant", "for example"),
    (f"{SCHEDULE} {{reply}} --fetched-at=", 2, "'' is not an instant", "for example"),
    (f"{SCHEDULE} {{reply}} --fetched-at 0001-01-01T00:00Z", 2, "'0001-01-01T00:00Z'", "example"),
    (f"{SCHEDULE} {{reply}} --fetched-at 2025-07-01T10:00Z", 2, "2025-07-01T10:00", "Check"),
]

WINDOWS = [
    ("--date 2025-02-30", "'2025-02-30' is not a day", "YYYY-MM-DD"),
    ("--date 20250115", "'20250115' is not a day", "YYYY-MM-DD"),
    ("--date tomorrow", "'tomorrow' is not a day", "YYYY-MM-DD"),
    ("--date=", "'' is not a day", "YYYY-MM-DD"),
    ("--from 2025-02-30", "'2025-02-30' is not a day", "YYYY-MM-DD"),
    ("--to 2025-13-01", "'2025-13-01' is not a day", "YYYY-MM-DD"),
    ("--from 2025-02-03 --to 2025-02-01", "2025-02-03", "2025-02-01", "swap them"),
    ("--date 2025-02-03 --from 2025-02-01", "--date 2025-02-03", "give it alone"),
    ("--date 2025-02-03 --to=", "--date 2025-02-03", "give it alone"),
    ("--only player_games", "'player_games'", "Did you mean 'nba_core.player_games'?"),
    ("--only nba_core.game", "'nba_core.game'", "Did you mean 'nba_core.games'?"),
    ("--only nba_core.games --only weather", "'weather'", "`boxline datasets list`"),
]

WORDS = [
    *((f"land {words}", *rest) for words, *rest in LANDS),
    *((f"{verb} {words}", 2, *rest) for verb in ("plan", "run") for words, *rest in WINDOWS),
    ("run --allow-shrink=", 2, "--allow-shrink records the reason", "Write one"),
    ("run --accept=", 2, "--accept records the reason", "Write one"),
    ("runs show 20250101T000000-nobody", 2, "'20250101T000000-nobody'", "`boxline runs list`"),
]


@pytest.mark.parametrize(("words", "code", "parts"), [(w, c, p) for w, c, *p in WORDS])
def test_a_command_that_cannot_be_done_says_why_and_what_to_do_and_changes_nothing(
    boxline: CommandLine,
    given: Path,
    home: Path,
    words: str,
    code: int,
    parts: list[str],
):
    before = contents(home)
    told = shlex.split(words.format(given=given, reply=given / "reply.json"))
    for options in FORMATS:
        refused(boxline(*told, *options, home=home), code, *parts)
    assert contents(home) == before


QUERIES = [
    ("SELEC 1", 'syntax error at or near "SELEC"'),
    ("SELECT * FROM nba_core.gamez", "gamez does not exist", "`boxline datasets list`"),
    ("SELECT mood FROM nba_core.games", '"mood" not found', "`boxline datasets list`"),
    ("SELECT CAST('x' AS INTEGER)", "'x'"),
    ("SELECT ?", "Values were not provided"),
    ("", "this is nothing", "Give one SELECT"),
    ("SELECT 1; SELECT 2", "SELECT, then SELECT", "Give one SELECT"),
    ("INSERT INTO nba_core.games SELECT * FROM nba_core.games", "INSERT", "Give one SELECT"),
    ("DROP VIEW nba_core.games", "DROP", "Give one SELECT"),
    ("COPY (SELECT 1) TO '{out}'", "COPY", "Give one SELECT"),
    ("EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}'", "EXPLAIN", "Give one SELECT"),
    ("ATTACH '{out}'", "ATTACH", "Give one SELECT"),
    ("PRAGMA database_list", "PRAGMA", "Give one SELECT"),
    ("SET enable_external_access = true", "SET", "Give one SELECT"),
    ("LOAD httpfs", "LOAD", "Give one SELECT"),
    ("SELECT * FROM read_csv('/etc/passwd')", "/etc/passwd", "`boxline datasets list`"),
    ("SELECT * FROM read_text('/etc/passwd')", "/etc/passwd", "`boxline datasets list`"),
    ("SELECT * FROM glob('/etc/*')", "/etc/*", "`boxline datasets list`"),
    ("FROM '/etc/passwd'", "/etc/passwd", "`boxline datasets list`"),
]


@pytest.mark.parametrize(("query", "parts"), [(q, p) for q, *p in QUERIES])
def test_a_query_reads_the_snapshot_and_nothing_else(
    boxline: CommandLine,
    settled_copy: Path,
    tmp_path: Path,
    query: str,
    parts: list[str],
):
    before = contents(settled_copy)
    asked = query.format(out=tmp_path / "out")
    for options in FORMATS:
        refused(boxline("sql", asked, *options, home=settled_copy), 2, *parts)
    assert contents(settled_copy) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["status"], ["sql", "SELECT 1"]], ids=lambda words: words[0])
def test_before_anything_is_published_readers_say_how_to_begin(
    boxline: CommandLine, tmp_path: Path, words: list[str]
):
    home = tmp_path / "home"
    for options in FORMATS:
        answer = boxline(*words, *options, home=home)
        refused(answer, 2, str(home), "Run `boxline import PATH` and `boxline run` first", "--home")
    assert not home.exists()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("datasets show games", ["'games'", "Did you mean 'mlb_core.games' or 'nba_core.games'?"]),
        ("datasets lineage nba_core.game", ["'nba_core.game'", "Did you mean 'nba_core.games'?"]),
        ("datasets show weather --json", ["'weather'", "`boxline datasets list`"]),
        ("datasets lineage weather --json", ["'weather'", "`boxline datasets list`"]),
    ],
)
def test_a_dataset_that_nobody_declared_is_answered_with_the_nearest_name(
    boxline: CommandLine, words: str, parts: list[str]
):
    refused(boxline(*words.split()), 2, *parts)


def test_pages_are_not_written_over_a_file(boxline: CommandLine, tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    refused(boxline("datasets", "pages", file), 1, str(file), "File exists", "Check the path")
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("import", "Missing argument 'paths'"),
        ("land", "Missing argument 'dataset'"),
        (f"land {SCHEDULE}", "Missing argument 'files'"),
        ("sql", "Missing argument 'query'"),
        ("runs show", "Missing argument 'run_id'"),
        ("datasets show", "Missing argument 'name'"),
        ("datasets lineage", "Missing argument 'name'"),
        ("datasets pages", "Missing argument 'folder'"),
        ("run --dat 2025-01-01", "No such option: --dat"),
        ("plan yesterday", "yesterday"),
        ("runs list --limit 0", "--limit"),
        ("runs list --limit many", "'--limit': 'many' is not a valid int"),
        ("status --jsn", "No such option: --jsn"),
        ("forecast", "No such command 'forecast'"),
        ("datasets drop", "No such command 'drop'"),
    ],
)
def test_words_that_no_command_has_end_with_2_and_where_help_is(
    boxline: CommandLine, words: str, fault: str
):
    answer = boxline(*words.split())
    assert (answer.exit, answer.data) == (2, "")
    assert fault in answer.talk
    assert "Try 'boxline " in answer.talk
