"""Models: files named by the hash of what is in them, so that none is ever altered.

Which of them count, committed rows say. One that was put before a commit that never came is named
by nothing and does no harm.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from boxline.errors import ModelMismatch
from boxline.stores.durable import clear_abandoned, write_durably

_SUFFIX = ".model.zst"


class ModelFiles:
    """The models of a home."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, body: bytes) -> str:
        """Keep a model, durably; its hash as 64 hex digits. One that is kept already is left."""
        import zstandard

        sha256 = hashlib.sha256(body).hexdigest()
        if not self._is_kept(sha256):
            self.root.mkdir(parents=True, exist_ok=True)
            clear_abandoned(self.root.iterdir())
            write_durably(self._path(sha256), zstandard.compress(body))
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a model.

        Raises:
            ModelMismatch: it is not there, or its bytes are others than were kept.
        """
        import zstandard

        try:
            body: bytes = zstandard.decompress(self._path(sha256).read_bytes())
        except FileNotFoundError as cause:
            raise ModelMismatch(sha256, f"{self.root} does not hold it") from cause
        except zstandard.ZstdError as cause:
            raise ModelMismatch(sha256, f"its file cannot be unpacked ({cause})") from cause
        if hashlib.sha256(body).hexdigest() != sha256:
            raise ModelMismatch(sha256, "its file holds other bytes than were kept")
        return body

    def kept(self) -> list[str]:
        """The hashes of the models that are there, sorted."""
        return sorted(p.name.removesuffix(_SUFFIX) for p in self.root.glob(f"*{_SUFFIX}"))

    def _is_kept(self, sha256: str) -> bool:
        """Whether it is there and whole: one that a disk has damaged is written anew."""
        try:
            self.get(sha256)
        except ModelMismatch:
            return False
        return True

    def _path(self, sha256: str) -> Path:
        return self.root / f"{sha256}{_SUFFIX}"
