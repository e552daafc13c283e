"""What a server reads of documents that are published in a bucket."""

from __future__ import annotations

import fcntl
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.errors import BucketUnusable, StoreDamaged
from boxline.stores import bucket_sets
from boxline.stores.bucket_sets import BucketSets, sets_of
from boxline.stores.buckets import Bucket, open_bucket
from boxline.stores.published import KEPT_MINUTES
from boxline.stores.published_bucket import POINTER, PublishedBucket
from tests.builders import home_at
from tests.scale.buckets.documents import NOW, PATH, ask, document


@pytest.fixture
def published(s3: str) -> PublishedBucket:
    return PublishedBucket(bucket=open_bucket(s3))


@pytest.fixture
def sets(published: PublishedBucket, tmp_path: Path) -> BucketSets:
    found = sets_of(published, tmp_path / "copies", lambda: NOW)
    assert isinstance(found, BucketSets)
    return found


def age(copies: Path, names: str = "*", *, minutes: int) -> None:
    """Have copies be so old at the instant that tests take for the present."""
    at = (NOW - timedelta(minutes=minutes)).timestamp()
    for copy in copies.glob(names):
        os.utime(copy, (at, at))


def body_of(sets: BucketSets, name: str = "", path: str = PATH) -> bytes:
    """The bytes of a document of a set; of the current one where none is named."""
    found = sets.named(name) if name else sets.current()
    assert found is not None
    one = found.documents[path]
    assert one.bring is not None
    one.bring()
    return one.file.read_bytes()


def test_before_the_first_set_there_is_none(sets: BucketSets) -> None:
    assert sets.current() is None
    assert sets.named("00000001") is None


def test_a_bucket_that_is_not_there_is_not_taken_for_one_without_sets(
    s3: str, tmp_path: Path
) -> None:
    mistyped = PublishedBucket(bucket=open_bucket(s3.replace("bucket", "bukcet")))
    with pytest.raises(BucketUnusable, match="there is no such bucket"):
        sets_of(mistyped, tmp_path / "copies", lambda: NOW).current()


def test_a_new_set_is_seen_once_the_pointer_was_looked_at(
    published: PublishedBucket, sets: BucketSets
) -> None:
    published.publish([document("one")], NOW)
    sets.look()
    assert body_of(sets) == b"one"
    published.publish([document("two")], NOW)
    assert body_of(sets) == b"one"  # it was looked at a moment ago
    sets.look()
    assert (body_of(sets), body_of(sets, "00000001")) == (b"two", b"one")


