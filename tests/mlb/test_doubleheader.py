"""Nights of two games: whatever becomes of the first, nothing is said otherwise of the second."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from boxline.home import Home
from tests.builders import facts_of_all, run
from tests.mlb.archive_files import FIRST_DAYS, Files, small_seasons
from tests.mlb.homes import mlb_catalog, mlb_home

Row = dict[str, Any]

DAY = FIRST_DAYS[2025] + timedelta(4)
SAID = (
    "mlb_core.probable_pitchers",
    "mlb_precompute.pitcher_features",
    "mlb_predictions.starter_forecasts",
    "mlb_predictions.pitcher_prop_predictions",
)
CAME = ("mlb_core.pitcher_games", "mlb_core.batter_games", "mlb_core.games")


def both_games(files: Files) -> tuple[int, int]:
    """The ids of the first and the second game of the day's doubleheader."""
    of_day = [g for g in files.games if g["game_date"] == DAY and g["doubleheader"] == "S"]
    first, second = sorted(of_day, key=lambda game: game["game_num"])
    return first["game_id"], second["game_id"]


def otherwise() -> Files:
    """The small league, but that the first game of the day went another way."""
    files = small_seasons()
    first, _ = both_games(files)
    for row in files.starts:
        if row["game_pk"] == first:
            row |= {"strikeouts": row["outs"], "runs_allowed": 9, "pitches": 119}
    for row in files.batters:
        if row["game_pk"] == first:
            row |= {"strike_outs": 4, "hits": 0, "total_bases": 0, "runs": 3}
    for row in files.games:
        if row["game_id"] == first and row["game_date"] == DAY:
            row |= {"home_score": 19, "current_inning": 14}
    return files


@pytest.fixture(scope="module")
def told(
    small_home: Home, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """What is said and what came, as it went and as it might have gone."""
    other = mlb_home(tmp_path_factory.mktemp("otherwise"), otherwise())
    run(other, only=frozenset(mlb_catalog().with_sources(SAID)), accepted_because="it is a toy")
    return facts_of_all(small_home, (*SAID, *CAME)), facts_of_all(other, (*SAID, *CAME))


def of(rows: list[Row], game_id: int) -> list[Row]:
    return [row for row in rows if row["game_id"] == str(game_id)]


@pytest.mark.parametrize("name", SAID)
def test_another_result_of_the_first_game_changes_nothing_said_of_the_second(
    told: tuple[dict[str, list[Row]], dict[str, list[Row]]], name: str
) -> None:
    as_it_went, otherwise_ = told
    for game_id in both_games(small_seasons()):
        assert of(as_it_went[name], game_id) == of(otherwise_[name], game_id) != []


def test_it_changes_what_came_and_what_is_said_of_later_days(
    told: tuple[dict[str, list[Row]], dict[str, list[Row]]],
) -> None:
    as_it_went, otherwise_ = told
    first, _ = both_games(small_seasons())
    for name in ("mlb_core.pitcher_games", "mlb_core.games"):
        assert of(as_it_went[name], first) != of(otherwise_[name], first)
    for name in SAID[1:]:
        changed = [
            row["game_date"]
            for row, other in zip(as_it_went[name], otherwise_[name], strict=True)
            if row != other
        ]
        assert changed
        assert min(changed) > DAY
