"""`boxline backup` and `boxline restore`: whole, shared, checked, and never half there."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from boxline.stores.backups import Backups
from boxline.stores.landing import DESCRIPTION
from boxline.stores.lock import locked
from boxline.stores.models import ModelFiles
from tests.builders import (
    commits_of,
    documents_of,
    home_at,
    leased,
    named_catalog,
)
from tests.cli.answers import CommandLine, contents, refused
from tests.disks import small_disk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def pages_of(home: Path) -> list[Path]:
    """The files that were sent."""
    found = (path for path in sorted((home / "landing").rglob("*")) if path.is_file())
    return [path for path in found if not path.name.endswith(DESCRIPTION)]


def test_a_restored_home_ends_as_the_one_that_was_backed_up(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    assert boxline("backup", folder, home=home).exit == 0
    assert boxline("restore", folder, home=tmp_path / "new").exit == 0
    before, after = (home_at(path, declared=named_catalog) for path in (home, tmp_path / "new"))
    assert [run["run_id"] for run in after.ledger.runs(9)] == [
        run["run_id"] for run in before.ledger.runs(9)
    ]
    assert boxline("run", home=tmp_path / "new").exit == 0
    assert boxline("run", home=tmp_path / "new").talk == "Nothing to do.\n"
    assert commits_of(after) == commits_of(before)
    assert documents_of(after) == documents_of(before)


def test_the_second_backup_of_an_unchanged_home_copies_its_ledger_alone(
    boxline: CommandLine, home: Path, folder: Path
):
    ModelFiles(home / "models").put(b"a tree")
    first = boxline("backup", folder, "--json", home=home).json
    boxline.now += timedelta(days=1)
    second = boxline("backup", folder, "--json", home=home).json
    assert first["files_copied"] == first["files"] == second["files"]
    assert second["files_copied"] == 1
    one, other = (Backups(folder).generation(name) for name in Backups(folder).names())
    warehouse = "warehouse.duckdb"
    assert (one.folder / warehouse).samefile(other.folder / warehouse)
    assert "models/" in " ".join(other.files)


def test_each_generation_restores_what_stood_when_it_was_made(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    boxline("backup", folder, home=home)
    boxline.now += timedelta(days=1)
    assert boxline("tokens", "new", "nightly", home=home).exit == 0
    boxline("backup", folder, home=home)
    older, newer = boxline("restore", folder, "--list", "--json").json
    for generation, tokens in ((older, 0), (newer, 1)):
        new = tmp_path / generation["generation"]
        words = ("restore", folder, "--generation", generation["generation"])
        assert boxline(*words, home=new).exit == 0
        assert len(boxline("tokens", "list", "--json", home=new).json) == tokens


def test_the_oldest_generations_go_and_the_others_stay_whole(
    boxline: CommandLine, home: Path, folder: Path
):
    names = []
    for _ in range(3):
        boxline.now += timedelta(days=1)
        names.append(boxline("backup", folder, "--keep", 2, "--json", home=home).json["generation"])
    assert Backups(folder).names() == names[1:]
    for name in names[1:]:
        assert boxline("restore", folder, "--generation", name, "--check").exit == 0


def test_a_clock_that_was_set_back_does_not_make_the_newest_the_oldest(
    boxline: CommandLine, home: Path, folder: Path
):
    boxline("backup", folder, "--keep", 1, home=home)
    boxline.now -= timedelta(days=1)
    newest = boxline("backup", folder, "--keep", 1, "--json", home=home).json["generation"]
    assert Backups(folder).names() == [newest]


def test_nobody_holds_a_restored_home(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    boxline("backup", folder, home=home)
    boxline("restore", folder, home=tmp_path / "new")
    with closing(sqlite3.connect(tmp_path / "new" / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT max(expires), max(token) > 0 FROM leases").fetchone() == (
            0,
            1,
        )


@pytest.mark.parametrize("held", ["lease", "lock"])
def test_a_backup_waits_for_who_is_at_work_and_names_them(
    boxline: CommandLine, home: Path, folder: Path, held: str
):
    is_held = locked(home / "warehouse.lock", doing="run", wait_seconds=0)
    with leased(home) if held == "lease" else is_held:
        refused(boxline("backup", folder, home=home), 1, f"is held by process {os.getpid()}")
    assert Backups(folder).names() == []


def test_what_lands_while_a_backup_goes_on_is_whole_in_it_or_not_there(
    boxline: CommandLine, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    page = pages_of(home)[0]
    late = page.with_name(f"late{DESCRIPTION}")

    def land_late(source: Path, target: Path) -> None:
        """Before the ledger's copy is done, a page has landed and its description has not."""
        shutil.copy(page, page.with_name("late-page"))
        copy_ledger(source, target)

    from boxline.home.backing_up import copy_ledger

    monkeypatch.setattr("boxline.home.backing_up.copy_ledger", land_late)
    assert boxline("backup", folder, home=home).exit == 0
    files = Backups(folder).generation().files
    assert str(page.with_name("late-page").relative_to(home)) in files
    assert str(late.relative_to(home)) not in files


