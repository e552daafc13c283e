"""Every column of five real player-games against a few lines of plain Python each.

A row is worked out from the shared files alone. What a table has more or fewer columns than its
golden value fails, so a new column needs one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from boxline.catalog import Column
from boxline.home import Home
from tests.golden.availability import expected_availability, expected_players
from tests.golden.cases import CASES, Case
from tests.golden.composite import expected_player_composite_factors
from tests.golden.daily_cache import expected_player_daily_cache
from tests.golden.feature_store import expected_ml_feature_store
from tests.golden.form import expected_player_form, expected_team_form
from tests.golden.game_summaries import (
    expected_player_game_summary,
    expected_team_defense_game_summary,
    expected_team_offense_game_summary,
)
from tests.golden.history import History, Row
from tests.golden.player_context import expected_upcoming_player_game_context
from tests.golden.roles import expected_league_form, expected_role_games, role_before
from tests.golden.team_context import expected_upcoming_team_game_context
from tests.golden.zones import (
    expected_player_shot_zone_analysis,
    expected_team_defense_zone_analysis,
    is_charted_season,
)

pytestmark = pytest.mark.thorough  # a real season and the first weeks of the next are run

Expected = Callable[[History, str, int], Row]

#: Table -> what works out its row of a game and a player.
OF_PLAYERS: dict[str, Expected] = {
    "nba_analytics.player_game_summary": expected_player_game_summary,
    "nba_analytics.player_form": expected_player_form,
    "nba_analytics.expected_availability": expected_availability,
    "nba_analytics.upcoming_player_game_context": expected_upcoming_player_game_context,
    "nba_precompute.player_shot_zone_analysis": expected_player_shot_zone_analysis,
    "nba_precompute.player_composite_factors": expected_player_composite_factors,
    "nba_precompute.player_daily_cache": expected_player_daily_cache,
    "nba_precompute.ml_feature_store": expected_ml_feature_store,
}

#: Table -> what works out its row of a game and a team.
OF_TEAMS: dict[str, Expected] = {
    "nba_analytics.team_offense_game_summary": expected_team_offense_game_summary,
    "nba_analytics.team_defense_game_summary": expected_team_defense_game_summary,
    "nba_analytics.team_form": expected_team_form,
    "nba_analytics.upcoming_team_game_context": expected_upcoming_team_game_context,
    "nba_precompute.team_defense_zone_analysis": expected_team_defense_zone_analysis,
}

#: Those that have rows of seasons with charted shots alone.
CHARTED = ("nba_precompute.player_shot_zone_analysis", "nba_precompute.team_defense_zone_analysis")


def rows_with(home: Home, table: str, **key: Any) -> list[Row]:
    """The rows of a table with that key."""
    names = [column.name for column in home.catalog[table].columns]
    where = " AND ".join(f"{name} = ?" for name in key)
    query = f"SELECT {', '.join(names)} FROM {table} WHERE {where}"
    with home.warehouse("test") as warehouse:
        found = warehouse.connection.execute(query, list(key.values())).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def is_same(column: Column, got: Any, expected: Any) -> bool:
    """Equal, of floats within a millionth, or a unit of the last decimal that the column keeps:
    what it is made of was rounded too."""
    if isinstance(expected, float) and isinstance(got, int | float):
        most = max(1e-6 * abs(expected), 1.000001 * 10.0**-column.decimals)
        return abs(got - expected) <= most
    return bool(got == expected) and isinstance(got, bool) == isinstance(expected, bool)


def assert_same(home: Home, table: str, expected: Row, **key: Any) -> None:
    columns = {column.name: column for column in home.catalog[table].columns}
    (got,) = rows_with(home, table, **key)
    assert set(expected) ^ set(columns) == set(), "every column has a golden value, and no other"
    wrong = {
        name: (got[name], value)
        for name, value in expected.items()
        if not is_same(columns[name], got[name], value)
    }
    assert wrong == {}, f"column: (in the table, worked out): {wrong}"


def test_every_table_of_analytics_and_precompute_has_golden_values(golden_home: Home) -> None:
    """But for results of props, which stand in the summaries."""
    layers = ("nba_analytics.", "nba_precompute.")
    tables = {name for name in golden_home.catalog.transforms if name.startswith(layers)}
    beside = {"nba_analytics.role_games", "nba_analytics.league_form"}
    golden = {*OF_PLAYERS, *OF_TEAMS, *beside}
    assert tables - golden == {"nba_analytics.player_prop_results"}


cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@cases
@pytest.mark.parametrize("table", OF_PLAYERS)
def test_every_column_of_a_player_is_what_plain_python_makes_of_the_files(
    golden_home: Home, history: History, table: str, case: Case
) -> None:
    key = {"game_id": case.game_id, "player_id": case.player_id}
    if table in CHARTED and not is_charted_season(history, case.game_id):
        assert rows_with(golden_home, table, **key) == []
        return
    expected = OF_PLAYERS[table](history, case.game_id, case.player_id)
    assert_same(golden_home, table, expected, **key)


@cases
@pytest.mark.parametrize("table", OF_TEAMS)
def test_every_column_of_both_teams_is_what_plain_python_makes_of_the_files(
    golden_home: Home, history: History, table: str, case: Case
) -> None:
    line = history.line(case.game_id, case.player_id)
    at = {"game_date": case.day} if table in CHARTED else {"game_id": case.game_id}
    for team in (line["team_id"], line["opponent_team_id"]):
        if table in CHARTED and not is_charted_season(history, case.game_id):
            assert rows_with(golden_home, table, **at, team_id=team) == []
        else:
            expected = OF_TEAMS[table](history, case.game_id, team)
            assert_same(golden_home, table, expected, **at, team_id=team)


def test_so_is_every_feature_of_everybody_else_of_the_second_night(
    golden_home: Home, history: History
) -> None:
    """Of starters and of who hardly plays; of whoever was expected nowhere there is no row."""
    table = "nba_precompute.ml_feature_store"
    (case,) = [case for case in CASES if case.name == "second night"]
    for line in history.by_game[case.game_id]:
        key = {"game_id": case.game_id, "player_id": line["player_id"]}
        if line["player_id"] in expected_players(history, case.game_id, line["team_id"]):
            expected = expected_ml_feature_store(history, case.game_id, line["player_id"])
            assert_same(golden_home, table, expected, **key)
        else:
            assert rows_with(golden_home, table, **key) == []


@cases
def test_what_the_opponent_allowed_to_his_role_is_so_too(
    golden_home: Home, history: History, case: Case
) -> None:
    role = role_before(history, case.game_id, case.player_id)
    team = history.line(case.game_id, case.player_id)["opponent_team_id"]
    expected = expected_role_games(history, case.game_id, role, team)
    key = {"game_id": case.game_id, "team_id": team, "role": role}
    assert_same(golden_home, "nba_analytics.role_games", expected, **key)


@cases
def test_what_the_league_did_to_that_day_is_so_too(
    golden_home: Home, history: History, case: Case
) -> None:
    expected = expected_league_form(history, case.game_id)
    assert_same(golden_home, "nba_analytics.league_form", expected, game_date=case.day)
