"""Names: a dataset's in the catalog, and what Dagster calls the same thing."""

from __future__ import annotations

import dagster as dg

#: Runs of what works on a home, of which there may be one at a time.
POOL = "boxline"


def key_of(name: str) -> dg.AssetKey:
    """`nba_core/games` of `nba_core.games`."""
    return dg.AssetKey(name.split(".", 1))


def name_of(key: dg.AssetKey) -> str:
    """`nba_core.games` of `nba_core/games`."""
    return ".".join(key.path)


def group_of(name: str) -> str:
    """League and layer: `nba_core` of `nba_core.games`."""
    return name.partition(".")[0]
