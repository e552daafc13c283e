"""One side of a game that is being played: who is on the floor, and what that makes likely."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from random import Random

from boxline.sandbox.abilities import Ability, ability
from boxline.sandbox.lineups import Lineup
from boxline.sandbox.rotation import planned_changes, planned_minutes

FOULED_OUT, _MANY_FOULS = 6, 4
_NEXT_FOUL = (1.0, 1.0, 1.0, 1.0, 0.6, 0.35, 0.0)  # fouls so far -> factor on his next
_FIVE = 5


class Side:
    """One side tonight; the weights follow from who is on the floor.

    Attributes:
        crew: everybody who may get on, starters first.
        five: who is on the floor.
        defence: what the five take off the other side's accuracy.
        turnovers: the five's in 36 minutes.
        fouling: the five's personal fouls in 36 minutes.
    """

    __slots__ = (
        *("_assists", "_blocks", "_cameo", "_changes", "_defensive", "_fouls", "_is_settled"),
        *("_offensive", "_random", "_shots", "_slots", "_steals", "_turnovers"),
        *("crew", "defence", "five", "fouling", "turnovers"),
    )

    def __init__(self, lineup: Lineup, first_place: int, rng: Random) -> None:
        self._random = rng.random
        self.crew = [
            ability(player, place, form=lineup.form[player.player_id], edge=lineup.edge, rng=rng)
            for place, player in enumerate(lineup.players, first_place)
        ]
        self._cameo = len(self.crew) - 1 if lineup.cameo else None
        minutes = planned_minutes(_FIVE + len(lineup.bench), rng)
        self._changes = planned_changes(minutes, rng)
        self._slots = list(range(_FIVE))
        self._is_settled = True  # the five are who can be there of those planned
        self.five = self.crew[:_FIVE]
        self._weigh()

    def overdue_seconds(self, second: int) -> int:
        """How long the oldest change that is due has waited; negative when none is due."""
        return second - self._changes[-1].second if self._changes else -1

    def call_the_starters(self) -> None:
        """Plan the starters for all five slots."""
        self._slots = list(range(_FIVE))
        self._is_settled = False

    def send_in_the_cameo(self) -> None:
        """Plan the cameo, if there is one, for the last starter's slot."""
        if self._cameo is not None:
            self._slots[-1] = self._cameo
            self._is_settled = False

    def change(self, second: int) -> list[tuple[Ability, Ability]]:
        """Make the changes that are due by this second of the game: (comes in, goes out)."""
        while self._changes and self._changes[-1].second <= second:
            due = self._changes.pop()
            self._slots[due.slot] = due.member
            self._is_settled = False
        if self._is_settled:
            return []
        self._is_settled = True
        after = self._who_can()
        comes = [each for each in after if each not in self.five]
        goes = [each for each in self.five if each not in after]
        if comes:
            self.five = after
            self._weigh()
        return list(zip(comes, goes, strict=True))

    def _who_can(self) -> list[Ability]:
        """The planned five; somebody else for who has fouled out or is planned twice."""
        planned = dict.fromkeys(self.crew[member] for member in self._slots)
        chosen = [each for each in planned if each.fouls < FOULED_OUT]
        if len(chosen) < _FIVE:
            others = [each for each in self.crew if each not in planned]
            others.sort(key=lambda each: (each.fouls == FOULED_OUT, each not in self.five))
            chosen += others[: _FIVE - len(chosen)]
        return chosen

    def _weigh(self) -> None:
        five = self.five
        self.defence = sum(each.player.skill.defence for each in five) / _FIVE
        columns = zip(*[each.weights for each in five], strict=True)
        totals = [list(accumulate(column)) for column in columns]
        self._shots, self._turnovers, self._offensive, self._defensive = totals[:4]
        self._assists, self._steals, self._blocks, fouls = totals[4:]
        self.turnovers, self.fouling = self._turnovers[-1], fouls[-1]
        self._weigh_fouls()

    def _weigh_fouls(self) -> None:
        self._fouls = list(
            accumulate(each.player.skill.habits.pf * _NEXT_FOUL[each.fouls] for each in self.five)
        )

    def _drawn(self, weights: list[float]) -> Ability:
        """One of the five; `weights` are running totals."""
        return self.five[bisect(weights, self._random() * weights[-1], 0, _FIVE - 1)]

    def shooter(self) -> Ability:
        """Who takes a shot."""
        return self._drawn(self._shots)

    def passer(self) -> Ability:
        """Whose pass would lead to a basket."""
        return self._drawn(self._assists)

    def loser_of_the_ball(self) -> Ability:
        """Who makes a turnover."""
        return self._drawn(self._turnovers)

    def thief(self) -> Ability:
        """Who steals the ball."""
        return self._drawn(self._steals)

    def blocker(self) -> Ability:
        """Who blocks a shot."""
        return self._drawn(self._blocks)

    def offensive_rebounder(self) -> Ability:
        """Who takes a rebound of his own side's miss."""
        return self._drawn(self._offensive)

    def defensive_rebounder(self) -> Ability:
        """Who takes a rebound of the other side's miss."""
        return self._drawn(self._defensive)

    def fouler(self) -> Ability:
        """Who fouls; nobody who has fouled out."""
        return self._drawn(self._fouls)

    def anybody(self) -> Ability:
        """One of the five, each alike."""
        return self.five[int(self._random() * _FIVE)]

    def add_foul(self, fouler: Ability) -> bool:
        """Count a foul; whether it was his last."""
        fouler.fouls += 1
        if fouler.fouls >= _MANY_FOULS:
            self._weigh_fouls()
        self._is_settled &= fouler.fouls < FOULED_OUT
        return fouler.fouls == FOULED_OUT
