"""Full disks, closed folders, damaged files: one clear message, and nothing is lost by it.

Each test breaks a home, gives a command, mends the home as docs/operations.md says, and compares
what a run then ends with to a home that was never broken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Catalog
from boxline.home import Home
from tests import builders
from tests.builders import commits_of, documents_of, named_catalog, published_catalog, small_archive
from tests.cli.answers import Answer, CommandLine, changed, contents
from tests.disks import Disk, small_disk

home_at = partial(builders.home_at, declared=named_catalog)

NOBODY = 65534
MEBIBYTES = 64


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command."""
    line = CommandLine(capsys, monkeypatch)
    line.declared = named_catalog
    return line


@pytest.fixture(scope="module")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league with all that its names rest on. Tests only read it."""
    path = tmp_path_factory.mktemp("settled")
    return builders.settled_league_home(path, declared=named_catalog)


@pytest.fixture(scope="module")
def archive() -> Path:
    """The small league's files. Tests only read them."""
    return small_archive()


@pytest.fixture(scope="module")
def loaded_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the small league was imported, and nothing was run."""
    home = builders.league_home(tmp_path_factory.mktemp("loaded"), declared=named_catalog)
    home.close()
    return home.path


@pytest.fixture(scope="module")
def settled_copy(settled_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the settled home with nothing open. Tests only read it."""
    path = tmp_path_factory.mktemp("copy") / "home"
    shutil.copytree(settled_home.path, path, symlinks=True)
    copy = home_at(path)
    assert copy.ledger.runs(1)
    copy.close()
    return path


@pytest.fixture
def settled(settled_copy: Path, tmp_path: Path) -> Path:
    """A settled home of one's own."""
    return shutil.copytree(settled_copy, tmp_path / "home", symlinks=True)


def told(answer: Answer, code: int, *parts: str) -> None:
    """One message that holds these parts, and no traceback."""
    talk = [line for line in answer.talk.splitlines() if not line.startswith("skipped ")]
    assert answer.exit == code, answer
    assert "Traceback" not in answer.talk
    assert len(talk) == 1, answer.talk
    missing = [part for part in parts if part not in talk[0]]
    assert not missing, f"{missing} not in: {talk[0]}"


def refused_by_the_file_alone(answer: Answer, *parts: str) -> None:
    """The run went on with others and says of one file what is wrong with it."""
    failed = [line for line in answer.talk.splitlines() if line.startswith("failed: ")]
    assert answer.exit == 1
    assert "Traceback" not in answer.talk
    assert len(failed) == 1, answer.talk
    assert all(part in failed[0] for part in parts), failed


@dataclass(frozen=True)
class Ending:
    """What a home has come to: what is committed, and the hashes of its documents."""

    commits: dict[str, dict[date, Any]]
    documents: dict[str, str]


def ending_of(home: Home) -> Ending:
    return Ending(commits_of(home), documents_of(home))


@pytest.fixture(scope="module")
def never_broken(settled_home: Home) -> Ending:
    """How a home ends to which nothing happened."""
    return ending_of(settled_home)


def assert_as_if(never_broken: Ending, boxline: CommandLine, path: Path) -> None:
    """A run ends where that of a home ends that was never broken, and the next does nothing."""
    assert boxline("run", home=path).exit == 0
    assert boxline("run", home=path).talk == "Nothing to do.\n"
    home = builders.home_at(path, declared=boxline.declared)
    assert ending_of(home) == never_broken
    home.close()


#: Gives a command by the clock of the tests, in a process of its own: what a run holds in the
#: ledger is free once its process is gone, and on a full disk it cannot be given back before.
COMMAND = """
from functools import partial
import boxline.home
from tests.builders import NOON, {declared}
boxline.home.Home = partial(boxline.home.Home, clock=lambda: NOON, declared={declared})
from boxline.cli import main
main()
"""


def apart(*words: object, home: Path, declared: Callable[[], Catalog] = named_catalog) -> Answer:
    """Give a command in a process of its own."""
    given = [*map(str, words), "--home", str(home)]
    command = COMMAND.format(declared=declared.__name__)
    done = subprocess.run(
        [sys.executable, "-c", command, *given], capture_output=True, text=True, check=False
    )
    return Answer(done.returncode, done.stdout, done.stderr)


