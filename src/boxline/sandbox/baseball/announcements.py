"""What clubs say before a game: who will pitch, who bats, and what they change at the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from boxline.domain.days import EASTERN
from boxline.sandbox.baseball.fixtures import Slot
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import Nine

_DAYS_AHEAD = (1, 2, 3, 4)
_DAYS_WEIGHTS = (0.15, 0.35, 0.35, 0.15)
_OPEN = 0.07  # of starts, those that stay open until a few hours before
_REVISED = 0.06  # of those named early, those named anew the day before
_SCRATCH_HOURS = (1.0, 3.0)  # before the start
_UNSAID = 0.3  # of scratches, those that nobody announces
_LINEUP_HOURS = (2.4, 4.2)  # before the start
_LATE_CHANGE_MINUTES = (20, 70)  # before the start


class Said(NamedTuple):
    """Who is to pitch, as of an instant; None while it is open."""

    known_at: datetime
    player: BallPlayer | None


class Written(NamedTuple):
    """A line-up card, as of an instant."""

    known_at: datetime
    nine: Nine


@dataclass(frozen=True, kw_only=True, slots=True)
class Announced:
    """What one side says before a game, oldest first.

    Attributes:
        probables: of the slot on which the game was played; those said for an earlier slot are
            among them.
        cards: line-up cards; empty of a game that is not played.
        is_scratched: whether somebody else began than was last said three hours before the start.
    """

    probables: tuple[Said, ...]
    cards: tuple[Written, ...]
    is_scratched: bool

    def probable(self, at: datetime) -> BallPlayer | None:
        """Who is to pitch as of an instant; None where nobody is named."""
        named = [said.player for said in self.probables if said.known_at <= at]
        return named[-1] if named else None

    def card(self, at: datetime) -> Nine | None:
        """The card as of an instant; None before the first."""
        cards = [each.nine for each in self.cards if each.known_at <= at]
        return cards[-1] if cards else None


def say_who_pitches(
    slot: Slot, *, planned: BallPlayer, begins: BallPlayer, other: BallPlayer, rng: Random
) -> list[Said]:
    """The announcements for one slot.

    Args:
        slot: the day for which they are made.
        planned: whose turn it is.
        begins: who begins in the end; another than planned if that one is scratched.
        other: somebody who may be named by mistake.
        rng: of the draws.
    """
    ahead = rng.choices(_DAYS_AHEAD, _DAYS_WEIGHTS)[0]
    minutes = rng.randrange(150)
    draws = rng.random(), rng.random(), rng.random(), rng.uniform(*_SCRATCH_HOURS)
    hours_before = timedelta(hours=rng.uniform(3.2, 9.0))
    named_at = max(_morning(slot, ahead) + timedelta(minutes=minutes), slot.known_at)
    if draws[0] < _OPEN:
        # It stays open until a few hours before the start.
        named_at = max(slot.starts_at - hours_before, slot.known_at)
        said = [Said(named_at, planned)]
    elif draws[1] < _REVISED and ahead > 1:
        again = max(_morning(slot, 1) + timedelta(minutes=minutes), named_at)
        said = [Said(named_at, other), Said(again, planned)]
    else:
        said = [Said(named_at, planned)]
    if begins is not planned and draws[2] >= _UNSAID:
        told = slot.starts_at - timedelta(seconds=round(3600 * draws[3]))
        said.append(Said(max(told, said[-1].known_at), begins))
    return said


def write_cards(slot: Slot, nine: Nine, first: Nine, rng: Random) -> tuple[Written, ...]:
    """The card about three hours before; a second one where the first was another."""
    posted = slot.starts_at - timedelta(seconds=round(3600 * rng.uniform(*_LINEUP_HOURS)))
    posted = max(posted, slot.known_at)
    if first == nine:
        return (Written(posted, nine),)
    changed = slot.starts_at - timedelta(seconds=60 * rng.randint(*_LATE_CHANGE_MINUTES))
    return Written(posted, first), Written(max(changed, posted), nine)


def _morning(slot: Slot, days: int) -> datetime:
    day = slot.game_date - timedelta(days=days)
    return datetime.combine(day, time(10, 30), EASTERN).astimezone(UTC)
