"""Fixtures: the small league run once, and the shared real data where it is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from boxline.home import Home
from tests.builders import settled_league_home, shared_data
from tests.made_once import SHELF, remembered

# Its assertions are a suite that several modules run.
pytest.register_assert_rewrite("tests.stores.contract_suite")

#: What takes longest, longest first: begun last, it would leave one worker alone at the end.
LONGEST = (
    "tests/faults/",
    "tests/contracts/test_computed_datasets.py",
    "tests/nba/test_evaluation.py",
    "tests/nba/test_as_of.py",
    "tests/chaos/",
    "tests/docs/test_readme.py",
    "tests/fetching/test_storm.py",
    "tests/nba/test_corrections.py",
    "tests/health/test_lost_game.py",
    "tests/contracts/",
    "tests/stores/test_damage.py",
    "tests/nba/test_live_predictions.py",
    "tests/nba/test_real_lines.py",
    "tests/golden/",
    "tests/stores/test_warehouse_file.py",
    "tests/nba/test_versions.py",
    "tests/stores/test_crashes.py",
    "tests/stores/test_leases.py",
    "tests/cli/test_bringing_in.py",
    "tests/cli/test_rejects.py",
    "tests/cli/test_homes.py",
)


#: A disk in memory, and how many bytes have to be free on it for the homes of all tests.
MEMORY_DISK, ROOM_FOR_HOMES = Path("/dev/shm"), 12_000_000_000


def pytest_configure() -> None:
    """Put the homes of tests where what is synced need not reach a disk: half the time of a run
    over few rows is waiting for that. What is asked of the system stays the same."""
    is_ours = os.access(MEMORY_DISK, os.W_OK)
    if is_ours and min(_free_memory(), shutil.disk_usage(MEMORY_DISK).free) >= ROOM_FOR_HOMES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))


def _free_memory() -> int:
    """Bytes of memory that programs could still have; 0 where the system does not say."""
    told = Path("/proc/meminfo")
    lines = told.read_text().splitlines() if told.exists() else []
    found = dict(line.split(":", maxsplit=1) for line in lines)
    return int(found.get("MemAvailable", "0 kB").split()[0]) * 1024


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order files by what they take, and leave the order inside each as it is."""

    def place(item: pytest.Item) -> int:
        starts = (n for n, start in enumerate(LONGEST) if item.nodeid.startswith(start))
        return next(starts, len(LONGEST))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is dear to make is made once, in the folder that all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    SHELF.folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made-once"
    SHELF.folder.mkdir(exist_ok=True)
    with remembered():
        yield


@pytest.fixture(scope="session")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small league imported and run all at once. Tests only read it."""
    return settled_league_home(tmp_path_factory.mktemp("settled"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared real data; tests that need it skip where it is absent."""
    found = shared_data()
    if found is None:
        pytest.skip("the shared data is absent: set BOXLINE_SHARED or place it beside the checkout")
    return found
