"""What a bucket does, of either kind: whole objects, listings, and writes on a condition."""

from collections.abc import Callable

import pytest

from boxline.errors import BucketUnusable
from boxline.stores.buckets import open_bucket


def test_an_object_is_read_as_it_was_written(bucket_url: str) -> None:
    bucket = open_bucket(bucket_url)
    bucket.write({"a.json": b"1", "deep/in/b.html": b"22"})
    assert (bucket.read("a.json"), bucket.read("deep/in/b.html")) == (b"1", b"22")


def test_an_object_that_is_not_there_is_no_failure_of_the_bucket(bucket_url: str) -> None:
    bucket = open_bucket(bucket_url)
    assert bucket.tag("nope") is None
    with pytest.raises(FileNotFoundError):
        bucket.read("nope")


def test_many_objects_are_read_in_the_order_given_and_none_may_be_absent(bucket_url: str) -> None:
    bucket = open_bucket(bucket_url)
    bodies = {f"{number:03}": str(number).encode() for number in range(40)}
    bucket.write(bodies)
    assert list(bucket.read_all(list(bodies)[::-1])) == list(bodies.values())[::-1]
    assert list(bucket.read_all([])) == []
    with pytest.raises(FileNotFoundError):
        list(bucket.read_all(["000", "nope"]))


def test_a_listing_tells_paths_and_sizes_below_its_own_prefix(bucket_url: str) -> None:
    open_bucket(bucket_url.rpartition("/")[0]).write({"boxline-not": b"", "other": b""})
    bucket = open_bucket(bucket_url)
    assert bucket.found() == {}
    bucket.write({"a": b"1", "deep/b": b"22"})
    assert {path: one.bytes for path, one in bucket.found().items()} == {"a": 1, "deep/b": 2}
    assert list(bucket.found("deep")) == ["deep/b"]


def test_what_was_removed_is_gone_and_may_be_removed_again(bucket_url: str) -> None:
    bucket = open_bucket(bucket_url)
    bucket.write({"a": b"1", "b": b"2"})
    bucket.remove(["a", "never"])
    assert list(bucket.found()) == ["b"]


def test_of_two_who_write_where_nothing_is_one_does(bucket_url: str) -> None:
    one, other = open_bucket(bucket_url), open_bucket(bucket_url)
    assert one.write_if("it", b"mine", None)
    assert not other.write_if("it", b"theirs", None)
    assert other.read("it") == b"mine"


def test_a_version_is_replaced_once_by_who_knows_it(bucket_url: str) -> None:
    bucket = open_bucket(bucket_url)
    bucket.write({"it": b"first"})
    tag = bucket.tag("it")
    assert bucket.write_if("it", b"second", tag)
    assert not bucket.write_if("it", b"third", tag)
    assert bucket.read("it") == b"second"


def test_a_version_of_what_is_gone_is_not_replaced(bucket_url: str) -> None:
    bucket = open_bucket(bucket_url)
    bucket.write({"it": b"first"})
    tag = bucket.tag("it")
    bucket.remove(["it"])
    assert not bucket.write_if("it", b"second", tag)


def test_a_bucket_that_is_not_there_is_told_of_without_a_key(bucket_url: str) -> None:
    scheme = bucket_url.partition("://")[0]
    missing = open_bucket(f"{scheme}://nowhere/at/all")
    asked: list[Callable[[], object]] = [
        lambda: missing.read("a"),
        lambda: missing.tag("a"),
        lambda: missing.write({"a": b""}),
        lambda: missing.write_if("a", b"", None),
        missing.found,
        lambda: missing.remove(["a"]),
    ]
    for ask in asked:
        with pytest.raises(BucketUnusable, match="nowhere/at/all cannot be used") as told:
            ask()
        assert "testing" not in str(told.value)


def test_a_server_that_does_not_answer_is_told_of(down: str) -> None:
    with pytest.raises(BucketUnusable, match="give the command again"):
        open_bucket(down).read("a")
