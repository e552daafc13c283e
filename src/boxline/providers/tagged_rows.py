"""Parts of a reply whose type is told by where they stand: opened as they are, and tagged."""

from typing import Any

import msgspec


def opened(sent: msgspec.Raw) -> Any:
    """A value of a reply, whatever it is; as it is where it cannot be decoded."""
    try:
        return msgspec.json.decode(sent)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return sent


def tagged(row: Any, kind: str) -> Any:
    """A row with its `kind`, for datasets that read several; what is no row stays as it is."""
    return {**row, "kind": kind} if isinstance(row, dict) else row
