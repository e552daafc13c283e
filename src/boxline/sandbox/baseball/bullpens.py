"""Who of a club can pitch on a day: rest of starters, and work of relievers on the days before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random

from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import BallGame
from boxline.sandbox.baseball.squads import Squad

_REST_DAYS = 5  # from one start to the next
_LONG_REST_DAYS = 3  # of a reliever who begins a game
_TIRED_PITCHES = 28  # on the day before; who threw more rests


class Staff:
    """The pitchers of one club through a season."""

    def __init__(self, squad: Squad) -> None:
        self.squad = squad
        self._last: dict[int, tuple[date, int]] = {}  # pitches on the last day he pitched
        self._days: dict[int, set[date]] = {}

    def starter(self, day: date, hurt: set[int], taken: Iterable[BallPlayer] = ()) -> BallPlayer:
        """Whose turn it is: the most rested starter, else the most rested reliever.

        Args:
            day: of the game.
            hurt: player ids on the injured list.
            taken: who already has another game to begin.
        """
        barred = {player.player_id for player in taken} | hurt
        free = [p for p in self.squad.starters if p.player_id not in barred]
        rested = [p for p in free if self._rest(p, day) >= _REST_DAYS]
        if rested:
            # The last of the six begins when the other five cannot.
            spare = self.squad.starters[-1]
            return min(rested, key=lambda p: (p is spare, -self._rest(p, day), p.player_id))
        return self.emergency(day, hurt, barred)

    def emergency(self, day: date, hurt: set[int], barred: set[int]) -> BallPlayer:
        """A reliever who begins a game that was another's."""
        free = [p for p in self.squad.relievers if p.player_id not in barred | hurt]
        rested = [p for p in free if self._rest(p, day) >= _LONG_REST_DAYS] or free
        return max(rested, key=lambda p: (self._rest(p, day), p.player_id))

    def bullpen(
        self, day: date, hurt: set[int], barred: Iterable[BallPlayer], rng: Random
    ) -> list[BallPlayer]:
        """Relievers in the order in which they are called, those who are tired last."""
        out = {player.player_id for player in barred} | hurt
        free = [p for p in self.squad.relievers if p.player_id not in out]
        drawn = rng.sample(free, len(free))
        return sorted(drawn, key=lambda p: self._is_tired(p, day))

    def worked(self, game: BallGame, side: int, day: date) -> None:
        """Note who pitched, and how much."""
        thrown: dict[int, int] = {}
        for play in game.plays:
            if play.side != side:
                who = play.pitcher.player_id
                thrown[who] = thrown.get(who, 0) + len(play.calls)
        for who, pitches in thrown.items():
            earlier = self._last.get(who)
            same_day = earlier[1] if earlier and earlier[0] == day else 0
            self._last[who] = (day, same_day + pitches)
            self._days.setdefault(who, set()).add(day)

    def _rest(self, player: BallPlayer, day: date) -> int:
        """Days since he last pitched; 99 before his first time."""
        last = self._last.get(player.player_id)
        return (day - last[0]).days if last else 99

    def _is_tired(self, player: BallPlayer, day: date) -> bool:
        last = self._last.get(player.player_id)
        if last is None:
            return False
        since = (day - last[0]).days
        is_worn = since == 1 and last[1] > _TIRED_PITCHES
        days = self._days[player.player_id]
        both = {day.toordinal() - 1, day.toordinal() - 2} <= {each.toordinal() for each in days}
        return since == 0 or is_worn or both
