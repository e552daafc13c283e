"""The systems' record: its figures are those of an independent query over the grades."""

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
import pytest

from boxline.forecasting.scoring.intervals import ByDate, difference_by_date
from boxline.home import Home
from boxline.nba.bets.tallies import SEED
from boxline.nba.exports.system_performance import (
    PATH,
    OriginRecord,
    SystemPerformance,
    system_performance,
)
from boxline.nba.record.days import CHAMPION
from boxline.nba.record.spans import SEASON
from tests.nba.exports import betting_league as league
from tests.nba.exports.feed_views import made_by

ERRORS = f"""
SELECT system, prop_type, count(*) AS n, avg(abs(error)) AS mae, avg(error) AS bias
FROM {league.GRADES} WHERE population = 'everybody' AND actual IS NOT NULL
GROUP BY ALL
"""

BESIDE = f"""
SELECT one.system, one.prop_type, other.system AS rival, count(*) AS n,
    avg(abs(one.forecast - one.actual)) AS mae, avg(abs(other.forecast - one.actual)) AS rival_mae
FROM {league.GRADES} AS one JOIN {league.GRADES} AS other
    USING (game_id, player_id, prop_type, population, origin)
WHERE population = 'everybody' AND one.actual IS NOT NULL AND one.system <> other.system
GROUP BY ALL
"""

MONTHS = f"""
SELECT strftime(game_date, '%Y-%m') AS span, prop_type, count(*) AS n, avg(abs(error)) AS mae
FROM {league.GRADES}
WHERE population = 'everybody' AND actual IS NOT NULL AND system = 'season_average' GROUP BY ALL
"""

BETS = f"""
SELECT system, fair_chance_over IS NOT NULL AS is_priced, count(*) AS bets,
    count(*) FILTER (is_hit) AS won, count(*) FILTER (NOT is_hit) AS lost,
    count(*) FILTER (line_result = 'PUSH') AS pushes,
    count(*) FILTER (void_reason IS NOT NULL) AS voids,
    sum(CASE WHEN price_decimal IS NOT NULL THEN profit_units
        WHEN is_hit THEN {league.REFERENCE} - 1 WHEN NOT is_hit THEN -1 END) AS units
FROM {league.GRADES}
WHERE population = 'everybody' AND recommendation IN ('OVER', 'UNDER') AND system <> 'market'
GROUP BY ALL
"""

#: Of few rows and fewer days: nobody prices every line.
ROWS = f"""
SELECT game_date, abs(one.error) AS own, abs(other.error) AS other
FROM {league.GRADES} AS one JOIN {league.GRADES} AS other
    USING (game_id, game_date, player_id, prop_type, population, origin)
WHERE population = 'everybody' AND one.system = '{league.SYSTEM}' AND other.system = 'market'
    AND prop_type = 'threes' AND one.actual IS NOT NULL
"""

CHANCES = f"""
SELECT count(*) AS n, avg(least(chance_over / (1 - chance_push), 1)) AS stated,
    avg((line_result = 'OVER')::INTEGER) AS came
FROM {league.GRADES}
WHERE population = 'everybody' AND system = '{league.SYSTEM}' AND chance_over IS NOT NULL
    AND line_result IN ('OVER', 'UNDER')
"""


class League:
    """What was made of the league, and what queries over its grades say."""

    def __init__(self, home: Home) -> None:
        self.asked: dict[str, list[Mapping[str, Any]]] = {}
        made = made_by(home, system_performance, league.NOW, change=self._change, days=league.DAYS)
        document = made[PATH].document
        assert isinstance(document, SystemPerformance)
        (self.origin,) = document.origins

    def _change(self, connection: duckdb.DuckDBPyConnection) -> None:
        league.bet_on_points(connection)
        for query in (ERRORS, BESIDE, MONTHS, BETS, ROWS, CHANCES):
            self.asked[query] = league.asked(connection, query)


@pytest.fixture(scope="module")
def told(home_with_models: Home) -> League:
    return League(home_with_models)


def _errors(origin: OriginRecord, span: str = SEASON) -> dict[tuple[str, str], Any]:
    return {
        (one.system, one.prop_type): one
        for one in origin.errors
        if one.span == span and one.tier is None
    }


def test_errors_are_those_of_a_query_over_the_grades(told: League) -> None:
    found = _errors(told.origin)
    assert {key for key in found if key[0] != CHAMPION} == {
        (row["system"], row["prop_type"]) for row in told.asked[ERRORS]
    }
    for row in told.asked[ERRORS]:
        one = found[row["system"], row["prop_type"]]
        assert one.mae.n == row["n"]
        assert (one.mae.value, one.bias) == pytest.approx((row["mae"], row["bias"]), abs=1e-6)


