"""One side during a game: its order, its pitcher, and when its manager changes either."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import Nine

_LIMIT_SPREAD = 10.0  # pitches, of a day about his stamina
_FORM_SPREAD = 0.2  # log-odds of a strikeout, of a pitcher from day to day
_FEWEST = 20  # pitches that a starter may throw, whatever the day
_SPENT_EARLY = 10  # pitches short of his limit at which a starter does not begin another inning
_ROUGH_RUNS, _ROUGH_SHARE = 5, 0.35  # after so many runs he is taken out, with this chance
_THIRD_TIME, _THIRD_SHARE = 18, 0.05  # batters after which each may be his last, with this chance
_OUTS_OF_RELIEVER = (3, 3, 3, 4, 5, 6)


class Dugout:
    """A side's batters and pitchers of one game.

    Attributes:
        order: who bats in each slot now.
        positions: where each of them plays.
        pitcher: who pitches now.
        form: what his day adds to the log-odds of a strikeout.
    """

    def __init__(
        self,
        nine: Nine,
        bullpen: Sequence[BallPlayer],
        bench: Sequence[BallPlayer],
        rng: Random,
        *,
        innings: int,
    ) -> None:
        """The bullpen in the order in which it is called; the last of it may pitch for ever."""
        self.order = list(nine.order)
        self.positions = list(nine.positions)
        self.pitcher = nine.starter
        self._bullpen = list(bullpen)
        self._bench = list(bench)
        self._rng = rng
        self._next_slot = 0
        self._is_starter = True
        shorter = 1.0 if innings == 9 else 0.9
        limit = nine.starter.stamina * shorter + rng.gauss(0, _LIMIT_SPREAD)
        self._limit = max(_FEWEST, limit)
        self.form = rng.gauss(0, _FORM_SPREAD)
        self.pitches = self.outs = self.runs = self.faced = 0

    def next_slot(self) -> int:
        """The slot that bats next; the order goes on where it was."""
        slot = self._next_slot
        self._next_slot = (slot + 1) % 9
        return slot

    @property
    def last_slot(self) -> int:
        """The slot that batted last: it opens an extra inning on second."""
        return (self._next_slot - 1) % 9

    @property
    def times_faced(self) -> int:
        """How often the pitcher has gone through the other side's order."""
        return self.faced // 9

    def threw(self, pitches: int, outs: int, runs: int) -> None:
        """Note what the pitcher's last plate appearance came to."""
        self.pitches += pitches
        self.outs += outs
        self.runs += runs
        self.faced += 1

    def is_done(self, *, between_innings: bool) -> bool:
        """Whether the pitcher should go; nobody goes while there is none to come."""
        if not self._bullpen or not self.faced:
            return False
        if not self._is_starter:
            is_spent = self.pitches >= self.pitcher.stamina + 8
            return self.outs >= self._limit or is_spent
        if self.pitches >= self._limit - (_SPENT_EARLY if between_innings else 0):
            return True
        if self.runs >= _ROUGH_RUNS and self._rng.random() < _ROUGH_SHARE:
            return True
        return self.faced >= _THIRD_TIME and self._rng.random() < _THIRD_SHARE

    def call(self) -> BallPlayer:
        """The next of the bullpen comes in."""
        self._is_starter = False
        self.pitcher = self._bullpen.pop(0)
        self.form = self._rng.gauss(0, _FORM_SPREAD)
        self.pitches = self.outs = self.runs = self.faced = 0
        is_last = not self._bullpen
        self._limit = 99 if is_last else self._rng.choice(_OUTS_OF_RELIEVER)
        return self.pitcher

    def pinch_hit(self, slot: int, against: BallPlayer) -> BallPlayer | None:
        """Somebody of the bench for the slot, if he stands better against this pitcher."""
        for player in self._bench:
            is_better = player.side_against(against.throws) != against.throws
            same = self.order[slot].side_against(against.throws) == against.throws
            if is_better and same:
                self._bench.remove(player)
                self.order[slot] = player
                return player
        return None
