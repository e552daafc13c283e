"""What can be asked for of baseball: the same lists as of the league that stands first."""

from __future__ import annotations

from typing import Any

import pytest

from boxline.home import Home
from boxline.leagues import whole_catalog
from boxline.web.api.tables import lists_of, queried
from tests.builders import home_at, rows_of
from tests.web.api.asking import Asker, app_over

DAY = "2025-04-05"
TABLES = {
    "predictions": "mlb_predictions.pitcher_prop_predictions",
    "results": "mlb_predictions.prediction_accuracy",
    "lines": "mlb_core.pitcher_prop_lines",
}


@pytest.fixture(scope="module")
def ask(small_home: Home) -> Asker:
    return Asker(app_over(small_home))


def every_row(ask: Asker, path: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of all pages."""
    answer = ask(path, params=params).json()
    rows = answer["rows"]
    while answer["next"]:
        answer = ask(answer["next"]).json()
        rows += answer["rows"]
    return list(rows)


@pytest.mark.parametrize("kind", TABLES)
def test_the_pages_of_a_day_hold_each_row_once_in_order(
    ask: Asker, small_home: Home, kind: str
) -> None:
    (lists,) = lists_of(small_home.catalog)
    rows = every_row(ask, f"/api/mlb/{kind}", date=DAY, limit=4)
    places = [tuple(row[name] for name in getattr(lists, kind).key) for row in rows]
    assert places == sorted(set(places))
    stored = [row for row in rows_of(small_home, TABLES[kind]) if f"{row['game_date']}" == DAY]
    assert len(rows) == len(stored) > 4


def test_rows_are_narrowed_by_what_the_league_has(ask: Asker) -> None:
    (one, *_) = ask("/api/mlb/results", params={"date": DAY}).json()["rows"]
    wanted = {name: one[name] for name in ("player_id", "prop_type", "system", "origin")}
    rows = every_row(ask, "/api/mlb/predictions", **wanted)
    assert {tuple(row[name] for name in wanted) for row in rows} == {tuple(wanted.values())}


@pytest.mark.parametrize(
    "query",
    [
        "predictions?prop_type=points",
        "predictions?system=ensemble",
        "predictions?population=everybody",
        "players?team=LALA",
    ],
)
def test_what_another_league_has_is_refused(ask: Asker, query: str) -> None:
    assert ask(f"/api/mlb/{query}").status_code == 422


def test_players_bear_their_newest_name_and_the_code_of_their_club(ask: Asker) -> None:
    everybody = every_row(ask, "/api/mlb/players", limit=50)
    one = next(row for row in everybody if len(row["team"]) == 3)
    found = every_row(ask, "/api/mlb/players", name=one["player_name"][1:6], team=one["team"])
    assert one in found
    assert {row["team"] for row in found} == {one["team"]}
    assert len({row["player_id"] for row in everybody}) == len(everybody) > 10


def test_a_players_games_come_newest_first(ask: Asker) -> None:
    one = ask("/api/mlb/players").json()["rows"][0]
    rows = every_row(ask, f"/api/mlb/players/{one['player_id']}/games", limit=3)
    days = [row["game_date"] for row in rows]
    assert days == sorted(days, reverse=True)
    assert (len(rows), days[0]) == (one["games"], one["newest_game_date"])


def test_who_never_appeared_is_not_there_and_it_is_said_where_to_look(ask: Asker) -> None:
    answer = ask("/api/mlb/players/1/games")
    assert answer.status_code == 404
    assert "/api/mlb/players?name" in answer.json()["next_step"]


def test_a_league_that_is_not_kept_has_no_list(ask: Asker, tmp_path: Any) -> None:
    assert ask("/api/players").status_code == 404
    kept = Asker(app_over(home_at(tmp_path)))
    assert kept("/api/mlb/players").status_code == 404


def test_a_home_of_both_leagues_has_the_lists_of_both() -> None:
    catalog = whole_catalog()
    assert [one.under for one in lists_of(catalog)] == ["", "mlb"]
    names = queried(catalog.leagues.values())
    assert {"nba_core.teams", "mlb_core.teams"} <= names <= set(catalog.datasets)
