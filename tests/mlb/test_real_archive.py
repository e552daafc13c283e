"""The real games and pitchers of 2024 and 2025, where the shared data are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest

from boxline.home import Home
from tests.builders import rows_of, rows_of_all, shared_data

pytestmark = pytest.mark.thorough  # real seasons are run

Row = dict[str, Any]

#: Paul Skenes at Wrigley Field on 13 June 2025: worked out of the file of starts by plain Python.
SKENES = (694973, "777526")
WORKED = {
    "season_starts": 14,
    "season_outs": 273,
    "season_strikeouts": 92,
    "season_batters_faced": 345,
    "strikeouts_mean_last_3": 22 / 3,
    "strikeouts_mean_last_5": 7.8,
    "strikeouts_mean_last_10": 6.6,
    "outs_mean_last_5": 21.8,
    "outs_mean_last_10": 20,
    "pitches_mean_last_5": 99,
    "strikeouts_deviation_last_10": 2.2211108331943574,
    "strikeouts_per_9_last_10": 8.91,
    "runs_per_9_last_10": 1.62,
    "walks_and_hits_per_inning_last_10": 0.87,
    "season_strikeouts_per_9": 9.098901098901099,
    "season_walks_and_hits_per_inning": 0.8351648351648352,
    "strikeouts_per_9_home": 8.277372262773723,
    "strikeouts_per_9_away": 9.926470588235293,
    "days_since_last_game": 5,
    "games_last_30_days": 5,
    "opponent_strikeout_share": 0.2018220042046251,
    "opponent_on_base_share": 0.3174491941135249,
    "strikeouts_per_9_vs_opponent": 11.52,
    "ballpark_strikeout_factor": 1.0981243574468482,
}


@pytest.fixture(scope="module")
def listed() -> list[Row]:
    """The rows of the file of games; columns that differ in case alone are one in a dictionary."""
    data = shared_data()
    if data is None:
        pytest.skip("the shared data are absent")
    table = pq.read_table(data / "mlb_games" / "games_2024_2025.parquet")
    return table.drop_columns(["losing_Team"]).to_pylist()


@pytest.fixture(scope="module")
def found(real_home: Home) -> dict[str, list[Row]]:
    core = ("games", "pitcher_games", "statcast_starts", "player_names", "probable_pitchers")
    tables = [f"mlb_core.{name}" for name in core]
    return rows_of_all(real_home, [*tables, "mlb_analytics.pitcher_game_summary"])


def test_the_144_rows_that_share_an_id_are_71_games(
    listed: list[Row], found: dict[str, list[Row]]
) -> None:
    times = Counter(str(row["game_id"]) for row in listed)
    shared = {game_id for game_id, count in times.items() if count > 1}
    assert sum(times[game_id] for game_id in shared) == 144
    games = {row["game_id"]: row for row in found["mlb_core.games"]}
    assert len([row for row in found["mlb_core.games"] if row["game_id"] in shared]) == 71
    postponed = [games[g] for g in shared if games[g]["postponed_from"] is not None]
    suspended = [games[g] for g in shared if games[g]["resumed_on"] is not None]
    assert (len(postponed), len(suspended)) == (64, 7)
    assert all(game["is_final"] for game in postponed + suspended)


def test_every_listing_of_them_is_kept_in_raw(listed: list[Row], real_home: Home) -> None:
    rows = rows_of(real_home, "mlb_raw.archive_games")
    told = Counter(row["told"] for row in rows)
    assert told == dict.fromkeys(("listing", "probables", "result"), len(listed))
    moved = [r for r in rows if r["told"] == "result" and r["status"] == "Postponed"]
    assert len(moved) == 66


def test_a_suspended_game_is_on_the_day_of_its_starts(found: dict[str, list[Row]]) -> None:
    (game,) = (row for row in found["mlb_core.games"] if row["game_id"] == "746942")
    assert (game["game_date"], game["resumed_on"]) == (date(2024, 6, 26), date(2024, 8, 26))


def test_each_season_has_its_games(found: dict[str, list[Row]]) -> None:
    # Of 2024 one game was cancelled, and the archive ends before the postseason of 2025.
    counts = Counter((row["season"], row["season_type"]) for row in found["mlb_core.games"])
    assert counts == {
        ("2024", "regular"): 2429,
        ("2024", "wild_card"): 9,
        ("2024", "division_series"): 18,
        ("2024", "league_series"): 11,
        ("2024", "world_series"): 5,
        ("2025", "regular"): 2430,
    }


def test_on_nights_of_two_games_neither_sees_the_other(found: dict[str, list[Row]]) -> None:
    by_night: dict[tuple[Any, ...], list[Row]] = {}
    for row in found["mlb_analytics.pitcher_game_summary"]:
        by_night.setdefault((row["game_date"], row["team_id"]), []).append(row)
    doubled = [rows for rows in by_night.values() if len(rows) == 2]
    assert len(doubled) > 100
    for first, second in doubled:
        assert {first["game_number"], second["game_number"]} == {1, 2}
        if first["opponent_team_id"] == second["opponent_team_id"]:
            assert first["opponent_strikeout_share"] == second["opponent_strikeout_share"]
            assert first["ballpark_strikeout_factor"] == second["ballpark_strikeout_factor"]


def test_every_start_is_a_pitcher_s_game_of_its_day(found: dict[str, list[Row]]) -> None:
    rows = found["mlb_core.pitcher_games"]
    assert len(rows) == 9710
    assert {row["is_starter"] for row in rows} == {True}
    days = {row["game_id"]: row["game_date"] for row in found["mlb_core.games"]}
    assert all(days[row["game_id"]] == row["game_date"] for row in rows)


def test_statcast_s_starts_are_resolved_but_two_and_those_of_other_seasons(
    found: dict[str, list[Row]],
) -> None:
    rows = found["mlb_core.statcast_starts"]
    resolved = Counter((row["season"], row["game_id"] is not None) for row in rows)
    # There is no start of 2023 to be one, and the rows of 2025 repeat those of 2024.
    assert resolved == {
        ("2023", False): 4790,
        ("2024", True): 4794,
        ("2024", False): 2,
        ("2025", False): 4766,
    }
    names: dict[int, set[str]] = {}
    for row in rows:
        if row["player_id"] is not None:
            names.setdefault(row["player_id"], set()).add(row["player_name"])
    assert {len(each) for each in names.values()} == {1}


def test_who_starts_is_known_before_all_but_three_starts_that_are_evaluated(
    found: dict[str, list[Row]],
) -> None:
    named = {(r["game_id"], r["player_id"]) for r in found["mlb_core.probable_pitchers"]}
    evaluated = [
        row
        for row in found["mlb_analytics.pitcher_game_summary"]
        if row["season"] == "2025" and row["season_starts"] >= 3
    ]
    assert len(evaluated) == 3903
    missed = [row for row in evaluated if (row["game_id"], row["player_id"]) not in named]
    assert len(missed) == 3


def test_a_real_start_has_the_values_worked_out_by_hand(found: dict[str, list[Row]]) -> None:
    player_id, game_id = SKENES
    (row,) = (
        r
        for r in found["mlb_analytics.pitcher_game_summary"]
        if (r["player_id"], r["game_id"]) == (player_id, game_id)
    )
    assert {name: row[name] for name in WORKED} == pytest.approx(WORKED, rel=1e-8)
    line = ("outs", "batters_faced", "pitches", "strikeouts", "walks", "hits", "runs")
    assert [row[name] for name in line] == [15, 20, 95, 5, 2, 4, 0]
    assert row["no_earned_runs_reason"] == "a source of his starts does not tell earned runs"
    assert (row["season_earned_run_average"], row["season_whiff_share"]) == (None, None)
