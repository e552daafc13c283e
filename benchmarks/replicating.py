"""One real season many times over: the archive's files of it, written again with shifted keys.

What one game is known by moves with the season: its id, its day, the season's name. Clubs stay, and
each player comes back as another after so many seasons, because nobody's career lasts a century.
Statistics, and the order of games within the season, stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from boxline.catalog import Catalog, Raw
from boxline.catalog.expectations import Coverage

#: The season that is copied: its shots are there, and no 29 February is among its days.
SOURCE = 2022

#: Its first day that the league would have.
FIRST = date(2022, 8, 1)

#: The night that comes on top of everything, twelve games. What was played after it in the season
#: that is copied has not been yet in the newest copy, and stands on its schedule.
NIGHT = date(2023, 4, 5)

#: Two digits of a game id name its season, those below 46 one of this century: so there is room for
#: a hundred, and the newest that can be begins in 2045.
NEWEST, MOST = 2045, 100

#: Seasons after which a player comes back under another id.
CAREER = 5

#: Between the ids of one generation of players and the next; the league's own have seven digits.
GENERATION = 10_000_000

#: Folder and file of the shared data -> what else a copy replaces. Regular games alone: other kinds
#: begin before the days that every year's season can have.
FILES = {
    "nba_box_scores/regular/player_games_2022-23.parquet": {"game_date": "{day}"},
    "nba_team_games/team_games_2014-15_to_2024-25.parquet": {"game_date": "{day}"},
    "nba_shots/shots_2022-23.parquet": {"game_date": "{day}"},
    "nba_schedule/schedule_2015-16_to_2024-25.parquet": {
        "game_date_et": "{day}",
        "game_code": "strftime({day}, '%Y%m%d') || substr(game_code, 9)",
        "literal": "'{season}'",
    },
}

#: Games that count, by what their ids begin with.
REGULAR = "002"


def name_of(start: int) -> str:
    """A season's name: 2022-23 of 2022."""
    return f"{start}-{(start + 1) % 100:02d}"


def starts_of(seasons: int) -> range:
    """The years in which so many seasons begin, up to the newest that can be."""
    if not 1 <= seasons <= MOST:
        raise SystemExit(f"There is room for 1 to {MOST} seasons, not for {seasons}.")
    return range(NEWEST - seasons + 1, NEWEST + 1)


def copied_in(day: date, start: int) -> date:
    """Where a day of the season that is copied lies in another."""
    return day.replace(year=day.year + start - SOURCE)


def write_copy(source: Path, target: Path, start: int, *, nights: str = "TRUE") -> int:
    """Write a file's rows of the season again as those of another; how many rows.

    Args:
        nights: a condition over `day`, the day in the season that is copied.
    """
    replaced = next(more for name, more in FILES.items() if name.endswith(source.name))
    columns = [
        row[0] for row in duckdb.execute(f"DESCRIBE FROM read_parquet('{source}')").fetchall()
    ]
    years = start - SOURCE
    moved = f"make_date(year({{0}}) + {years}, month({{0}}), day({{0}}))"
    of_day = next(column for column in replaced if column.startswith("game_date"))
    shifted = {
        name: one.format(day=moved.format(of_day), season=name_of(start))
        for name, one in replaced.items()
    }
    shifted["season"] = f"'{name_of(start)}'"
    shifted["game_id"] = f"substr(game_id, 1, 3) || '{start % 100:02d}' || substr(game_id, 6)"
    if "player_id" in columns:
        generation = (NEWEST - start) // CAREER
        shifted["player_id"] = f"player_id + {generation * GENERATION}"
    replacing = ", ".join(f"{sql} AS {name}" for name, sql in shifted.items())
    found = duckdb.execute(
        f"COPY (SELECT * EXCLUDE (day) REPLACE ({replacing}) FROM "
        f"(SELECT *, {of_day} AS day FROM read_parquet('{source}')) "
        f"WHERE season = '{name_of(SOURCE)}' AND game_id LIKE '{REGULAR}%' AND {nights}) "
        f"TO '{target}' (FORMAT parquet)"
    ).fetchall()
    rows: int = found[0][0]
    return rows


def copies(shared: Path, folder: Path, seasons: int) -> Iterator[tuple[Path, int]]:
    """Write so many seasons below a folder, of the newest what was known before the night in
    `before` and the night in `night`. Each file, and its rows."""
    for part in ("before", "night"):
        (folder / part).mkdir(parents=True)
    for start in starts_of(seasons):
        for name in FILES:
            source = shared / name
            kind = source.stem.split("_20")[0]
            named = f"{kind}_{name_of(start)}.parquet"
            if start < NEWEST or kind == "schedule":
                parts = {"before": "TRUE"}
            else:
                parts = {"before": f"day < DATE '{NIGHT}'", "night": f"day = DATE '{NIGHT}'"}
            for part, nights in parts.items():
                target = folder / part / named
                yield target, write_copy(source, target, start, nights=nights)


def widened(catalog: Catalog, seasons: int) -> Catalog:
    """The catalog, its sources reaching as far in every copy as in the season that is copied."""
    names = [name_of(start) for start in starts_of(seasons)]

    def wider(raw: Raw) -> Raw:
        if raw.covers is None:
            return raw
        kinds = [kind for season, kind in raw.covers.cells if season == name_of(SOURCE)]
        cells = frozenset((season, kind) for season in names for kind in kinds)
        return replace(raw, covers=Coverage(cells))

    return replace(
        catalog,
        datasets={
            name: wider(one) if isinstance(one, Raw) else one
            for name, one in catalog.datasets.items()
        },
    )
