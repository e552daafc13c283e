"""Which games count: of the others raw tables hold the rows, and no computed table does."""

from __future__ import annotations

from collections.abc import Iterable

from boxline.catalog.datasets import Dataset, layer
from boxline.home import Home
from boxline.nba.identity import COUNTED, SEASON_TYPES

EXHIBITIONS = {prefix for prefix, kind in SEASON_TYPES.items() if kind not in COUNTED}


def prefixes_of_games(home: Home, datasets: Iterable[Dataset]) -> dict[str, set[str]]:
    """Dataset -> the digits by which the ids of its games begin; one without rows is left out."""
    with home.warehouse("test") as warehouse:
        found = {
            dataset.name: warehouse.connection.execute(
                f"SELECT DISTINCT game_id[:3] FROM {dataset.name}"
            ).fetchall()
            for dataset in datasets
            if "game_id" in {column.name for column in dataset.columns}
        }
    return {name: {prefix for (prefix,) in rows} for name, rows in found.items() if rows}


def test_games_of_the_preseason_are_in_raw_and_in_no_computed_table(settled_home: Home) -> None:
    raw = prefixes_of_games(settled_home, settled_home.catalog.raw)
    assert {name for name, prefixes in raw.items() if "001" in prefixes} == {
        "nba_raw.archive_full_schedule",
        "nba_raw.archive_schedule",
        "nba_raw.archive_team_games",
        "nba_raw.archive_team_schedule",
    }
    tables = [d for d in settled_home.catalog.computed if layer(d) != "exports"]
    computed = prefixes_of_games(settled_home, tables)
    assert {name: seen for name, seen in computed.items() if seen & EXHIBITIONS} == {}
    layers = {layer(settled_home.catalog[name]) for name in computed}
    assert layers == {"core", "analytics", "precompute", "predictions"}
