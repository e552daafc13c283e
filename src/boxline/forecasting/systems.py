"""All systems, in the order in which they speak: one that rests on others comes after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from boxline.forecasting import (
    empirical_bayes,
    ensemble,
    gradient_boosting,
    last_10,
    line_and_price,
    moving_average,
    season_average,
    similarity,
    zone_matchup,
)
from boxline.forecasting.populations import EVERYBODY, POPULATIONS
from boxline.forecasting.system import Forecast, Known, System

_MODULES: tuple[System, ...] = (
    season_average,
    last_10,
    moving_average,
    empirical_bayes,
    similarity,
    zone_matchup,
    gradient_boosting,
    ensemble,
    line_and_price,
)

#: Name -> system. Adding one is one module and one line.
SYSTEMS: Mapping[str, System] = {module.NAME: module for module in _MODULES}


def populations_of(name: str) -> tuple[str, ...]:
    """The populations for which a system says different things."""
    return tuple(getattr(SYSTEMS[name], "POPULATIONS", (EVERYBODY,)))


def speaks_of(name: str, prop: str) -> bool:
    """Whether a system forecasts a prop at all."""
    props = getattr(SYSTEMS[name], "PROPS", None)
    return props is None or prop in props


def read_of_past(props: Iterable[str]) -> tuple[str, ...]:
    """The columns of earlier games that any system reads."""
    tellers = [s.read_of_past for s in _MODULES if hasattr(s, "read_of_past")]
    return tuple(dict.fromkeys(name for tell in tellers for prop in props for name in tell(prop)))


def forecast_all(
    known: Known,
    props: Iterable[str],
    systems: Sequence[str],
    *,
    said: Mapping[tuple[str, str], Forecast] | None = None,
) -> dict[tuple[str, str], Forecast]:
    """What systems make of the same rows, by system and prop, for the population of `known`.

    Args:
        said: what others have said of these rows before, for those that rest on it.
    """
    found: dict[tuple[str, str], Forecast] = {}
    for prop in props:
        for name, system in SYSTEMS.items():
            if name in systems and speaks_of(name, prop):
                heard = replace(known, said={**(said or {}), **found})
                found[name, prop] = system.forecast(heard, prop)
    return found


def forecast_each(known: Known, props: Sequence[str]) -> dict[str, dict[tuple[str, str], Forecast]]:
    """The same of all systems and each population; one that says the same of all is told once."""
    everybody = forecast_all(replace(known, population=EVERYBODY), props, tuple(SYSTEMS))
    found = {EVERYBODY: everybody}
    for population in POPULATIONS[1:]:
        names = [name for name in SYSTEMS if population in populations_of(name)]
        of_others = {key: one for key, one in everybody.items() if key[0] not in names}
        own = replace(known, population=population)
        found[population] = forecast_all(own, props, names, said=of_others)
    return found
