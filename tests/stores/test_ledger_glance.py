"""Who only looks at a home is told what the ledger tells, or is sent to the ledger itself."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from boxline.catalog import Raw
from boxline.engine.attempts import Attempt, Kind
from boxline.engine.ports import Reject
from boxline.home import Home
from boxline.stores.ledger_glance import LedgerGlance, glance
from tests.builders import NOON, STATS, home_at, stats_pages

REJECT = Reject(
    dataset="d",
    day=None,
    landed_id="0123456789abcdef0123456789abcdef",
    file="page-1.json",
    row=3,
    field="points",
    value="-1",
    reason="it is under 0",
    content='{"points": -1}',
)
COMPUTED = Reject(**{**vars(REJECT), "day": date(2025, 1, 15), "landed_id": "", "row": 0})
ATTEMPT = Attempt(
    dataset="d",
    cell="2025-01-15",
    inputs="1",
    code="2",
    kind=next(iter(Kind)),
    message="it failed",
    run_id="r",
    failed_at=NOON,
    error="Oops",
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which a reply landed, of which a row was refused and a day failed."""
    home = home_at(tmp_path)
    raw = home.catalog[STATS]
    assert isinstance(raw, Raw)
    home.land(raw, stats_pages(), fetched_at=NOON)
    home.ledger.reject("d", [REJECT.landed_id, "2025-01-15"], [REJECT, COMPUTED])
    home.ledger.note_attempts([ATTEMPT])
    home.close()
    return home_at(tmp_path)


def seen(home: Home) -> LedgerGlance | None:
    return glance(home.path / "ledger.sqlite", home.landing)


def test_a_glance_tells_what_the_ledger_tells(home: Home) -> None:
    told = seen(home)
    assert told is not None
    assert told.landed() == home.ledger.landed() != []
    assert told.attempts() == home.ledger.attempts() == [ATTEMPT]
    assert told.rejects() == home.ledger.rejects()
    assert [one["day"] for one in told.rejects()] == ["", "2025-01-15"]
    home.close()


def test_a_glance_opens_no_ledger_and_leaves_nothing_beside_it(home: Home) -> None:
    assert isinstance(home.glance(), LedgerGlance)
    assert [file.name for file in home.path.glob("ledger.sqlite*")] == ["ledger.sqlite"]


def test_of_an_open_ledger_there_is_no_glance(home: Home) -> None:
    assert home.ledger is home.glance()
    home.close()


def _lose(ledger: Path) -> None:
    ledger.unlink()


def _spoil(ledger: Path) -> None:
    ledger.write_bytes(b"no database, and long enough to be taken for one" * 100)


def _alter(statement: str) -> Callable[[Path], None]:
    def alter(ledger: Path) -> None:
        with closing(sqlite3.connect(ledger)) as connection:
            connection.execute(statement)
            connection.commit()

    return alter


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(_lose, id="lost"),
        pytest.param(_spoil, id="no database"),
        pytest.param(_alter("ALTER TABLE attempts DROP COLUMN error"), id="an older version's"),
        pytest.param(_alter("DELETE FROM landed"), id="without what landed"),
    ],
)
def test_a_ledger_that_is_not_as_it_should_be_is_left_to_who_mends_it(
    home: Home, harm: Callable[[Path], None]
) -> None:
    harm(home.path / "ledger.sqlite")
    assert seen(home) is None


def test_what_the_ledger_lacks_of_what_landed_is_told_after_all(home: Home) -> None:
    _lose(home.path / "ledger.sqlite")
    assert [one.dataset for one in home.glance().landed()] == [STATS]
    home.close()


def test_to_look_costs_no_import_of_the_library_that_writes() -> None:
    code = (
        "import sys, boxline.stores.ledger_glance, boxline.home.looking; "
        "import boxline.health.explaining.explain; "
        "print('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
