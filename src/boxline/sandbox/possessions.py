"""Plays a game possession by possession and writes down what happens."""

from __future__ import annotations

from random import Random
from statistics import NormalDist

from boxline.sandbox.abilities import AND_ONE, Ability
from boxline.sandbox.endgame import Tactic, composure, tactic
from boxline.sandbox.event_log import AWAY, HOME, NOBODY, PLACE_OF, EventLog
from boxline.sandbox.events import (
    DEFENSIVE,
    LOOSE_BALL_FOUL,
    OFFENSIVE,
    OFFENSIVE_FOUL,
    PERSONAL_FOUL,
    QUARTERS,
    SHOOTING_FOUL,
    TAKE_FOUL,
    Kind,
    period_seconds,
    seconds_before,
)
from boxline.sandbox.shot_places import tipped_in, where
from boxline.sandbox.sides import Side

_PLAYS_AT_HABIT = 36 / 48 * 110  # of one side in 36 minutes, for which habits are given
_SHOT_CLOCK_VIOLATIONS = 0.005  # of plays
_FOULS_AWAY_FROM_SHOTS = 0.28  # share of a side's fouls
_STOLEN = 0.61  # share of turnovers
_LOST_LIVE = ("bad pass", "bad pass", "lost ball")
_LOST_DEAD = ("out-of-bounds", "traveling", "bad pass", "offensive foul")
_FOULS = (PERSONAL_FOUL, PERSONAL_FOUL, PERSONAL_FOUL, LOOSE_BALL_FOUL)
_ASSISTED = 0.81  # share of baskets whose passer is not the scorer himself
_BLOCKED = 0.22  # share of missed two-pointers
_REBOUNDED_BY_SHOOTERS = 0.223  # share of misses, 2024-25 of the NBA; so is the next
_REBOUNDED_BY_DEFENDERS = 0.664
_FREE_THROWS_REBOUNDED_BY_SHOOTERS = 0.12
_BALL_KEPT = 0.35  # share of the rest, which nobody holds: out of bounds, off the other side
_TIPPED = 0.2  # share of offensive rebounds
_THREES_WHEN_NEEDED = 0.9
_LAST_SHOTS = 0.7  # share of periods that end with an attempt
_PATIENCE_SECONDS = 75  # a change that has waited as long is worth a timeout
_CAMEO_SECONDS = 28  # before the end
_SHORTEST_PLAY, _SHOT_CLOCK = 3, 24  # seconds
_USUAL_PLAY = NormalDist(13.65, 5.0)  # seconds
_DRAWS = 64
_LENGTHS = [
    max(_SHORTEST_PLAY, _USUAL_PLAY.inv_cdf((draw + 0.5) / _DRAWS)) for draw in range(_DRAWS)
]  # each as likely as the next
_QUICK = 0.5  # of the usual length: after a steal, a foul or an offensive rebound


