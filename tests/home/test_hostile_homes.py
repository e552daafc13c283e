"""Eight things that befall a home: their messages, and what docs/operations.md says to do.

Every case ends with the rows of a home to which nothing happened, after the commands of the page's
own section. Further ways to damage and fill a home stand in tests/stores/test_damage.py.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from boxline.domain.days import EASTERN, from_eastern
from boxline.stores.lock import locked
from tests.cli.answers import SCHEDULE, SCHEDULE_REPLY, CommandLine, refused
from tests.disks import small_disk

NOBODY = 65534
PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
ROWS = "SELECT * FROM nba_core.resolved_names ORDER BY ALL"
COMMITS = "SELECT dataset, day, content, inputs, rows_kept FROM ops.commits ORDER BY ALL"


def rows(boxline: CommandLine, home: Path) -> tuple[str, str]:
    """What a home holds, and what is committed of it."""
    found = [boxline("sql", query, "--json", home=home) for query in (ROWS, COMMITS)]
    assert [answer.exit for answer in found] == [0, 0]
    return found[0].data, found[1].data


def commands_of(section: str) -> list[str]:
    """The commands of a section of the page, in order."""
    (text,) = re.findall(rf"^## {section}\n(.*?)^## ", PAGE, re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"^```(?:sh|text)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def follow(boxline: CommandLine, section: str, home: Path, **names: str) -> None:
    """Do what a section of the page says; `names` stand for its words in capitals."""
    lines = commands_of(section)
    assert lines
    for line in lines:
        program, *words = [names.get(word, word) for word in shlex.split(line)]
        if program.endswith("boxline"):
            assert boxline(*words, home=home).exit == 0, line
        elif names:
            subprocess.run([program, *words], check=True, cwd=home.parent)
        else:
            given = {**os.environ, "BOXLINE_HOME": str(home)}
            subprocess.run(["sh", "-c", line], check=True, cwd=home.parent, env=given)


def assert_settled(boxline: CommandLine, home: Path, before: tuple[str, str]) -> None:
    """The rows are the same, and nothing is left to do."""
    assert boxline("run", home=home).talk == "Nothing to do.\n"
    assert rows(boxline, home) == before


def spoil(path: Path) -> None:
    path.write_bytes(b"not what it was. " * 1_000)


def test_a_full_disk_is_named_and_the_same_command_does_it_once_there_is_room(
    boxline: CommandLine, home: Path
) -> None:
    before = rows(boxline, home)
    (home / "published").rename(home.parent / "published")
    with small_disk(home / "published", mebibytes=16) as disk:
        disk.fill()
        answer = boxline("run", home=home)
        refused(answer, 1, str(home / "published"), "the disk is full", "Make room there")
        assert rows(boxline, home) == before
        disk.make_room()
        assert boxline("run", home=home).exit == 0
        assert_settled(boxline, home, before)


def test_a_read_only_folder_is_named_and_once_it_may_be_written_all_is_as_it_was(
    boxline: CommandLine, home: Path, tmp_path: Path
) -> None:
    before = rows(boxline, home)
    with small_disk(tmp_path / "disk", mebibytes=64) as disk:
        subprocess.run(["cp", "-a", home, disk.path], check=True)
        there = disk.path / "home"
        disk.close_to_writing()
        refused(boxline("run", home=there), 1, str(there), "Check its permissions")
        assert rows(boxline, there) == before
        disk.open_to_writing()
        assert_settled(boxline, there, before)


def test_a_damaged_warehouse_is_named_moved_away_and_built_anew(
    boxline: CommandLine, home: Path
) -> None:
    before = rows(boxline, home)
    spoil(home / "warehouse.duckdb")
    refused(boxline("run", home=home), 1, "warehouse.duckdb", "away: `boxline run` rebuilds it")
    assert rows(boxline, home) == before
    follow(boxline, "The warehouse is damaged", home)
    assert_settled(boxline, home, before)


def test_a_damaged_ledger_is_named_moved_away_and_made_anew(
    boxline: CommandLine, home: Path
) -> None:
    before = rows(boxline, home)
    spoil(home / "ledger.sqlite")
    refused(boxline("run", home=home), 1, "ledger.sqlite", "Move ledger.sqlite* away")
    assert rows(boxline, home) == before
    follow(boxline, "The ledger is lost", home)
    assert_settled(boxline, home, before)


def test_files_of_somebody_else_are_named_and_given_back_by_chown(
    boxline: CommandLine, home: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a home away and be somebody else")
    before = rows(boxline, home)
    assert boxline("run", home=home).exit == 0  # by now every module is imported
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        there = Path(folder) / "home"
        subprocess.run(["cp", "-a", home, there], check=True)
        for path in (there, *there.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        os.chown(there / "warehouse.duckdb", 0, 0)
        (there / "warehouse.duckdb").chmod(0o600)
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
        try:
            answer = boxline("run", home=there)
        finally:
            os.seteuid(0)
            os.setegid(0)
        refused(answer, 1, "warehouse.duckdb", "ermission", "check its permissions")
        section = "The home cannot be written, or belongs to somebody else"
        follow(boxline, section, there, USER=str(NOBODY), HOME=str(there))
        assert (there / "warehouse.duckdb").stat().st_uid == NOBODY
        assert_settled(boxline, there, before)


def test_a_second_instance_waits_within_bounds_and_names_the_first(
    boxline: CommandLine, home: Path
) -> None:
    before = rows(boxline, home)
    with locked(home / "warehouse.lock", doing="run", wait_seconds=0):
        answer = boxline("run", home=home)
        refused(answer, 1, f"is held by process {os.getpid()} (run, since", "Wait for it to finish")
        assert rows(boxline, home) == before
    follow(boxline, "The warehouse is held", home)
    assert_settled(boxline, home, before)


class TestAClockThatIsADayOff:
    @pytest.mark.parametrize("days", [1, -1])
    def test_loses_nothing_and_once_it_is_right_there_is_nothing_to_do(
        self, boxline: CommandLine, home: Path, days: int
    ) -> None:
        before, right = rows(boxline, home), boxline.now
        boxline.now += timedelta(days=days)
        assert boxline("run", home=home).exit == 0
        boxline.now = right
        assert boxline("run", home=home).exit == 0
        assert_settled(boxline, home, before)

    def test_what_landed_by_a_clock_that_was_ahead_is_in_and_said_again_known_from_now_on(
        self, boxline: CommandLine, home: Path
    ) -> None:
        right = boxline.now
        boxline.now += timedelta(days=1)
        assert boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home).exit == 0
        boxline.now = right
        assert boxline("run", home=home).exit == 0
        games = f"SELECT count(DISTINCT game_id) AS n, min(known_at) AS since FROM {SCHEDULE}"
        (ahead,) = boxline("sql", games, "--json", home=home).json
        assert boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home).exit == 0
        (now,) = boxline("sql", games, "--json", home=home).json
        assert ahead["n"] == now["n"] > 0
        assert ahead["since"] > now["since"]

    def test_a_reply_of_tomorrow_is_refused_and_the_clock_is_named(
        self, boxline: CommandLine, home: Path
    ) -> None:
        fetched = boxline.now.isoformat()
        boxline.now -= timedelta(days=1)
        words = ("land", SCHEDULE, SCHEDULE_REPLY, "--fetched-at", fetched)
        refused(boxline(*words, home=home), 2, "lies in the future", "this machine's clock")
        boxline.now += timedelta(days=1)
        assert boxline(*words, home=home).exit == 0

    def test_who_waits_for_a_holder_is_not_misled_by_it(
        self, boxline: CommandLine, home: Path
    ) -> None:
        with locked(home / "warehouse.lock", doing="run", wait_seconds=0):
            for days in (1, -2):
                boxline.now += timedelta(days=days)
                refused(boxline("run", home=home), 1, "is held by process")


#: Evenings of the season's nights on which Eastern clocks went forward and back.
EVENINGS = [
    pytest.param(from_eastern(date(2025, 3, 8), "23:30"), id="forward"),
    pytest.param(from_eastern(date(2024, 11, 2), "23:30"), id="back"),
]


@pytest.mark.parametrize("evening", EVENINGS)
def test_a_night_on_which_clocks_change_has_each_job_once_and_makes_nothing_anew(
    boxline: CommandLine, home: Path, evening: datetime
) -> None:
    before = rows(boxline, home)
    heals, tomorrow = set(), (evening + timedelta(hours=12)).astimezone(EASTERN)
    for hours in range(5):
        boxline.now = (evening + timedelta(hours=hours)).astimezone(UTC)
        assert_settled(boxline, home, before)
        told = boxline("schedule", "--json", home=home).json["jobs"]
        jobs = {
            job["job"]: datetime.fromisoformat(job["next_at"]) for job in told if job["next_at"]
        }
        assert jobs["hourly"] == boxline.now + timedelta(minutes=30)
        heals.add(jobs["self-heal"].astimezone(EASTERN))
    assert heals == {tomorrow.replace(hour=14, minute=15)}