class TestTheDiskIsFull:
    @pytest.fixture
    def disk(self, tmp_path: Path) -> Iterator[Disk]:
        with small_disk(tmp_path / "disk", mebibytes=MEBIBYTES) as disk:
            yield disk

    @pytest.mark.parametrize("leave", [0, pytest.param(3_000_000, marks=pytest.mark.thorough)])
    def test_while_files_are_landed_and_loaded(
        self, boxline: CommandLine, disk: Disk, archive: Path, never_broken: Ending, leave: int
    ) -> None:
        home = disk.path / "home"
        disk.fill(leave=leave)
        told(apart("import", archive, home=home), 1, str(home), "the disk is full", "Make room")
        disk.make_room()
        assert boxline("import", archive, home=home).exit == 0
        assert_as_if(never_broken, boxline, home)

    @pytest.mark.parametrize("leave", [0, pytest.param(1_000_000, marks=pytest.mark.thorough)])
    def test_while_tables_are_computed(
        self, boxline: CommandLine, disk: Disk, loaded_copy: Path, never_broken: Ending, leave: int
    ) -> None:
        home = shutil.copytree(loaded_copy, disk.path / "home", symlinks=True)
        disk.fill(leave=leave)
        told(apart("run", home=home), 1, str(home), "the disk is full", "Make room")
        disk.make_room()
        assert_as_if(never_broken, boxline, home)

    @pytest.mark.thorough  # two seasons are run, twice
    def test_while_features_and_predictions_are_computed(
        self, boxline: CommandLine, disk: Disk, tmp_path: Path
    ) -> None:
        boxline.declared = published_catalog
        never = builders.settled_league_home(tmp_path / "never", declared=published_catalog)
        loaded = builders.league_home(tmp_path / "loaded", declared=published_catalog)
        loaded.close()
        home = shutil.copytree(loaded.path, disk.path / "home", symlinks=True)
        disk.fill(leave=6_000_000)
        answer = apart("run", home=home, declared=published_catalog)
        told(answer, 1, str(home), "the disk is full", "Make room")
        disk.make_room()
        assert_as_if(ending_of(never), boxline, home)

    @pytest.mark.parametrize(
        "folder",
        [
            "landing",
            *(pytest.param(n, marks=pytest.mark.thorough) for n in ("snapshot", "published")),
        ],
    )
    def test_of_one_folder_alone_that_file_is_named(
        self, boxline: CommandLine, tmp_path: Path, archive: Path, never_broken: Ending, folder: str
    ) -> None:
        home = tmp_path / "home"
        with small_disk(home / folder, mebibytes=MEBIBYTES) as disk:
            disk.fill()
            answer = apart("import", archive, home=home)
            if folder == "published":
                assert answer.exit == 0
                answer = apart("run", home=home)
            told(answer, 1, str(home / folder), "the disk is full", "Make room")
            assert [p.name for p in disk.path.rglob("*") if p.name.endswith(".tmp")] == []
            disk.make_room()
            assert boxline("import", archive, home=home).exit == 0
            assert_as_if(never_broken, boxline, home)

    @pytest.mark.thorough  # seven processes, one after the other
    def test_a_good_file_is_not_given_up_for_it(
        self, boxline: CommandLine, disk: Disk, archive: Path
    ) -> None:
        home = disk.path / "home"
        for _ in range(6):  # more often than a file that is itself to blame would be tried
            disk.fill(leave=1_000_000)
            assert apart("import", archive, home=home).exit == 1
            disk.make_room()
        answer = boxline("plan", "--json", home=home)
        assert answer.exit == 0
        assert answer.json["refused"] == []
        assert boxline("run", home=home).exit == 0

    def test_what_readers_have_stays(
        self, boxline: CommandLine, disk: Disk, settled_copy: Path
    ) -> None:
        home = shutil.copytree(settled_copy, disk.path / "home", symlinks=True)
        asked = "SELECT count(*) AS games FROM nba_core.games"
        before = boxline("sql", asked, home=home).data
        disk.fill()
        told(apart("run", "--remake", home=home), 1, "the disk is full")
        assert boxline("sql", asked, home=home).data == before
        assert boxline("status", home=home).exit == 0


