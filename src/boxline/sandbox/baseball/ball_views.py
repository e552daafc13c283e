"""A game as it can be seen at an instant: set, on, stopped by rain, or over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache

from boxline.sandbox.baseball.box_lines import BallBox, box_of
from boxline.sandbox.baseball.fixtures import BallFixture, Fate, Slot
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import BallGame, Change, Nine, Play
from boxline.sandbox.baseball.schedule_play import Contest
from boxline.sandbox.baseball.umpires import Umpire, crew_known_at

_PREGAME, _WARMUP = timedelta(hours=6), timedelta(minutes=25)  # before the scheduled start
RAIN = "Rain"


class Stage(Enum):
    """Where a game stands; the value is how MLB's API writes it.

    That is: abstract state, coded state, detailed state, status code, abstract code.
    """

    SCHEDULED = ("Preview", "S", "Scheduled", "S", "P")
    PREGAME = ("Preview", "P", "Pre-Game", "P", "P")
    DELAYED_START = ("Preview", "P", "Delayed Start", "PR", "P")
    WARMUP = ("Live", "P", "Warmup", "PW", "L")  # live in the abstract, and nothing has begun
    LIVE = ("Live", "I", "In Progress", "I", "L")
    DELAYED = ("Live", "I", "Delayed", "IR", "L")
    SUSPENDED = ("Live", "U", "Suspended", "UR", "L")
    OVER = ("Final", "O", "Game Over", "O", "F")  # the last out is made, the box score not closed
    FINAL = ("Final", "F", "Final", "F", "F")
    CALLED = ("Final", "F", "Completed Early", "FR", "F")
    POSTPONED = ("Final", "D", "Postponed", "DR", "F")  # only of the day that it left
    CANCELLED = ("Final", "C", "Cancelled", "CR", "F")

    @property
    def abstract(self) -> str:
        """`Preview`, `Live` or `Final`."""
        return str(self.value[0])

    @property
    def has_reason(self) -> bool:
        """Whether the API adds what the reason is: rain, in this league."""
        return self.value[3].endswith("R") and len(self.value[3]) == 2

    @property
    def has_begun(self) -> bool:
        """Whether a pitch has been thrown."""
        return self in _BEGUN

    @property
    def is_final(self) -> bool:
        """Whether the box score is closed."""
        return self in (Stage.FINAL, Stage.CALLED)


_BEGUN = {Stage.LIVE, Stage.DELAYED, Stage.SUSPENDED, Stage.OVER, Stage.FINAL, Stage.CALLED}


@dataclass(frozen=True, kw_only=True, slots=True)
class BallView:
    """A game as of an instant; nothing in it became known later.

    Attributes:
        contest: all of it; look into it only through this view.
        at: the instant, UTC.
        slot: when it is set for as of then.
        stage: where it stands.
        played: how many plays are over.
        thrown: pitches thrown of the play after those; 0 where it has not begun.
    """

    contest: Contest
    at: datetime
    slot: Slot
    stage: Stage
    played: int
    thrown: int

    @property
    def fixture(self) -> BallFixture:
        """Which game it is."""
        return self.contest.fixture

    @property
    def game_id(self) -> str:
        """MLB's id of it."""
        return self.contest.fixture.game_id

    @property
    def scheduled_innings(self) -> int:
        """9, or fewer of one of two games of a day once it is known to be that."""
        return self.fixture.scheduled_innings if self.slot == self.fixture.last else 9

    @property
    def plays(self) -> tuple[Play, ...]:
        """What is over of it."""
        return self.contest.game.plays[: self.played] if self.contest.game else ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """Who has come in; a change is seen with the first pitch after it."""
        game = self.contest.game
        seen = self.played if self.thrown else self.played - 1
        return tuple(each for each in game.changes if each.before <= seen) if game else ()

    @property
    def score(self) -> tuple[int, int]:
        """Runs so far, home first."""
        return self.plays[-1].score if self.plays else (0, 0)

    @property
    def nines(self) -> tuple[Nine | None, Nine | None]:
        """The cards that are out, home first; once it has begun, who began."""
        game = self.contest.game
        if game and self.stage.has_begun:
            return game.nines
        home, away = self.contest.announced
        return home.card(self.at), away.card(self.at)

    @property
    def probables(self) -> tuple[BallPlayer | None, BallPlayer | None]:
        """Who is to pitch, home first; None where it is open.

        Once it has begun it is who did, as MLB's API has it.
        """
        game = self.contest.game
        if game and self.stage.has_begun:
            return game.nines[0].starter, game.nines[1].starter
        home, away = self.contest.announced
        return home.probable(self.at), away.probable(self.at)

    @property
    def crew(self) -> tuple[Umpire, ...]:
        """The umpires, plate first; empty before 9:30 Eastern of the day."""
        is_known = self.at >= crew_known_at(self.slot.game_date)
        return self.contest.crew if is_known and self.slot == self.fixture.last else ()

    @property
    def box(self) -> BallBox | None:
        """The box score so far; None before the first pitch."""
        game = self.contest.game
        if game is None or not self.stage.has_begun:
            return None
        return _box(game, self.played, self.stage.is_final)


@lru_cache(maxsize=1024)
def _box(game: BallGame, plays: int, is_final: bool) -> BallBox:
    return box_of(game, plays, is_final=is_final)


def view_of(contest: Contest, at: datetime) -> BallView:
    """A game as of an instant."""
    slot = contest.fixture.slot(at)
    stage = _stage(contest, slot, at)
    played = thrown = 0
    timeline, game = contest.timeline, contest.game
    if timeline and game and stage.has_begun:
        played = timeline.plays_by(at)
        if played < len(game.plays):
            calls = game.plays[played].calls
            # The last pitch of a play is seen with how the play ends.
            thrown = min(timeline.pitches_by(played, at), len(calls) - 1)
    return BallView(contest=contest, at=at, slot=slot, stage=stage, played=played, thrown=thrown)


def _stage(contest: Contest, slot: Slot, at: datetime) -> Stage:
    fixture, timeline = contest.fixture, contest.timeline
    if fixture.fate is Fate.CANCELLED and fixture.stopped_at and at >= fixture.stopped_at:
        return Stage.CANCELLED
    is_last = slot == fixture.last
    if timeline and is_last and at >= timeline.first_pitch_at:
        if at >= timeline.final_at:
            is_called = contest.game is not None and contest.game.is_called
            return Stage.CALLED if is_called else Stage.FINAL
        if at >= timeline.over_at:
            return Stage.OVER
        if timeline.stop(at):
            return Stage.SUSPENDED if fixture.resumes_at else Stage.DELAYED
        return Stage.LIVE
    will_stop = fixture.stopped_at is not None and slot == fixture.first
    if at >= slot.starts_at and will_stop:
        return Stage.DELAYED_START
    if at >= slot.starts_at - _WARMUP and not will_stop and not slot.is_start_open:
        return Stage.WARMUP
    return Stage.PREGAME if at >= slot.starts_at - _PREGAME else Stage.SCHEDULED
