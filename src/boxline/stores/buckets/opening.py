"""From the URL of a bucket to its objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.engine.extras import BY_SCHEME, insist_on_extra
from boxline.stores.buckets.bucket import Bucket

if TYPE_CHECKING:
    from boxline.stores.buckets.kinds import Kind

#: How the URLs begin.
SCHEMES = ("s3", "gs")


def is_bucket(place: str) -> bool:
    """Whether a place is a bucket's URL, and no folder."""
    return place.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def open_bucket(url: str) -> Bucket:
    """The objects below a URL such as `s3://bucket/prefix` or `gs://bucket/prefix`.

    Raises:
        MissingExtra: what reads such buckets is not installed.
    """
    scheme, _, root = url.rstrip("/").partition("://")
    insist_on_extra(BY_SCHEME[scheme].name, url)
    return Bucket(url.rstrip("/"), root, _kind(scheme))


def _kind(scheme: str) -> Kind:
    if scheme == "gs":
        from boxline.stores.buckets.gcs import Gcs

        return Gcs()
    from boxline.stores.buckets.s3 import S3

    return S3()
