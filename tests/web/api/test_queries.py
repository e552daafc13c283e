"""Queries over the newest snapshot: what is asked for, in order, page by page, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from boxline.stores.bounds import Bounds
from boxline.stores.reading import open_snapshot
from boxline.web.api import Limits
from boxline.web.api.side_work import SideWork
from boxline.web.api.tables import lists_of
from tests.builders import settled_league_home
from tests.web.api.asking import Asker, app_over, fresh_home

PREDICTIONS = "nba_predictions.player_prop_predictions"
GRADES = "nba_predictions.prediction_accuracy"


@pytest.fixture(scope="module")
def known(settled_home: Home) -> dict[str, Any]:
    """A day with grades, and a player of it."""
    query = (
        f"SELECT game_date, min(player_id), (SELECT min(game_date) FROM {GRADES}) FROM {GRADES} "
        "GROUP BY game_date ORDER BY game_date DESC LIMIT 1"
    )
    with open_snapshot(settled_home.snapshot) as connection:
        day, player_id, first = connection.execute(query).fetchall()[0]
    return {"date": day.isoformat(), "player_id": player_id, "first": first.isoformat()}


def counted(home: Home, query: str) -> Any:
    with open_snapshot(home.snapshot) as connection:
        return connection.execute(query).fetchall()[0][0]


def every_row(ask: Asker, path: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of all pages."""
    answer = ask(path, params=params).json()
    rows = answer["rows"]
    while answer["next"]:
        answer = ask(answer["next"]).json()
        rows += answer["rows"]
    return list(rows)


@pytest.mark.parametrize(
    ("kind", "table", "limit"),
    [
        ("predictions", PREDICTIONS, 500),
        ("results", GRADES, 300),
        ("lines", "nba_core.player_prop_lines", 20),
    ],
)
def test_the_pages_of_a_day_hold_each_row_once_in_order(
    ask: Asker, settled_home: Home, kind: str, table: str, limit: int
) -> None:
    day = counted(settled_home, f"SELECT max(game_date) FROM {table}")
    rows = every_row(ask, f"/api/{kind}", date=day, limit=limit)
    (lists,) = lists_of(settled_home.catalog)
    places = [tuple(row[name] for name in getattr(lists, kind).key) for row in rows]
    assert places == sorted(set(places))
    where = f"FROM {table} WHERE game_date = DATE '{day}'"
    assert len(rows) == counted(settled_home, f"SELECT count(*) {where}") > limit


def test_a_page_has_as_many_rows_as_were_asked_for(ask: Asker, known: dict[str, Any]) -> None:
    answer = ask("/api/results", params={"date": known["date"], "limit": 3}).json()
    assert len(answer["rows"]) == 3
    assert f"date={known['date']}" in answer["next"]


def test_rows_are_narrowed_by_every_parameter(ask: Asker, known: dict[str, Any]) -> None:
    asked = {
        "player_id": known["player_id"],
        "prop_type": "points",
        "system": "moving_average",
        "origin": "replay",
        "population": "everybody",
    }
    for path in ("/api/predictions", "/api/results"):
        rows = every_row(ask, path, **asked)
        assert rows
        assert {tuple(row[name] for name in asked) for row in rows} == {tuple(asked.values())}


