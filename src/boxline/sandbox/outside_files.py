"""Files of those who speak of the newest season's games from outside: books and the injury desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import pyarrow as pa

from boxline.domain.days import EASTERN
from boxline.sandbox.availability import club_reports
from boxline.sandbox.blemishes import Blemish, blemished
from boxline.sandbox.game_line_tables import (
    CLOSING_BLEMISHES,
    CLOSING_LINES,
    MULTIBOOK_BLEMISHES,
    MULTIBOOK_LINES,
    closing_rows,
    multibook_rows,
)
from boxline.sandbox.injury_tables import (
    INJURY_BLEMISHES,
    OFFICIAL_REPORTS,
    STATUS_HISTORY,
    history_rows,
    report_rows,
)
from boxline.sandbox.league import League
from boxline.sandbox.parquet_schema import Row, write_rows
from boxline.sandbox.pickem_table import PICKEM_BLEMISHES, PICKEM_LINES, pickem_rows
from boxline.sandbox.pra_table import PRA_BLEMISHES, PRA_LINES, pra_rows
from boxline.sandbox.squads import events_of, pulled_at
from boxline.sandbox.threes_table import THREES_BLEMISHES, THREES_LINES, threes_rows


class _File(NamedTuple):
    """One file; `size` rows that follow one another belong together."""

    name: str
    schema: pa.Schema
    rows: Iterable[Row]
    blemishes: Sequence[Blemish]
    size: int = 1


def write_outside_files(league: League, root: Path, *, blemishes: bool) -> Iterator[Path]:
    """Lines and injury reports of the newest season; with `blemishes`, wrong as real ones are."""
    for file in _files(league):
        rng = Random(f"{league.seed}/blemishes/{file.name}")
        kinds = file.blemishes if blemishes else ()
        rows = blemished(list(file.rows), kinds, rng, size=file.size)
        path = root / f"{file.name}_{league.newest.season}.parquet"
        yield write_rows(rows, file.schema, path)


def _files(league: League) -> tuple[_File, ...]:
    seed, until = league.seed, pulled_at(league.newest)
    until_et = until.astimezone(EASTERN).replace(tzinfo=None)
    today = until_et.date()
    events = events_of(league.newest, league.seasons[:-1])
    reports = [report for event in events for report in club_reports(event, seed=seed)]
    return (
        _File(
            "nba_prop_lines/player_props",
            PICKEM_LINES,
            pickem_rows(events, seed=seed, until=today),
            PICKEM_BLEMISHES,
            size=2,
        ),
        _File(
            "nba_prop_lines/pra_lines",
            PRA_LINES,
            pra_rows(events, seed=seed, until=until),
            PRA_BLEMISHES,
        ),
        _File(
            "nba_prop_lines/threes_lines",
            THREES_LINES,
            threes_rows(events, seed=seed, until=today),
            THREES_BLEMISHES,
        ),
        _File(
            "nba_game_lines/closing_lines",
            CLOSING_LINES,
            closing_rows(events, seed=seed),
            CLOSING_BLEMISHES,
        ),
        _File(
            "nba_game_lines/multibook_lines",
            MULTIBOOK_LINES,
            multibook_rows(events, seed=seed, until=until),
            MULTIBOOK_BLEMISHES,
            size=2,
        ),
        _File(
            "nba_injuries/official_reports_1pm_5pm",
            OFFICIAL_REPORTS,
            report_rows(reports, until_et=until_et),
            INJURY_BLEMISHES,
        ),
        _File(
            "nba_injuries/official_status_history",
            STATUS_HISTORY,
            history_rows(reports, until_et=until_et),
            INJURY_BLEMISHES,
        ),
    )
