"""Backup, restore and verify of ten real seasons as whole processes, and the disk of a season.

Given a folder, it takes the home there that holds them; it is only read.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from measuring import boxline, machine, scratch, show, ten_seasons

SEASONS = 10
PARTS = ("landing", "warehouse.duckdb", "ledger.sqlite", "snapshot", "published", "models")
MEBIBYTE = 2**20


def main() -> None:
    print(f"Backups of ten seasons on {machine()}")
    with scratch() as folder:
        home, backups, new = folder / "home", folder / "backups", folder / "new"
        if sys.argv[1:]:
            shutil.copytree(sys.argv[1], home, symlinks=True)
        else:
            ten_seasons(home)
        given = ("--home", str(home))
        first, again = (boxline("backup", str(backups), "--json", *given) for _ in range(2))
        told = json.loads(first.output)
        show("the first backup", f"{first.seconds:.1f} s", "-")
        show("what it holds", _mebibytes(told["bytes"]), "-")
        show("again, nothing changed", f"{again.seconds:.1f} s", "under the first")
        show("what that copied", _mebibytes(json.loads(again.output)["bytes_copied"]), "the ledger")
        restored = boxline("restore", str(backups), "--home", str(new))
        show("restore", f"{restored.seconds:.1f} s", "-")
        for sample in (0, 20):
            verified = boxline("verify", "--sample", str(sample), *given)
            show(f"verify --sample {sample}", f"{verified.seconds:.1f} s", "exit 0")
            show("its peak memory", f"{verified.peak_mebibytes:.0f} MiB", "-")
        show("verify of the restored home", f"{_verify(new):.1f} s", "exit 0")
        for part in PARTS:
            show(f"{part}, per season", _mebibytes(_size(home / part) / SEASONS), "-")


def _verify(home: Path) -> float:
    return boxline("verify", "--home", str(home)).seconds


def _mebibytes(size: float) -> str:
    return f"{size / MEBIBYTE:.1f} MiB"


def _size(path: Path) -> int:
    """Bytes of a file, or of a folder's files, each once however many names it has."""
    if not path.is_dir():
        return path.stat().st_size if path.exists() else 0
    files = {(s.st_ino, s.st_size) for p in path.rglob("*") if p.is_file() for s in [p.lstat()]}
    return sum(size for _, size in files)


if __name__ == "__main__":
    main()
