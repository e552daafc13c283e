"""The pages as tests read them, and the example files of CONTRIBUTING.md as modules."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]

FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"`src/(boxline/[\w/]+)\.py`[^`]*\n\n```python\n(.*?)```", re.DOTALL)

Examples = Mapping[str, Path]


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str


def read(page: str) -> str:
    return (ROOT / page).read_text()


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in FENCED.findall(read(page))]


@contextmanager
def written_examples(folder: Path) -> Iterator[Examples]:
    """The example files, each in the package that the page puts it in: module -> file.

    Nobody is told of them: whoever finds them would find a new file of the project likewise.
    """
    found = {}
    with pytest.MonkeyPatch.context() as patched:
        for path, source in EXAMPLE.findall(read("CONTRIBUTING.md")):
            module = path.replace("/", ".")
            package = importlib.import_module(module.rpartition(".")[0])
            beside = folder / package.__name__
            if not beside.exists():
                beside.mkdir(parents=True)
                patched.setattr(package, "__path__", [*package.__path__, str(beside)])
            found[module] = beside / f"{module.rpartition('.')[2]}.py"
            found[module].write_text(source)
        importlib.invalidate_caches()
        yield found
    for module in found:
        package_name, _, name = module.rpartition(".")
        sys.modules.pop(module, None)
        vars(sys.modules[package_name]).pop(name, None)


@pytest.fixture
def examples(tmp_path: Path) -> Iterator[Examples]:
    with written_examples(tmp_path / "examples") as found:
        yield found
