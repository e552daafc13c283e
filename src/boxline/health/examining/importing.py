"""What one process can import: it reads names from its input, and tells of each how it went.

A process of its own, because a module that is broken may end whoever imports it. It answers with
one JSON object a line; where it dies, the first module without an answer is the one it died at.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from subprocess import PIPE, Popen

#: Before each line that is an answer: what a library writes past Python is passed over.
_TOLD = "imported: "


@dataclass(frozen=True, kw_only=True)
class Import:
    """How the import of one module went.

    Attributes:
        error: why it failed; empty where it did not.
        missing: the module that is not there, where that is why.
    """

    module: str
    error: str = ""
    missing: str = ""


def import_each(names: Sequence[str]) -> Iterator[Import]:
    """Import modules by name in further processes, one until it dies, and tell how each went."""
    rest = list(names)
    while rest:
        words = [sys.executable, "-W", "ignore", "-m", __name__]
        with Popen(words, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as child:
            said, complaints = child.communicate(json.dumps(rest))
        told = [
            Import(**json.loads(line.removeprefix(_TOLD)))
            for line in said.splitlines()
            if line.startswith(_TOLD)
        ]
        yield from told
        rest = rest[len(told) :]
        if rest:
            last = complaints.strip().rpartition("\n")[2]
            why = last or f"the process ended with {child.returncode}"
            yield Import(module=rest.pop(0), error=why)


def main() -> None:
    """Import what the input names, in its order."""
    names = json.load(sys.stdin)
    answers = sys.stdout
    with redirect_stdout(sys.stderr):  # what a module says as it is imported is no answer
        for name in names:
            answers.write(f"{_TOLD}{json.dumps(asdict(_import(name)))}\n")
            answers.flush()


def _import(name: str) -> Import:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as cause:
        return Import(module=name, error=str(cause), missing=cause.name or "")
    except ImportError as cause:
        return Import(module=name, error=str(cause))
    return Import(module=name)


if __name__ == "__main__":
    main()