def test_a_manifest_is_read_once_while_the_pointer_stays(
    published: PublishedBucket, sets: BucketSets, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.publish([document("one")], NOW)
    sets.look()
    with monkeypatch.context() as patched:
        patched.setattr(Bucket, "read", None)  # nothing is read
        sets.look()
        assert sets.current() is not None


def test_what_is_known_is_served_on_where_the_bucket_does_not_answer(
    published: PublishedBucket, sets: BucketSets, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.publish([document("one")], NOW)
    sets.look()
    assert body_of(sets) == b"one"

    def unusable(*_given: Any) -> Any:
        raise BucketUnusable("s3://ours", "it does not answer")

    monkeypatch.setattr(Bucket, "tag", unusable)
    monkeypatch.setattr(Bucket, "read", unusable)
    sets._look_again()
    assert body_of(sets) == b"one"


def test_one_looks_at_a_time_however_long_that_takes(
    published: PublishedBucket, sets: BucketSets, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.publish([document("one")], NOW)
    sets.look()
    begun, goes_on, tag = threading.Event(), threading.Event(), Bucket.tag

    def slow(self: Bucket, path: str) -> str | None:
        begun.set()
        goes_on.wait(30)
        return tag(self, path)

    monkeypatch.setattr(bucket_sets, "LOOK_SECONDS", -1)  # it is always time to look
    monkeypatch.setattr(Bucket, "tag", slow)
    assert sets.current() is not None
    assert begun.wait(30)
    for _ in range(20):
        assert sets.current() is not None
    looking = [one for one in threading.enumerate() if "_look_again" in one.name]
    goes_on.set()
    for one in looking:
        one.join(30)
    assert len(looking) == 1


def test_a_bucket_that_did_not_answer_is_not_asked_again_at_once(
    sets: BucketSets, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def unusable(_self: Bucket, path: str) -> Any:
        asked.append(path)
        raise BucketUnusable("s3://ours", "it does not answer")

    monkeypatch.setattr(bucket_sets, "LOOK_SECONDS", 3600)
    monkeypatch.setattr(Bucket, "tag", unusable)
    for _ in range(3):
        with pytest.raises(BucketUnusable):
            sets.current()
    assert asked == [POINTER]


def test_several_who_ask_for_the_same_at_once_bring_it_once(
    published: PublishedBucket, sets: BucketSets, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.publish([document("one")], NOW)
    sets.look()
    read, paths = Bucket.read, []

    def counted(self: Bucket, path: str) -> bytes:
        paths.append(path)
        return read(self, path)

    monkeypatch.setattr(Bucket, "read", counted)
    with ThreadPoolExecutor(8) as readers:
        bodies = list(readers.map(lambda _: body_of(sets), range(8)))
    assert bodies == [b"one"] * 8
    assert len(paths) == 1


def test_copies_go_with_the_sets_that_had_them(
    published: PublishedBucket, sets: BucketSets, tmp_path: Path
) -> None:
    for hour in range(5):
        published.publish([document(str(hour))], NOW + timedelta(hours=2 * hour))
        sets.look()
        body_of(sets)
        age(tmp_path / "copies", minutes=KEPT_MINUTES + 1)
    assert sets.named("00000001") is None
    kept = {path.read_text() for path in (tmp_path / "copies").iterdir()}
    assert kept == {"2", "3", "4"}


def test_copies_that_another_server_may_need_or_writes_now_stay(
    published: PublishedBucket, sets: BucketSets, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    published.publish([document("one")], NOW)
    sets.look()
    body_of(sets)
    for name in ("brought.json", "long-ago.json", "begun.json.1.tmp", "killed.json.1.tmp"):
        (copies / name).write_bytes(b"")
    age(copies, minutes=KEPT_MINUTES + 1)
    age(copies, "brought.json", minutes=KEPT_MINUTES - 1)
    published.publish([document("two")], NOW)
    with (copies / "begun.json.1.tmp").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # as who writes it
        sets.look()
    kept = {path.name for path in copies.iterdir() if path.read_bytes() != b"one"}
    assert kept == {"brought.json", "begun.json.1.tmp"}


def test_an_object_of_other_bytes_is_not_served(
    published: PublishedBucket, sets: BucketSets
) -> None:
    published.publish([document("one")], NOW)
    (path,) = published.bucket.found("objects")
    published.bucket.write({path: b"other"})
    sets.look()
    with pytest.raises(StoreDamaged, match="its hash is another one"):
        body_of(sets)


def test_a_server_answers_as_it_does_out_of_a_folder(s3: str, tmp_path: Path) -> None:
    answers = []
    for place in ("", s3):
        home = home_at(tmp_path / ((place and "bucket") or "folder"))
        home = replace(home, settings=replace(home.settings, published=place))
        table = document("PAR1", path="data/rows.parquet")
        home.published.publish([document('{"n": 1}'), table], NOW)
        paths = (f"/{PATH}", "/manifest.json", "/data/rows.parquet", f"/sets/00000001/{PATH}", "/x")
        answers.append([(one.status_code, one.content, one.headers) for one in ask(home, *paths)])
        home.close()
    folder, bucket = answers
    assert [one[:2] for one in bucket] == [one[:2] for one in folder]
    assert [one[0] for one in folder] == [200, 200, 200, 200, 404]
    assert [one[2].get("etag") for one in bucket] == [one[2].get("etag") for one in folder]