class Possessions:
    """A game in progress.

    Attributes:
        points: of both sides so far, home first.
    """

    def __init__(self, log: EventLog, home: Side, away: Side, *, pace: float, rng: Random) -> None:
        self.points = [0, 0]
        self._write, self._sides, self._rng, self._random = log.write, (home, away), rng, rng.random
        self._lengths = [min(_SHOT_CLOCK, round(length / pace)) for length in _LENGTHS]
        self._quick_lengths = [max(1, round(_QUICK * length)) for length in self._lengths]
        self._period = self._clock = self._ends_at = 0
        self._ball = self._opened = NOBODY
        self._is_dead = self._is_quick = False
        self._rebounder: Ability | None = None

    def play(self) -> int:
        """Play until somebody has won; the number of overtimes."""
        for period in range(1, QUARTERS + 1):
            self._play_period(period)
        while self.points[HOME] == self.points[AWAY]:
            self._play_period(self._period + 1)
        return self._period - QUARTERS

    def _note(
        self,
        kind: Kind,
        club: int = NOBODY,
        player: int = NOBODY,
        other: int = NOBODY,
        detail: int = 0,
        *,
        number: int = 0,
        of: int = 0,
        made: bool = False,
    ) -> None:
        value = 1 if kind is Kind.FREE_THROW else 0
        who = (club, self._ball, player, other)
        what = (value, made, number, of, detail, NOBODY, 0, 0)
        self._write((kind, self._period, self._clock, *who, *what))

    def _play_period(self, period: int) -> None:
        self._period, self._clock = period, period_seconds(period)
        self._ends_at = seconds_before(period + 1)
        self._ball, self._rebounder, self._is_quick = NOBODY, None, False
        self._note(Kind.PERIOD_START)
        if period == 3 or period > QUARTERS:
            for side in self._sides:
                side.call_the_starters()
        self._let_players_in()
        self._open(period)
        while self._clock > 0:
            self._play()
        self._ball = NOBODY
        self._note(Kind.PERIOD_END)

    def _open(self, period: int) -> None:
        """Tip the first quarter and overtimes off; the other quarters take turns."""
        if 1 < period <= QUARTERS:
            self._ball = self._opened if period == QUARTERS else 1 - self._opened
            return
        self._ball = HOME if self._random() < 0.5 else AWAY
        tallest = [max(side.five, key=lambda a: a.player.skill.habits.blk) for side in self._sides]
        winner, loser = tallest[self._ball], tallest[1 - self._ball]
        self._note(Kind.JUMP_BALL, self._ball, winner.place, loser.place)
        if period == 1:
            self._opened = self._ball

    def _let_players_in(self) -> None:
        if self._period == QUARTERS and self._clock <= _CAMEO_SECONDS:
            for side in self._sides:
                side.send_in_the_cameo()
        for club in (HOME, AWAY):
            self._change(club, self._ends_at - self._clock)
        self._is_dead = False

    def _change(self, club: int, second: int) -> None:
        for comes, goes in self._sides[club].change(second):
            self._note(Kind.SUBSTITUTION, club, comes.place, goes.place)

    def _play(self) -> None:
        """One play of the side with the ball: a shot, a turnover, or a foul."""
        side, other = self._sides[self._ball], self._sides[1 - self._ball]
        tip, self._rebounder = self._rebounder, None
        if side.overdue_seconds(self._ends_at - self._clock) > _PATIENCE_SECONDS and not tip:
            self._note(Kind.TIMEOUT, self._ball)
            self._is_dead = True
        if self._is_dead:
            self._let_players_in()
        plan = Tactic.TIP_IN if tip else self._tactic()
        if not self._let_time_pass(plan):
            return
        if plan is Tactic.IS_FOULED:
            self._foul(other.fouler(), side.shooter(), TAKE_FOUL, free_throws=2)
        elif tip:
            self._shoot(tip, 2, tip=True)
        else:
            self._attack(side, other, needs_three=plan is Tactic.HOLD_FOR_THREE)

    def _attack(self, side: Side, other: Side, *, needs_three: bool) -> None:
        chance = self._random()
        lost = side.turnovers / _PLAYS_AT_HABIT
        fouled = lost + other.fouling * _FOULS_AWAY_FROM_SHOTS / _PLAYS_AT_HABIT
        if chance < lost:
            self._lose_ball(side, other)
        elif chance < fouled:
            self._foul(other.fouler(), side.anybody(), self._one_of(_FOULS))
        elif chance < fouled + _SHOT_CLOCK_VIOLATIONS:
            self._note(Kind.TURNOVER, self._ball, detail=PLACE_OF["shot clock"])
            self._turn_over(dead=True)
        else:
            shooter = side.shooter()
            wants_three = _THREES_WHEN_NEEDED if needs_three else shooter.threes
            self._shoot(shooter, 3 if self._random() < wants_three else 2)

    def _tactic(self) -> Tactic:
        if self._period < QUARTERS:
            return Tactic.ORDINARY
        return tactic(self.points[self._ball] - self.points[1 - self._ball], self._clock)

    def _let_time_pass(self, plan: Tactic) -> bool:
        """Run the clock down to the play; False where the period ends before it."""
        lengths = self._quick_lengths if self._is_quick else self._lengths
        seconds = lengths[int(self._random() * _DRAWS)]
        self._is_quick = False
        if plan is Tactic.TIP_IN:
            seconds = 1
        elif plan in (Tactic.HOLD, Tactic.HOLD_FOR_THREE):
            seconds = max(1, self._clock - int(self._random() * 3))
        elif plan is not Tactic.ORDINARY:
            seconds = min(max(1, self._clock - 1), 2 + int(self._random() * 4))
        if seconds < self._clock:
            self._clock -= seconds
            return True
        self._clock = 0
        return plan is not Tactic.ORDINARY or self._random() < _LAST_SHOTS

    def _one_of(self, names: tuple[str, ...]) -> str:
        return names[int(self._random() * len(names))]

    def _turn_over(self, *, dead: bool) -> None:
        self._ball = 1 - self._ball
        self._is_dead, self._is_quick = dead, False

    def _lose_ball(self, side: Side, other: Side) -> None:
        loser, thief = side.loser_of_the_ball(), NOBODY
        is_stolen = self._random() < _STOLEN
        detail = self._one_of(_LOST_LIVE if is_stolen else _LOST_DEAD)
        if is_stolen:
            thief = other.thief().place
        elif detail == "offensive foul":
            self._charge(side, loser, other.anybody())
        self._note(Kind.TURNOVER, self._ball, loser.place, thief, PLACE_OF[detail])
        self._turn_over(dead=not is_stolen)
        self._is_quick = is_stolen

    def _charge(self, side: Side, fouler: Ability, fouled: Ability) -> None:
        side.add_foul(fouler)
        detail = PLACE_OF[OFFENSIVE_FOUL]
        self._note(Kind.FOUL, self._ball, fouler.place, fouled.place, detail)

    def _foul(self, fouler: Ability, fouled: Ability, detail: str, free_throws: int = 0) -> None:
        """A foul of the side without the ball; who has six goes out before the free throws."""
        other = 1 - self._ball
        self._note(Kind.FOUL, other, fouler.place, fouled.place, PLACE_OF[detail])
        if self._sides[other].add_foul(fouler):
            self._change(other, second=0)
        self._is_dead = self._is_quick = True
        if free_throws:
            self._shoot_free_throws(fouled, free_throws)

    def _shoot(self, shooter: Ability, value: int, *, tip: bool = False) -> None:
        fouled = shooter.fouled_on_two if value == 2 else shooter.fouled_on_three
        accuracy = shooter.makes_two if value == 2 else shooter.makes_three
        other = self._sides[1 - self._ball]
        lead = self.points[self._ball] - self.points[1 - self._ball]
        accuracy += composure(lead, self._clock if self._period >= QUARTERS else period_seconds(1))
        is_fouled = self._random() < fouled
        made = self._random() < (AND_ONE if is_fouled else accuracy - other.defence)
        if made or not is_fouled:
            self._note_shot(shooter, value, made=made, tip=tip)
        if is_fouled:
            self._foul(other.fouler(), shooter, SHOOTING_FOUL, free_throws=1 if made else value)
        elif made:
            self._turn_over(dead=False)
        else:
            self._rebound(_REBOUNDED_BY_SHOOTERS)

    def _note_shot(self, shooter: Ability, value: int, *, made: bool, tip: bool) -> None:
        second = NOBODY
        if made and not tip:
            passer = self._sides[self._ball].passer()
            if passer is not shooter and self._random() < _ASSISTED:
                second = passer.place
        elif not made and value == 2 and self._random() < _BLOCKED:
            second = self._sides[1 - self._ball].blocker().place
        if made:
            self.points[self._ball] += value
        place = tipped_in(self._rng) if tip else where(value, made=made, rng=self._rng)
        who = (self._ball, self._ball, shooter.place, second)
        what = (value, made, 0, 0, *place)
        self._write((Kind.SHOT, self._period, self._clock, *who, *what))

    def _shoot_free_throws(self, shooter: Ability, of: int) -> None:
        made = False
        for number in range(1, of + 1):
            made = self._random() < shooter.makes_free_throw
            self.points[self._ball] += made
            self._note(Kind.FREE_THROW, self._ball, shooter.place, number=number, of=of, made=made)
        if made:
            self._turn_over(dead=True)
        else:
            self._is_dead = self._is_quick = False
            self._rebound(_FREE_THROWS_REBOUNDED_BY_SHOOTERS)

    def _rebound(self, by_shooters: float) -> None:
        """The ball comes off the rim, within two seconds."""
        chance = self._random()
        self._clock = max(self._clock - int(self._random() * 3), min(self._clock, 1))
        is_out = chance >= by_shooters + _REBOUNDED_BY_DEFENDERS or not self._clock
        is_kept = self._random() < _BALL_KEPT if is_out else chance < by_shooters
        if not is_kept:
            self._ball = 1 - self._ball
        detail = PLACE_OF[OFFENSIVE if is_kept else DEFENSIVE]
        if is_out:
            self._note(Kind.REBOUND, self._ball, detail=detail)
            self._is_dead = True
            return
        side = self._sides[self._ball]
        taker = side.offensive_rebounder() if is_kept else side.defensive_rebounder()
        self._note(Kind.REBOUND, self._ball, taker.place, detail=detail)
        self._is_quick = is_kept
        if is_kept and self._random() < _TIPPED:
            self._rebounder = taker
