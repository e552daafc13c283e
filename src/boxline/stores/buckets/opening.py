"""From the URL of a bucket to its objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.errors import MissingExtra
from boxline.stores.buckets.bucket import Bucket

if TYPE_CHECKING:
    from boxline.stores.buckets.kinds import Kind

#: How the URLs begin, and the extra that brings what reads them.
EXTRAS = {"s3": "s3", "gs": "gcs"}


def is_bucket(place: str) -> bool:
    """Whether a place is a bucket's URL, and no folder."""
    return place.partition("://")[0] in EXTRAS and "://" in place


def open_bucket(url: str) -> Bucket:
    """The objects below a URL such as `s3://bucket/prefix` or `gs://bucket/prefix`.

    Raises:
        MissingExtra: what reads such buckets is not installed.
    """
    scheme, _, root = url.rstrip("/").partition("://")
    try:
        kind = _kind(scheme)
    except ModuleNotFoundError as cause:
        raise MissingExtra(EXTRAS[scheme], url, cause.name or str(cause)) from cause
    return Bucket(url.rstrip("/"), root, kind)


def _kind(scheme: str) -> Kind:
    if scheme == "gs":
        from boxline.stores.buckets.gcs import Gcs

        return Gcs()
    from boxline.stores.buckets.s3 import S3

    return S3()