def test_too_little_space_is_a_warning_of_doctor(
    boxline: CommandLine, tmp_path: Path, settled_copy: Path
) -> None:
    with small_disk(tmp_path / "disk", mebibytes=MEBIBYTES) as disk:
        home = shutil.copytree(settled_copy, disk.path / "home", symlinks=True)
        answer = boxline("doctor", "--json", home=home)
        (found,) = [row for row in answer.json if row["severity"] != "fine"]
        assert (answer.exit, found["about"], found["severity"]) == (0, "space", "warning")
        disk.fill()
        assert boxline("doctor", "--json", home=home).exit == 1


class TestTheHomeIsReadOnly:
    @pytest.fixture
    def disk(self, tmp_path: Path, settled_copy: Path) -> Iterator[Disk]:
        with small_disk(tmp_path / "disk", mebibytes=MEBIBYTES) as disk:
            shutil.copytree(settled_copy, disk.path / "home", symlinks=True)
            disk.close_to_writing()
            yield disk

    @pytest.mark.parametrize(
        "words", [["run"], ["plan"], ["import", "{archive}"], ["runs", "list"]]
    )
    def test_what_writes_is_refused_by_name(
        self, boxline: CommandLine, disk: Disk, archive: Path, words: list[str]
    ) -> None:
        given = [word.format(archive=archive) for word in words]
        told(boxline(*given, home=disk.path / "home"), 1, str(disk.path / "home"), "permissions")

    def test_what_reads_answers(self, boxline: CommandLine, disk: Disk) -> None:
        home = disk.path / "home"
        assert boxline("status", home=home).exit == 0
        assert boxline("sql", "SELECT 1 AS one", home=home).exit == 0

    def test_doctor_says_so_and_finds_the_rest_whole(
        self, boxline: CommandLine, disk: Disk
    ) -> None:
        answer = boxline("doctor", "--json", home=disk.path / "home")
        about = {row["about"] for row in answer.json if row["severity"] == "problem"}
        assert answer.exit == 1
        assert about == {"home", "permissions", "warehouse"}

    def test_once_it_can_be_written_all_is_as_it_was(
        self, boxline: CommandLine, disk: Disk, never_broken: Ending
    ) -> None:
        assert boxline("run", home=disk.path / "home").exit == 1
        disk.open_to_writing()
        assert_as_if(never_broken, boxline, disk.path / "home")

    def test_a_new_home_there_is_refused(
        self, boxline: CommandLine, disk: Disk, archive: Path
    ) -> None:
        home = disk.path / "other"
        told(boxline("import", archive, home=home), 2, str(home), "Read-only file system", "--home")


class TestPermissions:
    @pytest.fixture
    def home(self, settled_copy: Path) -> Iterator[Path]:
        """A settled home that belongs to nobody, in a folder that everybody may enter."""
        if os.geteuid() != 0:
            pytest.skip("only root can give a home away and be somebody else")
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            home = shutil.copytree(settled_copy, Path(folder) / "home", symlinks=True)
            for path in [home, *home.rglob("*")]:
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
            yield home

    @contextmanager
    def as_nobody(self) -> Iterator[None]:
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
            os.setegid(0)

    @pytest.mark.parametrize(
        ("closed", "words"),
        [
            ("ledger.sqlite", ["run"]),
            ("warehouse.duckdb", ["run"]),
            ("warehouse.lock", ["run"]),
            ("published", ["run"]),
            ("snapshot", ["status"]),
            ("snapshot", ["sql", "SELECT 1"]),
        ],
    )
    def test_what_this_user_may_not_open_is_named(
        self, boxline: CommandLine, home: Path, never_broken: Ending, closed: str, words: list[str]
    ) -> None:
        # Every module is imported by now: a virtual environment may lie where nobody can read it.
        assert boxline("run", home=home).exit == 0
        assert boxline(*words, home=home).exit == 0
        os.chown(home / closed, 0, 0)
        mode = (home / closed).stat().st_mode
        (home / closed).chmod(0o700)
        with self.as_nobody():
            told(boxline(*words, home=home), 1, str(home / closed), "ermission")
        (home / closed).chmod(mode)
        assert_as_if(never_broken, boxline, home)

    def test_doctor_names_what_this_user_may_not_open(
        self, boxline: CommandLine, home: Path
    ) -> None:
        assert boxline("doctor", home=home).exit == 0
        page = min((home / "landing").rglob("*.parquet"))
        for closed in (home / "ledger.sqlite", page):
            os.chown(closed, 0, 0)
            closed.chmod(0o600)
        with self.as_nobody():
            answer = boxline("doctor", "--json", home=home)
        found = {row["about"]: row["found"] for row in answer.json if row["severity"] == "problem"}
        assert answer.exit == 1
        assert str(page) in found["permissions"]
        assert str(home / "ledger.sqlite") in found["permissions"]
        assert {"ledger", "permissions"} <= found.keys()


