"""What every table of features is held to day by day: that it varies, and that it stays known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from boxline.catalog import Column, Known, KnownAsBefore, Table, Type, Varies
from boxline.engine.ports import InputRows, Replacement
from boxline.errors import ImplausibleDay
from boxline.leagues import whole_catalog
from boxline.stores.contract_sql import SQL_TYPES, quoted, text
from boxline.stores.warehouse import DuckDBWarehouse
from tests.stores.test_replacing import NOW, Sink, opened

CATALOG = whole_catalog()
DAY = date(2025, 1, 15)

#: Of what happened, and of what is known before it.
TEN = (
    "nba_analytics.player_game_summary",
    "nba_analytics.team_offense_game_summary",
    "nba_analytics.team_defense_game_summary",
    "nba_analytics.upcoming_player_game_context",
    "nba_analytics.upcoming_team_game_context",
    "nba_precompute.team_defense_zone_analysis",
    "nba_precompute.player_shot_zone_analysis",
    "nba_precompute.player_composite_factors",
    "nba_precompute.player_daily_cache",
    "nba_precompute.ml_feature_store",
)
#: Of these every column is always known, but what came of a line.
FORMS = ("player_form", "team_form", "role_games", "player_prop_results")


def checks_of(name: str) -> set[type]:
    table = CATALOG[name]
    assert isinstance(table, Table)
    return {type(check) for column in table.columns for check in column.checks}


@pytest.mark.parametrize("name", TEN)
def test_a_constant_column_and_one_that_goes_unknown_are_looked_for(name: str) -> None:
    found = checks_of(name)
    assert Varies in found
    assert found & {Known, KnownAsBefore}


@pytest.mark.parametrize("table", FORMS)
def test_a_constant_column_is_looked_for_in_what_features_rest_on(table: str) -> None:
    assert Varies in checks_of(f"nba_analytics.{table}")


#: Of each table a column, and the rows of a full evening.
WATCHED = [
    ("nba_precompute.player_composite_factors", "pace_score", 210),
    ("nba_precompute.ml_feature_store", "recent_trend", 210),
    ("nba_precompute.ml_feature_store", "opponent_win_share", 210),
    ("nba_precompute.ml_feature_store", "usage_spike_score", 210),
    ("nba_analytics.upcoming_player_game_context", "days_rest", 210),
    ("nba_analytics.upcoming_team_game_context", "win_share", 14),
    ("nba_analytics.team_form", "pace_last_10", 14),
    ("nba_analytics.player_form", "points_ewm_8", 140),
    ("nba_analytics.role_games", "points_expected", 40),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with opened(tmp_path_factory.mktemp("evening"), Sink(), catalog=CATALOG) as found:
        yield found


@pytest.mark.parametrize(("name", "column", "rows"), WATCHED)
def test_an_evening_on_which_a_column_is_the_same_for_all_is_refused_by_its_name(
    warehouse: DuckDBWarehouse, name: str, column: str, rows: int
) -> None:
    with pytest.raises(ImplausibleDay) as refused:
        put_evening(warehouse, name, rows, alike=column)
    assert name in str(refused.value)
    assert f"{column}: all {rows} values are " in str(refused.value)
    assert str(refused.value).count("values are") == 1
    put_evening(warehouse, name, rows, alike="")
    ((held,),) = warehouse.connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    assert held == rows


def put_evening(warehouse: DuckDBWarehouse, name: str, rows: int, *, alike: str) -> None:
    """Replace an evening's rows of a table by made-up ones that keep its contract."""
    table = CATALOG[name]
    assert isinstance(table, Table)
    values = ", ".join(f"{_value(table, c, alike)} AS {quoted(c.name)}" for c in table.columns)
    reasons = {c.explained_by for c in table.columns if c.explained_by}
    unexplained = "".join(f", CAST(NULL AS VARCHAR) AS {quoted(r)}" for r in sorted(reasons))
    warehouse.replace(
        Replacement(
            table=table,
            sql=f"SELECT {values}{unexplained} FROM range({rows}) AS r(n)",
            inputs={"clock": InputRows(dataset=None, first=DAY, last=DAY)},
            wanted={DAY: rows},
            committed=warehouse.commits().get(name, {}),
            code="c",
            run_id="r",
            clock=lambda: NOW,
            as_of=NOW,
        )
    )


def _value(table: Table, column: Column, alike: str) -> str:
    """An expression over the row's number `n`."""
    step = "0" if column.name == alike else "(n % 5)"
    if column.name == table.partition:
        made = f"DATE '{DAY}'"
    elif column.type is Type.TEXT:
        words = column.one_of
        made = "'w' || n" if not words else f"[{', '.join(map(text, words))}][1 + n % {len(words)}]"
    elif column.type is Type.FLAG:
        made = f"{step} = 0"
    elif column.type in (Type.DAY, Type.INSTANT):
        made = f"DATE '{DAY}' - 1"
    elif column.name in table.key:
        made = "n + 1"
    else:
        low = 0 if column.low is None else column.low
        high = low + 50 if column.high is None else column.high
        made = f"{low} + {step} * {(high - low) / 5}"
        made = f"round({made})" if column.type is Type.INT else made
    return f"CAST({made} AS {SQL_TYPES[column.type]})"
