"""The models of a home: each what its name says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from boxline.errors import ModelMismatch
from boxline.health.examining.examined import Examined, fine, problem
from boxline.stores.models import ModelFiles


def examine_models(home: Path, *, is_deep: bool) -> Iterator[Examined]:
    """Whether each model can be read as it was kept; nothing is said where there are none.

    Args:
        is_deep: whether the bytes are compared with their hashes; else they are only counted.
    """
    models = ModelFiles(home / "models")
    kept = models.kept()
    if not kept:
        return
    found = [
        problem("models", why, "What was made by it stands; fit it anew as the message says.")
        for why in (_wrong(models, sha256) for sha256 in kept if is_deep)
        if why
    ]
    yield from found
    if not found:
        how = "and hold what was kept" if is_deep else "(--deep compares their bytes)"
        yield fine("models", f"{len(kept)} models are there {how}")


def _wrong(models: ModelFiles, sha256: str) -> str:
    try:
        models.get(sha256)
    except ModelMismatch as error:
        return str(error)
    return ""
