"""Who stands on which base, and how far each runner gets."""

from __future__ import annotations

from random import Random

from boxline.sandbox.baseball.plays import OUT, SCORED, Move, Result, Runner

_FROM_FIRST_ON_SINGLE = 0.28  # to third; else to second
_FROM_SECOND_ON_SINGLE = 0.62  # home; else to third
_FROM_FIRST_ON_DOUBLE = 0.42  # home; else to third
_ADVANCES_ON_GROUNDOUT = 0.32  # from second, and from third home
Moves = list[Move]


class Bases:
    """The three bases of a half inning."""

    def __init__(self) -> None:
        self.on: list[Runner | None] = [None, None, None]

    def put_on_second(self, runner: Runner) -> None:
        """The runner who opens an extra inning."""
        self.on[1] = runner

    @property
    def count(self) -> int:
        """Runners on base."""
        return sum(runner is not None for runner in self.on)

    def play(self, result: Result, batter: Runner, outs: int, rng: Random) -> Moves:
        """Move everybody; gives each way, the batter's first.

        Args:
            result: how the plate appearance ends.
            batter: as the runner that he becomes.
            outs: before it.
            rng: of the draws.
        """
        if result in (Result.WALK, Result.HIT_BY_PITCH):
            return self._force(batter)
        if result.bases or result is Result.ERROR:
            return self._hit(result.bases or 1, batter, rng)
        moves = [Move(batter, 0, OUT)]
        if result is Result.DOUBLE_PLAY:
            moves.append(Move(self._taken(0), 1, OUT))
            if outs == 0:
                moves += self._advance(rng, sure=True)
        elif result is Result.SAC_FLY:
            moves.append(Move(self._taken(2), 3, SCORED))
        elif result is Result.GROUNDOUT and outs < 2:
            moves += self._advance(rng, sure=False)
        return moves

    def _taken(self, place: int) -> Runner:
        runner = self.on[place]
        assert runner is not None
        self.on[place] = None
        return runner

    def _force(self, batter: Runner) -> Moves:
        moves = [Move(batter, 0, 1)]
        comes: Runner | None = batter
        for place in range(3):
            stood, self.on[place] = self.on[place], comes
            if stood is None:
                break
            moves.append(Move(stood, place + 1, place + 2))
            comes = stood
        return moves

    def _hit(self, bases: int, batter: Runner, rng: Random) -> Moves:
        moves = [Move(batter, 0, bases)]
        on: list[Runner | None] = [None, None, None]
        ahead = SCORED + 1
        for place in (2, 1, 0):
            runner = self.on[place]
            if runner is None:
                continue
            end = min(self._reach(place + 1, bases, rng), SCORED)
            if end < SCORED and end >= ahead:
                end = ahead - 1
            moves.append(Move(runner, place + 1, end))
            if end < SCORED:
                on[end - 1] = runner
                ahead = end
        if bases < SCORED:
            on[bases - 1] = batter
        self.on = on
        return moves

    def _reach(self, base: int, bases: int, rng: Random) -> int:
        if bases == 1 and base == 1:
            return 3 if rng.random() < _FROM_FIRST_ON_SINGLE else 2
        if bases == 1 and base == 2:
            return SCORED if rng.random() < _FROM_SECOND_ON_SINGLE else 3
        if bases == 2 and base == 1:
            return SCORED if rng.random() < _FROM_FIRST_ON_DOUBLE else 3
        return base + max(bases, 2 if base == 2 else 1)

    def _advance(self, rng: Random, *, sure: bool) -> Moves:
        """Runners on third and second move up on a grounder, the leading one first."""
        moves: Moves = []
        for place in (2, 1):
            runner = self.on[place]
            is_free = place == 2 or self.on[2] is None
            if runner and is_free and (sure or rng.random() < _ADVANCES_ON_GROUNDOUT):
                moves.append(Move(runner, place + 1, place + 2))
                self.on[place] = None
                if place == 1:
                    self.on[2] = runner
        return moves
