"""A snapshot that is kept open: it follows the newest one, and who is under way finishes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from boxline.errors import NothingPublished, SnapshotOutdated, StoreDamaged
from boxline.stores import kept_snapshot
from boxline.stores.bounds import Bounds
from boxline.stores.kept_snapshot import KeptSnapshot
from boxline.stores.snapshot import Snapshot

TABLE = "nba_core.games"
COUNT = f"SELECT count(*) FROM {TABLE}"


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """A snapshot with one table."""
    (tmp_path / TABLE).mkdir()
    file = f"{TABLE}/2024-25.parquet"
    duckdb.sql("SELECT 'g1' AS game_id").write_parquet(str(tmp_path / file))
    table = {"columns": {"game_id": "VARCHAR"}, "files": [{"path": file}]}
    (tmp_path / "current.json").write_text(json.dumps({"tables": {TABLE: table}}))
    return Snapshot(tmp_path)


def kept(snapshot: Snapshot) -> KeptSnapshot:
    return KeptSnapshot(snapshot, {TABLE}, Bounds(threads=1))


def replace_manifest(snapshot: Snapshot, **tables: object) -> None:
    manifest = snapshot.manifest()
    assert manifest
    manifest["tables"] = {**manifest["tables"], **tables}
    new = snapshot.root / "new.json"
    new.write_text(json.dumps(manifest))
    new.replace(snapshot.root / "current.json")


def test_it_is_opened_once_for_many_questions(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, connect = [], kept_snapshot.connect_to

    def counting(*given: object) -> object:
        opened.append(given)
        return connect(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_snapshot, "connect_to", counting)
    asked = kept(snapshot)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda n: asked.ask(f"{COUNT} WHERE ? >= 0", [n]), range(20)))
    assert len(opened) == 1
    assert len({(one.version, one.rows[0]) for one in answers}) == 1


def test_a_newer_one_is_asked_as_soon_as_it_is_there(snapshot: Snapshot) -> None:
    asked = kept(snapshot)
    before = asked.ask(COUNT, [])
    empty = {"columns": {"game_id": "VARCHAR"}, "files": []}
    replace_manifest(snapshot, **{TABLE: empty})
    after = asked.ask(COUNT, [])
    assert (before.rows[0][0] > 0, after.rows) == (True, [(0,)])
    assert after.version == asked.version() != before.version


def test_who_is_under_way_finishes_on_the_one_he_began_with(snapshot: Snapshot) -> None:
    asked = kept(snapshot)
    version, cursor = asked._cursor()
    replace_manifest(snapshot)
    assert asked.ask(COUNT, []).version != version
    assert cursor.execute(COUNT).fetchall()[0][0] > 0


def test_files_that_went_because_newer_ones_came_are_no_damage(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = kept(snapshot)
    asked.ask(COUNT, [])
    (file,) = (snapshot.root / TABLE).iterdir()
    file.rename(file.with_name("moved.parquet"))
    with pytest.raises(StoreDamaged):
        asked.ask(COUNT, [])
    found = snapshot.manifest()
    assert found
    table = found["tables"][TABLE]
    table["files"][0]["path"] = f"{TABLE}/moved.parquet"
    before, newest = [asked.version()], asked.version
    replace_manifest(snapshot, **{TABLE: table})
    # The first look comes before the swap, and the query after it.
    monkeypatch.setattr(asked, "version", lambda: before.pop() if before else newest())
    assert asked.ask(COUNT, []).rows[0][0] > 0


def test_before_the_first_there_is_nothing_to_ask(tmp_path: Path) -> None:
    asked = kept(Snapshot(tmp_path / "none"))
    assert asked.version() == ""
    with pytest.raises(NothingPublished):
        asked.ask(COUNT, [])


def test_a_table_or_column_that_it_lacks_is_told(snapshot: Snapshot) -> None:
    for query in ("SELECT * FROM nba_core.none", f"SELECT none FROM {TABLE}"):
        with pytest.raises(SnapshotOutdated):
            kept(snapshot).ask(query, [])


def test_it_can_be_asked_again_after_it_was_closed(snapshot: Snapshot) -> None:
    asked = kept(snapshot)
    asked.ask(COUNT, [])
    asked.close()
    assert asked.ask(COUNT, []).rows[0][0] > 0
