"""The pages tell the truth: their commands run, what they name exists, and nothing is left out."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import fields
from datetime import date
from io import StringIO
from itertools import takewhile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.exceptions import TyperException

from boxline.cli import main
from boxline.cli.app import app
from boxline.config import Settings
from boxline.config.reading import variables_of
from boxline.home import Home
from boxline.leagues import whole_catalog
from tests.builders import home_at, rewrite
from tests.docs.conftest import ROOT, Examples, blocks, read

#: The pages that people run commands from.
GUIDES = ("README.md", "CONTRIBUTING.md", "docs/operations.md")
HANDWRITTEN = sorted(
    {*GUIDES, "CHANGELOG.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))}
)
PAGES = sorted(
    {*HANDWRITTEN, *(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md"))}
)

BOXLINE, PYTHON = ".venv/bin/boxline", ".venv/bin/python"

#: A line of a block that calls Boxline, here or in a container; and with which words.
CALL = re.compile(
    r"^(?:\.venv/bin/boxline|boxline|docker run .*? boxline"
    r"|docker compose .*? (?:run --rm worker|exec serve boxline)) +(.+)$",
    re.MULTILINE,
)
#: Variables of tests, and no settings.
OTHER_VARIABLES = {"BOXLINE_SHARED", "BOXLINE_TEST_BUCKET"}

#: Where the shell takes over again.
NO_WORDS = {"|", ">", ">>", "<", "&&", "||", ";", "&"}

COMMAND = typer.main.get_command(app)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


class Shell:
    """Does what a page's blocks say, in a folder of its own: `boxline` in this process, `make` not
    at all beyond a look whether the target is there, and the rest in a shell."""

    def __init__(self, folder: Path, patched: pytest.MonkeyPatch) -> None:
        self.folder, self._patched = folder, patched
        patched.chdir(folder)
        patched.setenv("HOME", str(folder))
        patched.setenv("PWD", str(folder))
        patched.setenv("PYTHONPATH", str(ROOT / "src"))
        patched.setenv("BOXLINE_HOME", str(folder / "home"))

    def follow(self, page: str) -> list[str]:
        """Do every command of the page's `sh` blocks, in order; the commands."""
        lines = [
            line
            for block in blocks(page)
            if block.language == "sh"
            for line in block.text.splitlines()
            if line
        ]
        for line in lines:
            self.do(line)
        return lines

    def do(self, line: str) -> None:
        program, *words = shlex.split(line, comments=True)
        if program == "make":
            assert words[0] in TARGETS, line
        elif program == "export":
            name, _, value = words[0].partition("=")
            self._patched.setenv(name, os.path.expandvars(value))
        elif program == "unset":
            self._patched.delenv(words[0])
        elif program == BOXLINE:
            assert self.boxline(*words) == 0, line
        else:
            subprocess.run(["sh", "-c", line.replace(PYTHON, sys.executable)], check=True)

    def boxline(self, *words: str) -> int:
        given = [self._newest_run() if word == "RUN_ID" else word for word in words]
        self._patched.setattr(sys, "argv", ["boxline", *given])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    def answer(self, query: str) -> list[dict[str, Any]]:
        """What `boxline sql` answers."""
        with redirect_stdout(StringIO()) as said:
            assert self.boxline("sql", query, "--json") == 0
        found: list[dict[str, Any]] = json.loads(said.getvalue())
        return found

    def _newest_run(self) -> str:
        home = home_at(Path(os.environ["BOXLINE_HOME"]))
        (newest,) = home.ledger.runs(1)
        home.close()
        return str(newest["run_id"])


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(tmp_path, monkeypatch)


@pytest.fixture
def begun(shell: Shell, settled_home: Home) -> Shell:
    """A shell whose home holds a small league, run; its files lie in `archive`."""
    shutil.copytree(settled_home.path, shell.folder / "home", symlinks=True)
    shutil.copytree(settled_home.path.parent / "archive", shell.folder / "archive")
    return shell


