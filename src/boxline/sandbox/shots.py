"""Every field-goal attempt of a game: from where, when, and whether it went in."""

from __future__ import annotations

from dataclasses import dataclass

from boxline.sandbox.box_scores import Game
from boxline.sandbox.court import Spot
from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One field-goal attempt.

    Attributes:
        fixture: the game.
        club: the shooter's side.
        player: the shooter.
        is_made: whether it went in.
        value: 2 or 3.
        action: the kind of shot, as on NBA.com's shot chart.
        spot: where it was taken.
        quarter: 1 to 4; 5 is the first overtime.
        seconds_left: on the clock of that quarter.
    """

    fixture: Fixture
    club: Club
    player: Player
    is_made: bool
    value: int
    action: str
    spot: Spot
    quarter: int
    seconds_left: int


def shots_of(game: Game) -> list[Shot]:
    """The shots of a game by time, as its events have them; none while it is in the future."""
    return [
        Shot(
            fixture=game.fixture,
            club=event.club,
            player=event.player,
            is_made=event.is_made,
            value=event.value,
            action=event.detail,
            spot=event.spot,
            quarter=event.period,
            seconds_left=event.seconds_left,
        )
        for event in game.events
        if event.club and event.player and event.spot
    ]
