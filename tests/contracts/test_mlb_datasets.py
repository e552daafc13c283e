"""What every computed dataset must do, of MLB's: found through the registry, over its archive."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Table
from boxline.engine.reachable import Reachable
from boxline.home import Home
from tests.builders import commits_of, facts_of, facts_of_all, rows_of, run, same
from tests.mlb.archive_files import Files, small_seasons
from tests.mlb.homes import mlb_catalog, mlb_home, ran, small_home_at

#: Computed tables that have rows by replies alone: see `tests/mlb/test_core_from_replies.py`.
FROM_REPLIES = frozenset(
    f"mlb_core.{name}" for name in ("game_lines", "lineups", "pitches", "umpires")
)
TABLES = [
    d.name for d in mlb_catalog().computed if isinstance(d, Table) and d.name not in FROM_REPLIES
]
#: What is said of a day before its games; the others speak of the games themselves.
PRE_GAME = {
    "mlb_core.cutoffs",
    "mlb_core.probable_pitchers",
    "mlb_precompute.pitcher_features",
    "mlb_predictions.starter_models",
    "mlb_predictions.starter_forecasts",
    "mlb_predictions.pitcher_prop_predictions",
}
POISONED_FROM = date(2025, 4, 9)

Row = dict[str, Any]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return small_home_at(tmp_path_factory.mktemp("at-once"))


@pytest.fixture(scope="module")
def day_by_day(tmp_path_factory: pytest.TempPathFactory, at_once: Home) -> Home:
    """The same league, of which the second season is run one day after the other where it begins,
    where two games of a day and a suspended one are, and where it ends; else a few days at once."""
    home = mlb_home(tmp_path_factory.mktemp("daily"), small_seasons())
    days = sorted({day for of in commits_of(at_once).values() for day in of})
    older = [day for day in days if day.year < 2025]
    run(home, first=older[0], last=older[-1], accepted_because="it is a toy")
    newer = days[len(older) :]
    for step in (newer[:1], newer[1:4], newer[4:5], newer[5:-3], *([day] for day in newer[-3:])):
        run(home, first=step[0], last=step[-1], accepted_because="it is a toy")
    return home


@pytest.mark.thorough  # a season is run in many pieces
@pytest.mark.parametrize("name", TABLES)
def test_day_by_day_gives_the_rows_of_all_at_once(
    at_once: Home, day_by_day: Home, name: str
) -> None:
    whole, daily = facts_of(at_once, name), facts_of(day_by_day, name)
    assert len(whole) == len(daily) > 0
    assert [(a, d) for a, d in zip(whole, daily, strict=True) if not same(a, d)] == []


@pytest.mark.parametrize("name", TABLES)
def test_its_history_has_begun_where_it_has_rows(at_once: Home, name: str) -> None:
    commits = commits_of(at_once)
    held = Reachable(at_once.catalog, lambda raw: min(commits.get(raw, ()), default=None))
    assert held.begins(name) is not None


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same league with what is told from one day on replaced by nonsense."""
    return ran(tmp_path_factory.mktemp("poisoned"), _poison(small_seasons(), POISONED_FROM))


def _poison(files: Files, first: date) -> Files:
    """What is known after the games of `first` began, and all that is told of later days."""
    found = deepcopy(files)
    nonsense: dict[str, Row] = {
        "starts": {"outs": 9, "pitches": 55, "runs_allowed": 9, "reached_base": 20},
        "batters": {"runs": 7, "number_of_pitches": 3},
        "statcast": {"whiffs": 1, "csw": 15, "ff_velo": 71.0},
        "games": {"home_score": 17},
    }
    for name, said in nonsense.items():
        for row in getattr(found, name):
            if row["game_date"] >= first:
                row.update(said)
    for row in found.starts:
        if row["game_date"] >= first:
            row["strikeouts"] = row["bf"] - row["hits"]
    for row in found.statcast:
        if row["game_date"] >= first:
            row |= {"k": row["pa"] - row["hits"], "pitches": 55}
    for row in found.games:
        if row["game_date"] > first:
            row |= {"home_probable_pitcher": "Poisoned", "away_probable_pitcher": ""}
    for row in (*found.strikeout_lines, *found.outs_lines):
        if datetime.fromisoformat(row["start_time_utc"]).date() > first:
            row["line"] += 3
    return found


