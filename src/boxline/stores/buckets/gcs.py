"""Buckets of Google Cloud Storage. An object's generation names its version."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

#: Stands between the parts of an upload: no body of ours holds it.
_EDGE = "==boxline-edge=="


class Gcs:
    """Where it is, and who we are, gcsfs reads as every program of Google Cloud does."""

    def __init__(self) -> None:
        from aiohttp import ClientError

        # The package's own name for it asks the storage layout of every bucket over gRPC first,
        # which emulators do not answer and roles for objects do not allow.
        from gcsfs.core import GCSFileSystem
        from gcsfs.retry import HttpError
        from google.auth.exceptions import GoogleAuthError
        from requests.exceptions import RequestException

        self.files = GCSFileSystem(use_listings_cache=False)
        self.failures: tuple[type[Exception], ...] = (
            ClientError,
            GoogleAuthError,
            HttpError,
            RequestException,
        )

    def tag(self, found: dict[str, Any]) -> str:
        """The generation."""
        return str(found["generation"])

    def changed_at(self, found: dict[str, Any]) -> datetime:
        """When an object was written, by the cloud's clock."""
        return datetime.fromisoformat(found["updated"])

    def look(self, path: str) -> None:
        """Ask for one object at most."""
        bucket, key, _ = self.files.split_path(path)
        self.files.call("GET", "b/{}/o", bucket, prefix=key, maxResults=1, json_out=True)

    def write(self, path: str, body: bytes, media_type: str) -> None:
        """Write an object whole, in place of any."""
        self.files.pipe_file(path, body, content_type=media_type)

    def write_if(self, path: str, body: bytes, media_type: str, tag: str | None) -> bool:
        """Write an object if it is still that one, or if there is none."""
        bucket, key, _ = self.files.split_path(path)
        try:
            self.files.call(
                "POST",
                f"{self.files._location}/upload/storage/v1/b/{quote(bucket)}/o",
                uploadType="multipart",
                ifGenerationMatch=tag or "0",
                headers={"Content-Type": f'multipart/related; boundary="{_EDGE}"'},
                data=_parts(key, body, media_type),
            )
        except FileExistsError:  # what gcsfs makes of a 412
            return False
        return True


def _parts(key: str, body: bytes, media_type: str) -> bytes:
    """An object's name and its bytes, as one upload."""
    told = json.dumps({"name": key})
    begin = f"--{_EDGE}\nContent-Type: application/json; charset=UTF-8\n\n{told}"
    begin += f"\n--{_EDGE}\nContent-Type: {media_type}\n\n"
    return begin.encode() + body + f"\n--{_EDGE}--".encode()
