"""What becomes of every row of the real lines and injury reports, and of every name in them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from measuring import boxline, machine, scratch, shared_data

#: Box scores of the three seasons with lines or reports, and of the two before, whose names count.
SEASONS = tuple(f"20{y}-{y + 1}" for y in range(20, 25))
FOLDERS = ("nba_injuries", "nba_prop_lines", "nba_game_lines", "nba_team_games")
FIRST, LAST = "2020-12-22", "2025-06-22"

MATCHES = """
SELECT source, count(*) AS names, count(*) FILTER (method = 'exact') AS exact,
    count(*) FILTER (method = 'alias') AS alias,
    count(*) FILTER (method = 'unresolved') AS unresolved,
    round(100 * count(player_id) / count(*), 2) AS percent_resolved
FROM (SELECT *, unnest(string_split(sources, ', ')) AS source FROM nba_core.resolved_names)
GROUP BY source ORDER BY source
"""


def files() -> list[Path]:
    """The archive files to import."""
    shared = shared_data()
    regular = [shared / f"nba_box_scores/regular/player_games_{s}.parquet" for s in SEASONS]
    playoffs = shared / "nba_box_scores/playoffs"
    schedules = (shared / "nba_schedule").glob("schedule_*.parquet")
    return [*regular, playoffs, *schedules, *(shared / folder for folder in FOLDERS)]


def reads_outside_files(dataset: str) -> bool:
    """Whether a dataset is made of lines, reports or the names in them."""
    return any(word in dataset for word in ("injur", "lines", "resolved_names"))


def counted(steps: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Dataset -> its rows in, kept and rejected, over all steps."""
    found: dict[str, Counter[str]] = {}
    for step in steps:
        counts = found.setdefault(step["dataset"], Counter())
        counts.update({name: step[f"rows_{name}"] for name in ("in", "kept", "rejected")})
    return found


def main() -> None:
    print(f"Lines and injury reports on {machine()}")
    with scratch() as folder:
        where = ("--home", str(folder / "home"))
        # 1: rows are rejected, which a command answers with 1.
        imported = boxline("import", *map(str, files()), *where, "--json", allow=(0, 1))
        ran = boxline("run", "--from", FIRST, "--to", LAST, *where, "--json", allow=(0, 1))
        matches = json.loads(boxline("sql", MATCHES, *where, "--json").output)
    steps = [step for done in (imported, ran) for step in json.loads(done.output)["steps"]]
    print(f"\n{'dataset':42} {'rows sent':>11} {'kept':>11} {'rejected':>9}")
    for dataset, rows in counted(steps).items():
        if reads_outside_files(dataset):
            print(f"{dataset:42} {rows['in']:>11,} {rows['kept']:>11,} {rows['rejected']:>9,}")
    print(
        f"\n{'names of':20} {'sent':>9} {'exact':>9} {'alias':>7} {'unresolved':>11} {'share':>9}"
    )
    for row in matches:
        print(
            f"{row['source']:20} {row['names']:>9,} {row['exact']:>9,} {row['alias']:>7,} "
            f"{row['unresolved']:>11,} {row['percent_resolved']:>7.2f} %"
        )
    print(f"\nimport {imported.seconds:.1f} s, run {ran.seconds:.1f} s")


if __name__ == "__main__":
    main()
