"""Writes a simulated baseball league as the archive's files: same folders, columns and types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from boxline.sandbox.baseball.ball_quotes import PitcherMarket
from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.game_tables import GAMES, game_rows
from boxline.sandbox.baseball.league import BaseballLeague
from boxline.sandbox.baseball.line_tables import (
    OUTS_LINES,
    STRIKEOUT_ALTERNATES,
    STRIKEOUT_LINES,
    line_rows,
)
from boxline.sandbox.baseball.start_tables import (
    BATTER_GAMES,
    SEASON_TOTALS,
    STARTS,
    batter_rows,
    season_total_rows,
    start_rows,
)
from boxline.sandbox.baseball.statcast_table import STATCAST_STARTS, statcast_rows
from boxline.sandbox.baseball.world import BaseballWorld
from boxline.sandbox.parquet_schema import write_rows

_LINE_DAYS = 8  # the last of the newest season, those that have lines


def write_baseball_archive(
    league: BaseballLeague, folder: Path | str, *, at: datetime | None = None
) -> list[Path]:
    """Write every file of the archive.

    Games, starts and Statcast are of all seasons; batters' games are of the newest alone, and
    lines of its last eight days.

    Args:
        league: what to write.
        folder: gets the sub-folders; made if missing, files in it are replaced.
        at: as of when; without it when all is over.
    Returns:
        The paths written.
    """
    world = BaseballWorld(league)
    newest = league.newest.season
    instant = at or datetime(newest + 1, 1, 1, tzinfo=UTC)
    finals = {each.season: world.finals(instant, each.season) for each in league.seasons}
    return list(_files(world, finals, Path(folder), instant))


def _files(
    world: BaseballWorld, finals: dict[int, list[BallView]], root: Path, at: datetime
) -> Iterator[Path]:
    years = sorted(finals)
    span = f"{years[0]}_{years[-1]}"
    played = [view for year in years for view in finals[year]]
    path = root / "mlb_games" / f"games_{span}.parquet"
    yield write_rows(list(game_rows(world, at)), GAMES, path)
    pitchers = root / "mlb_pitchers"
    yield write_rows(list(start_rows(played)), STARTS, pitchers / f"starts_{span}.parquet")
    statcast = pitchers / f"starts_statcast_{span}.parquet"
    yield write_rows(list(statcast_rows(played)), STATCAST_STARTS, statcast)
    for year in years:
        totals = list(season_total_rows(finals[year], year))
        yield write_rows(totals, SEASON_TOTALS, pitchers / f"season_totals_{year}.parquet")
    newest = finals[years[-1]]
    batters = root / "mlb_batters" / f"game_logs_{years[-1]}.parquet"
    yield write_rows(list(batter_rows(newest)), BATTER_GAMES, batters)
    yield from _lines(world, newest, root / "mlb_prop_lines", at)


def _lines(
    world: BaseballWorld, finals: list[BallView], folder: Path, at: datetime
) -> Iterator[Path]:
    last = max((view.slot.game_date for view in finals), default=at.date())
    days = [last - timedelta(days=number) for number in reversed(range(_LINE_DAYS))]
    year = last.year
    strikeouts, outs = PitcherMarket.STRIKEOUTS, PitcherMarket.OUTS
    main = list(line_rows(world, days, strikeouts, until=at))
    yield write_rows(main, STRIKEOUT_LINES, folder / f"strikeout_lines_{year}.parquet")
    more = list(line_rows(world, days, strikeouts, until=at, alternates=True))
    path = folder / f"strikeout_alt_lines_{year}.parquet"
    yield write_rows(more, STRIKEOUT_ALTERNATES, path)
    of_outs = list(line_rows(world, days, outs, until=at))
    yield write_rows(of_outs, OUTS_LINES, folder / f"outs_lines_{year}.parquet")