def test_the_champion_is_whoever_speaks_first(told: League) -> None:
    found = _errors(told.origin)
    for (system, prop), one in found.items():
        if system == CHAMPION:
            same = found[league.SYSTEM, prop]
            assert (one.mae, one.bias) == (same.mae, same.bias)


def test_systems_stand_beside_others_on_the_rows_that_both_speak_of(told: League) -> None:
    found = _errors(told.origin)
    asked = {(r["system"], r["prop_type"], r["rival"]): r for r in told.asked[BESIDE]}
    compared = 0
    for (system, prop), one in found.items():
        for beside in one.beside:
            row = asked.get((system, prop, beside.rival))
            if system == CHAMPION or row is None:
                continue
            compared += 1
            figures = (beside.n, beside.mae, beside.rival_mae)
            expected = (row["n"], row["mae"], row["rival_mae"])
            assert figures == pytest.approx(expected, abs=1e-6)
            assert beside.difference.value == pytest.approx(row["mae"] - row["rival_mae"], abs=2e-6)
    assert compared > 50


def test_intervals_are_those_of_whole_days_that_have_rows(told: League) -> None:
    rows = told.asked[ROWS]
    day = np.array([row["game_date"] for row in rows], dtype="datetime64[D]").astype(np.int64)
    own, other = (np.array([row[name] for row in rows]) for name in ("own", "other"))
    found = _errors(told.origin)[league.SYSTEM, "threes"]
    (beside,) = (one for one in found.beside if one.rival == "market")
    asked = difference_by_date(own, other, ByDate(day=day, seed=SEED))
    ends = (beside.difference.low, beside.difference.high)
    assert ends == pytest.approx((asked.low, asked.high), abs=2e-6)


def test_months_and_tiers_are_parts_of_the_season(told: League) -> None:
    for row in told.asked[MONTHS]:
        one = _errors(told.origin, row["span"])["season_average", row["prop_type"]]
        assert (one.mae.n, one.mae.value) == (row["n"], pytest.approx(row["mae"], abs=1e-6))
    for (system, prop), whole in _errors(told.origin).items():
        tiers = [o for o in told.origin.errors if (o.system, o.prop_type) == (system, prop)]
        assert sum(o.mae.n for o in tiers if o.tier is not None) == whole.mae.n


def test_bets_are_those_of_a_query_over_the_grades(told: League) -> None:
    found = {
        (one.system, one.market == "line and price"): one.tally
        for one in told.origin.bets
        if one.prop_type is None and one.span == SEASON
    }
    assert len(told.asked[BETS]) > 1
    for row in told.asked[BETS]:
        tally = found[row["system"], row["is_priced"]]
        counts = (tally.bets, tally.won, tally.lost, tally.pushes, tally.voids)
        assert counts == tuple(row[n] for n in ("bets", "won", "lost", "pushes", "voids"))
        assert (tally.units.value or 0.0) == pytest.approx(row["units"] or 0.0, abs=1e-5)


def test_calibration_counts_every_line_that_one_side_won(told: League) -> None:
    (asked,) = told.asked[CHANCES]
    (whole,) = (
        one
        for one in told.origin.calibration
        if one.system == league.SYSTEM and one.prop_type is None
    )
    filled = [one for one in whole.bins if one.observed.n]
    assert whole.n == sum(one.observed.n for one in filled) == asked["n"]
    for name, value in (("stated", "mean_chance"), ("came", "observed")):
        sums = (
            one.observed.n * (getattr(one, value) if name == "stated" else one.observed.value or 0)
            for one in filled
        )
        assert sum(sums) / whole.n == pytest.approx(asked[name], abs=1e-5)
    assert whole.error is not None
    assert whole.perfect_95 is not None


def test_units_add_up_to_the_record(told: League) -> None:
    whole = {
        (one.system, one.market): one.tally
        for one in told.origin.bets
        if one.prop_type is None and one.span == SEASON
    }
    for one in told.origin.series:
        total = one.series.total_units[-1] if one.series.total_units else 0.0
        assert total == pytest.approx(whole[one.system, one.market].units.value or 0.0, abs=1e-5)


def test_nothing_graded_has_no_origin(home_with_models: Home) -> None:
    made = made_by(
        home_with_models,
        system_performance,
        league.NOW,
        change=lambda connection: connection.execute(f"DELETE FROM {league.GRADES}") and None,
    )
    document = made[PATH].document
    assert isinstance(document, SystemPerformance)
    assert document.origins == []
    assert made[PATH].rows == 0