def test_of_a_prediction_the_active_version_is_given(tmp_path: Path) -> None:
    home = settled_league_home(tmp_path)
    with home.warehouse("test") as warehouse:
        day, player = warehouse.connection.execute(
            f"SELECT game_date, player_id FROM {PREDICTIONS} ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
    part = next((home.snapshot.root / PREDICTIONS).iterdir())
    rows = Asker(app_over(home))("/api/predictions", params={"date": day, "player_id": player})
    before = rows.json()["rows"]
    import duckdb

    changed = part.with_suffix(".new")
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM '{part}' UNION ALL SELECT * REPLACE (version + 1 AS version, 9.5 AS "
            f"forecast) FROM '{part}') TO '{changed}' (FORMAT parquet)"
        )
    changed.replace(part)
    (home.path / "warehouse.duckdb").unlink()  # no reader opens it
    after = Asker(app_over(home))("/api/predictions", params={"date": day, "player_id": player})
    told = [(row["version"], row["forecast"]) for row in after.json()["rows"]]
    assert told == [(row["version"] + 1, 9.5) for row in before]


def test_results_are_given_over_a_span_of_days(
    ask: Asker, settled_home: Home, known: dict[str, Any]
) -> None:
    asked = {"from": known["first"], "to": known["date"], "player_id": known["player_id"]}
    rows = every_row(ask, "/api/results", **asked, limit=500)
    where = f"FROM {GRADES} WHERE player_id = {known['player_id']}"
    assert len(rows) == counted(settled_home, f"SELECT count(*) {where}")


def test_a_day_outside_the_span_has_no_rows(ask: Asker, known: dict[str, Any]) -> None:
    asked = {"date": known["date"], "from": "2099-01-01"}
    assert ask("/api/results", params=asked).json()["rows"] == []


def test_players_are_found_by_a_part_of_the_name_and_by_team(ask: Asker) -> None:
    everybody = every_row(ask, "/api/players", limit=500)
    one = everybody[0]
    part = one["player_name"][1:5].upper()
    found = every_row(ask, "/api/players", name=part, team=one["team"].lower())
    assert one in found
    assert all(part.lower() in row["player_name"].lower() for row in found)
    assert {row["team"] for row in found} == {one["team"]}
    assert every_row(ask, "/api/players", name="%") == []


def test_a_players_games_come_newest_first(ask: Asker, settled_home: Home) -> None:
    one = ask("/api/players").json()["rows"][0]
    rows = every_row(ask, f"/api/players/{one['player_id']}/games", limit=5)
    days = [row["game_date"] for row in rows]
    assert days == sorted(days, reverse=True)
    assert (len(rows), days[0]) == (one["games"], one["newest_game_date"])


def test_a_player_who_never_appeared_is_not_there(ask: Asker) -> None:
    answer = ask("/api/players/1/games")
    assert (answer.status_code, "/api/players" in answer.json()["next_step"]) == (404, True)


def test_a_days_absence_of_rows_is_an_empty_page(ask: Asker) -> None:
    answer = ask("/api/predictions")  # the clock stands in the summer
    assert (answer.status_code, answer.json()) == (200, {"rows": [], "next": None})


@pytest.mark.parametrize(
    "query",
    [
        "/api/predictions?date=yesterday",
        "/api/predictions?date=20250115",
        "/api/predictions?date=1736899200",
        "/api/predictions?player_id=0",
        "/api/predictions?player_id=99999999999999999999",
        "/api/predictions?player_id=1%20OR%201=1",
        "/api/predictions?prop_type=dunks",
        "/api/predictions?limit=501",
        "/api/predictions?limit=0",
        "/api/predictions?plyer_id=3",
        "/api/predictions?after=nonsense",
        "/api/predictions?after=WzFd",
        "/api/predictions?after=%ff",
        "/api/results?from=2025-01-15&to=2025-01-14",
        "/api/players?team=LALA",
        "/api/players?name=",
        "/api/lines?bookmaker='; DROP TABLE x",
        "/api/players/zero/games",
        "/runs?limit=0",
        "/monitoring/boxscore-completeness?date=soon",
        "/monitoring/boxscore-completeness?date=0001-01-01&days=400",
    ],
)
def test_what_cannot_be_asked_is_refused_and_says_what_can(ask: Asker, query: str) -> None:
    answer = ask(query)
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["next_step"]


def test_a_place_of_another_list_is_refused(ask: Asker) -> None:
    following = ask("/api/players?limit=1").json()["next"]
    after = following.split("after=")[1]
    assert ask(f"/api/predictions?after={after}").status_code == 422


def test_what_would_be_sql_is_a_text(ask: Asker) -> None:
    answer = ask("/api/players", params={"name": "' OR 1=1 --"})
    assert (answer.status_code, answer.json()["rows"]) == (200, [])


def test_the_same_is_answered_from_memory_while_the_snapshot_is_the_newest(
    settled_home: Home, known: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Asker(app_over(settled_home))
    path = f"/api/results?date={known['date']}&limit=2"
    first = ask(path)
    monkeypatch.setattr(SideWork, "run", None)  # nothing can be asked any more
    again = ask(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (ask(path).content, again.status_code) == (first.content, 304)


def test_who_would_wait_behind_too_many_is_told_to_come_again(
    settled_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Asker(app_over(settled_home))
    monkeypatch.setattr(ask.app.state.boxline.asking, "longest_line", 0)
    answer = ask("/api/players")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_a_query_that_costs_too_much_is_stopped(settled_home: Home) -> None:
    limits = Limits(queries=Bounds(seconds=0.001, threads=1), queries_per_second=1e4)
    answer = Asker(app_over(settled_home, limits=limits))("/api/players")
    assert (answer.status_code, answer.json()["detail"]) == (503, "The query was stopped.")


def test_before_there_is_a_snapshot_it_says_what_to_do(tmp_path: Path) -> None:
    ask = Asker(app_over(fresh_home(tmp_path)))
    for path in ("/api/players", "/monitoring/boxscore-completeness"):
        answer = ask(path)
        assert (answer.status_code, "boxline run" in answer.json()["next_step"]) == (503, True)
        assert str(tmp_path) not in answer.text


def test_a_snapshot_of_an_older_version_says_what_to_do(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    home.snapshot.root.mkdir()
    (home.snapshot.root / "current.json").write_text('{"tables": {}}')
    answer = Asker(app_over(home))("/api/players")
    assert (answer.status_code, "boxline run" in answer.json()["next_step"]) == (503, True)
