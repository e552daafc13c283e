"""Healing: a run that first asks again for what is missing or lost, over the whole history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.errors import NothingPublished
from boxline.health.grid.gaps import find_gaps
from boxline.health.mending.healing import Healing
from boxline.health.mending.repairs import day_asked
from boxline.home.asking_again import healing_of
from boxline.home.looking import looked_at
from boxline.home.suspects import suspects_of

if TYPE_CHECKING:
    from boxline.health.grid.cells import CellKey
    from boxline.home.home import Home, OnStep


@dataclass(frozen=True, kw_only=True)
class Healed:
    """What healing did: what was asked for again, the run, and the gaps that it closed."""

    healing: Healing
    report: Report
    closed: frozenset[CellKey]


def healing_now(home: Home, window: Window, *, is_deep: bool = False) -> Healing:
    """What `heal` would ask for again, beyond what is due anyway; changes nothing.

    Args:
        window: the days whose gaps are looked at.
        is_deep: whether every landed byte is compared with what landed.
    """
    if not home.is_begun:
        return Healing()
    suspects = [
        one
        for one in suspects_of(home, is_deep=is_deep)
        if (day := day_asked(one.landed)) is None or window.holds(day)
    ]
    try:
        with looked_at(home) as found:
            return healing_of(home, found, window=window, suspects=suspects, has_corrections=True)
    except NothingPublished:
        return Healing()  # nothing can be missed yet; a run makes the snapshot


def heal(home: Home, window: Window, *, is_deep: bool = False, on_step: OnStep) -> Healed:
    """Ask again for what is missing or lost, and do what a run does.

    What is computed is what depends on what came, because that alone has changed; so the run looks
    at everything, whatever days the window names.
    """
    healing = healing_now(home, window, is_deep=is_deep)
    again = [one.fetch for one in healing.repairs]
    report = home.run("heal", Window(), again=again, on_step=on_step)
    code = {raw.name: home.code[raw.name] for raw in home.catalog.raw if raw.request}
    home.ledger.tries.note_code(code, home.clock())
    return Healed(healing=healing, report=report, closed=_closed(home, healing))


def _closed(home: Home, healing: Healing) -> frozenset[CellKey]:
    """The gaps that were asked for again and are none any more."""
    asked = {cell.key for repair in healing.repairs for cell in repair.gaps}
    if not asked:
        return frozenset()
    with looked_at(home) as found:
        gaps = find_gaps(found.grid, Window(only=frozenset(key.dataset for key in asked)))
    return frozenset(asked - {gap.cell.key for gap in gaps.shown})