def schedule_reply() -> dict[str, Any]:
    """NBA.com's schedule with one game, between two clubs of every simulated league."""
    game = {
        "gameId": "0022401199",
        "gameCode": "20250412/BOSATL",
        "gameStatus": 1,
        "gameStatusText": "7:00 pm ET",
        "gameDateEst": "2025-04-12T00:00:00Z",
        "gameDateTimeUTC": "2025-04-12T23:00:00Z",
        "homeTeam": {"teamId": 1610612737, "teamTricode": "ATL", "score": 0},
        "awayTeam": {"teamId": 1610612738, "teamTricode": "BOS", "score": 0},
    }
    return {"leagueSchedule": {"seasonYear": "2024-25", "gameDates": [{"games": [game]}]}}


@pytest.mark.thorough  # a season is fetched over HTTP and run
def test_the_session_of_the_readme_runs_from_nothing(shell: Shell) -> None:
    (shell.folder / "schedule.json").write_text(json.dumps(schedule_reply()))
    shell.follow("README.md")
    landed = "SELECT schedule_source FROM nba_core.games WHERE game_id = '0022401199'"
    assert shell.answer(landed) == [{"schedule_source": "nbac_schedule"}]
    assert (shell.folder / "trial" / "published" / "current" / "v1").is_dir()


@pytest.mark.thorough  # a season is fetched and run
def test_the_commands_of_contributing_run(begun: Shell, examples: Examples) -> None:
    crowd = {"GAME_ID": ["0022400061"], "GAME_DATE": [date(2024, 10, 22)], "ATTENDANCE": [19156]}
    pq.write_table(pa.table(crowd), begun.folder / "attendance.parquet")
    for number in (1, 2):
        game = {"id": number, "date": "2025-01-15", "status": "Final"}
        (begun.folder / f"page-{number}.json").write_text(json.dumps({"data": [game]}))
    begun.follow("CONTRIBUTING.md")
    assert begun.answer("SELECT count(*) AS n FROM nba_raw.archive_attendance") == [{"n": 1}]
    assert begun.answer("SELECT count(*) AS n FROM nba_raw.bdl_final_scores") == [{"n": 2}]
    assert (begun.folder / "docs/datasets/nba_analytics.team_game_rest.md").is_file()


