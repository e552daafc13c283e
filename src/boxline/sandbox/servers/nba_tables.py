"""NBA.com's answers as tables: headers once, then rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from boxline.sandbox.box_scores import StatLine
from boxline.sandbox.servers.nba_shapes import share

#: Counts of a line, in the order of most tables; the turnovers' name differs.
COUNTS = """FGM FGA FG_PCT FG3M FG3A FG3_PCT FTM FTA FT_PCT OREB DREB REB AST STL BLK TOV PF
    PTS""".split()  # noqa: SIM905


def counted(stats: StatLine) -> list[Any]:
    """A line's counts in the order of COUNTS."""
    return [
        stats.fgm,
        stats.fga,
        share(stats.fgm, stats.fga),
        stats.fg3m,
        stats.fg3a,
        share(stats.fg3m, stats.fg3a),
        stats.ftm,
        stats.fta,
        share(stats.ftm, stats.fta),
        stats.oreb,
        stats.dreb,
        stats.reb,
        stats.ast,
        stats.stl,
        stats.blk,
        stats.tov,
        stats.pf,
        stats.pts,
    ]


def result_set(name: str, headers: str, rows: Iterable[list[Any]]) -> dict[str, Any]:
    """One table; headers as words."""
    return {"name": name, "headers": headers.split(), "rowSet": list(rows)}


def tables(resource: str, parameters: Mapping[str, Any], *sets: dict[str, Any]) -> dict[str, Any]:
    """A whole answer."""
    return {"resource": resource, "parameters": dict(parameters), "resultSets": list(sets)}
