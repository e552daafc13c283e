"""What became of what was said of each player, by the system that spoke first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from boxline.catalog import Table, View
from boxline.catalog.freezing import LIVE
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.nba.profile.parts import OurRecord, PropRecord
from boxline.nba.profile.season import mean
from boxline.nba.props import PROP_TYPES
from boxline.nba.why.explanation import HEADLINES

READS: tuple[Table, ...] = (PLAYER_PROP_PREDICTIONS, PREDICTION_ACCURACY)

#: Who spoke first of each prop of each game, of each origin apart: the champion; before there is
#: one, the first of those whose number is explained. Of everybody, each in its newest version.
SPOKEN = f"""\
active AS (
    SELECT game_id, player_id, prop_type, origin, system, arg_max(
        struct_pack(is_champion, system, forecast, low_80, high_80), version
    ) AS said
    FROM nba_predictions.player_prop_predictions
    WHERE population = 'everybody' AND game_date >= $begins
        AND (is_champion OR system IN {HEADLINES})
    GROUP BY ALL
),
spoken AS (
    SELECT game_id, player_id, prop_type, origin, arg_min(
        said, (NOT said.is_champion, list_position({list(HEADLINES)}, system))
    ) AS said
    FROM active WHERE said.forecast IS NOT NULL
    GROUP BY ALL
)"""

RECORDS = f"""\
WITH {SPOKEN},
graded AS (
    SELECT spoken.player_id, spoken.prop_type, spoken.origin,
        own.error, average.error AS average_error, own.actual, own.low_80, own.high_80,
        own.profit_units, own.is_hit
    FROM spoken
    LEFT JOIN nba_predictions.prediction_accuracy AS own ON own.game_date >= $begins
        AND own.population = 'everybody' AND own.system = spoken.said.system
        AND own.game_id = spoken.game_id AND own.player_id = spoken.player_id
        AND own.prop_type = spoken.prop_type AND own.origin = spoken.origin
    LEFT JOIN nba_predictions.prediction_accuracy AS average ON average.game_date >= $begins
        AND average.population = 'everybody' AND average.system = 'season_average'
        AND average.game_id = spoken.game_id AND average.player_id = spoken.player_id
        AND average.prop_type = spoken.prop_type AND average.origin = spoken.origin
)
SELECT player_id, origin, prop_type, count(*) AS made, count(error) AS graded,
    count(*) FILTER (error + average_error IS NOT NULL) AS compared,
    sum(abs(error)) FILTER (average_error IS NOT NULL) AS error,
    sum(abs(average_error)) FILTER (error IS NOT NULL) AS average_error,
    count(*) FILTER (actual IS NOT NULL AND low_80 IS NOT NULL) AS intervals,
    count(*) FILTER (actual BETWEEN low_80 AND high_80) AS inside,
    count(profit_units) AS bets,
    count(*) FILTER (profit_units IS NOT NULL AND is_hit) AS won,
    count(*) FILTER (profit_units IS NOT NULL AND NOT is_hit) AS lost,
    coalesce(sum(profit_units), 0) AS units
FROM graded GROUP BY player_id, origin, prop_type ORDER BY player_id, origin
"""

#: Of a player of whom nothing was said.
NOTHING = OurRecord(origin=None, made=0, graded=0, bets=0, units=0.0, props=[])


def records(view: View, begins: Any) -> dict[int, OurRecord]:
    """By player, what became of what was said of him from a day on; no entry where nothing was.

    Args:
        begins: the first day of the season.
    """
    rows = view.rows(RECORDS, begins=begins)
    return {player: _record(list(own)) for player, own in groupby(rows, attrgetter("player_id"))}


def _record(rows: Sequence[Any]) -> OurRecord:
    graded = {row.origin for row in rows if row.graded}
    origin = LIVE if LIVE in graded else min(graded, default=None)
    told = min({row.origin for row in rows}) if origin is None else origin
    own = {row.prop_type: row for row in rows if row.origin == told}
    props = [_prop(own[prop]) for prop in PROP_TYPES if prop in own]
    return OurRecord(
        origin=origin,
        made=_sum(props, "made"),
        graded=_sum(props, "graded"),
        bets=_sum(props, "bets"),
        units=round(sum(one.units for one in props), 4),
        props=props,
    )


def _sum(props: Iterable[PropRecord], name: str) -> int:
    return sum(getattr(one, name) for one in props)


def _prop(row: Any) -> PropRecord:
    return PropRecord(
        prop_type=row.prop_type,
        made=row.made,
        graded=row.graded,
        compared=row.compared,
        mean_absolute_error=mean(row.error, row.compared),
        season_average_error=mean(row.average_error, row.compared),
        intervals=row.intervals,
        inside=row.inside,
        bets=row.bets,
        won=row.won,
        lost=row.lost,
        pushed=row.bets - row.won - row.lost,
        units=round(float(row.units), 4),
    )
