"""What stood before the games of a real season, beside a few lines of plain Python; and a game that
was put off."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise, takewhile
from math import acos, cos, radians, sin
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from boxline.nba.arenas import PLACES
from tests.builders import (
    bring_in,
    home_at,
    next_game_day,
    rewrite,
    rows_of,
    run,
    settled_league_home,
)

pytestmark = pytest.mark.thorough  # two real seasons are run

CONTEXT = "nba_analytics.upcoming_team_game_context"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def seasons(real_home: Home) -> dict[tuple[int, str], Rows]:
    """Each team's season in order: its context, with the points of both sides."""
    points: dict[tuple[str, int], int] = {
        (row["game_id"], row["team_id"]): row["points"]
        for row in rows_of(real_home, "nba_core.team_games")
    }
    found = defaultdict(list)
    for row in rows_of(real_home, CONTEXT):
        if row["season"] in ("2023-24", "2024-25"):
            own, other = (points[row["game_id"], row[t]] for t in ("team_id", "opponent_team_id"))
            found[row["team_id"], row["season"]].append(row | {"own": own, "other": other})
    assert len(found) == 60
    return {
        key: sorted(rows, key=lambda r: (r["game_date"], r["game_id"]))
        for key, rows in found.items()
    }


def test_rest_and_games_behind_are_those_of_the_calendar(
    seasons: dict[tuple[int, str], Rows],
) -> None:
    for rows in seasons.values():
        days = [row["game_date"] for row in rows]
        for n, row in enumerate(rows):
            before = [(row["game_date"] - day).days for day in days[:n]]
            assert row["game_number_in_season"] == n + 1
            assert row["days_rest"] == (before[-1] if before else None)
            assert row["games_last_7_days"] == sum(ago <= 7 for ago in before)
            assert row["games_last_14_days"] == sum(ago <= 14 for ago in before)
            pairs = sum(one - other == 1 and other <= 14 for one, other in pairwise(before))
            assert row["back_to_backs_last_14_days"] == pairs


def test_results_are_those_of_earlier_days(seasons: dict[tuple[int, str], Rows]) -> None:
    for rows in seasons.values():
        for n, row in enumerate(rows):
            margins = [r["own"] - r["other"] for r in rows[:n]]
            wins = sum(margin > 0 for margin in margins)
            assert row["win_share"] == (pytest.approx(wins / n, abs=1e-6) if n else None)
            assert row["last_margin_points"] == (margins[-1] if n else None)
            won = len(list(takewhile(lambda margin: margin > 0, margins[::-1])))
            lost = len(list(takewhile(lambda margin: margin < 0, margins[::-1])))
            streaks = (row["win_streak"], row["loss_streak"])
            assert streaks == ((won, lost) if n else (None, None))


def miles(one: str, other: str) -> float:
    """By the law of cosines, which the table does not use."""
    (north, east), (south, west) = (PLACES[place][:2] for place in (one, other))
    a, b, turn = radians(north), radians(south), radians(east - west)
    return 3958.7613 * acos(min(1.0, sin(a) * sin(b) + cos(a) * cos(b) * cos(turn)))


def test_travel_is_from_place_to_place(seasons: dict[tuple[int, str], Rows]) -> None:
    for rows in seasons.values():
        for before, row in pairwise(rows):
            assert row["travel_miles"] == pytest.approx(
                miles(before["place"], row["place"]), abs=0.51
            )
        for row in rows:
            ago = [(row["game_date"] - r["game_date"]).days for r in rows]
            recent = [r for r, days in zip(rows, ago, strict=True) if 1 <= days <= 14]
            assert row["miles_last_14_days"] == sum(r["travel_miles"] for r in recent)


def test_san_antonio_played_twice_in_paris(
    seasons: dict[tuple[int, str], Rows],
) -> None:
    rows = {row["game_date"]: row for row in seasons[1610612759, "2024-25"]}
    first, second = rows[date(2025, 1, 23)], rows[date(2025, 1, 25)]
    assert (first["place"], second["place"]) == ("Paris", "Paris")
    # They came from Miami, six hours behind.
    assert (first["time_zones_crossed"], second["travel_miles"]) == (6, 0)


def stood_before_the_season(row: dict[str, Any]) -> bool:
    """The Cup's later rounds are numbered from 1201."""
    return row["season_type"] == "regular" and int(row["game_id"][5:]) <= 1200


def test_what_lies_ahead_is_told_of_the_schedule_and_not_of_the_cup_and_the_playoffs(
    seasons: dict[tuple[int, str], Rows],
) -> None:
    # A quarter-final, a semi-final and the final of the Cup.
    decided = {"0022401201", "0022401230", "0062400001"}
    told = 0
    for rows in seasons.values():
        for row, after in pairwise(rows):
            ahead = [row["next_game_days_rest"], row["next_opponent_team_id"]]
            if stood_before_the_season(row) and stood_before_the_season(after):
                days = (after["game_date"] - row["game_date"]).days
                assert ahead == [days, after["opponent_team_id"]]
                assert not {row["game_id"], after["game_id"]} & decided
                told += 1
            else:
                assert [*ahead, row["next_opponent_win_share"]] == [None] * 3
        assert rows[-1]["next_game_days_rest"] is None
    assert told > 60 * 75  # of 82 games the last, and those beside a round of the Cup, tell nothing


def test_a_game_that_is_put_off_leaves_its_day_and_enters_the_new_one(tmp_path: Path) -> None:
    home = settled_league_home(tmp_path)
    before = rows_of(home, CONTEXT)
    first_to_come = next_game_day().date()
    to_come = [row for row in before if row["game_date"] >= first_to_come]
    moved = to_come[0]
    new_day = max(row["game_date"] for row in to_come) + timedelta(days=3)

    def put_off(row: dict[str, Any]) -> dict[str, Any]:
        if row["game_id"] == moved["game_id"]:
            name = "game_date_et" if "game_date_et" in row else "game_date_est"
            row[name] = new_day if isinstance(row[name], date) else new_day.isoformat()
        return row

    files = [
        path
        for path in (tmp_path / "archive").rglob("*schedule*.parquet")
        if not path.name.startswith("team_schedule")
    ]
    for path in files:
        rewrite(path, put_off)
    later = home_at(home.path, now=home.clock() + timedelta(days=1))
    bring_in(later, files)
    run(later, shrink_reason="a game was put off")

    after = rows_of(later, CONTEXT)
    days = {row["game_date"] for row in after if row["game_id"] == moved["game_id"]}
    assert days == {new_day}
    assert len(after) == len(before)
    for team in (moved["team_id"], moved["opponent_team_id"]):
        own = sorted(
            (row for row in after if row["team_id"] == team and row["season"] == moved["season"]),
            key=lambda row: row["game_date"],
        )
        rests = [(row["game_date"] - r["game_date"]).days for r, row in pairwise(own)]
        assert [row["days_rest"] for row in own[1:]] == rests
        assert own[-1]["game_id"] == moved["game_id"]
    assert run(later).steps == []
