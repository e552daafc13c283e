"""The same on a bucket of one's own, where `BOXLINE_TEST_BUCKET` names one and keys are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from boxline.stores.buckets import open_bucket
from boxline.stores.landing import Landing
from tests.scale.buckets.documents import NOW, generation, published_at, whole_set
from tests.scale.buckets.test_landing import PAGES, land

GIVEN = os.environ.get("BOXLINE_TEST_BUCKET", "")

pytestmark = pytest.mark.skipif(
    not GIVEN, reason="BOXLINE_TEST_BUCKET names no bucket, such as s3://mine/for-tests"
)


@pytest.fixture
def live() -> Iterator[str]:
    """An empty prefix of that bucket; nothing stays in it."""
    url = f"{GIVEN.rstrip('/')}/{uuid4().hex}"
    yield url
    bucket = open_bucket(url)
    bucket.remove(list(bucket.found()))


def test_a_live_bucket_keeps_to_both_conditions(live: str) -> None:
    bucket = open_bucket(live)
    assert bucket.write_if("it", b"first", None)
    assert not bucket.write_if("it", b"other", None)
    tag = bucket.tag("it")
    assert bucket.write_if("it", b"second", tag)
    assert not bucket.write_if("it", b"third", tag)
    assert bucket.read("it") == b"second"


def test_a_live_bucket_is_landed_in(live: str, tmp_path: Path) -> None:
    landing = Landing(live, tmp_path)
    landed = land(landing)
    assert [landing.read(page) for page in landed.pages] == [body for _, body in PAGES]
    assert list(landing.described()) == [landed] == [land(landing, batch="of another")]


def test_a_live_bucket_is_published_to(live: str) -> None:
    published_at(live).publish(generation("first"), NOW)
    published_at(live).publish(generation("second"), NOW)
    assert whole_set(live) == "second"
