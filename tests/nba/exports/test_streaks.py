"""Streaks: runs before a day, by an independent walk through the grades."""

from collections import defaultdict
from datetime import date
from itertools import takewhile
from typing import Any

import duckdb
import pytest

from boxline.catalog import Made
from boxline.home import Home
from boxline.nba.exports.streaks import LEAST_GAMES, Streak, Streaks, streaks
from tests.nba.exports import betting_league as league
from tests.nba.exports.feed_views import made_by

OUTCOMES = f"""
SELECT DISTINCT game_date, game_id, player_id, prop_type, line_result, forecast, line
FROM {league.GRADES}
WHERE population = 'everybody' AND system = '{league.SYSTEM}'
    AND line_result IN ('OVER', 'UNDER') ORDER BY game_date, game_id
"""

PLAYING = f"SELECT DISTINCT game_date, player_id, prop_type FROM {league.PREDICTIONS}"


class League:
    """What was made of the league, and its outcomes."""

    def __init__(self, home: Home) -> None:
        self.outcomes: list[Any] = []
        self.playing: list[Any] = []
        self.made: dict[str, Made] = made_by(
            home, streaks, league.NOW, change=self._change, days=league.DAYS
        )

    def _change(self, connection: duckdb.DuckDBPyConnection) -> None:
        league.bet_on_points(connection)
        self.outcomes = league.asked(connection, OUTCOMES)
        self.playing = league.asked(connection, PLAYING)

    def of(self, day: date) -> list[Streak]:
        document = self.made[f"v1/streaks/{day}.json"].document
        assert isinstance(document, Streaks)
        return document.streaks


@pytest.fixture(scope="module")
def told(home_with_models: Home) -> League:
    return League(home_with_models)


def _walked(told: League) -> set[tuple[date, int, str, str, int, date, date]]:
    """Every run of enough games, by walking back from each day."""
    lines: dict[tuple[int, str], list[tuple[date, str]]] = defaultdict(list)
    sides: dict[tuple[int, str], list[tuple[date, str]]] = defaultdict(list)
    for row in told.outcomes:
        key, day = (row["player_id"], row["prop_type"]), row["game_date"]
        lines[key].append((day, row["line_result"]))
        if row["forecast"] != row["line"]:
            is_hit = (row["forecast"] > row["line"]) == (row["line_result"] == "OVER")
            sides[key].append((day, "HIT" if is_hit else "MISS"))
    found = set()
    for row in told.playing:
        for past in (lines, sides):
            key = row["player_id"], row["prop_type"]
            before = [one for one in past[key] if one[0] < row["game_date"]][::-1]
            if not before or before[0][1] == "MISS":
                continue
            kind = before[0][1]
            run = list(takewhile(lambda one, kind=kind: one[1] == kind, before))  # type: ignore[misc]
            if len(run) >= LEAST_GAMES:
                ends = (run[-1][0], run[0][0])
                found.add((row["game_date"], *key, kind, len(run), *ends))
    return found


def test_runs_are_those_that_a_walk_back_from_each_day_finds(told: League) -> None:
    found = {
        (day, one.player_id, one.prop_type, one.kind, one.games, one.since, one.through)
        for day in league.DAYS
        for one in told.of(day)
    }
    expected = _walked(told)
    assert {one[3] for one in expected} == {"OVER", "UNDER", "HIT"}
    assert found == expected


def test_every_day_has_a_document_and_the_longest_run_comes_first(told: League) -> None:
    for day in league.DAYS:
        games = [one.games for one in told.of(day)]
        assert games == sorted(games, reverse=True)
    assert told.of(league.DAYS[0]) == []
