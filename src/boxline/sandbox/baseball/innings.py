"""Plays a game plate appearance by plate appearance, and writes down what happens."""

from __future__ import annotations

from random import Random

from boxline.sandbox.baseball.bases import Bases
from boxline.sandbox.baseball.chances import ERRORS_IN_PLAY, chances
from boxline.sandbox.baseball.dugout import Dugout
from boxline.sandbox.baseball.pitching import calls_of
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import (
    AWAY,
    HOME,
    OUT,
    SCORED,
    Change,
    ChangeKind,
    Move,
    Play,
    Result,
    Runner,
)

_DOUBLES, _TRIPLES = 0.235, 0.02  # shares of hits in play
_KINDS = (Result.GROUNDOUT, Result.FLYOUT, Result.LINEOUT, Result.POP_OUT)
_KIND_WEIGHTS = (0.45, 0.29, 0.14, 0.12)
_DOUBLE_PLAYS = 0.42  # of grounders with a runner on first and fewer than two outs
_SAC_FLIES = 0.62  # of flies with a runner on third and fewer than two outs
_PINCH_FROM, _PINCH_SHARE = 7, 0.05  # inning; of plate appearances
_FEWEST_INNINGS = 5  # without them a called game does not count


class Innings:
    """A game in progress.

    Attributes:
        plays: so far.
        changes: so far.
        is_called: whether rain ended it.
    """

    def __init__(
        self,
        home: Dugout,
        away: Dugout,
        *,
        place: float,
        scheduled: int,
        has_free_runner: bool,
        called_after: int | None,
        rng: Random,
    ) -> None:
        """A game of `scheduled` innings; see `play_ball_game` for the rest."""
        self.plays: list[Play] = []
        self.changes: list[Change] = []
        self.is_called = False
        self._sides = (home, away)
        self._place = place
        self._scheduled = scheduled
        self._has_free_runner = has_free_runner
        self._called_after = called_after
        self._rng = rng
        self._score = [0, 0]
        self._inning = 0

    def play(self) -> None:
        """Play until somebody has won, or rain ends it with somebody ahead."""
        while not self._is_over():
            self._inning += 1
            self._half(AWAY)
            if not (self._inning >= self._scheduled and self._score[HOME] > self._score[AWAY]):
                self._half(HOME)

    def _is_over(self) -> bool:
        if self._score[HOME] == self._score[AWAY]:
            return False
        called = self._called_after
        if called is not None and self._inning >= max(called, _FEWEST_INNINGS):
            self.is_called = self._inning < self._scheduled
            return True
        return self._inning >= self._scheduled

    def _half(self, side: int) -> None:
        batting, fielding = self._sides[side], self._sides[1 - side]
        bases, outs = Bases(), 0
        if self.plays and fielding.is_done(between_innings=True):
            self._change_pitcher(1 - side)
        if self._has_free_runner and self._inning > self._scheduled:
            free = batting.order[batting.last_slot]
            bases.put_on_second(Runner(free, fielding.pitcher, is_earned=False))
        while outs < 3 and not self._is_walked_off(side):
            if (outs or bases.count) and fielding.is_done(between_innings=False):
                self._change_pitcher(1 - side)
            outs = self._plate_appearance(side, bases, outs)

    def _is_walked_off(self, side: int) -> bool:
        is_last = side == HOME and self._inning >= self._scheduled
        return is_last and self._score[HOME] > self._score[AWAY]

    def _change_pitcher(self, side: int) -> None:
        goes = self._sides[side].pitcher
        comes = self._sides[side].call()
        before = len(self.plays)
        kind = ChangeKind.PITCHER
        self.changes.append(Change(before, kind, side, comes, goes, slot=-1, position="P"))

    def _pinch_hit(self, side: int, slot: int, against: BallPlayer) -> None:
        batting = self._sides[side]
        goes = batting.order[slot]
        comes = batting.pinch_hit(slot, against)
        if comes:
            position = batting.positions[slot]
            kind, before = ChangeKind.PINCH_HITTER, len(self.plays)
            self.changes.append(Change(before, kind, side, comes, goes, slot, position))

    def _plate_appearance(self, side: int, bases: Bases, outs: int) -> int:
        """One batter; gives the outs after him."""
        batting, fielding, rng = self._sides[side], self._sides[1 - side], self._rng
        slot, pitcher = batting.next_slot(), fielding.pitcher
        if self._inning >= _PINCH_FROM and rng.random() < _PINCH_SHARE:
            self._pinch_hit(side, slot, pitcher)
        batter = batting.order[slot]
        result = self._result(batter, fielding, bases, outs)
        calls = calls_of(_END.get(result, "X"), rng)
        runner = Runner(batter, pitcher, is_earned=result is not Result.ERROR)
        moves = self._needed(side, result, bases.play(result, runner, outs, rng))
        runs = sum(move.end == SCORED for move in moves)
        outs_made = sum(move.end == OUT for move in moves)
        outs += outs_made
        self._score[side] += runs
        fielding.threw(len(calls), outs_made, runs)
        self.plays.append(
            Play(
                number=len(self.plays),
                inning=self._inning,
                side=side,
                slot=slot,
                batter=batter,
                pitcher=pitcher,
                calls=calls,
                result=result,
                moves=moves,
                outs=outs,
                runs=runs,
                score=(self._score[HOME], self._score[AWAY]),
                is_last=outs == 3 or self._is_walked_off(side),
            )
        )
        return outs

    def _needed(self, side: int, result: Result, moves: list[Move]) -> tuple[Move, ...]:
        """The moves until the game is won: after the winning run nobody scores, but on a homer."""
        if side == AWAY or self._inning < self._scheduled or result is Result.HOME_RUN:
            return tuple(moves)
        needed = self._score[AWAY] - self._score[HOME] + 1
        kept: list[Move] = []
        for move in moves:
            needed -= move.end == SCORED
            if move.end != SCORED or needed >= 0:
                kept.append(move)
        return tuple(kept)

    def _result(self, batter: BallPlayer, fielding: Dugout, bases: Bases, outs: int) -> Result:
        draw = self._rng.random()
        likely = chances(
            batter,
            fielding.pitcher,
            place=self._place + fielding.form,
            times_faced=fielding.times_faced,
            pitches=fielding.pitches,
        )
        for share, result in (
            (likely.strikeout, Result.STRIKEOUT),
            (likely.walk, Result.WALK),
            (likely.hit_by_pitch, Result.HIT_BY_PITCH),
            (likely.home_run, Result.HOME_RUN),
        ):
            if draw < share:
                return result
            draw -= share
        return self._in_play(likely.hit, bases, outs)

    def _in_play(self, hit: float, bases: Bases, outs: int) -> Result:
        rng = self._rng
        draw = rng.random()
        if draw < hit:
            kind = rng.random()
            if kind < _TRIPLES:
                return Result.TRIPLE
            return Result.DOUBLE if kind < _TRIPLES + _DOUBLES else Result.SINGLE
        if draw < hit + ERRORS_IN_PLAY:
            return Result.ERROR
        result = rng.choices(_KINDS, _KIND_WEIGHTS)[0]
        if outs < 2:
            if result is Result.GROUNDOUT and bases.on[0] and rng.random() < _DOUBLE_PLAYS:
                return Result.DOUBLE_PLAY
            if result is Result.FLYOUT and bases.on[2] and rng.random() < _SAC_FLIES:
                return Result.SAC_FLY
        return result


_END = {Result.STRIKEOUT: "K", Result.WALK: "W", Result.HIT_BY_PITCH: "H"}
