"""What befalls a home in each night, drawn from the seed alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from random import Random


class Kind(Enum):
    """One way in which a night goes wrong; the value is how it is printed."""

    KILLED = "a run is killed"
    KILLED_TWICE = "a run is killed, and so is the one that recovers"
    TWO = "two runners begin at once"
    STOPPED = "a run stands still beyond its lease, and goes on when another came"
    CLOCK = "the clock is wrong for a run"
    PROVIDER_OUT = "a provider answers nothing but 503 for a run"
    DISK_FULL = "the disk is full"
    LEDGER_LOST = "the ledger is lost"
    PAGE_FLIPPED = "a bit of a landed page is another"
    PAGE_CUT = "a landed page is cut short"
    PAGE_GONE = "a landed page is gone"
    PAGE_UNREAD = "a page is damaged that landed and was not read yet"


#: What takes with it what a run was about to write into the ledger, or stamps it otherwise.
LOSING = frozenset(Kind) - {
    Kind.PROVIDER_OUT,
    Kind.PAGE_FLIPPED,
    Kind.PAGE_CUT,
    Kind.PAGE_GONE,
}

#: By how much a clock is wrong.
JUMPS = (timedelta(hours=1), timedelta(days=1), timedelta(hours=-1), timedelta(days=-1))

#: A run of a night has some hundreds of effects; most of them lie below this.
EFFECTS = 700
#: Of its first ones most belong to fetching.
EARLY = 150


@dataclass(frozen=True, kw_only=True)
class Blow:
    """One thing that goes wrong.

    Attributes:
        at: the effect before which it strikes, for what strikes a run; the second one of a run
            that is killed twice is struck at `again_at`.
        choice: 0 to 1: which page, which jump, how much room.
    """

    night: int
    kind: Kind
    at: int
    again_at: int
    choice: float

    def __str__(self) -> str:
        return f"night {self.night:3}: {self.kind.value} (effect {self.at}, {self.choice:.3f})"

    @property
    def early(self) -> int:
        """An effect while a run is fetching."""
        return 20 + self.at % EARLY

    @property
    def jump(self) -> timedelta:
        """By how much the clock is wrong."""
        return JUMPS[int(self.choice * len(JUMPS))]


def drawn(
    seed: int, nights: int, *, a_night: int = 1, kinds: Sequence[Kind] = tuple(Kind)
) -> list[list[Blow]]:
    """The blows of every night. Kinds are drawn out of a bag that is filled anew when it is empty,
    so that few nights suffice for all of them."""
    rng = Random(f"chaos {seed}")
    bag: list[Kind] = []
    found = []
    for night in range(nights):
        blows = []
        for _ in range(a_night):
            if not bag:
                bag = rng.sample(kinds, len(kinds))
            at, again_at = rng.randint(20, EFFECTS), rng.randint(20, EFFECTS)
            blow = Blow(night=night, kind=bag.pop(), at=at, again_at=again_at, choice=rng.random())
            blows.append(blow)
        found.append(blows)
    return found
