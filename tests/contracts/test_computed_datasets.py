"""What every computed dataset must do, found through the registry: nobody writes these twice."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from boxline.catalog import Table
from boxline.catalog.datasets import Dataset, league_name
from boxline.domain.days import from_eastern
from boxline.engine.reachable import Reachable
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.nba.league import NBA
from boxline.sandbox import simulate_league, write_archive
from tests.builders import (
    bring_in,
    commits_of,
    every_dataset,
    facts_of,
    home_at,
    league_home,
    rewrite,
    rows_of,
    run,
    same,
    settled_league_home,
    small_archive,
)
from tests.fetched_league import FROM_FETCHING
from tests.league_replies import FROM_REPLIES

#: `test_sourced_datasets` and `test_fetched_datasets` prove the same of those that have rows by
#: replies alone.
ELSEWHERE = FROM_REPLIES | FROM_FETCHING
#: Those of the other league are held to the same in `test_mlb_datasets`.
COMPUTED = [d for d in load_catalog().computed if league_name(d) == NBA.name]
TABLES = [d.name for d in COMPUTED if isinstance(d, Table) and d.name not in ELSEWHERE]
EXPORTS = [d.name for d in COMPUTED if not isinstance(d, Table)]

#: Datasets that say something of a day before its games; the others speak of the games themselves.
PRE_GAME = {
    "nba_precompute.ml_feature_store",
    "nba_analytics.expected_availability",
    "nba_analytics.upcoming_player_game_context",
    "nba_analytics.upcoming_team_game_context",
    "nba_core.expected_players",
    "nba_core.team_schedule",
    "nba_precompute.player_composite_factors",
    "nba_precompute.player_daily_cache",
    "nba_precompute.player_shot_zone_analysis",
    "nba_precompute.team_defense_zone_analysis",
    "nba_predictions.player_prop_predictions",
}


def days_of(home: Home) -> list[date]:
    """Every day of which anything is committed."""
    return sorted({day for of in commits_of(home).values() for day in of})


def _steps(days: list[date]) -> list[list[date]]:
    """The days of a season as one run after the other has them: one by one where a season begins
    (nobody is known yet) and where it ends (playoffs, games to come), and a week at once between.
    """
    first, between, last = days[:4], days[4:-4], days[-4:]
    weeks = [between[n : n + 7] for n in range(0, len(between), 7)]
    return [*([day] for day in first), *weeks, *([day] for day in last)]


@pytest.fixture(scope="session")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league with everything in it, models of weeks long ago too."""
    return settled_league_home(tmp_path_factory.mktemp("with-models"), with_old_models=True)


