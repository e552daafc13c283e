"""Bodies that came as gzip, unpacked as far as is reasonable."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO

from boxline.errors import UnreadableFile

#: Bytes that a gzip body may unpack to.
MOST_UNPACKED = 256_000_000


def is_gzip(body: bytes) -> bool:
    """Whether a body is a gzip stream, by how it begins."""
    return body[:2] == b"\x1f\x8b"


def decoded(name: str, body: bytes) -> bytes:
    """A body as the parser wants it: gunzipped where it came as gzip.

    Raises:
        UnreadableFile: the gzip stream is cut, damaged, or unpacks to far too much.
    """
    if not is_gzip(body):
        return body
    again = "Fetch it again; nothing was landed."
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as stream:
            unpacked = stream.read(MOST_UNPACKED + 1)
    except (EOFError, OSError, zlib.error) as cause:
        raise UnreadableFile(name, "its gzip stream is cut or damaged", again) from cause
    if len(unpacked) > MOST_UNPACKED:
        raise UnreadableFile(name, f"it unpacks to more than {MOST_UNPACKED:,} bytes", again)
    return unpacked
