"""Buckets of S3, and of what speaks as it does. Its ETag names a version."""

from __future__ import annotations

import errno
from datetime import datetime
from typing import Any

#: A condition is not met; somebody else is writing the same at this moment.
_REFUSED = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict", "409"})


class S3:
    """Where it is, and who we are, s3fs and botocore read as every program of AWS does."""

    def __init__(self) -> None:
        import s3fs
        from aiohttp import ClientError
        from botocore.exceptions import BotoCoreError

        self.files = s3fs.S3FileSystem(use_listings_cache=False)
        self.failures: tuple[type[Exception], ...] = (BotoCoreError, ClientError)

    def tag(self, found: dict[str, Any]) -> str:
        """The ETag, with its quotes."""
        return str(found["ETag"])

    def changed_at(self, found: dict[str, Any]) -> datetime:
        """When an object was written, by the cloud's clock."""
        written: datetime = found["LastModified"]
        return written

    def look(self, path: str) -> None:
        """Ask for one object at most."""
        bucket, key, _ = self.files.split_path(path)
        self.files.call_s3("list_objects_v2", Bucket=bucket, Prefix=key, MaxKeys=1)

    def write(self, path: str, body: bytes, media_type: str) -> None:
        """Write an object whole, in place of any."""
        self.files.pipe_file(path, body, ContentType=media_type)

    def write_if(self, path: str, body: bytes, media_type: str, tag: str | None) -> bool:
        """Write an object if it is still that one, or if there is none."""
        bucket, key, _ = self.files.split_path(path)
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        given = {"Bucket": bucket, "Key": key, "Body": body, "ContentType": media_type}
        try:
            self.files.call_s3("put_object", **given, **condition)
        except FileNotFoundError:
            if tag is None:
                raise  # the bucket itself is not there
            return False
        except OSError as cause:
            if _code(cause) in _REFUSED or cause.errno == errno.EEXIST:
                return False
            raise
        return True


def _code(cause: OSError) -> str:
    """What S3 calls an error; s3fs keeps it in what it raised the error from."""
    response = getattr(cause.__cause__, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))