@pytest.mark.thorough  # every command of a long page
def test_the_commands_of_operations_run_and_leave_nothing_undone(
    begun: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected = begun.folder / "corrected.parquet"
    sent = begun.folder / "archive/nba_box_scores/regular/player_games_2024-25.parquet"
    shutil.copy(sent, corrected)
    one = pq.read_table(corrected).slice(0, 1).to_pylist()[0]
    rewrite(corrected, lambda row: row | {"ast": one["ast"] + 1} if row == one else row)
    before = begun.answer("SELECT count(*) AS n FROM nba_core.player_games")
    begun.follow("docs/operations.md")
    assert begun.answer("SELECT count(*) AS n FROM nba_core.player_games") == before
    line = f"game_id = '{one['game_id']}' AND player_id = {one['player_id']}"
    assert begun.answer(f"SELECT assists FROM nba_core.player_games WHERE {line}") == [
        {"assists": one["ast"] + 1}
    ]
    capsys.readouterr()
    begun.boxline("run")
    assert "Nothing to do." in capsys.readouterr().err


def commands(group: Any = None, before: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command of the application, as it is typed."""
    for name, found in (group or COMMAND).commands.items():
        if hasattr(found, "commands"):
            if found.invoke_without_command:
                yield " ".join((*before, name))
            yield from commands(found, (*before, name))
        else:
            yield " ".join((*before, name))


def inline_code(page: str) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", read(page), flags=re.MULTILINE | re.DOTALL)
    return [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", text)]


def test_every_command_is_told_of() -> None:
    told = read("docs/operations.md")
    assert [name for name in commands() if f"boxline {name}" not in told] == []


@pytest.mark.parametrize("page", HANDWRITTEN)
def test_every_command_that_is_told_of_is_there(page: str) -> None:
    known, lost = set(commands()), []
    for code in inline_code(page):
        program, _, rest = code.partition(" ")
        words = [word for word in rest.split() if re.fullmatch("[a-z]+", word)]
        if program == "boxline" and words and not known & {words[0], " ".join(words[:2])}:
            lost.append(code)
        if program == "make" and words and words[0] not in TARGETS:
            lost.append(code)
    assert lost == []


def command_of(words: Sequence[str]) -> tuple[Any, list[str]]:
    """The command that some words name, and those that it is given."""
    command: Any = COMMAND
    rest = list(words)
    while hasattr(command, "commands") and rest and rest[0] in command.commands:
        command = command.commands[rest.pop(0)]
    return command, rest


def misused(line: str) -> str:
    """Why Boxline would not understand what it is called with; empty where it does."""
    words = list(takewhile(lambda word: word not in NO_WORDS, shlex.split(line, comments=True)))
    command, rest = command_of(words)
    if hasattr(command, "commands") and not command.invoke_without_command:
        return f"no command {rest[:1]}"
    try:
        command.make_context("boxline", rest)
    except TyperException as refused:
        return str(refused)
    return ""


def test_a_call_is_found_wherever_it_is_made_and_refused_as_the_command_would() -> None:
    text = (
        "boxline run --from 2025-01-15  # a day\n.venv/bin/boxline rejects list > list.txt\n"
        "docker run --rm -v boxline:/data boxline run\ndocker build -t boxline .\n"
        "docker compose -f compose.yaml run --rm worker wirk\n"
        "docker compose -f compose.yaml exec serve boxline run --form 2025-01-15\n"
        "boxline backup\nboxline rejects\n"
    )
    assert [misused(line) for line in CALL.findall(text)] == [
        *("", "", ""),
        "no command ['wirk']",
        "No such option: --form",
        "Missing parameter: folder",
        "no command []",
    ]


@pytest.mark.parametrize("page", HANDWRITTEN)
def test_every_call_of_a_block_is_one_that_boxline_understands(page: str) -> None:
    calls = [line for block in blocks(page) for line in CALL.findall(block.text)]
    assert {line: why for line in calls if (why := misused(line))} == {}


@pytest.mark.parametrize("page", HANDWRITTEN)
def test_every_option_that_a_text_names_is_one_of_its_command(page: str) -> None:
    lost = []
    for code in inline_code(page):
        program, *words = code.split()
        if program == "boxline":
            command, rest = command_of(words)
            known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
            named = {word for word in rest if word.startswith("--")}
            lost += [code] if named - known else []
    assert lost == []


@pytest.mark.parametrize("page", HANDWRITTEN)
def test_every_variable_that_is_named_is_a_setting(page: str) -> None:
    known = {name for each in fields(Settings) for name in variables_of(each.name)}
    # A text may speak of all that begin so: `BOXLINE_KEEP_*`.
    named = re.findall(r"\bBOXLINE_[A-Z_]+\b(?!\*)", read(page))
    assert set(named) - known - OTHER_VARIABLES == set()


@pytest.mark.parametrize("page", HANDWRITTEN)
def test_every_dataset_and_file_that_is_named_is_there(page: str, examples: Examples) -> None:
    datasets = whole_catalog().datasets
    made = {f"src/{module.replace('.', '/')}.py" for module in examples}
    lost = []
    for code in inline_code(page):
        is_dataset = re.fullmatch(r"nba_[a-z]+\.[a-z_]+", code)
        is_file = re.fullmatch(r"[\w./]+/[\w.]*\.(py|md)|(src|tests|docs)/[\w./]*", code)
        is_file = is_file and "LEAGUE" not in code  # which the reader names
        if is_dataset and code not in datasets:
            lost.append(code)
        places = [ROOT / code, ROOT / "src" / "boxline" / code]
        if is_file and code not in made and not any(place.exists() for place in places):
            lost.append(code)
    assert lost == []


def test_every_dataset_has_its_page() -> None:
    folder = ROOT / "docs" / "datasets"
    if not folder.exists():
        pytest.skip("the pages are not written yet: make docs")
    assert [n for n in sorted(whole_catalog().datasets) if not (folder / f"{n}.md").is_file()] == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []
