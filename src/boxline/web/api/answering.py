"""What HTTP asks of an answer that may be kept: tags, what a reader already has, encodings."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Endings of what is text, and what it is; the rest is sent as it is.
TEXTS = {
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
OTHERS = {
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}

#: A shorter text is not worth compressing.
LEAST_COMPRESSED = 860

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_NO_QUALITY = re.compile(r"q=0(\.0*)?")


def media_type(path: str) -> str:
    """What a file is, by how its name ends.

    >>> media_type("v1/today.json")
    'application/json'
    """
    ending = path[path.rfind(".") :]
    return TEXTS.get(ending) or OTHERS.get(ending, "application/octet-stream")


def is_text(path: str) -> bool:
    """Whether a file is worth compressing."""
    return path[path.rfind(".") :] in TEXTS


def takes_gzip(headers: Mapping[str, str]) -> bool:
    """Whether a reader takes a compressed answer.

    >>> takes_gzip({"accept-encoding": "br, gzip;q=0.5"})
    True
    >>> takes_gzip({"accept-encoding": "gzip;q=0"})
    False
    """
    for one in headers.get("accept-encoding", "").lower().split(","):
        coding, _, quality = one.strip().partition(";")
        if coding.strip() in ("gzip", "*"):
            return not _NO_QUALITY.fullmatch(quality.strip())
    return False


def has_it(headers: Mapping[str, str], tag: str) -> bool:
    """Whether the reader says that he has what a tag names.

    >>> has_it({"if-none-match": 'W/"a", "b"'}, '"b"'), has_it({"if-none-match": '"c"'}, '"b"')
    (True, False)
    """
    given = headers.get("if-none-match", "")
    return given.strip() == "*" or tag in _TAG.findall(given)
