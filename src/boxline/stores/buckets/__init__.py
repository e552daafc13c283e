"""Buckets of objects: read, written whole, and replaced only if nobody else has."""

from boxline.stores.buckets.bucket import AT_ONCE, Bucket, Stored
from boxline.stores.buckets.opening import is_bucket, open_bucket

__all__ = ["AT_ONCE", "Bucket", "Stored", "is_bucket", "open_bucket"]
