"""Published sets: whole, replaced at once, unchanged documents untouched, none smaller unasked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import boxline.stores.published
from boxline.engine.documents import NewDocument
from boxline.stores.published import KEPT_MINUTES, KEPT_SETS, Published

NOW = datetime(2025, 2, 1, tzinfo=UTC)
DAY = date(2025, 1, 15)
PATH = "v1/results/2025-01-15.json"


def document(body: str, *, path: str = PATH, day: date = DAY, rows: int = 1) -> NewDocument:
    return NewDocument(
        dataset="nba_exports.results",
        path=path,
        day=day,
        body=body.encode(),
        rows=rows,
        inputs=5,
        code="c",
    )


OTHER = document("two", path="v1/results/2025-01-16.json", day=DAY + timedelta(days=1))


def publish(published: Published, *documents: NewDocument, **given: Any) -> int:
    """Publish, and insist that nothing was refused."""
    made = published.publish(documents, given.pop("now", NOW), **given)
    assert made.refused == ()
    return made.changed


def entry(published: Published, path: str = PATH) -> dict[str, Any]:
    found: dict[str, Any] = published.manifest()["documents"][path]
    return found


def sets_of(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "sets").iterdir())


def test_a_published_document_is_read_through_the_pointer(tmp_path: Path) -> None:
    published = Published(tmp_path)
    assert publish(published, document("one")) == 1
    assert (published.current / PATH).read_text() == "one"


def test_the_manifest_is_the_commit_record_of_every_document(tmp_path: Path) -> None:
    published = Published(tmp_path)
    publish(published, document("one"))
    (commit,) = published.commits()["nba_exports.results"].values()
    assert (commit.inputs, commit.code, commit.rows) == (5, "c", 1)


def test_an_unchanged_document_keeps_its_moment_and_its_file(tmp_path: Path) -> None:
    published = Published(tmp_path)
    publish(published, document("one"), OTHER)
    before = (published.current / PATH).stat().st_ino
    later = NOW + timedelta(hours=1)
    changed = publish(published, document("one"), replace(OTHER, body=b"2"), now=later)
    assert changed == 1
    assert entry(published)["made_at"] == NOW.isoformat()
    assert entry(published, OTHER.path)["made_at"] == later.isoformat()
    assert (published.current / PATH).stat().st_ino == before


def test_publishing_the_same_again_makes_no_new_set(tmp_path: Path) -> None:
    published = Published(tmp_path)
    publish(published, document("one"))
    before = published.current.resolve()
    assert publish(published, document("one"), now=NOW + timedelta(hours=1)) == 0
    assert published.current.resolve() == before


class TestReaders:
    def test_one_that_resolved_the_pointer_keeps_its_whole_set(self, tmp_path: Path) -> None:
        published = Published(tmp_path)
        publish(published, document("one"))
        mine = published.current.resolve()
        publish(published, document("two"))
        assert (mine / PATH).read_text() == "one"
        assert (published.current / PATH).read_text() == "two"

    def test_one_that_is_slow_keeps_its_set_however_often_it_is_replaced(
        self, tmp_path: Path
    ) -> None:
        published = Published(tmp_path)
        publish(published, document("mine"))
        mine = published.current.resolve()
        for minute in range(KEPT_MINUTES):
            publish(published, document(str(minute)), now=NOW + timedelta(minutes=minute))
        assert (mine / PATH).read_text() == "mine"

    def test_one_that_reads_all_the_while_never_sees_a_mixed_set(self, tmp_path: Path) -> None:
        days = [DAY + timedelta(days=n) for n in range(20)]

        def generation(number: int) -> list[NewDocument]:
            """Documents of which some never change, and others say which generation they are of."""
            return [
                document(
                    f"{day} {number if day.day % 2 else 'always'}", path=f"{day}.json", day=day
                )
                for day in days
            ]

        published = Published(tmp_path)
        publish(published, *generation(0))
        seen: list[set[str]] = []
        is_over = threading.Event()

        def read_until_over() -> None:
            while not is_over.is_set():
                current = published.current.resolve()
                listed = json.loads((current / "manifest.json").read_text())["documents"]
                bodies = {path: (current / path).read_text() for path in listed}
                digests = {p: hashlib.sha256(b.encode()).hexdigest() for p, b in bodies.items()}
                assert digests == {path: one["sha256"] for path, one in listed.items()}
                seen.append({body.split()[1] for body in bodies.values()} - {"always"})

        failures: list[BaseException] = []

        def reader() -> None:
            try:
                read_until_over()
            except (AssertionError, OSError, ValueError) as failure:
                failures.append(failure)

        reading = threading.Thread(target=reader)
        reading.start()
        for number in range(1, 51):
            publish(published, *generation(number), now=NOW + timedelta(minutes=number))
        is_over.set()
        reading.join()
        assert failures == []
        assert {len(generations) for generations in seen} == {1}
        assert len(set(map(frozenset, seen))) > 1, "it read while nothing was published"


class TestOldSets:
    def test_sets_that_nobody_can_be_reading_are_removed(self, tmp_path: Path) -> None:
        published = Published(tmp_path)
        for hour in range(KEPT_SETS + 4):
            publish(published, document(str(hour)), now=NOW + timedelta(hours=hour))
        assert len(sets_of(tmp_path)) == KEPT_SETS

    def test_one_that_a_kill_left_half_built_is_never_seen_and_soon_gone(
        self, tmp_path: Path
    ) -> None:
        published = Published(tmp_path)
        publish(published, document("one"))
        (tmp_path / "sets" / "00000002" / "v1").mkdir(parents=True)
        (tmp_path / "current.4711").symlink_to("sets/00000002")
        assert (published.current / PATH).read_text() == "one"
        publish(published, document("one"))
        assert sets_of(tmp_path) == ["00000001"]
        assert {path.name for path in tmp_path.iterdir()} == {"sets", "current"}

    def test_those_left_half_built_push_out_none_that_is_read(self, tmp_path: Path) -> None:
        published = Published(tmp_path)
        publish(published, document("one"))
        mine = published.current.resolve()
        for number in range(2, 2 + KEPT_SETS):
            (tmp_path / "sets" / f"{number:08d}").mkdir()
        publish(published, document("two"))
        assert (mine / PATH).read_text() == "one"


class TestTheGate:
    def test_a_document_that_shrinks_is_refused_and_the_others_are_published(
        self, tmp_path: Path
    ) -> None:
        published = Published(tmp_path)
        publish(published, document("two rows", rows=2), OTHER)
        before = entry(published)
        smaller = replace(document("one row", rows=1), inputs=6, code="d")
        made = published.publish([smaller, replace(OTHER, body=b"2")], NOW)
        ((_, refused),) = made.refused
        assert (refused.dataset, refused.path) == ("nba_exports.results", PATH)
        assert (refused.rows, refused.new_rows) == (2, 1)
        assert "--allow-shrink" in str(refused)
        assert made.changed == 1
        assert entry(published) == before, "its versions stay, so it is still work"
        assert (published.current / PATH).read_text() == "two rows"
        assert (published.current / OTHER.path).read_text() == "2"

    def test_with_a_reason_it_is_published_and_the_reason_recorded(self, tmp_path: Path) -> None:
        published = Published(tmp_path)
        publish(published, document("two rows", rows=2))
        publish(published, document("one row", rows=1), shrink_reason="a game was annulled")
        wanted = {"from": 2, "to": 1, "reason": "a game was annulled", "at": NOW.isoformat()}
        assert entry(published)["shrunk"] == wanted
        publish(published, document("other row", rows=1), now=NOW + timedelta(hours=1))
        assert entry(published)["shrunk"] == wanted, "it is still why there is one row"

    def test_a_reason_is_recorded_with_no_document_that_does_not_shrink(
        self, tmp_path: Path
    ) -> None:
        published = Published(tmp_path)
        publish(published, document("one"), shrink_reason="asked for")
        publish(published, document("two", rows=2), shrink_reason="asked for")
        assert "shrunk" not in entry(published)

    @pytest.mark.parametrize("reason", ["", "the path was renamed"])
    def test_a_document_that_would_leave_its_path_needs_a_reason_too(
        self, tmp_path: Path, reason: str
    ) -> None:
        published = Published(tmp_path)
        publish(published, document("one"), OTHER)
        moved = document("one", path="v2/results/2025-01-15.json")
        made = published.publish([moved], NOW, shrink_reason=reason)
        kept = {OTHER.path, moved.path if reason else PATH}
        assert set(published.manifest()["documents"]) == kept
        assert [one.path for one, _ in made.refused] == ([] if reason else [moved.path])
        if reason:
            assert entry(published, moved.path)["shrunk"]["withdrawn"] == [PATH]
            assert not (published.current / PATH).exists()


class Killed(BaseException):
    """The process ends here, as by kill -9."""


#: Everything by which a publishing changes a disk.
EFFECTS: tuple[tuple[Any, str], ...] = (
    (boxline.stores.published, "write_in_synced_folder"),
    (boxline.stores.published, "write_durably"),
    (boxline.stores.published, "sync_folder"),
    (os, "link"),
    (Path, "mkdir"),
    (Path, "symlink_to"),
    (Path, "replace"),
    (shutil, "rmtree"),
)


def killed_at(number: int, patched: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Let the process die before its effect of that number; gives whether it came so far."""
    count = 0

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def effect(*args: Any, **given: Any) -> Any:
            nonlocal count
            count += 1
            if count == number:
                raise Killed
            return real(*args, **given)

        return effect

    for owner, name in EFFECTS:
        patched.setattr(owner, name, dying(getattr(owner, name)))
    return lambda: count >= number


