"""From what is held of a player's game to why a prediction of it is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from boxline.forecasting import empirical_bayes, ensemble, gradient_boosting, season_average
from boxline.forecasting.gradient_boosting import INSIDE_SHARE, MINUTES, main_name, rate_name
from boxline.forecasting.populations import EVERYBODY
from boxline.nba.predictions.player_prop_predictions import ACTIVE_KEY
from boxline.nba.props import PROP_TYPES, PROPS
from boxline.nba.why.answer import Absent, Came, Held, Inside, Row, Said, Why
from boxline.nba.why.drivers import Trees, hash_of, rows_from, trees_of
from boxline.nba.why.spread import bars_of

#: Whose number is explained: the champion's, else that of the first of these that made one.
HEADLINES = (
    ensemble.NAME,
    gradient_boosting.NAME,
    empirical_bayes.NAME,
    season_average.NAME,
)

#: Numbers are told to more digits than this moves.
SAME_NUMBER = 1e-4


def active(versions: Iterable[Row]) -> list[Row]:
    """The newest version of each prediction; where there are live ones, no replay."""
    newest: dict[tuple[Any, ...], Row] = {}
    for row in versions:
        key = tuple(row[name] for name in ACTIVE_KEY)
        if key not in newest or newest[key]["version"] < row["version"]:
            newest[key] = row
    found = list(newest.values())
    live = [row for row in found if row["origin"] == "live"]
    return live or found


def headline(rows: Sequence[Row], prop: str) -> Row | None:
    """Whose number of a prop is explained, of some active rows; None where nobody made one."""
    of_everybody = {
        row["system"]: row
        for row in rows
        if row["prop_type"] == prop
        and row["population"] == EVERYBODY
        and row["forecast"] is not None
    }
    champions = [name for name, row in of_everybody.items() if row["is_champion"]]
    order = [*champions, *HEADLINES, *sorted(of_everybody)]
    return next((of_everybody[name] for name in order if name in of_everybody), None)


def explained(held: Held, prop: str) -> Why | None:
    """Explain a prop of one player's game; None where no system made a prediction of it."""
    rows = active(held.versions)
    row = headline(rows, prop)
    if row is None:
        return None
    own = next((one for one in held.side if one["player_id"] == row["player_id"]), None)
    inside, trees, missing = _models_said(held, prop)
    boosted = _of_system(rows, prop, gradient_boosting.NAME)
    is_of_other_features = is_of_other_models = False
    if inside and trees and held.features is not None:
        hashed = row["features_sha256"]
        is_of_other_features = hashed not in (None, hash_of(rows_from(held.features)))
        stored = boosted["forecast"] if boosted else None
        is_same = stored is not None and abs(_number(trees, inside) - stored) <= SAME_NUMBER
        is_of_other_models = not is_same and not is_of_other_features
    return Why(
        player_id=row["player_id"],
        prop=prop,
        game_id=row["game_id"],
        day=row["game_date"],
        tipped_off_at=held.game.get("tipped_off_at"),
        is_home=_is_home(held.game, row),
        prediction=row,
        each_prop=_each_prop(rows, row["system"]),
        play_probability=own["play_probability"] if own else None,
        status_source=own["status_source"] if own else None,
        absent=_absent(held.side, row["player_id"], prop),
        vacated_minutes=own["vacated_minutes"] if own else None,
        vacated_amount=_summed(own, prop, "vacated_{}") if own else None,
        inside=inside,
        trees=trees,
        trees_missing_reason=missing,
        is_of_other_features=is_of_other_features,
        is_of_other_models=is_of_other_models,
        bars=bars_of(row["distribution"], row["line"]) if row["distribution"] else (),
        systems=_systems(rows, prop, held.weights),
        champion=held.champion,
        came=_came(held.grades, row),
    )


def _models_said(held: Held, prop: str) -> tuple[Inside | None, Trees | None, str]:
    """What the models of everybody say now of the features that are held."""
    main = held.models.get(main_name(prop, EVERYBODY))
    minutes = held.models.get(main_name(MINUTES, EVERYBODY))
    rate = held.models.get(rate_name(prop))
    if held.features is None:
        return None, None, "his features are not held any more"
    if main is None or minutes is None or rate is None:
        return None, None, held.models_missing_reason or gradient_boosting.NOT_FITTED
    rows = rows_from(held.features)
    inside = Inside(
        minutes=max(float(minutes.predict(rows, threads=1)[0]), 0.0),
        rate=float(rate.predict(rows, threads=1)[0]),
        share=INSIDE_SHARE[EVERYBODY],
    )
    return inside, trees_of(main, rows), ""


def _number(trees: Trees, inside: Inside) -> float:
    """What `gradient_boosting` says now."""
    both = (1 - inside.share) * trees.number + inside.share * inside.minutes * inside.rate
    return max(both, 0.0)


def _of_system(rows: Iterable[Row], prop: str, system: str) -> Row | None:
    return next(
        (
            row
            for row in rows
            if (row["prop_type"], row["system"], row["population"]) == (prop, system, EVERYBODY)
        ),
        None,
    )


def _each_prop(rows: Sequence[Row], system: str) -> tuple[Row, ...]:
    found = (_of_system(rows, prop, system) for prop in PROP_TYPES)
    return tuple(row for row in found if row is not None)


def _is_home(game: Row, row: Row) -> bool | None:
    return row["team_id"] == game["home_team_id"] if game else None


def _absent(side: Iterable[Row], player_id: int, prop: str) -> tuple[Absent, ...]:
    """Team-mates who may miss the game and have a part in it, the largest loss first."""
    found = [
        Absent(
            player_id=one["player_id"],
            status=one["injury_status"],
            play_probability=one["play_probability"],
            minutes=one["expected_minutes"],
            amount=_summed(one, prop, "{}_ewm_8"),
        )
        for one in side
        if one["player_id"] != player_id
        and one["is_candidate"]
        and one["play_probability"] < 1
        and one["expected_minutes"] is not None
    ]
    return tuple(sorted(found, key=lambda a: -(1 - a.play_probability) * a.minutes))


def _summed(row: Row, prop: str, named: str) -> float | None:
    """What a prop sums of a row; None where a part of it is not kept there, or is missing."""
    parts = [row.get(named.format(stat)) for stat in PROPS[prop]]
    return None if None in parts else float(sum(parts))  # type: ignore[arg-type]


def _systems(
    rows: Iterable[Row], prop: str, weights: Mapping[str, float] | None
) -> tuple[Said, ...]:
    of_prop = [row for row in rows if row["prop_type"] == prop]
    found = [
        Said(
            system=row["system"],
            population=row["population"],
            forecast=row["forecast"],
            forecast_is=row["forecast_is"],
            chance_over=row["chance_over"],
            not_made_reason=row["not_made_reason"],
            weight=(weights or {}).get(row["system"]) if row["population"] == EVERYBODY else None,
        )
        for row in of_prop
    ]
    first = {name: place for place, name in enumerate(HEADLINES)}
    return tuple(
        sorted(
            found,
            key=lambda s: (
                s.forecast is None,
                s.population != EVERYBODY,
                first.get(s.system, len(first)),
                s.system,
            ),
        )
    )


def _came(grades: Iterable[Row], row: Row) -> Came | None:
    for grade in grades:
        if all(grade[name] == row[name] for name in ACTIVE_KEY):
            return Came(actual=grade["actual"], void_reason=grade["void_reason"])
    return None
