"""Predictions made before a game, changed before it, and frozen at its start."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from boxline.nba.prediction_rows import READ_MODELS
from tests import builders
from tests.builders import (
    bring_in,
    next_game_day,
    published_catalog,
    rewrite,
    rows_of,
    run,
    small_archive,
)

pytestmark = pytest.mark.thorough  # evenings are lived through hour by hour

league_home = partial(builders.league_home, declared=published_catalog)
settled_league_home = partial(builders.settled_league_home, declared=published_catalog)


PREDICTIONS = "nba_predictions.player_prop_predictions"


@pytest.fixture
def evening(tmp_path: Path) -> Home:
    """A home on the day before the league's next games, run."""
    return settled_league_home(tmp_path, now=next_game_day())


def live(home: Home) -> list[dict[str, Any]]:
    return [row for row in rows_of(home, PREDICTIONS) if row["origin"] == "live"]


def later(home: Home, **passed: float) -> Home:
    now = home.clock() + timedelta(**passed)
    return replace(home, clock=lambda: now)


def correct(home: Home, path: Path) -> Home:
    """Every box score of the newest season gains an assist."""
    shutil.copytree(small_archive(), path / "corrected", dirs_exist_ok=True)
    (file,) = (path / "corrected").rglob("player_games_2024-25.parquet")
    count = len(list(path.iterdir()))
    rewrite(file, lambda row: row | {"ast": row["ast"] + count})
    report = bring_in(home, [file])
    assert not report.failures, report.failures
    run(home)
    return home


def next_start(home: Home) -> datetime:
    now = home.clock().replace(tzinfo=None)
    starts = [row["tipped_off_at"] for row in rows_of(home, "nba_core.games")]
    return min(start for start in starts if start > now)


def test_games_to_come_are_predicted_live_and_those_played_are_replayed(evening: Home) -> None:
    predicted = rows_of(evening, PREDICTIONS)
    games = {row["game_id"]: row for row in rows_of(evening, "nba_core.games")}
    now = evening.clock().replace(tzinfo=None)
    for row in predicted:
        is_to_come = games[row["game_id"]]["tipped_off_at"] > now
        assert row["origin"] == ("live" if is_to_come else "replay")
        assert row["made_at"] == now
        if is_to_come:
            assert row["as_of"] == now
    assert {row["origin"] for row in predicted} == {"live", "replay"}


@pytest.mark.thorough  # two seasons are run
def test_a_clock_that_goes_on_while_a_run_works_makes_live_predictions_all_the_same(
    tmp_path: Path, evening: Home
) -> None:
    now, ticks = evening.clock(), itertools.count()
    ticking = league_home(tmp_path / "ticking", now=now)
    run(replace(ticking, clock=lambda: now + timedelta(milliseconds=next(ticks))))
    assert len(live(ticking)) == len(live(evening)) > 0


def test_a_live_prediction_changes_with_what_is_known_and_keeps_its_past(
    evening: Home, tmp_path: Path
) -> None:
    before = live(evening)
    after = live(correct(later(evening, minutes=30), tmp_path))
    assert [row for row in after if row["version"] == 1] == before
    changed = [row for row in after if row["version"] == 2]
    # A model of points reads assists too.
    told = {row["prop_type"] for row in changed if row["system"] not in READ_MODELS}
    assert told == {"assists", "points_rebounds_assists"}
    assert {row["prop_type"] for row in changed if row["system"] in READ_MODELS} >= told


def test_nothing_is_added_once_the_game_has_started(evening: Home, tmp_path: Path) -> None:
    start = next_start(evening).replace(tzinfo=UTC)
    begun = {
        row["game_id"]
        for row in rows_of(evening, "nba_core.games")
        if row["tipped_off_at"] == start.replace(tzinfo=None)
    }
    before = [row for row in rows_of(evening, PREDICTIONS) if row["game_id"] in begun]
    started = replace(evening, clock=lambda: start + timedelta(minutes=1))
    correct(started, tmp_path)
    after = [row for row in rows_of(evening, PREDICTIONS) if row["game_id"] in begun]
    assert before == after != []


def test_a_game_to_come_is_not_graded(evening: Home) -> None:
    graded = {row["game_id"] for row in rows_of(evening, "nba_predictions.prediction_accuracy")}
    assert graded.isdisjoint({row["game_id"] for row in live(evening)})


def test_tonights_document_is_published(evening: Home) -> None:
    day: date = min(row["game_date"] for row in live(evening))
    assert (evening.published.current / f"v1/predictions/{day}.json").exists()
    results = json.loads((evening.published.current / f"v1/results/{day}.json").read_text())
    assert (results["total_graded"], results["results"]) == (0, [])
