"""What tests of the watched league share."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from boxline.sandbox import World
from boxline.sandbox.box_scores import StatLine
from boxline.sandbox.game_views import GameView
from boxline.sandbox.injury_reports import InjuryLine

EASTERN = ZoneInfo("America/New_York")
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
AFTERWARDS = datetime(2025, 7, 1, tzinfo=UTC)


def tipped_off(view: GameView) -> datetime:
    assert view.tipped_off_at
    return view.tipped_off_at


def ended(view: GameView) -> datetime:
    assert view.ended_at
    return view.ended_at


def eastern(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, EASTERN)


def stats_of(view: GameView) -> dict[int, StatLine]:
    return {line.player.player_id: line.stats for side in view.sides for line in side.lines}


def reports_before(world: World, view: GameView, before: timedelta) -> dict[int, InjuryLine]:
    lines = world.injuries(view.fixture.game_date, view.starts_at - before)
    here = (line for line in lines if line.fixture.game_id == view.fixture.game_id)
    return {line.player.player_id: line for line in here if line.player}
