"""What is asked for again: gaps of fetched datasets, and replies whose landed files are lost. Pure.

The calendar says what is owed, so where it owes nothing nothing is asked, off season as well. What
was asked for often enough is given up: it stands as a gap, and only news of it begins it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from boxline.catalog import Catalog
from boxline.engine.fetch_plan import Fetch, Known
from boxline.engine.tries import Ask, Tried, Verdict
from boxline.engine.work import Window
from boxline.health.grid.gaps import Gap
from boxline.health.mending.repairs import (
    Held,
    Repair,
    Suspect,
    repairs_of_corrections,
    repairs_of_gaps,
    repairs_of_suspects,
)

#: Dataset and cells of it -> cell -> the tries at it.
Asks = Callable[[str, Sequence[str]], Mapping[str, Sequence[Ask]]]


@dataclass(frozen=True, kw_only=True)
class Appetite:
    """How much is asked for at once.

    Attributes:
        requests: cells in one call.
        tries: answers without what is missing, after which a cell is given up.
        providers: names of those that may be asked.
        credits: what is left of them today, of providers that count them.
        left_alone: until when the host of a request is left alone; None where it is not.
        anew: since when the tries at a (dataset, cell) count; the cell is empty for all of them.
    """

    requests: int
    tries: int
    providers: frozenset[str]
    credits: Mapping[str, int] = field(default_factory=dict)
    left_alone: Callable[[Fetch], datetime | None] = lambda fetch: None
    anew: Mapping[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Healing:
    """What asking again can do.

    Attributes:
        repairs: what is asked for now, what blocks others first and then the newest.
        waiting: what may be asked for later.
        given_up: what is not asked for any more.
        to_bring_in: landed files that are lost and that nobody can be asked for.
    """

    repairs: tuple[Repair, ...] = ()
    waiting: tuple[Held, ...] = ()
    given_up: tuple[Held, ...] = ()
    to_bring_in: tuple[Suspect, ...] = ()


def plan_healing(
    catalog: Catalog,
    gaps: Iterable[Gap],
    suspects: Iterable[Suspect],
    known: Known,
    asks: Asks,
    appetite: Appetite,
    window: Window | None = None,
) -> Healing:
    """What is asked for again, and what is not.

    Args:
        gaps: of the grid, whatever they are; those of fetched datasets that wait for nothing are
            looked at.
        asks: the tries that are on record.
        window: the days of which later corrections are asked for too; None for none.
    """
    wanted, held = repairs_of_gaps(catalog, gaps, known, appetite.providers)
    lost, to_bring_in = repairs_of_suspects(catalog, suspects, known, appetite.providers)
    old = (
        [] if window is None else repairs_of_corrections(catalog, known, window, appetite.providers)
    )
    by_cell = {(one.fetch.raw.name, one.fetch.cell): one for one in (*old, *lost, *wanted)}
    wanted = sorted(by_cell.values(), key=_most_urgent)
    repairs: list[Repair] = []
    waiting, given_up = list(held), list[Held]()
    left, tries = dict(appetite.credits), _Tries(wanted, known, asks, appetite)
    for one in wanted:
        tried, verdict = tries.of(one.fetch)
        provider, cost = one.fetch.raw.provider.name, one.fetch.request.credits
        if verdict is Verdict.GIVEN_UP:
            given_up.append(_held(one, tried.told()))
        elif verdict is Verdict.WAIT:
            waiting.append(_held(one, tried.told(), tried.next_at))
        elif (stop := _stopped(one.fetch, known, appetite)) is not None:
            waiting.append(_held(one, *stop))
        elif cost > left.get(provider, cost):
            waiting.append(_held(one, f"the credits of {provider} for today are spent"))
        elif len(repairs) >= appetite.requests:
            waiting.append(_held(one, f"{appetite.requests} others come first"))
        else:
            if provider in left:
                left[provider] -= cost
            repairs.append(one)
    return Healing(
        repairs=tuple(repairs),
        waiting=tuple(waiting),
        given_up=tuple(given_up),
        to_bring_in=tuple(to_bring_in),
    )


def _most_urgent(one: Repair) -> tuple[bool, int, int, str, str]:
    return not one.blocks, -one.day.toordinal(), -one.blocks, one.fetch.raw.name, one.fetch.cell


def _held(one: Repair, why: str, until: datetime | None = None) -> Held:
    return Held(
        dataset=one.fetch.raw.name, cell=one.fetch.cell, why=why, gaps=one.gaps, until=until
    )


def _stopped(fetch: Fetch, known: Known, appetite: Appetite) -> tuple[str, datetime | None] | None:
    """Why a breaker keeps a cell from being asked for, and until when."""
    name = fetch.raw.name
    parked = known.attempts.parked(
        name, fetch.cell, inputs=fetch.moment.isoformat(), code=known.code[name]
    )
    if parked is not None:
        return parked.why, parked.until
    until = appetite.left_alone(fetch)
    return None if until is None else (f"{fetch.raw.provider.name} is left alone", until)


class _Tries:
    """The tries at every cell that is wanted, looked up once for each dataset."""

    def __init__(
        self, wanted: Sequence[Repair], known: Known, asks: Asks, appetite: Appetite
    ) -> None:
        self._known, self._appetite = known, appetite
        cells: dict[str, list[str]] = {}
        for one in wanted:
            cells.setdefault(one.fetch.raw.name, []).append(one.fetch.cell)
        self._asks = {name: asks(name, some) for name, some in cells.items()}

    def of(self, fetch: Fetch) -> tuple[Tried, Verdict]:
        """What was tried since the cell was owed, or asked for anew, and what follows."""
        name, cell = fetch.raw.name, fetch.cell
        anew = (self._appetite.anew.get(key) for key in ((name, ""), (name, cell)))
        since = max([fetch.moment, *(at for at in anew if at is not None)])
        asks = list(self._asks[name].get(cell, ()))
        answered = self._known.answered.get((name, cell))
        if answered is not None and not any(ask.is_answer and ask.at >= since for ask in asks):
            # Its exchange went with a lost ledger, or it was brought in by hand.
            asks.append(Ask(at=answered, is_answer=True))
        tried = Tried.since(asks, since)
        return tried, tried.verdict(self._appetite.tries, self._known.now)
