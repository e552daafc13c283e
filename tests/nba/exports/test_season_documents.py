"""The calendar and the morning report say what an independent look at the tables says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import duckdb
import pytest

from boxline.home import Home
from boxline.nba.exports.calendar import calendar
from boxline.nba.exports.morning_report import morning_report
from boxline.stores.reading import open_snapshot
from tests.builders import days_between, next_game_day
from tests.nba.exports.feed_views import made_by

NOW = next_game_day()
TODAY = NOW.date()
DAYS = days_between(TODAY - timedelta(days=34), TODAY + timedelta(days=1))


def asked(home: Home, query: str) -> list[tuple[Any, ...]]:
    with open_snapshot(home.snapshot) as connection:
        found = query.replace("$today", f"DATE '{TODAY}'")
        rows: list[tuple[Any, ...]] = connection.execute(found).fetchall()
        return rows


def test_the_calendar_has_every_day_with_its_games(settled_home: Home) -> None:
    made = made_by(settled_home, calendar, NOW, days=DAYS)
    document: Any = made["v1/calendar.json"].document
    assert [day.date for day in document.days] == DAYS
    games = dict(
        asked(settled_home, "SELECT game_date, count(*) FROM nba_core.games GROUP BY game_date")
    )
    assert {day.date: day.games for day in document.days if day.games} == {
        day: count for day, count in games.items() if day in DAYS
    }
    assert all((day.season_type is None) == (day.games == 0) for day in document.days)


@pytest.fixture(scope="module")
def report(settled_home: Home) -> Any:
    made = made_by(settled_home, morning_report, NOW, days=DAYS)
    return made[f"v1/morning-report/{TODAY}.json"].document


def test_a_morning_tells_of_the_last_day_with_games(settled_home: Home, report: Any) -> None:
    ((last, games),) = asked(
        settled_home,
        "SELECT game_date, count(*) FROM nba_core.games WHERE game_date < $today "
        "GROUP BY game_date ORDER BY game_date DESC LIMIT 1",
    )
    assert (report.last_game_date, report.games, report.games_final) == (last, games, games)
    assert report.games_with_box_scores == games
    ((today,),) = asked(
        settled_home, "SELECT count(*) FROM nba_core.games WHERE game_date = $today"
    )
    assert report.games_today == today > 0


def test_a_morning_s_errors_are_of_who_spoke_first(settled_home: Home, report: Any) -> None:
    """By another way: grades of the champions of that day, whose rows say that they are."""
    with open_snapshot(settled_home.snapshot) as connection:
        found = champions_errors(connection, report.last_game_date)
    assert {
        each.prop_type: (each.graded, each.mean_absolute_error) for each in report.props
    } == found


def champions_errors(connection: duckdb.DuckDBPyConnection, day: Any) -> dict[str, Any]:
    rows = connection.execute(
        "SELECT prop_type, count(error), round(avg(abs(error)), 4) "
        "FROM nba_predictions.prediction_accuracy AS g WHERE game_date = $day "
        "AND population = 'everybody' AND EXISTS (SELECT 1 FROM "
        "nba_predictions.player_prop_predictions AS p WHERE p.is_champion "
        "AND p.population = 'everybody' AND p.game_id = g.game_id AND p.player_id = g.player_id "
        "AND p.prop_type = g.prop_type AND p.system = g.system AND p.origin = g.origin "
        "AND p.version = g.version) GROUP BY prop_type",
        {"day": day},
    ).fetchall()
    return {prop: (count, error) for prop, count, error in rows}
