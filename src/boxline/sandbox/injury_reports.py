"""The league's injury report of one day's games as it stood at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club

NOT_YET_SUBMITTED = "NOT YET SUBMITTED"


@dataclass(frozen=True, kw_only=True, slots=True)
class InjuryLine:
    """A line of the report: a player, or a club that has not reported.

    Attributes:
        reported_at: the half hour on which the report came out, UTC.
        fixture: the game, as scheduled then.
        club: the side.
        player: who; None where the club has not reported.
        player_name: as the report writes it, last name first; None likewise.
        status: Available, Probable, Questionable, Doubtful or Out; None likewise.
        reason: such as "Injury/Illness - Left Ankle; Sprain", or NOT YET SUBMITTED.
    """

    reported_at: datetime
    fixture: Fixture
    club: Club
    player: Player | None
    player_name: str | None
    status: str | None
    reason: str
