"""Learning from finished games: once a season, and once a week.

At the start of a season a *reference* is fitted on everything before it. What it says of that
season is never in sample, and so it tells how forecasts turn out: the distributions, the weights of
the ensemble and what counts beside the market are learnt from the last season's and this one's.
Every week the main models are fitted anew on all games up to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting import ensemble, gradient_boosting, line_and_price
from boxline.forecasting.distribution import Calibration, calibration
from boxline.forecasting.learnt import Key, Learnt
from boxline.forecasting.market import fitted_slope, fitted_weight
from boxline.forecasting.model import Model
from boxline.forecasting.populations import EVERYBODY, POPULATIONS, members
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import Known
from boxline.forecasting.systems import SYSTEMS, forecast_all, populations_of, speaks_of

#: Systems that speak from the features and the models alone; others rest on what these say, on the
#: price, or on what was learnt of both.
ALONE = tuple(name for name in SYSTEMS if name not in (ensemble.NAME, line_and_price.NAME))

#: Fewer earlier games with a price (or a line) say nothing of how much the model adds to it.
LEAST_PRICED = 300


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What would have been said of finished games by models that had not seen them.

    Attributes:
        games: with `actual_{prop}`, `actual_minutes` and `game_day`, in its order.
        said: forecasts of `games`, NaN where none.
    """

    games: Rows
    said: Mapping[Key, Floats]


def fit_reference(
    games: Rows,
    features: Sequence[str],
    props: Sequence[str],
    progress: gradient_boosting.Progress = gradient_boosting.quiet,
) -> dict[str, Model]:
    """The models that one season is judged by: all of them, on games before it."""
    return {
        **gradient_boosting.fit_main(games, features, props, progress),
        **gradient_boosting.fit_inside(games, features, props, progress),
    }


def keys_of(props: Sequence[str]) -> list[Key]:
    """What systems that speak alone say: of which prop, for which population."""
    return [
        (name, prop, population)
        for name in ALONE
        for prop in props
        if speaks_of(name, prop)
        for population in populations_of(name)
    ]


def reference_forecasts(
    judged: Rows, games: Rows, reference: Mapping[str, Model], props: Sequence[str]
) -> dict[Key, Floats]:
    """What the systems that speak alone would have said of some games: NaN where nothing.

    Args:
        judged: the features before games that came after those the reference was fitted on.
        games: earlier games, for systems that look at a player's own past.
    """
    said: dict[Key, Floats] = {}
    learnt = Learnt(models=reference)
    for population in POPULATIONS:
        names = [name for name in ALONE if population in populations_of(name)]
        known = Known(rows=judged, games=games, population=population, learnt=learnt)
        for (name, prop), one in forecast_all(known, props, names).items():
            said[name, prop, population] = one.value
    return said


def _with_ensemble(pool: Pool, props: Sequence[str]) -> Pool:
    """The pool with what the ensemble would have said, by weights learnt along its way."""
    said = dict(pool.said)
    days = pool.games["game_day"].astype(np.int64)
    for population in POPULATIONS:
        belongs = members(pool.games, population)
        for prop in props:
            actual = np.where(belongs, pool.games.floats(f"actual_{prop}"), np.nan)
            of_members = [
                pool.said[_said_for([pool], member, prop, population)]
                for member in ensemble.MEMBERS
            ]
            said[ensemble.NAME, prop, population] = ensemble.along_the_way(days, of_members, actual)
    return Pool(games=pool.games, said=said)


def said_of(
    pools: Sequence[Pool], prop: str, population: str
) -> tuple[NDArray[np.int64], Floats, dict[str, Floats]]:
    """The days of some pools' games, what came of a prop, and what each system had said of it."""
    pools = [_with_ensemble(pool, (prop,)) for pool in pools]
    days = np.concatenate([pool.games["game_day"].astype(np.int64) for pool in pools])
    names = [name for name, p, to in pools[-1].said if (p, to) == (prop, population)]
    said = {name: _together(pools, (name, prop, population)) for name in names}
    return days, _actual(pools, prop, population), said