def whole_set(published: Published) -> str:
    """The generation of the set that readers see, every file of which is what its manifest says."""
    current = published.current.resolve()
    listed = json.loads((current / "manifest.json").read_text())["documents"]
    bodies = {path: (current / path).read_bytes() for path in listed}
    digests = {path: hashlib.sha256(body).hexdigest() for path, body in bodies.items()}
    assert digests == {path: one["sha256"] for path, one in listed.items()}
    (generation,) = {bodies[path].decode() for path in listed if path.startswith("changing")}
    return generation


def test_one_killed_at_any_point_leaves_a_whole_set_and_the_next_completes(
    tmp_path: Path,
) -> None:
    def generation(number: int) -> list[NewDocument]:
        changing = [document(str(number), path=f"changing/{n}.json", rows=1) for n in range(3)]
        same = [document("same", path=f"same/{n}.json", rows=1) for n in range(3)]
        return [replace(each, inputs=None) for each in changing + same]

    published = Published(tmp_path / "published")
    publish(published, *generation(0))
    now, kills, seen = NOW, 0, set[str]()
    for number in count(1):
        before = whole_set(published)
        new = str(int(before) + 1)
        now += timedelta(hours=2)  # so that old sets are removed, too
        with pytest.MonkeyPatch.context() as patched:
            was_killed = killed_at(number, patched)
            try:
                publish(published, *generation(int(new)), now=now)
            except Killed:
                kills += 1
        found = whole_set(published)
        assert found in (before, new)
        seen.add("old" if found == before else "new")
        publish(published, *generation(int(new)), now=now)
        assert whole_set(published) == new
        if not was_killed():
            break
    assert kills > 15
    assert seen == {"old", "new"}, "it was killed before the swap, and after it"
    assert len(sets_of(tmp_path / "published")) <= KEPT_SETS + 1
