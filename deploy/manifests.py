"""The manifests as they are applied: filled in, and refused where an image is not pinned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

#: An image that is always the same bytes.
PINNED = re.compile(r"[^\s@]+@sha256:[0-9a-f]{64}")
#: What `roll_out.py` fills in.
PLACEHOLDER = re.compile(r"\b(?:BOXLINE_IMAGE|BOXLINE_HOST|PROJECT|CHANGE-ME)\b")

Document = dict[str, Any]


class Unfit(ValueError):
    """A manifest cannot be applied as it is; the message says what to do."""


def documents(path: Path) -> list[Document]:
    """The documents of a file, as they stand there."""
    return [one for one in yaml.safe_load_all(path.read_text()) if one]


def filled(path: Path, values: Mapping[str, str]) -> str:
    """A file's text with its placeholders filled in.

    Raises:
        Unfit: a placeholder is left, or an image is not pinned by its digest.
    """
    text = re.sub(
        "|".join(map(re.escape, values)) or r"(?!)",
        lambda found: values[found[0]],
        path.read_text(),
    )
    stripped = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in stripped:
        left = PLACEHOLDER.search(line)
        if left:
            raise Unfit(
                f"{path}: {left[0]} is left in {line.strip()!r}. Give it a value in the file, or "
                "by the option that --help names."
            )
    for one in yaml.safe_load_all(text):
        for image in images(one):
            if not PINNED.fullmatch(image):
                raise Unfit(
                    f"{path}: the image {image!r} is not pinned. Name it by its digest: "
                    "REPOSITORY@sha256:..."
                )
    return text


def images(value: object) -> Iterator[str]:
    """Every image that a document names, wherever it stands."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "image" and isinstance(inner, str):
                yield inner
            else:
                yield from images(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from images(inner)


def containers(value: object) -> Iterator[Document]:
    """Every container that a document has, wherever it stands."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in {"containers", "initContainers"}:
                yield from inner
            else:
                yield from containers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from containers(inner)
