"""When each pitch of a game is thrown, by the wall clock, and when it stops and ends."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from boxline.sandbox.baseball.plays import BallGame, ChangeKind

_LATE_SECONDS = (0, 360)  # from the scheduled start to the first pitch
_PITCH_SECONDS = (14, 21)
_BATTER_SECONDS = (12, 34)  # from the last pitch to the next batter's first
_BREAK_SECONDS = (115, 135)  # between half innings
_PITCHER_SECONDS = (100, 150)  # while another pitcher comes in
_DELAYED, _DELAY_MINUTES = 0.03, (25, 80)  # share of games that rain interrupts, and for how long
_FINAL_SECONDS = (400, 900)  # from the last out to the final box score


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """The instants of a game, all UTC.

    Attributes:
        first_pitch_at: when it begins.
        starts: when each play begins.
        ends: when each play is over.
        pitch_seconds: between two pitches of one batter, by play.
        stops: from when to when nothing goes on though the game has begun: rain, or a night.
        over_at: the last out.
        final_at: when the game is final.
    """

    first_pitch_at: datetime
    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    pitch_seconds: tuple[int, ...]
    stops: tuple[tuple[datetime, datetime], ...]
    over_at: datetime
    final_at: datetime

    def plays_by(self, at: datetime) -> int:
        """How many plays are over by an instant."""
        return bisect_right(self.ends, at)

    def pitches_by(self, play: int, at: datetime) -> int:
        """How many pitches of a play are thrown by an instant; all where it is over."""
        passed = (at - self.starts[play]).total_seconds()
        return max(0, int(passed // self.pitch_seconds[play]))

    def pitched_at(self, play: int, number: int) -> datetime:
        """When a play's pitch, numbered from 1, is thrown."""
        return self.starts[play] + timedelta(seconds=self.pitch_seconds[play] * number)

    def stop(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The stop that lasts at an instant."""
        return next((stop for stop in self.stops if stop[0] <= at < stop[1]), None)


def draw_timeline(
    game: BallGame,
    *,
    starts_at: datetime,
    free_from: datetime | None,
    resumes_at: datetime | None,
    rng: Random,
) -> Timeline:
    """The instants of a game.

    Args:
        game: as it was played.
        starts_at: its scheduled start.
        free_from: when the park is free for it, if another game goes before.
        resumes_at: when it goes on, if it was suspended.
        rng: of the draws.
    """
    seconds = rng.randint
    first_pitch = starts_at + timedelta(seconds=seconds(*_LATE_SECONDS))
    if free_from and first_pitch < free_from:
        first_pitch = free_from
    interrupted = _interrupted(len(game.plays), is_suspended=resumes_at is not None, rng=rng)
    changed = {each.before for each in game.changes if each.kind is ChangeKind.PITCHER}
    now = first_pitch
    starts, ends, paces, stops = [], [], [], []
    for play in game.plays:
        before = timedelta(seconds=seconds(*_BATTER_SECONDS) if play.number else 0)
        if play.number and game.plays[play.number - 1].is_last:
            before = timedelta(seconds=seconds(*_BREAK_SECONDS))
        if play.number in changed:
            before += timedelta(seconds=seconds(*_PITCHER_SECONDS))
        if play.number == interrupted:
            stopped = now + timedelta(seconds=30)
            delay = timedelta(minutes=seconds(*_DELAY_MINUTES))
            now = max(resumes_at or stopped + delay, stopped)
            stops.append((stopped, now))
        starts.append(now + before)
        paces.append(seconds(*_PITCH_SECONDS))
        now = starts[-1] + timedelta(seconds=paces[-1] * len(play.calls))
        ends.append(now)
    return Timeline(
        first_pitch_at=first_pitch,
        starts=tuple(starts),
        ends=tuple(ends),
        pitch_seconds=tuple(paces),
        stops=tuple(stops),
        over_at=now,
        final_at=now + timedelta(seconds=seconds(*_FINAL_SECONDS)),
    )


def _interrupted(plays: int, *, is_suspended: bool, rng: Random) -> int | None:
    """The play before which the game stops; None where it never does."""
    place = round(plays * rng.uniform(0.35, 0.7))
    is_delayed = rng.random() < _DELAYED
    return place if is_suspended or is_delayed else None
