"""Boosted trees: the median itself, and minutes times a rate inside.

Friedman (2001), Greedy function approximation, Annals of Statistics 29(5), by LightGBM (Ke and
others 2017, NeurIPS 30). The main model fits the absolute error, so its number is a median. Beside
it one model says how many minutes, another how much per minute; both say why, and steady it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from boxline.domain.days import numbered_day
from boxline.forecasting.model import Model, features_of, libraries
from boxline.forecasting.populations import EVERYBODY, POPULATIONS, ROTATION, members
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import Forecast, Known, made

NAME = "gradient_boosting"

#: Told now and then that work goes on.
Progress = Callable[[], None]


def quiet() -> None:
    """Nobody waits."""


#: How much of its number is minutes times rate. A rate's mean lies above a median, and the more so
#: the fewer minutes are played: of everybody it makes the error larger.
INSIDE_SHARE = {ROTATION: 0.15, EVERYBODY: 0.0}

NOT_FITTED = "no model is fitted for this day"

#: Fewer finished games than this fit nothing.
LEAST_GAMES = 1500

MEDIAN: dict[str, Any] = {
    "objective": "l1",
    "learning_rate": 0.05,
    "num_leaves": 24,
    "min_data_in_leaf": 150,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # each fit has one core, and as many run at once as there are
    "verbose": -1,
}
#: Where most numbers are 0 or 1 few features move a median, and a tree has to find them.
OF_PROP: dict[str, dict[str, Any]] = {"threes": {"feature_fraction": 0.35}}
MEAN = {**MEDIAN, "objective": "l2"}
TREES, RATE_TREES = 300, 200

#: Whose rates per minute are learnt.
_PLAYED = "played"

MINUTES = "minutes"


def main_name(prop: str, population: str) -> str:
    """The name of the model of a prop's median."""
    return f"{prop}/{population}"


def rate_name(prop: str) -> str:
    """The name of the model of a prop's rate per minute."""
    return f"{prop}/rate"


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """One model to be fitted: which group of games, what of them, and how."""

    name: str
    group: str
    label: Floats
    parameters: dict[str, Any]
    trees: int
    weight: Floats | None = None


def fit_main(
    games: Rows, features: Sequence[str], props: Sequence[str], progress: Progress = quiet
) -> dict[str, Model]:
    """The models of each prop's median, for each population.

    Args:
        games: finished games, with `actual_{prop}`, `actual_minutes` and `game_day`.
        progress: called after each model; what it raises ends the work.
    Returns:
        By name; none where there are fewer than LEAST_GAMES.
    """
    wanted = [
        _Fit(
            name=main_name(prop, population),
            group=population,
            label=games.floats(f"actual_{prop}"),
            parameters={**MEDIAN, **OF_PROP.get(prop, {})},
            trees=TREES,
        )
        for population in POPULATIONS
        for prop in props
    ]
    return _fit(games, features, wanted, progress)


def fit_inside(
    games: Rows, features: Sequence[str], props: Sequence[str], progress: Progress = quiet
) -> dict[str, Model]:
    """The models of minutes and of each prop's rate per minute, of everybody who appears."""
    minutes = games.floats("actual_minutes")
    wanted = [
        _Fit(
            name=main_name(MINUTES, population),
            group=population,
            label=minutes,
            parameters=MEDIAN,
            trees=TREES,
        )
        for population in POPULATIONS
    ]
    wanted += [
        _Fit(
            name=rate_name(prop),
            group=_PLAYED,
            label=games.floats(f"actual_{prop}") / np.maximum(minutes, 1.0),
            parameters=MEAN,
            trees=RATE_TREES,
            weight=minutes,
        )
        for prop in props
    ]
    return _fit(games, features, wanted, progress)


def _fit(
    games: Rows, features: Sequence[str], wanted: Sequence[_Fit], progress: Progress
) -> dict[str, Model]:
    import lightgbm

    groups = {p: np.flatnonzero(members(games, p)) for p in POPULATIONS}
    groups[_PLAYED] = np.flatnonzero(games.floats("actual_minutes") > 0)
    wanted = [one for one in wanted if len(groups[one.group]) >= LEAST_GAMES]
    if not wanted:
        return {}
    names = tuple(features)
    matrix = games.matrix(names)
    days = games["game_day"].astype(np.int64)
    # Binned once for all: what differs between models is whom they learn from, and what. With as
    # many threads as each fit has: where that changes while another one fits, LightGBM crashes.
    binned = lightgbm.Dataset(matrix, feature_name=list(names), params=MEDIAN).construct()
    ranges = {g: features_of(names, matrix[groups[g]]) for g in {one.group for one in wanted}}

    def fit(one: _Fit) -> Model:
        chosen = groups[one.group]
        data = binned.subset(chosen.tolist()).construct()
        data.set_label(one.label[chosen])
        data.set_weight(None if one.weight is None else one.weight[chosen])
        booster = lightgbm.train(one.parameters, data, one.trees)
        learnt_from = days[chosen]
        return Model(
            name=one.name,
            features=ranges[one.group],
            rows=len(chosen),
            trained_from=numbered_day(int(learnt_from.min())).isoformat(),
            trained_through=numbered_day(int(learnt_from.max())).isoformat(),
            libraries=libraries(),
            booster=booster.model_to_string(),
        )

    pool = ThreadPoolExecutor(max_workers=os.cpu_count())
    found = {}
    try:
        for model in pool.map(fit, wanted):
            found[model.name] = model
            progress()
    finally:
        pool.shutdown(cancel_futures=True)
    return found


def expected_minutes(known: Known) -> Floats:
    """Median minutes of each row if he plays, never under 0; NaN where no model is fitted.

    They are the same beside each prop: told of one, they are not asked for again.
    """
    for (system, _), told in known.said.items():
        if system == NAME and told.minutes is not None:
            return told.minutes
    model = known.learnt.models.get(main_name(MINUTES, known.population))
    if model is None:
        return np.full(len(known.rows), np.nan)
    return np.maximum(model.predict(known.rows, threads=1), 0.0)


def forecast(known: Known, prop: str) -> Forecast:
    """The median of a prop if he plays: mostly the main model's, with minutes times rate."""
    main = known.learnt.models.get(main_name(prop, known.population))
    rate = known.learnt.models.get(rate_name(prop))
    minutes = expected_minutes(known)
    if main is None or rate is None or np.isnan(minutes).any():
        nobody = np.full(len(known.rows), np.nan)
        return made(nobody, {NOT_FITTED: np.isnan(nobody)}, is_median=True)
    value = main.predict(known.rows, threads=1)
    share = INSIDE_SHARE[known.population]
    if share:
        inside = minutes * rate.predict(known.rows, threads=1)
        value = (1 - share) * value + share * inside
    return replace(made(np.maximum(value, 0.0), {}, is_median=True), minutes=minutes)