KILLED = """
import os, signal
from boxline.stores import backups
real, count = backups.copied, 0
def copied(*given):
    global count
    count += 1
    if count == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given)
backups.copied = copied
from boxline.cli import main
main()
"""


def kill(at: int, *words: object, home: Path) -> None:
    """Give a command in a process that is killed before it copies its so-manieth file."""
    given = [*map(str, words), "--home", str(home)]
    ended = subprocess.run([sys.executable, "-c", KILLED.format(at=at), *given], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_a_backup_that_is_killed_leaves_the_earlier_one_whole_and_the_next_goes_on(
    boxline: CommandLine, home: Path, folder: Path
):
    boxline("backup", folder, home=home)
    ModelFiles(home / "models").put(b"a tree")
    kill(1, "backup", folder, home=home)
    assert len(Backups(folder).names()) == 1
    assert boxline("restore", folder, "--check").exit == 0
    assert boxline("backup", folder, home=home).exit == 0
    assert sorted(p.name for p in folder.iterdir() if p.is_dir()) == Backups(folder).names()
    assert len(Backups(folder).names()) == 2


def test_a_restore_that_is_killed_leaves_no_home_and_is_repeated(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    boxline("backup", folder, home=home)
    kill(3, "restore", folder, home=tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert boxline("restore", folder, home=tmp_path / "new").exit == 0
    assert pages_of(tmp_path / "new")
    assert not list(tmp_path.glob(".*restoring*"))


def test_a_home_that_holds_anything_is_never_restored_over(
    boxline: CommandLine, home: Path, folder: Path
):
    boxline("backup", folder, home=home)
    before = contents(home)
    refused(boxline("restore", folder, home=home), 2, str(home), "is not empty", "mv ")
    assert contents(home) == before


def test_it_is_told_how_much_landed_since_the_backup(
    boxline: CommandLine, home: Path, folder: Path
):
    boxline("backup", folder, home=home)
    description = next((home / "landing").rglob(f"*{DESCRIPTION}"))
    shutil.copy(description, description.with_name(f"newer{DESCRIPTION}"))
    told = "1 landed requests that the backup of 2025-06-30"
    refused(boxline("restore", folder, home=home), 2, told)


def test_landing_of_a_newer_home_is_copied_into_an_older_backup_and_read(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    older = tmp_path / "older"
    older.mkdir()
    assert boxline("tokens", "new", "nightly", home=older).exit == 0
    boxline("backup", folder, home=older)
    boxline("restore", folder, home=tmp_path / "new")
    subprocess.run(["cp", "-rn", home / "landing", tmp_path / "new"], check=True)
    to_load = boxline("plan", "--json", home=tmp_path / "new").json["to_load"]
    assert len(to_load) == len(list((home / "landing").rglob(f"*{DESCRIPTION}")))


def test_bytes_that_are_not_those_that_were_backed_up_are_not_restored(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    boxline("backup", folder, home=home)
    page = pages_of(Backups(folder).generation().folder)[0]
    page.write_bytes(page.read_bytes()[:-1] + b"\xa5")
    for words in (["--check"], []):
        answer = boxline("restore", folder, *words, home=tmp_path / "new")
        refused(answer, 1, str(page), "not those that were backed up", "another generation")
    assert not (tmp_path / "new").exists()


def test_a_damaged_landed_file_is_told_of_and_does_not_replace_the_good_one(
    boxline: CommandLine, home: Path, folder: Path
):
    boxline("backup", folder, home=home)
    page = pages_of(home)[0]
    good = page.read_bytes()
    page.write_bytes(good[:-1] + b"\xa5")
    assert boxline("backup", folder, home=home).exit == 0
    kept = Backups(folder).generation().folder / page.relative_to(home)
    assert kept.read_bytes() == good


def test_a_landed_file_that_is_damaged_at_the_first_backup_is_named_until_it_is_mended(
    boxline: CommandLine, home: Path, folder: Path
):
    page = pages_of(home)[0]
    good = page.read_bytes()
    page.write_bytes(good[:-1] + b"\xa5")
    answer = boxline("backup", folder, "--json", home=home)
    assert (answer.exit, answer.json["damaged"]) == (1, [str(page.relative_to(home))])
    assert "Bring the original file in again" in answer.talk
    page.write_bytes(good)
    assert boxline("backup", folder, home=home).exit == 0
    kept = Backups(folder).generation().folder / page.relative_to(home)
    assert kept.read_bytes() == good


def test_a_landed_file_that_is_gone_before_any_backup_is_named(
    boxline: CommandLine, home: Path, folder: Path
):
    page = pages_of(home)[0]
    page.unlink()
    answer = boxline("backup", folder, "--json", home=home)
    assert (answer.exit, answer.json["damaged"]) == (1, [str(page.relative_to(home))])


def test_what_the_home_has_lost_of_landing_stays_in_its_backups(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    boxline("backup", folder, home=home)
    page = pages_of(home)[0]
    page.unlink()
    answer = boxline("backup", folder, "--keep", 1, "--json", home=home)
    assert answer.json["lost"] == [str(page.relative_to(home))]
    assert "copy it back" in answer.talk
    boxline("restore", folder, home=tmp_path / "new")
    assert (tmp_path / "new" / page.relative_to(home)).exists()


def test_a_folder_that_is_no_place_for_backups_is_refused(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("dear")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(home)
    for place, why in (
        (home / "backups", "inside the home"),
        (tmp_path / "link" / "backups", "inside the home"),
        (home, "inside the home"),
        (tmp_path, "the home lies inside it"),
        (tmp_path / "mine", "something else (letter)"),
        (tmp_path / "file", "it is a file"),
    ):
        refused(boxline("backup", place, home=home), 2, str(place), why)
    assert not (home / "backups").exists()
    boxline("backup", folder, home=home)
    other = shutil.copytree(home, tmp_path / "other", symlinks=True)
    refused(boxline("backup", folder, home=other), 2, f"it holds those of {home}")


def test_where_there_is_nothing_it_is_said(
    boxline: CommandLine, home: Path, folder: Path, tmp_path: Path
):
    refused(boxline("backup", folder, home=tmp_path / "none"), 2, "nothing is in it")
    assert not folder.exists()
    refused(boxline("restore", folder, home=tmp_path / "new"), 2, "holds no whole backup")
    assert boxline("restore", folder, "--list").talk == f"No backup is in {folder}.\n"
    boxline("backup", folder, home=home)
    (held,) = Backups(folder).names()
    answer = boxline("restore", folder, "--generation", "one", home=tmp_path / "new")
    refused(answer, 2, "no generation 'one'", held)


def test_a_full_disk_is_one_clear_message_and_the_earlier_backup_stays(
    boxline: CommandLine, home: Path, tmp_path: Path
):
    with small_disk(tmp_path / "disk", mebibytes=64) as disk:
        folder = disk.path / "backups"
        assert boxline("backup", folder, home=home).exit == 0
        for model in range(8):
            (home / "models").mkdir(exist_ok=True)
            (home / "models" / f"{model}.model.zst").write_bytes(bytes(2**20))
        disk.fill(leave=2**21)
        refused(boxline("backup", folder, home=home), 1, str(folder), "the disk is full")
        assert boxline("restore", folder, "--check").exit == 0
        assert len(Backups(folder).names()) == 1
        disk.make_room()
        assert boxline("backup", folder, home=home).exit == 0