@pytest.mark.parametrize("name", TABLES)
def test_poisoning_the_future_changes_no_row_of_the_past(
    at_once: Home, poisoned: Home, name: str
) -> None:
    last = POISONED_FROM if name in PRE_GAME else POISONED_FROM - timedelta(days=1)

    def past(home: Home) -> list[Row]:
        return [row for row in facts_of(home, name) if row["game_date"] <= last]

    assert past(at_once) == past(poisoned) != []


def test_the_poison_reaches_what_comes_after_it(at_once: Home, poisoned: Home) -> None:
    reached = {"mlb_core.cutoffs", "mlb_core.teams", "mlb_core.player_names", "mlb_core.players"}
    reached |= {"mlb_core.postponed_games", "mlb_predictions.fortnight_starts"}
    clean, after = facts_of_all(at_once, TABLES), facts_of_all(poisoned, TABLES)
    assert {name for name in TABLES if clean[name] == after[name]} <= reached


@pytest.mark.parametrize("table", ["pitcher_game_summary", "batter_game_summary"])
def test_what_is_told_before_a_game_sees_nothing_of_its_day(
    at_once: Home, poisoned: Home, table: str
) -> None:
    """The nonsense of the day stands in the line and in what is made of it, and nowhere else."""
    name = f"mlb_analytics.{table}"
    pairs = [
        (row, other)
        for row, other in zip(facts_of(at_once, name), facts_of(poisoned, name), strict=True)
        if row["game_date"] == POISONED_FROM
    ]
    assert pairs
    changed = {c for row, other in pairs for c in row if row[c] != other[c]}
    line = {
        "pitcher_game_summary": {
            "outs", "pitches", "runs", "reached_base", "strikeouts", "strikeouts_per_9",
            "strikeout_share", "strikeouts_result", "outs_result",
        },
        "batter_game_summary": {"runs", "pitches"},
    }  # fmt: skip
    assert changed != set()
    assert changed <= line[table]


def test_every_pre_game_dataset_is_known_to_this_test() -> None:
    scheduled = {
        d.name
        for d in mlb_catalog().computed
        if isinstance(d, Table) and d.expects and d.expects.state.value == "scheduled"
    }
    assert scheduled <= PRE_GAME


def test_a_second_run_commits_nothing(at_once: Home) -> None:
    before = commits_of(at_once)
    assert run(at_once).steps == []
    assert commits_of(at_once) == before


@pytest.mark.parametrize("seed", [41])
def test_random_valid_inputs_never_yield_a_row_that_breaks_the_contract(
    tmp_path: Path, seed: int
) -> None:
    home = ran(tmp_path, small_seasons(seed=seed, days=10))
    explained = {
        (d.name, c.name) for d in home.catalog.computed for c in d.columns if c.explained_by
    }
    rejects = home.ledger.rejects()
    assert [r["reason"] for r in rejects if (r["dataset"], r["field"]) not in explained] == []


#: Column -> the one that says why it is NULL.
EXPLAINED = {
    "strikeouts_mean_last_5": "no_form_reason",
    "season_strikeouts_per_9": "no_form_reason",
    "season_earned_run_average": "no_earned_runs_reason",
    "season_whiff_share": "no_statcast_reason",
    "opponent_strikeout_share": "no_opponent_reason",
    "strikeouts_per_9_vs_opponent": "no_meeting_reason",
    "ballpark_strikeout_factor": "no_ballpark_reason",
}


def test_what_is_not_known_is_null_with_its_reason_and_never_a_number(at_once: Home) -> None:
    rows = rows_of(at_once, "mlb_analytics.pitcher_game_summary")
    for column, reason in EXPLAINED.items():
        assert {(row[column] is None) == (row[reason] is not None) for row in rows} == {True}
    (first, *_) = rows
    told = {c for c in EXPLAINED if first[c] is not None}
    assert told == set()
    assert first["days_since_last_game"] is None
