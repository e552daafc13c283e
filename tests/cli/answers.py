"""The command line as its users meet it: words in; exit, data and talk out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from boxline import cli, config
from boxline.catalog import Catalog
from boxline.home import Home
from boxline.leagues import load_catalog
from tests.builders import NOON

RECORDED = Path(__file__).parents[1] / "recorded"
SCHEDULE, STATS = "nba_raw.nbac_schedule", "nba_raw.bdl_player_box_scores"
SCHEDULE_REPLY = RECORDED / "nbac_schedule.json"
STATS_PAGES = tuple(RECORDED / f"bdl_player_box_scores-{n}.json" for n in (1, 2))
PLAYER_GAMES = "nba_raw.archive_player_games"
PLAYERS = "nba_box_scores/regular/player_games_2024-25.parquet"

LOCK_WAIT_SECONDS = 0.2

#: What a command that legitimately records a run may touch, and what lies beside an open ledger.
BOOKKEEPING = frozenset(
    {
        "cache/code.json",
        "ledger.sqlite",
        "ledger.sqlite-shm",
        "ledger.sqlite-wal",
        "warehouse.lock",
    }
)


@dataclass(frozen=True)
class Answer:
    """How a command ended, what it printed on stdout, and what it said on stderr."""

    exit: int
    data: str
    talk: str

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def table(self) -> list[dict[str, str]]:
        """The printed table; cells as printed."""
        heads, rule, *lines = self.data.splitlines()
        ends = [n for n, sign in enumerate(rule + " ") if sign == " " and rule[n - 1 : n] == "-"]
        starts = [0, *(end + 2 for end in ends)]
        cut = [slice(start, end) for start, end in zip(starts, ends, strict=False)]
        names = [heads[place].strip() for place in cut]
        return [
            dict(zip(names, (line[place].strip() for place in cut), strict=True)) for line in lines
        ]


class CommandLine:
    """Runs commands in this process, by a clock that stands where the test puts it."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.now: datetime = NOON
        self.declared: Callable[[], Catalog] | None = load_catalog
        self._capsys, self._patch = capsys, patch
        patch.setattr("boxline.home.Home", self._home)
        patch.setattr("boxline.cli.wiring.read_settings", _settings)

    def _home(self, **given: Any) -> Home:
        return Home(**given, clock=lambda: self.now, declared=self.declared)

    def __call__(self, *words: object, home: Path | None = None) -> Answer:
        at = [] if home is None else ["--home", home]
        self._patch.setattr(sys, "argv", ["boxline", *map(str, [*words, *at])])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = self._capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Answer(ended.value.code, printed.out, printed.err)


def _settings(home: Path | None) -> config.Settings:
    return replace(config.read_settings(home), lock_wait_seconds=LOCK_WAIT_SECONDS)


def refused(answer: Answer, code: int, *parts: str) -> None:
    """One message that holds these parts, and no data."""
    assert (answer.exit, answer.data) == (code, ""), answer
    (message,) = answer.talk.splitlines()
    assert message.startswith("boxline: ")
    assert "Traceback" not in message
    missing = [part for part in parts if part not in message]
    assert not missing, f"{missing} not in: {message}"


def contents(folder: Path) -> dict[str, str]:
    """Everything in a folder, by path: a file's size and last change, and where a link points.
    Any write to a file shows, one of the same bytes too; a folder that is not there is empty."""
    state = {"": "folder"} if folder.exists() else {}
    return state | {
        str(path.relative_to(folder)): _state(path) for path in sorted(folder.rglob("*"))
    }


def _state(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    found = path.stat()
    return "folder" if path.is_dir() else f"{found.st_size} bytes, {found.st_ctime_ns}"


def changed(
    before: dict[str, str], after: dict[str, str], *, apart: Collection[str] = ()
) -> set[str]:
    """Paths that were added, lost or altered, those apart that are expected; a run that records
    itself has a log as well."""
    found = {path for path in before | after if before.get(path) != after.get(path)}
    logs = {path for path in found if path.partition("/")[0] == "logs"} if apart else set()
    return found - set(apart) - logs
