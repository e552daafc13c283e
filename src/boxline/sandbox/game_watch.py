"""One game as it can be watched: before it, while it is played, and once its numbers change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property

from boxline.sandbox.box_scores import TeamBox
from boxline.sandbox.events import QUARTERS, Event
from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.game_clock import ClockReading, starts_at
from boxline.sandbox.game_views import Absence, GameStatus, GameView
from boxline.sandbox.running_box import boxes_of, happened_by
from boxline.sandbox.season_calendar import CalendarGame
from boxline.sandbox.stat_corrections import StatCorrection, corrected, corrections_of

_STARTERS_KNOWN = timedelta(minutes=30)  # before the scheduled start


class GameWatch:
    """Views of one game; those before and after it are made once."""

    def __init__(
        self, timed: CalendarGame, *, seed: int, absences: Callable[[], tuple[Absence, ...]]
    ) -> None:
        """With `absences`, which is asked once, when somebody looks at the game after its start."""
        self.timed = timed
        self._seed = seed
        self._find_absences = absences
        self._scheduled: dict[tuple[Fixture, bool], GameView] = {}
        self._final: dict[int, GameView] = {}

    @cached_property
    def corrections(self) -> tuple[StatCorrection, ...]:
        """All of the game, announced or not."""
        return corrections_of(self.timed.game, seed=self._seed)

    @cached_property
    def _absences(self) -> tuple[Absence, ...]:
        return self._find_absences()

    def status(self, at: datetime) -> GameStatus:
        """Where the game stands."""
        clock = self.timed.clock
        if not self.timed.game.is_played or at < clock.tipped_off_at:
            return GameStatus.SCHEDULED
        return GameStatus.LIVE if at < clock.ended_at else GameStatus.FINAL

    def announced(self, at: datetime) -> tuple[StatCorrection, ...]:
        """The corrections announced by then."""
        return tuple(each for each in self.corrections if each.announced_at <= at)

    def events(self, at: datetime) -> tuple[Event, ...]:
        """What has happened by then, as it is told then."""
        status = self.status(at)
        if status is GameStatus.SCHEDULED:
            return ()
        if status is GameStatus.LIVE:
            return tuple(happened_by(self.timed.game.events, self.timed.clock.reading(at)))
        return corrected(self.timed.game, self.timed.game.events, self.announced(at))

    def view(self, at: datetime) -> GameView:
        """The game as of the instant."""
        status = self.status(at)
        if status is GameStatus.SCHEDULED:
            return self._scheduled_view(at)
        if status is GameStatus.LIVE:
            return self._live_view(at)
        announced = self.announced(at)
        if len(announced) not in self._final:
            self._final[len(announced)] = self._final_view(announced)
        return self._final[len(announced)]

    def _scheduled_view(self, at: datetime) -> GameView:
        fixture = self.timed.fixture(at)
        are_starters_known = (
            fixture == self.timed.game.fixture and at >= starts_at(fixture) - _STARTERS_KNOWN
        )
        key = (fixture, are_starters_known)
        if key not in self._scheduled:
            self._scheduled[key] = GameView(
                fixture=fixture,
                starts_at=starts_at(fixture),
                tipped_off_at=None,
                ended_at=None,
                status=GameStatus.SCHEDULED,
                period=0,
                seconds_left=0.0,
                home_points=None,
                away_points=None,
                home=None,
                away=None,
                overtimes=0,
                series=None,
                absences=(),
                starters=self._starters() if are_starters_known else (),
                corrections=0,
            )
        return self._scheduled[key]

    def _live_view(self, at: datetime) -> GameView:
        game, reading = self.timed.game, self.timed.clock.reading(at)
        boxes = boxes_of(game, happened_by(game.events, reading), reading)
        return self._played_view(boxes, reading, status=GameStatus.LIVE, corrections=0)

    def _final_view(self, announced: tuple[StatCorrection, ...]) -> GameView:
        game, reading = self.timed.game, ClockReading(self.timed.clock.periods, 0.0)
        boxes = game.sides
        if announced:
            boxes = boxes_of(game, corrected(game, game.events, announced), reading)
        return self._played_view(
            boxes, reading, status=GameStatus.FINAL, corrections=len(announced)
        )

    def _played_view(
        self,
        boxes: tuple[TeamBox, ...],
        reading: ClockReading,
        *,
        status: GameStatus,
        corrections: int,
    ) -> GameView:
        game, clock = self.timed.game, self.timed.clock
        is_final = status is GameStatus.FINAL
        home, away = boxes
        return GameView(
            fixture=game.fixture,
            starts_at=starts_at(game.fixture),
            tipped_off_at=clock.tipped_off_at,
            ended_at=clock.ended_at if is_final else None,
            status=status,
            period=reading.period,
            seconds_left=reading.seconds_left,
            home_points=home.stats.pts,
            away_points=away.stats.pts,
            home=home,
            away=away,
            overtimes=max(0, reading.period - QUARTERS),
            series=game.series if is_final else None,
            absences=self._absences,
            starters=self._starters(),
            corrections=corrections,
        )

    def _starters(self) -> tuple[int, ...]:
        return tuple(
            line.player.player_id
            for side in self.timed.game.sides
            for line in side.lines
            if line.start_position
        )
