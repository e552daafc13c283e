"""Defects of the predecessor's vectors of features and of its grades, each by its list's number."""

from __future__ import annotations

from typing import Any

import pytest

from boxline.home import Home
from boxline.nba.analytics.upcoming_team_game_context import UPCOMING_TEAM_GAME_CONTEXT
from boxline.nba.precompute.ml_feature_store import FAMILIES
from tests.builders import rows_of
from tests.nba import calendar_rows
from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import DAY, GAME, GAME_ID, MAXEY, NYK, PHI, TIP, TOWNS, before

STORE = "nba_precompute.ml_feature_store"
OF_GAME = {name: GAME[name] for name in ("game_id", "game_date", "season", "season_type")}
SIDES = {TOWNS: NYK, MAXEY: PHI}


def stated(market: str, line: float, hours: float) -> dict[str, Any]:
    """A row of `nba_core.game_lines`."""
    return {
        **OF_GAME,
        "bookmaker": "draftkings",
        "market": market,
        "line": line,
        "is_closing_reference": False,
        "known_at": before(hours),
        "is_after_start": False,
    }


def before_the_game(*lines: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The features of one player of each side, of whom no past is known: player -> row."""
    calendar = [
        calendar_rows.game(561, DAY, home=PHI, away=NYK, game_id=GAME_ID, tipped_off_at=TIP)
    ]
    sides = calendar_rows.context(calendar, DAY, lines=lines)
    players = [
        {**OF_GAME, "player_id": player, "team_id": team, "opponent_team_id": NYK + PHI - team}
        for player, team in SIDES.items()
    ]
    names = [column.name for column in UPCOMING_TEAM_GAME_CONTEXT.columns]
    rows = computed(
        STORE,
        expected=players,
        cutoffs=cutoffs(GAME),
        availability=players,
        context=players,
        cache=players,
        factors=players,
        team_context=[{name: side[name] for name in names} for side in sides.values()],
    )
    return {row["player_id"]: row for row in rows}


def test_defect_18_the_nba_half_a_side_is_to_score_what_total_and_its_own_spread_leave() -> None:
    """MLB's half, runs as the total times the chance to win, has no league yet to be tested in."""
    rows = before_the_game(
        stated("total", 218.0, 9), stated("total", 220.5, 4), stated("spread", -6.5, 4)
    )
    at_home, away = rows[MAXEY], rows[TOWNS]
    assert (at_home["spread_points"], away["spread_points"]) == (-6.5, 6.5)
    assert (at_home["implied_team_points"], away["implied_team_points"]) == (113.5, 107.0)
    for row in (at_home, away):
        assert row["spread_magnitude"] == 6.5
        assert (row["total_points_line"], row["opening_total_points_line"]) == (220.5, 218.0)
        assert row["total_points_line_movement"] == 2.5
        assert row["implied_team_points"] == (220.5 - row["spread_points"]) / 2


@pytest.mark.parametrize("market", ["total", "spread"])
def test_defect_18_the_nba_half_without_either_line_nothing_is_implied(market: str) -> None:
    rows = before_the_game(stated(market, 5.5, 4))
    assert [row["implied_team_points"] for row in rows.values()] == [None, None]


def test_defect_20_of_two_versions_that_both_look_active_one_is_graded() -> None:
    made = {
        "game_id": GAME_ID,
        "game_date": DAY,
        "player_id": TOWNS,
        "team_id": NYK,
        "prop_type": "points",
        "system": "last_10",
        "population": "everybody",
        "origin": "live",
        "recommendation": "NO_LINE",
    }
    predictions = [
        {**made, "version": 1, "forecast": 21.0},
        {**made, "version": 2, "forecast": 24.5},
        {**made, "version": 1, "origin": "replay", "forecast": 19.0},
    ]
    line = {"game_id": GAME_ID, "game_date": DAY, "player_id": TOWNS, "has_played": True}
    grades = computed(
        "nba_predictions.prediction_accuracy",
        predictions=predictions,
        games=[GAME],
        player_games=[{**line, "points": 25, "rebounds": 9, "assists": 3, "threes_made": 2}],
    )
    names = ("origin", "version", "forecast", "actual", "error")
    assert [tuple(row[name] for name in names) for row in grades] == [
        ("live", 2, 24.5, 25, -0.5),
        ("replay", 1, 19.0, 25, -6.0),
    ]


def test_defect_22_before_a_players_first_game_no_average_is_known_and_none_is_0(
    settled_home: Home,
) -> None:
    averages = [column.name for column in FAMILIES["averages"]]
    rows = rows_of(settled_home, STORE)
    first = [row for row in rows if row["games_this_season"] == 0]
    assert len(first) > 50
    assert {name for row in first for name in averages if row[name] is not None} == set()
    later = [row for row in rows if row["games_this_season"] >= 1]
    assert {name for row in later for name in averages if row[name] == 0}, "0 is a value too"