def settle(pools: Sequence[Pool], models: Mapping[str, Model], props: Sequence[str]) -> Learnt:
    """What a night's forecasts need beside models, learnt from how earlier ones turned out.

    Args:
        pools: of the last season and of this one so far, the older first; either may be missing.
    """
    pools = [_with_ensemble(pool, props) for pool in pools]
    calibrations = _calibrations(pools, props)
    weights = {}
    for prop in props:
        for population in POPULATIONS:
            learnt = ensemble.learn_weights(
                [_together(pools, _said_for(pools, m, prop, population)) for m in ensemble.MEMBERS],
                _actual(pools, prop, population),
            )
            if learnt is not None:
                weights[prop, population] = learnt
    shrink, blend = _beside_the_market(pools, props)
    return Learnt(
        models=models, calibrations=calibrations, weights=weights, shrink=shrink, blend=blend
    )


def _calibrations(pools: Sequence[Pool], props: Sequence[str]) -> dict[Key, Calibration]:
    found: dict[Key, Calibration] = {}
    for key in dict.fromkeys(key for pool in pools for key in pool.said):
        _, prop, population = key
        learnt = calibration(_together(pools, key), _actual(pools, prop, population))
        if learnt is not None and prop in props:
            found[key] = learnt
    for prop in props:  # what a price implies is told by the family that it was read with
        family = found.get((gradient_boosting.NAME, prop, EVERYBODY))
        if family is not None:
            found[line_and_price.NAME, prop, EVERYBODY] = family
    return found


def _said_for(pools: Sequence[Pool], system: str, prop: str, population: str) -> Key:
    """The key of what a system said for a population, or, if it says one thing, of everybody."""
    key = (system, prop, population)
    return key if any(key in pool.said for pool in pools) else (system, prop, EVERYBODY)


def _together(pools: Sequence[Pool], key: Key) -> Floats:
    parts = [pool.said.get(key, np.full(len(pool.games), np.nan)) for pool in pools]
    return np.concatenate(parts) if parts else np.empty(0)


def _actual(pools: Sequence[Pool], prop: str, population: str) -> Floats:
    parts = [
        np.where(members(pool.games, population), pool.games.floats(f"actual_{prop}"), np.nan)
        for pool in pools
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def _beside_the_market(
    pools: Sequence[Pool], props: Sequence[str]
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """How much each system adds to the line and to the price, by the newest season's games alone,
    with distributions of the seasons before: no chance has seen what it is judged by."""
    shrink: dict[tuple[str, str], float] = {}
    blend: dict[tuple[str, str], float] = {}
    if len(pools) < 2:
        return shrink, blend
    current = pools[-1]
    before = Learnt(calibrations=_calibrations(pools[:-1], props))
    for prop in props:
        market = line_and_price.forecast(Known(rows=current.games, learnt=before), prop).value
        line = current.games.floats(line_and_price.line_column(prop))
        chance = current.games.floats(line_and_price.chance_column(prop))
        actual = current.games.floats(f"actual_{prop}")
        outcome = np.where(actual > line, 1.0, np.where(actual < line, 0.0, np.nan))
        for name in SYSTEMS:
            key = (name, prop, EVERYBODY)
            if name == line_and_price.NAME or key not in current.said or not speaks_of(name, prop):
                continue
            said = current.said[key]
            if np.isfinite(said + market + actual).sum() >= LEAST_PRICED:
                slope = fitted_slope(said, market, actual)
                if np.isfinite(slope):  # a system that always says the market's number adds nothing
                    shrink[name, prop] = float(np.clip(slope, 0, 1))
            learnt = before.calibrations.get(key)
            if learnt is None:
                continue
            model = learnt.of(said).over_without_push(line)
            if np.isfinite(model + chance + outcome).sum() >= LEAST_PRICED:
                blend[name, prop] = fitted_weight(model, chance, outcome)
    return shrink, blend
