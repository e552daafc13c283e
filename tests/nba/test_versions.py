"""However often a day is published before its games, each prediction has one active version."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from boxline.forecasting.populations import EVERYBODY
from boxline.home import Home
from boxline.nba.prediction_rows import READ_MODELS
from tests import builders
from tests.builders import bring_in, next_game_day, published_catalog, rewrite, rows_of, run

pytestmark = pytest.mark.thorough  # a day is run five times

settled_league_home = partial(builders.settled_league_home, declared=published_catalog)


PREDICTIONS = "nba_predictions.player_prop_predictions"
STATES = 5

Key = tuple[Any, ...]


def at(home: Home, now: datetime) -> Home:
    return replace(home, clock=lambda: now)


@pytest.fixture(scope="module")
def five_times(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that published the day before the next games five times, each time knowing other box
    scores: every player has an assist more than the time before."""
    path = tmp_path_factory.mktemp("five")
    now = next_game_day()
    home = settled_league_home(path, now=now)
    (file,) = (path / "archive").rglob("player_games_2024-25.parquet")
    for state in range(1, STATES):
        rewrite(file, lambda row: row | {"ast": row["ast"] + 1})
        home = at(home, now + timedelta(minutes=10 * state))
        assert not bring_in(home, [file]).failures
        run(home)
    return home


def versions(home: Home) -> dict[Key, list[dict[str, Any]]]:
    """(game, player, prop, system, population, origin) -> its versions in order."""
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    names = ("game_id", "player_id", "prop_type", "system", "population", "origin")
    for row in sorted(rows_of(home, PREDICTIONS), key=lambda row: row["version"]):
        found[tuple(row[name] for name in names)].append(row)
    return found


def published(home: Home) -> list[tuple[Key, float | None]]:
    """Every prediction in the documents: its key, and its number."""
    found = []
    for path in sorted((home.published.current / "v1/predictions").iterdir()):
        for game in json.loads(path.read_text())["games"]:
            for player in game["players"]:
                for prop in player["props"]:
                    key = (game["game_id"], player["player_id"], prop["prop_type"])
                    found += [
                        ((*key, system, EVERYBODY, prop["origin"]), forecast)
                        for system, forecast in prop["forecast"].items()
                    ]
    return found


def test_each_state_adds_a_version_to_what_it_changes_and_to_nothing_else(
    five_times: Home,
) -> None:
    counts = Counter(
        (origin, prop, system in READ_MODELS, len(rows))
        for (*_, prop, system, _, origin), rows in versions(five_times).items()
    )
    assists = {"assists", "points_rebounds_assists"}
    live = {tuple(told) for origin, *told in counts if origin == "live"}
    replays = {count for origin, *_, count in counts if origin == "replay"}
    changed = {count for prop, _, count in live if prop in assists}
    assert max(changed) == STATES
    # A model of points reads assists too.
    assert {n for prop, is_fitted, n in live if prop not in assists and not is_fitted} == {1}
    assert {n for prop, is_fitted, n in live if prop not in assists and is_fitted} == {STATES}
    assert replays == {1}


def test_versions_of_a_prediction_count_from_1_without_a_gap(five_times: Home) -> None:
    for rows in versions(five_times).values():
        assert [row["version"] for row in rows] == list(range(1, len(rows) + 1))


def test_publishing_a_day_five_times_leaves_one_active_version_of_each(five_times: Home) -> None:
    shown = published(five_times)
    assert max(Counter(key for key, _ in shown).values()) == 1
    newest = {key: rows[-1]["forecast"] for key, rows in versions(five_times).items()}
    # A system that does not speak of a prop has no prediction, and shows nothing.
    assert {key: newest.get(key) for key, _ in shown} == dict(shown)
    spoken = {key for key in newest if key[-1] == "live" and EVERYBODY in key}
    assert spoken <= {key for key, _ in shown}


def test_five_runs_that_know_the_same_add_no_version_and_publish_nothing(five_times: Home) -> None:
    before, current = versions(five_times), five_times.published.current.resolve()
    for minute in range(1, 6):
        later = at(five_times, five_times.clock() + timedelta(minutes=minute))
        assert run(later).steps == []
    assert versions(five_times) == before
    assert five_times.published.current.resolve() == current