@pytest.fixture(scope="session")
def day_by_day_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same league, run one day after the other, or a few at once."""
    home = league_home(tmp_path_factory.mktemp("daily"))
    seasons: dict[str, list[date]] = {}
    for day in days_of(home):
        seasons.setdefault(NBA.seasons.season_of(day), []).append(day)
    assert len(seasons) == 2
    for days in seasons.values():
        for step in _steps(days):
            run(home, first=step[0], last=step[-1], only=every_dataset(home))
    return home


@pytest.mark.thorough  # two seasons are run, in many pieces
@pytest.mark.parametrize("name", TABLES)
def test_day_by_day_gives_the_rows_of_all_at_once(
    settled_home: Home, day_by_day_home: Home, name: str
) -> None:
    at_once, daily = facts_of(settled_home, name), facts_of(day_by_day_home, name)
    assert len(at_once) == len(daily) > 0
    differing = [(a, d) for a, d in zip(at_once, daily, strict=True) if not same(a, d)]
    assert differing == []


@pytest.mark.parametrize("name", TABLES)
def test_its_history_has_begun_where_it_has_rows(settled_home: Home, name: str) -> None:
    """Of what has not begun nothing is ever missed: an input that a league may lack is optional."""
    commits = commits_of(settled_home)
    held = Reachable(settled_home.catalog, lambda raw: min(commits.get(raw, ()), default=None))
    assert rows_of(settled_home, name)
    assert held.begins(name) is not None


@pytest.mark.thorough  # the same seasons
@pytest.mark.parametrize("name", EXPORTS)
def test_day_by_day_gives_the_documents_of_all_at_once(
    settled_home: Home, day_by_day_home: Home, name: str
) -> None:
    def hashes(home: Home) -> dict[str, str]:
        entries = home.published.manifest()["documents"]
        return {path: e["content"] for path, e in entries.items() if e["dataset"] == name}

    # Day by day, each season was the newest once: its documents are there too.
    at_once, daily = hashes(settled_home), hashes(day_by_day_home)
    assert at_once == {path: daily[path] for path in at_once} != {}


@pytest.fixture(scope="session")
def poisoned_home(tmp_path_factory: pytest.TempPathFactory, poisoned_from: date) -> Home:
    """The same league with what is told from one day on replaced by nonsense."""
    folder = tmp_path_factory.mktemp("poisoned")
    shutil.copytree(small_archive(), folder / "archive")
    for path in (folder / "archive").rglob("*.parquet"):
        if path.name.startswith(("player_games", "team_games", "shots")):
            rewrite(path, lambda row: _poisoned(row, poisoned_from))
        if path.parent.name in ("nba_prop_lines", "nba_game_lines"):
            rewrite(path, lambda row: _poisoned_line(row, poisoned_from))
        if path.parent.name == "nba_injuries":
            rewrite(path, lambda row: _poisoned_report(row, poisoned_from))
    poisoned = home_at(folder / "poisoned")
    bring_in(poisoned, [folder / "archive"])
    run(poisoned, accepted_because="it is poison", only=every_dataset(poisoned))
    return poisoned


@pytest.fixture(scope="session")
def poisoned_from(settled_home: Home) -> date:
    played = sorted(settled_home_days(settled_home))
    return played[2 * len(played) // 3]


def settled_home_days(home: Home) -> set[date]:
    """Days with box scores."""
    return set(commits_of(home)["nba_core.player_games"])


def _poisoned(row: dict[str, object], first: date) -> dict[str, object]:
    """Box scores and shots known after 06:00 of `first` say something else."""
    if row["game_date"] < first:  # type: ignore[operator]
        return row
    if "player_name" in row:
        row["player_name"] = f"Poisoned {row['player_name']}"
    if "fg3m" in row:
        row |= {"ast": 13, "minutes": 1 if "player_id" in row else 265}
    if "shot_made" in row:
        row["shot_made"] = not row["shot_made"]
    return row


def _poisoned_line(row: dict[str, object], first: date) -> dict[str, object]:
    """Closing lines told with the scores of `first` or later, and lines pulled or updated after
    `first`, say something else. Those of that day itself were known before its games."""
    if "spread" in row:
        if row["game_date"] >= first:  # type: ignore[operator]
            row |= {"spread": 31.5, "total": 301.5, "moneyline_home": 500, "moneyline_away": -700}
        return row
    pulled = row.get("file_date") or row.get("snapshot_date") or row["event_date"]
    if pulled > first:  # type: ignore[operator]
        row["line"] += 9  # type: ignore[operator]
    return row


def _poisoned_report(row: dict[str, object], first: date) -> dict[str, object]:
    """What was reported after `first`, and all that was reported of later games, is not so. A row
    of a club that had not reported yet has no status."""
    printed: datetime = row.get("first_report_et") or row["report_time_et"]  # type: ignore[assignment]
    is_late = max(printed.date(), row["game_date"]) > first  # type: ignore[type-var]
    if is_late and row["status"]:
        row["status"] = "Available" if row["status"] == "Out" else "Out"
    return row


@pytest.mark.thorough  # two seasons are run
@pytest.mark.parametrize("name", TABLES)
def test_poisoning_the_future_changes_no_row_of_the_past(
    settled_home: Home, poisoned_home: Home, poisoned_from: date, name: str
) -> None:
    # Box scores of a day are known at 06:00 Eastern of the next. So everything said of earlier
    # days, and everything said before the games of the poisoned day itself, must stand.
    last = poisoned_from if name in PRE_GAME else poisoned_from - timedelta(days=1)

    def past(home: Home) -> list[dict[str, object]]:
        return [row for row in facts_of(home, name) if row["game_date"] <= last]  # type: ignore[operator]

    assert past(settled_home) == past(poisoned_home) != []


@pytest.mark.thorough  # the same seasons
def test_the_poison_reaches_what_comes_after_it(
    settled_home: Home, poisoned_home: Home, poisoned_from: date
) -> None:
    for name in (
        "nba_core.player_games",
        "nba_core.player_prop_lines",
        "nba_core.game_lines",
        "nba_core.injuries",
        "nba_analytics.expected_availability",
        "nba_precompute.ml_feature_store",
        "nba_predictions.player_prop_predictions",
    ):
        assert facts_of(settled_home, name) != facts_of(poisoned_home, name)


def test_every_pre_game_dataset_is_known_to_this_test() -> None:
    def is_pre_game(dataset: Dataset) -> bool:
        state = dataset.expects.state.value if dataset.expects else ""
        return isinstance(dataset, Table) and state == "scheduled"

    assert {d.name for d in COMPUTED if is_pre_game(d)} == PRE_GAME


def test_a_second_run_commits_nothing(settled_home: Home) -> None:
    before = commits_of(settled_home)
    report = run(settled_home)
    assert report.steps == []
    assert commits_of(settled_home) == before


@pytest.mark.parametrize(
    "seed", [100, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(101, 106))]
)
def test_random_valid_inputs_never_yield_a_row_that_breaks_the_contract(
    tmp_path: Path, seed: int
) -> None:
    league = simulate_league(
        seed=seed,
        seasons=("2024-25",),
        teams=2 + seed % 7,
        games_per_team=8,
        preseason_games=seed % 3,
        future_games=seed % 4,
    )
    home = home_at(tmp_path / "home")
    write_archive(league, tmp_path / "archive")
    loaded = bring_in(home, [tmp_path / "archive"])
    run(home, only=every_dataset(home))
    # A value that a transform explains (nobody has appeared yet, so nobody is known) is no fault.
    explained = {
        (d.name, c.name) for d in home.catalog.computed for c in d.columns if c.explained_by
    }
    rejects = home.ledger.rejects()
    broken = [r["reason"] for r in rejects if (r["dataset"], r["field"]) not in explained]
    assert not loaded.failures
    assert broken == []


def test_no_prediction_of_a_finished_game_is_stamped_after_its_start(settled_home: Home) -> None:
    starts: dict[object, datetime] = {
        row["game_id"]: row["tipped_off_at"] for row in rows_of(settled_home, "nba_core.games")
    }
    for row in rows_of(settled_home, "nba_predictions.player_prop_predictions"):
        if row["origin"] == "replay":
            noon = from_eastern(row["game_date"], "12:00").replace(tzinfo=None)
            assert row["as_of"] <= (starts[row["game_id"]] or noon)
