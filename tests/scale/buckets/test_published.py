"""Published sets are the same in a folder, on S3 and on GCS: whole, swapped at once, none smaller
unasked."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from boxline.errors import LeaseLost, PublishedMeanwhile, StoreDamaged
from boxline.stores import published_bucket
from boxline.stores.buckets import Bucket, open_bucket
from boxline.stores.leases import Lease
from boxline.stores.published import KEPT_SETS
from boxline.stores.published_bucket import POINTER, UNNAMED, PublishedBucket, object_path
from boxline.stores.published_place import PublishedPlace
from tests.builders import home_at
from tests.scale.buckets.documents import (
    DAY,
    NOW,
    PATH,
    document,
    generation,
    published_at,
    whole_set,
)


def publish(published: PublishedPlace, *documents: Any, **given: Any) -> int:
    """Publish, and insist that nothing was refused."""
    made = published.publish(documents, given.pop("now", NOW), **given)
    assert made.refused == ()
    return made.changed


def test_nothing_is_published_before_the_first_set(place: str) -> None:
    assert published_at(place).manifest() == {"documents": {}}


def test_what_was_published_is_read_by_somebody_else(place: str) -> None:
    assert publish(published_at(place), document("one")) == 1
    assert published_at(place).manifest()["documents"][PATH]["bytes"] == 3
    other = published_at(place)
    other.manifest()
    assert other.read(PATH) == b"one"


def test_the_same_again_makes_no_new_set(place: str) -> None:
    publish(published_at(place), document("one"))
    before = published_at(place).manifest()
    assert publish(published_at(place), document("one"), now=NOW + timedelta(hours=1)) == 0
    assert published_at(place).manifest() == before


def test_a_manifest_is_the_same_wherever_it_stands(place: str) -> None:
    published = published_at(place)
    publish(published, *generation("first"))
    publish(published, *generation("second"), now=NOW + timedelta(hours=1))
    documents = published.manifest()["documents"]
    made = {path: one["made_at"] for path, one in documents.items()}
    assert made["same/0.json"] == NOW.isoformat() < made["changing/0.json"]
    assert set(published.manifest()) == {"made_at", "documents", "versions", "withdrawn"}


def test_a_document_that_would_shrink_is_refused_and_the_old_one_stays(place: str) -> None:
    published = published_at(place)
    publish(published, document("many", rows=5))
    made = published.publish([document("few", rows=4)], NOW)
    assert [one.path for one, _ in made.refused] == [PATH]
    published.manifest()
    assert published.read(PATH) == b"many"


def test_a_document_that_is_withdrawn_is_gone_with_its_reason(place: str) -> None:
    published = published_at(place)
    publish(published, document("one"))
    publish(published, withdrawn={PATH: "a reason"})
    manifest = published.manifest()
    assert (manifest["documents"], manifest["withdrawn"][PATH]["reason"]) == ({}, "a reason")
    with pytest.raises(FileNotFoundError):
        published.read(PATH)


class Counted(Bucket):
    """A bucket that counts what is sent to it."""

    sent: int

    def write(self, bodies: Any) -> None:
        self.sent += len(bodies)
        super().write(bodies)


def counted(url: str) -> PublishedBucket:
    bucket = open_bucket(url)
    bucket.__class__ = Counted
    bucket.sent = 0  # type: ignore[attr-defined]
    return PublishedBucket(bucket=bucket)


def sent(published: PublishedBucket) -> int:
    """How many objects were sent since the last time it was asked."""
    number: int = published.bucket.sent  # type: ignore[attr-defined]
    published.bucket.sent = 0  # type: ignore[attr-defined]
    return number


class TestInABucket:
    def test_only_what_differs_is_sent(self, s3: str) -> None:
        published = counted(s3)
        publish(published, *generation("first", changing=2, same=300))
        assert sent(published) == 301 + 1  # both changed ones say the same; and the manifest
        publish(published, *generation("second", changing=2, same=300))
        assert sent(published) == 1 + 1
        assert whole_set(s3) == "second"

    def test_a_first_publishing_that_was_cut_short_sends_only_the_rest(self, s3: str) -> None:
        published, made = counted(s3), generation("first", changing=1, same=249)
        send, calls = published.bucket.write, count(1)

        def cut(bodies: Any) -> None:
            if next(calls) > 2:
                raise KeyboardInterrupt
            send(bodies)

        published.bucket.write = cut  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            publish(published, *made)
        again = counted(s3)
        publish(again, *made)
        assert sent(again) == 50 + 1
        assert len(published_at(s3).manifest()["documents"]) == 250

    def test_a_reader_keeps_its_set_while_others_replace_it(self, bucket_url: str) -> None:
        reader = published_at(bucket_url)
        publish(published_at(bucket_url), document("mine"))
        reader.manifest()
        for minute in range(KEPT_SETS + 2):
            now = NOW + timedelta(minutes=minute)
            publish(published_at(bucket_url), document(str(minute)), now=now)
        assert reader.read(PATH) == b"mine"

    def test_sets_that_nobody_can_be_in_are_named_no_more(self, s3: str) -> None:
        published = PublishedBucket(bucket=open_bucket(s3))
        for hour in range(6):
            publish(published, document(str(hour)), now=NOW + timedelta(hours=2 * hour))
        assert [one.name for one in published.pointer().sets] == [
            "00000006",
            "00000005",
            "00000004",
        ]

    def test_what_no_set_names_is_found_once_nobody_can_be_about_to(self, s3: str) -> None:
        published = PublishedBucket(bucket=open_bucket(s3))
        published.bucket.write({"objects/ab/abandoned.json": b"{}"})
        publish(published, *generation("first"))
        written = published.bucket.found()["objects/ab/abandoned.json"].changed_at
        assert published.unnamed(written + UNNAMED) == {}
        later = written + UNNAMED + timedelta(days=1)
        assert published.unnamed(later) == {"objects/ab/abandoned.json": 2}

    def test_what_somebody_names_again_while_others_are_removed_stays(
        self, s3: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(published_bucket, "REMOVED_AT_ONCE", 1)
        published = PublishedBucket(bucket=open_bucket(s3))
        again = object_path(PATH, hashlib.sha256(b"again").hexdigest())
        published.bucket.write({"objects/00/abandoned.json": b"{}", again: b"again"})
        written = published.bucket.found()[again].changed_at
        remove = published.bucket.remove

        def meanwhile(paths: list[str]) -> None:
            publish(published_at(s3), document("again"))
            remove(paths)

        published.bucket.remove = meanwhile  # type: ignore[method-assign]
        later = written + UNNAMED + timedelta(days=1)
        assert published.remove_unnamed(later) == {"objects/00/abandoned.json": 2}
        assert list(published.bucket.found("objects")) == [again]

    def test_who_was_slower_publishes_on_top_of_the_faster(
        self, bucket_url: str, meanwhile: Callable[..., None]
    ) -> None:
        theirs = document("theirs", path="theirs.json", day=DAY + timedelta(days=1))
        meanwhile(lambda: publish(published_at(bucket_url), theirs))
        assert publish(published_at(bucket_url), document("mine")) == 1
        published = published_at(bucket_url)
        listed = published.manifest()["documents"]
        said = {path: published.read(path) for path in listed}
        assert said == {"theirs.json": b"theirs", PATH: b"mine"}

    def test_who_was_slower_shrinks_nothing_of_the_faster(
        self, bucket_url: str, meanwhile: Callable[..., None]
    ) -> None:
        meanwhile(lambda: publish(published_at(bucket_url), document("many", rows=5)))
        made = published_at(bucket_url).publish([document("few", rows=4)], NOW)
        assert (made.changed, [one.path for one, _ in made.refused]) == (0, [PATH])

    def test_who_lost_its_lease_meanwhile_publishes_nothing(
        self, bucket_url: str, meanwhile: Callable[..., None], tmp_path: Path
    ) -> None:
        ledger = home_at(tmp_path / "home").ledger

        def lease(run_id: str) -> Lease:  # it lapses at once
            return ledger.leases.acquire(
                run_id=run_id, doing="run", now=NOW, seconds=0, wait_seconds=0
            )

        mine = lease("mine")

        def overtaken() -> None:
            publish(published_at(bucket_url), document("newer"), insist=lease("theirs").insist)

        meanwhile(overtaken)
        with pytest.raises(LeaseLost):
            publish(published_at(bucket_url), document("older"), insist=mine.insist)
        ledger.close()
        published = published_at(bucket_url)
        published.manifest()
        assert published.read(PATH) == b"newer"

    def test_who_is_always_slower_is_told(self, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Bucket, "write_if", lambda *_given: False)
        with pytest.raises(PublishedMeanwhile, match="each of the 10 times"):
            publish(published_at(s3), document("one"))

    def test_an_answer_that_was_lost_is_no_defeat(
        self, s3: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_if = Bucket.write_if

        def lost(self: Bucket, *given: Any) -> bool:
            assert write_if(self, *given)
            return False  # as the second try is told, of what the first one wrote

        monkeypatch.setattr(Bucket, "write_if", lost)
        assert publish(published_at(s3), document("one")) == 1
        assert len(PublishedBucket(bucket=open_bucket(s3)).pointer().sets) == 1

    def test_an_altered_manifest_or_pointer_is_told_of(self, s3: str) -> None:
        published = PublishedBucket(bucket=open_bucket(s3))
        publish(published, document("one"))
        (one,) = published.pointer().sets
        published.bucket.write({one.manifest: b"{}"})
        with pytest.raises(StoreDamaged, match="its hash is another one"):
            published.manifest()
        published.bucket.write({POINTER: b"[]"})
        with pytest.raises(StoreDamaged, match=POINTER):
            published.manifest()


class Process:
    """A publisher in a process of its own, which begins when it is told to."""

    def __init__(self, place: str, word: str, times: int = 1, dies_before: int = 0) -> None:
        words = [place, word, str(times), str(dies_before)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.scale.buckets.publisher", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def begin(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()

    def end(self) -> int:
        code = self._process.wait(120)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    """Those of a test; none outlives it."""
    found: list[Process] = []
    yield found
    for one in found:
        one._process.kill()
        one.begin()
        one.end()


def test_of_two_that_publish_at_once_each_wins_whole_and_none_is_lost(
    s3: str, processes: list[Process]
) -> None:
    times = 4
    processes += [Process(s3, word, times) for word in ("left", "right")]
    for one in processes:
        one.begin()
    assert [one.end() for one in processes] == [0, 0]
    published = PublishedBucket(bucket=open_bucket(s3))
    sets = published.pointer().sets
    # Each of them published each time, on top of what the other had, whoever was faster.
    assert [int(one.name) for one in sets] == list(range(2 * times, 0, -1))
    assert whole_set(s3) in {f"left {times - 1}", f"right {times - 1}"}


def test_one_killed_before_any_of_its_writes_leaves_a_whole_set_and_the_next_completes(
    s3: str, processes: list[Process]
) -> None:
    publish(published_at(s3), *generation("before"))
    stands, kills = "before", 0
    for number in count(1):
        process = Process(s3, f"after {number}", dies_before=number)
        processes.append(process)
        process.begin()
        if process.end() == 0:
            break
        kills += 1
        assert whole_set(s3) == stands
        stands = f"mended {number}"
        publish(published_at(s3), *generation(stands))
        assert whole_set(s3) == stands
    assert whole_set(s3) == f"after {number} 0"
    assert kills == 3  # its one object that differs, its manifest, the pointer
