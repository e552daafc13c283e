"""The scorer's sheet: what one player has counted so far in a game that is being played."""

from __future__ import annotations

from dataclasses import dataclass

from boxline.sandbox.box_scores import COUNTED, StatLine
from boxline.sandbox.players import Player


@dataclass(kw_only=True, slots=True)
class Tally:
    """Mutable only while the game is on; `stats` is what remains of it.

    Attributes:
        player: who he is.
        start_position: G, F or C for a starter; None for the bench.
        usual_minutes: what he plays on an ordinary night; 0 for a cameo.
        form: factor on his shots tonight.
        minutes: played so far, not yet rounded.
    """

    player: Player
    start_position: str | None = None
    usual_minutes: float = 0.0
    form: float = 1.0
    minutes: float = 0.0
    fgm: int = 0
    fga: int = 0
    fg3m: int = 0
    fg3a: int = 0
    ftm: int = 0
    fta: int = 0
    oreb: int = 0
    dreb: int = 0
    ast: int = 0
    stl: int = 0
    blk: int = 0
    tov: int = 0
    pf: int = 0

    @property
    def points(self) -> int:
        """Points so far."""
        return 2 * self.fgm + self.fg3m + self.ftm

    def stats(self) -> StatLine:
        """The counts so far, in whole minutes."""
        return StatLine(**{stat: round(getattr(self, stat)) for stat in COUNTED})
