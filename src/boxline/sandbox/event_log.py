"""A game's events as small whole numbers, which a season can afford, and read back as events."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from boxline.sandbox.court import THREES, TWOS, Spot
from boxline.sandbox.events import (
    DEFENSIVE,
    LOOSE_BALL_FOUL,
    OFFENSIVE,
    OFFENSIVE_FOUL,
    PERSONAL_FOUL,
    SHOOTING_FOUL,
    TAKE_FOUL,
    Event,
    Kind,
)
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club

#: What an event is written as: kind, period, seconds left, club, ball, player, other, value,
#: is made, number, of, detail, area, and the place in tenths of feet. Clubs are HOME and AWAY,
#: players their place in the log's, area and detail their place below; NOBODY where there is none.
Line = tuple[int, int, int, int, int, int, int, int, int, int, int, int, int, int, int]
HOME, AWAY, NOBODY = 0, 1, -1
AREAS = TWOS + THREES
DETAILS = tuple(
    dict.fromkeys(
        (
            "",
            *(OFFENSIVE, DEFENSIVE, SHOOTING_FOUL, PERSONAL_FOUL, OFFENSIVE_FOUL),
            *(LOOSE_BALL_FOUL, TAKE_FOUL),
            *("bad pass", "lost ball", "traveling", "out-of-bounds", "shot clock"),
            "offensive foul",
            *(action for area in AREAS for action in area.actions),
        )
    )
)
PLACE_OF = {detail: place for place, detail in enumerate(DETAILS)}
_KINDS = tuple(Kind)
_WIDTH = 15


class EventLog:
    """The events of one game, home side first wherever both sides are named.

    Attributes:
        clubs: home side and visitors.
        players: everybody whom events may name.
        write: puts an event at the end.
    """

    __slots__ = ("_numbers", "clubs", "players", "write")

    def __init__(self, clubs: tuple[Club, Club], players: Sequence[Player]) -> None:
        self.clubs = clubs
        self.players = tuple(players)
        self._numbers = array("h")
        self.write: Callable[[Line], None] = self._numbers.extend

    def __len__(self) -> int:
        return len(self._numbers) // _WIDTH

    def lines(self) -> Iterator[Line]:
        """The events as they were written."""
        return zip(*[iter(self._numbers)] * _WIDTH, strict=True)

    def events(self) -> tuple[Event, ...]:
        """The events, with names for numbers and the score after each."""
        clubs, players = (*self.clubs, None), (*self.players, None)  # NOBODY is the last
        points = [0, 0]
        events = []
        for number, line in enumerate(self.lines(), 1):
            kind, period, seconds_left, club, ball, player, other, value, made, *rest = line
            shot, of, detail, area, x, y = rest
            if made:
                points[club] += value
            events.append(
                Event(
                    number,
                    period,
                    seconds_left,
                    _KINDS[kind],
                    clubs[club],
                    players[player],
                    players[other],
                    clubs[ball],
                    value,
                    made == 1,
                    (shot, of),
                    DETAILS[detail],
                    None if area == NOBODY else _spot(area, x, y),
                    *points,
                )
            )
        return tuple(events)


def _spot(area: int, x: int, y: int) -> Spot:
    return Spot(basic_zone=AREAS[area].basic_zone, loc_x=x / 10, loc_y=y / 10 + 0.05)
