"""One box score of three months ago corrected, and one new game day, over ten real seasons."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from measuring import (
    FOLDERS,
    WINDOW,
    boxline,
    machine,
    scratch,
    shared_data,
    show,
    ten_seasons,
)

CORRECTED = date(2025, 1, 15)
NEW_DAY = date(2025, 4, 13)


def corrected_file(folder: Path) -> Path:
    """One game of 2025-01-15 in which one player has one assist more."""
    table = pq.read_table(shared_data() / "nba_box_scores/regular/player_games_2024-25.parquet")
    rows = [row for row in table.to_pylist() if row["game_date"] == CORRECTED]
    rows = [row for row in rows if row["game_id"] == rows[0]["game_id"]]
    rows[0]["ast"] += 1
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), folder / "corrected.parquet")
    return folder / "corrected.parquet"


def split_at_new_day(folder: Path) -> tuple[Path, Path]:
    """The archive before the new day, and that day's files."""
    for part in ("before", "new"):
        (folder / part).mkdir()
    for name in FOLDERS:
        for path in sorted((shared_data() / name).glob("*.parquet")):
            table = pq.read_table(path)
            if "schedule" in path.name or "game_date" not in table.column_names:
                (folder / "before" / path.name).write_bytes(path.read_bytes())
                continue
            days = table.column("game_date").to_pylist()
            for part, keep in (("before", lambda d: d < NEW_DAY), ("new", lambda d: d == NEW_DAY)):
                rows = table.filter(pa.array([keep(day) for day in days]))
                if rows.num_rows:
                    pq.write_table(rows, folder / part / path.name)
    return folder / "before", folder / "new"


def timed(home: Path, *paths: Path) -> tuple[float, dict[str, int]]:
    """Import files and run; the seconds of both, and rows stored by dataset."""
    started = time.perf_counter()
    boxline("import", *map(str, paths), "--home", str(home), "--json", allow=(0, 1))
    ran = boxline("run", *WINDOW, "--home", str(home), "--json")
    seconds = time.perf_counter() - started
    return seconds, {s["dataset"]: s["rows_stored"] for s in json.loads(ran.output)["steps"]}


def main() -> None:
    print(f"Corrections on {machine()}")
    with scratch() as folder:
        home = folder / "home"
        ten_seasons(home)
        seconds, stored = timed(home, corrected_file(folder))
        show("a corrected box score, import and run", f"{seconds:.1f} s", "under 15 s")
        print(f"  rows stored: { ({k: v for k, v in stored.items() if v}) }")
    with scratch() as folder:
        before, new = split_at_new_day(folder)
        home = folder / "home"
        timed(home, before)
        seconds, stored = timed(home, new)
        show("a new game day to published documents", f"{seconds:.1f} s", "under 10 s")
        print(f"  rows stored: { ({k: v for k, v in stored.items() if v}) }")


if __name__ == "__main__":
    main()
