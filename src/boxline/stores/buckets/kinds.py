"""What a bucket needs of a cloud that differs from one to the next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


class Kind(Protocol):
    """A cloud's objects: how they are opened, told apart by version, and written on conditions.

    Attributes:
        files: what reads, lists and writes.
        failures: what its library raises where a bucket cannot be used, besides OSError.
    """

    files: AbstractFileSystem
    failures: tuple[type[Exception], ...]

    def tag(self, found: dict[str, Any]) -> str:
        """What names the version of an object, of what is told of it."""

    def changed_at(self, found: dict[str, Any]) -> datetime:
        """When an object was written, by the cloud's clock."""

    def look(self, path: str) -> None:
        """Ask for one object at most below a path; FileNotFoundError where the bucket itself is
        not there."""

    def write(self, path: str, body: bytes, media_type: str) -> None:
        """Write an object whole, in place of any."""

    def write_if(self, path: str, body: bytes, media_type: str, tag: str | None) -> bool:
        """Write an object if its version is still that one, or if there is none, where `tag` is
        None; whether that was so."""