def garbage(path: Path) -> None:
    path.write_bytes(b"not what it was. " * 1_000)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def one_bit(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


Harm = Callable[[Path], None]


def move_away(home: Path, pattern: str) -> None:
    damaged = home.parent / "damaged"
    damaged.mkdir()
    for path in home.glob(pattern):
        path.rename(damaged / path.name)


@pytest.mark.thorough  # two seasons are run
@pytest.mark.parametrize("store", ["ledger.sqlite", "warehouse.duckdb"])
def test_a_damaged_store_is_moved_away_and_made_anew(
    boxline: CommandLine, tmp_path: Path, store: str
) -> None:
    """With the models and predictions that were in it, which are made but once."""
    boxline.declared = published_catalog
    home = builders.settled_league_home(tmp_path, declared=published_catalog)
    never_broken, path = ending_of(home), home.path
    home.close()
    for harm in (cut, garbage):
        harm(path / store)
        told(boxline("run", home=path), 1, str(path / store), f"ove {store}* away")
    move_away(path, f"{store}*")
    assert_as_if(never_broken, boxline, path)


@pytest.mark.parametrize("manifest", ["snapshot/current.json", "published/current/manifest.json"])
def test_a_damaged_manifest_is_moved_away_and_made_anew(
    boxline: CommandLine, settled: Path, never_broken: Ending, manifest: str
) -> None:
    for body in (b"[]", b"{}", b"", b"null", b"\xff\xfe\x00", b'{"made_at": "20'):
        (settled / manifest).write_bytes(body)
        told(boxline("status", home=settled), 1, str(settled / manifest), "away")
        told(boxline("run", home=settled), 1, str(settled / manifest), "away")
    move_away(settled, manifest.split("/", maxsplit=1)[0])
    assert_as_if(never_broken, boxline, settled)


@pytest.mark.parametrize("harm", [one_bit, Path.unlink])
def test_a_landed_page_that_is_not_what_landed_is_never_loaded(
    boxline: CommandLine, settled: Path, archive: Path, never_broken: Ending, harm: Harm
) -> None:
    """It matters when the warehouse has to be made anew: until then nobody reads it. No prediction
    rests on these lines, which would stay as it was made without them."""
    (page,) = (settled / "landing/archive/nba/multibook-lines").glob("*.parquet")
    (sent,) = archive.rglob("multibook_lines*.parquet")
    harm(page)
    assert boxline("run", home=settled).talk == "Nothing to do.\n"
    move_away(settled, "warehouse.duckdb*")
    answer = boxline("run", home=settled)
    refused_by_the_file_alone(answer, str(page), "Bring the original file in again")
    assert boxline("import", sent, home=settled).exit == 0
    assert_as_if(never_broken, boxline, settled)


@pytest.mark.parametrize("harm", [garbage, cut])
def test_a_garbled_description_is_moved_away_and_its_file_brought_in_again(
    boxline: CommandLine, settled: Path, archive: Path, never_broken: Ending, harm: Harm
) -> None:
    """It matters when the ledger has to be made anew: until then nobody reads it."""
    described = next(
        path for path in (settled / "landing").rglob("*.landed.json") if "shots" in str(path)
    )
    harm(described)
    assert boxline("run", home=settled).talk == "Nothing to do.\n"
    (settled / "ledger.sqlite").unlink()
    told(boxline("run", home=settled), 1, str(described), "Move it away and land its files again")
    described.rename(settled.parent / "away")
    assert boxline("import", archive / "nba_shots", home=settled).exit == 0
    assert_as_if(never_broken, boxline, settled)


def test_a_home_that_is_only_looked_at_stays_as_it_is(boxline: CommandLine, settled: Path) -> None:
    before = contents(settled)
    for words in (["status"], ["sql", "SELECT 1"], ["doctor"]):
        assert boxline(*words, home=settled).exit == 0
    assert changed(before, contents(settled), apart={"warehouse.lock"}) == set()
