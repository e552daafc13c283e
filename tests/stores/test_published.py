"""Published sets: whole, replaced at once, unchanged documents untouched."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from boxline.engine.ports import NewDocument
from boxline.stores.published import KEPT_SETS, Published

NOW = datetime(2025, 2, 1, tzinfo=UTC)
DAY = date(2025, 1, 15)


def document(
    body: str, *, path: str = "v1/results/2025-01-15.json", day: date = DAY
) -> NewDocument:
    return NewDocument(
        dataset="nba_exports.results",
        path=path,
        day=day,
        body=body.encode(),
        rows=1,
        inputs=5,
        code="c",
    )


def test_a_published_document_is_read_through_the_pointer(tmp_path: Path) -> None:
    published = Published(tmp_path)
    assert published.publish([document("one")], NOW) == 1
    assert (published.current / "v1/results/2025-01-15.json").read_text() == "one"


def test_the_manifest_is_the_commit_record_of_every_document(tmp_path: Path) -> None:
    published = Published(tmp_path)
    published.publish([document("one")], NOW)
    (commit,) = published.commits()["nba_exports.results"].values()
    assert (commit.inputs, commit.code, commit.rows) == (5, "c", 1)


def test_an_unchanged_document_keeps_its_moment_and_its_file(tmp_path: Path) -> None:
    published = Published(tmp_path)
    other = document("two", path="v1/results/2025-01-16.json", day=DAY + timedelta(days=1))
    published.publish([document("one"), other], NOW)
    before = (published.current / "v1/results/2025-01-15.json").stat().st_ino
    later = NOW + timedelta(hours=1)
    assert published.publish([document("one"), document("2", path=other.path)], later) == 1
    entries = published.manifest()["documents"]
    assert entries["v1/results/2025-01-15.json"]["made_at"] == NOW.isoformat()
    assert entries[other.path]["made_at"] == later.isoformat()
    assert (published.current / "v1/results/2025-01-15.json").stat().st_ino == before


def test_publishing_the_same_again_makes_no_new_set(tmp_path: Path) -> None:
    published = Published(tmp_path)
    published.publish([document("one")], NOW)
    before = published.current.resolve()
    assert published.publish([document("one")], NOW + timedelta(hours=1)) == 0
    assert published.current.resolve() == before


def test_a_reader_that_resolved_the_pointer_keeps_its_whole_set(tmp_path: Path) -> None:
    published = Published(tmp_path)
    published.publish([document("one")], NOW)
    mine = published.current.resolve()
    published.publish([document("two")], NOW)
    assert (mine / "v1/results/2025-01-15.json").read_text() == "one"
    assert (published.current / "v1/results/2025-01-15.json").read_text() == "two"


def test_only_the_newest_sets_are_kept(tmp_path: Path) -> None:
    published = Published(tmp_path)
    for n in range(KEPT_SETS + 4):
        published.publish([document(str(n))], NOW)
    assert len(list((tmp_path / "sets").iterdir())) == KEPT_SETS


def test_a_set_that_a_kill_left_half_built_is_never_seen(tmp_path: Path) -> None:
    published = Published(tmp_path)
    published.publish([document("one")], NOW)
    (tmp_path / "sets" / "00000002").mkdir()
    (tmp_path / "sets" / "00000002" / "v1").mkdir()
    assert (published.current / "v1/results/2025-01-15.json").read_text() == "one"
    published.publish([document("two")], NOW)
    assert (published.current / "v1/results/2025-01-15.json").read_text() == "two"
