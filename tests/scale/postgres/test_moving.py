"""A ledger moves from the file to a server, and back by a backup, with all that it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxline.catalog import Raw
from boxline.engine.attempts import Attempt, Kind
from boxline.engine.ports import Reject
from boxline.home import Home
from boxline.home.backing_up import back_up
from boxline.home.restoring import restore
from boxline.stores.alerts import Alert
from boxline.stores.backups import Backups
from boxline.stores.ledger_copies import FileBefore
from boxline.stores.ledger_on_postgres import OnPostgres
from boxline.stores.ledger_pruning import Rows
from tests.builders import NOON, STATS, home_at, stats_pages

REJECT = Reject(
    dataset="d",
    day=None,
    file="f",
    row=1,
    field="x",
    value="a\x00b",
    reason="why",
    content='{"player_name": "Nobody"}',
    landed_id="0" * 32,
)
ATTEMPT = Attempt(
    dataset="d",
    cell="c",
    inputs="i",
    code="k",
    kind=Kind.BAD_DATA,
    message="m",
    run_id="r",
    failed_at=NOON,
    error="E",
)
ALERT = Alert(
    rule="r",
    subject="s",
    severity="warning",
    found="f",
    blocks="b",
    next_step="n",
    first_seen=NOON,
    last_seen=NOON,
)


def on_server(home: Home, url: str, path: Path | None = None) -> Home:
    settings = replace(home.settings, ledger=url, home=path or home.path)
    return replace(home, settings=settings)


def lived_in(path: Path) -> Home:
    """A home that something landed in, that worked, and of which something failed."""
    home = home_at(path)
    raw = home.catalog[STATS]
    assert isinstance(raw, Raw)
    home.land(raw, stats_pages(), fetched_at=NOON)
    ledger = home.ledger
    for number in (1, 2):
        ledger.start(f"r{number}", "run", NOON + timedelta(hours=number))
        ledger.finish(f"r{number}", "done", NOON + timedelta(hours=number), [])
    ledger.reject("d", ["0" * 32], [REJECT])
    ledger.note_attempts([ATTEMPT])
    ledger.alerts.keep([ALERT])
    ledger.tokens.add("nightly", "boxline_secret", NOON)
    with home.lease("working"):
        pass
    home.close()
    return home


def said(home: Home) -> dict[str, object]:
    """What its ledger says; a NUL is seen as its sign."""
    ledger = home.ledger
    try:
        return {
            "runs": ledger.runs(10),
            "landed": ledger.landed(),
            "rejects": [
                {**one, "reject_id": "", "value": one["value"].replace("\x00", "\u2400")}
                for one in ledger.rejects()
            ],
            "groups": ledger.reject_groups(),
            "attempts": ledger.attempts(),
            "alerts": ledger.alerts.standing(),
            "tokens": ledger.tokens.listed(),
            "since": ledger.leases.since(),
        }
    finally:
        home.close()


def test_the_first_command_carries_over_what_the_file_says(tmp_path: Path, url: str) -> None:
    home = lived_in(tmp_path / "home")
    before = said(home)
    moved = on_server(home, url)
    assert said(moved) == before
    assert not (home.path / "ledger.sqlite").exists()
    assert (home.path / "ledger.sqlite.moved").exists()


def test_what_comes_after_is_counted_on_from_there(tmp_path: Path, url: str) -> None:
    home = on_server(lived_in(tmp_path / "home"), url)
    ledger = home.ledger
    ledger.alerts.keep([replace(ALERT, subject="another")])
    assert [one.alert_id for one in ledger.alerts.standing()] == [1, 2]
    with home.lease("working") as lease:
        assert lease.token == 2, "the fence of the warehouse counts on"
    home.close()


def test_into_a_database_that_has_tables_nothing_is_carried(tmp_path: Path, url: str) -> None:
    said(on_server(home_at(tmp_path / "first"), url))
    other = lived_in(tmp_path / "other")
    there = on_server(other, url)
    assert there.ledger.tokens.listed() == []
    there.close()
    assert (other.path / "ledger.sqlite").exists()


class Killed(Exception):
    """The process is gone."""


def gone(*_anything: object) -> None:
    raise Killed


class GoneBefore(OnPostgres):
    """Whoever opens it is killed before what he did is committed."""

    def engine(self) -> sa.Engine:
        found = super().engine()
        sa.event.listen(found, "commit", gone)
        return found


class GoneAfter(FileBefore):
    """Whoever carries it is killed as soon as its rows are there."""

    def set_aside(self, connection: sa.Connection) -> None:
        gone(connection)


def opened_by_who_is_killed(database: OnPostgres) -> None:
    engine = database.engine()
    with pytest.raises(Killed):
        database.prepare(engine)
    engine.dispose()


def test_of_who_is_killed_before_the_rows_are_there_nothing_has_happened(
    tmp_path: Path, url: str
) -> None:
    home = lived_in(tmp_path / "home")
    file, before = home.path / "ledger.sqlite", said(home)
    opened_by_who_is_killed(GoneBefore(url, before=FileBefore(file)))
    assert said(home) == before
    assert said(on_server(home, url)) == before
    assert not file.exists()


def test_who_is_killed_after_it_leaves_a_file_that_the_next_command_moves_aside(
    tmp_path: Path, url: str
) -> None:
    home = lived_in(tmp_path / "home")
    file, before = home.path / "ledger.sqlite", said(home)
    opened_by_who_is_killed(OnPostgres(url, before=GoneAfter(file)))
    assert file.exists()
    assert said(on_server(home, url)) == before
    assert not file.exists()
    assert (home.path / "ledger.sqlite.moved").exists()


def test_a_file_whose_rows_are_not_those_that_were_carried_stays(tmp_path: Path, url: str) -> None:
    said(on_server(lived_in(tmp_path / "home"), url))
    other = lived_in(tmp_path / "other")
    before = said(other)
    said(on_server(other, url))
    assert said(other) == before


def test_a_backup_holds_the_rows_of_the_server_and_is_a_home_by_itself(
    tmp_path: Path, url: str
) -> None:
    home = on_server(lived_in(tmp_path / "home"), url)
    before = said(home)
    done = back_up(home, tmp_path / "backups", keep=7)
    home.close()
    assert done.damaged == ()
    restore(Backups(tmp_path / "backups").generation(), tmp_path / "back")
    back = home_at(tmp_path / "back")
    told = said(back)
    assert told == {**before, "since": told["since"]}
    assert told["since"] is not None


@pytest.mark.parametrize("kind", Rows)
def test_what_is_counted_as_going_goes_and_no_more(tmp_path: Path, url: str, kind: Rows) -> None:
    home = on_server(lived_in(tmp_path / "home"), url)
    outdated, later = home.ledger.outdated, datetime.max.replace(tzinfo=NOON.tzinfo)
    going = outdated.count(kind, later - timedelta(days=2))
    assert going == {Rows.RUNS: 1, Rows.REJECTS: 1}.get(kind, 0)
    assert outdated.remove(kind, later - timedelta(days=2)) == going
    assert outdated.count(kind, later - timedelta(days=2)) == 0
    home.close()
