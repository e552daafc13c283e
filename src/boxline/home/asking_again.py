"""What a home asks for again: gaps, corrections and lost replies, as of its newest snapshot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from boxline.engine.work import Window
from boxline.errors import NoKey, UnknownProvider
from boxline.health.grid.cells import State, Told
from boxline.home.asking import known_now, runs_fetch_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from boxline.engine.fetch_plan import Fetch
    from boxline.health.grid.cells import GridCell
    from boxline.health.grid.reading import Look
    from boxline.health.mending.healing import Appetite, Healing
    from boxline.health.mending.repairs import Suspect
    from boxline.home.home import Home


def tell_of_healing(home: Home, found: Look) -> None:
    """Let gaps of fetched datasets say whether they are asked for again."""
    about = found.about
    window = Window() if about is None else Window(first=about, last=about)
    healing = healing_of(home, found, window=window)
    for repair in healing.repairs:
        for cell in repair.gaps:
            _say(found, cell, cell.state, Told(cell.cause, "boxline heal"))
    for held in healing.given_up:
        for cell in held.gaps:
            again = f"boxline fetch {cell.dataset} --date {cell.day}"
            _say(found, cell, State.GIVEN_UP, Told(held.why, again))


def _say(found: Look, cell: GridCell, state: State, told: Told) -> None:
    found.grid.columns[cell.dataset].say(cell.key.place, state, told)


def healing_of(
    home: Home,
    found: Look,
    *,
    window: Window,
    suspects: Sequence[Suspect] = (),
    has_corrections: bool = False,
) -> Healing:
    """What asking again can do.

    Args:
        window: whose gaps.
        suspects: landed objects that are lost, or are suspected to be.
        has_corrections: whether later corrections of its games are asked for too.
    """
    from boxline.health.grid.gaps import find_gaps
    from boxline.health.mending.healing import Healing, plan_healing

    providers = _providers(home)
    fetched = frozenset(
        raw.name for raw in home.catalog.raw if raw.request and raw.provider.name in providers
    )
    gaps = find_gaps(found.grid, replace(window, only=fetched)).shown if fetched else ()
    if not gaps and not suspects and not (has_corrections and fetched):
        return Healing()
    return plan_healing(
        home.catalog,
        gaps,
        suspects,
        known_now(home, found.connection),
        home.ledger.tries.asks,
        _appetite(home, providers),
        window if has_corrections else None,
    )


def _providers(home: Home) -> frozenset[str]:
    try:
        return frozenset(runs_fetch_from(home))
    except (NoKey, UnknownProvider):
        return frozenset()  # who only looks is not kept from it; a run says so


def _appetite(home: Home, providers: frozenset[str]) -> Appetite:
    from boxline.domain.days import league_day
    from boxline.fetching.sending import host_of
    from boxline.health.mending.healing import Appetite
    from boxline.home.asking import providers_of
    from boxline.home.fetching import policy_of

    now, settings = home.clock(), home.settings
    policy, pacer = policy_of(home), home.ledger.pacer()
    records = home.ledger.host_records(policy.failure_threshold)
    day = league_day(now).isoformat()

    def left_alone(fetch: Fetch) -> datetime | None:
        record = records.get(host_of(fetch.raw.provider, fetch.request))
        return None if record is None else record.left_alone_until(policy, now)

    return Appetite(
        requests=settings.heal_requests,
        tries=settings.heal_tries,
        providers=providers,
        credits={
            name: int(getattr(settings, provider.budget)) - pacer.spent(name, day)
            for name, provider in providers_of(home).items()
            if provider.budget
        },
        left_alone=left_alone,
        anew=home.ledger.tries.anew(home.code, now),
    )
