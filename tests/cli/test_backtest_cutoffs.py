"""`backtest --cutoff`: what was known by then counts, in features, lines and predictions alike."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import closing, redirect_stdout
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from boxline import cli
from boxline.catalog import Raw
from boxline.engine.needed_days import first_needed
from boxline.home import Home
from boxline.home.backtests import backtest_catalog, backtest_of, given_tables, run_backtest
from boxline.leagues import load_catalog
from boxline.nba.starts import CUTOFF_MINUTES
from tests.builders import NOON, facts_of, home_at, published_catalog, rows_of
from tests.cli.answers import CommandLine, refused

pytestmark = pytest.mark.thorough  # half a season is tried at another cut-off

FIRST, LAST = date(2024, 11, 4), date(2024, 11, 10)
WINDOW = ("--from", FIRST, "--to", LAST)
CUTOFFS, STORE = "nba_core.cutoffs", "nba_precompute.ml_feature_store"
PREDICTIONS = "nba_predictions.player_prop_predictions"

#: In the small league much is learnt between ten hours and half an hour before a start.
MINUTES = 600

Row = dict[str, Any]


def at_noon(**given: Any) -> Home:
    return Home(**given, clock=lambda: NOON, declared=published_catalog)


def tried_at(home: Path, minutes: int) -> Home:
    """The warehouse of a backtest over a home."""
    here = home_at(home, declared=published_catalog)
    return backtest_of(here, "nba", FIRST, LAST, cutoff_minutes=minutes).scratch


@pytest.fixture(scope="module")
def tried(settled_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which one week was tried at another cut-off, by a command that had been killed
    before while it was given its tables. Tests only read it."""
    path = tmp_path_factory.mktemp("tried") / "home"
    shutil.copytree(settled_copy, path, symlinks=True)
    usual, killed = home_at(path, declared=published_catalog), tried_at(path, MINUTES)
    first = next(one for one in given_tables(killed.catalog) if one.name == CUTOFFS)
    moved = {CUTOFFS: {"cutoff_at": timedelta(minutes=CUTOFF_MINUTES - MINUTES)}}
    with killed.warehouse("killed") as warehouse:
        warehouse.seed_given(
            [first], usual.snapshot, code=killed.code, now=usual.clock(), moved=moved
        )
    killed.close()
    words = ["boxline", "backtest", *WINDOW, "--cutoff", MINUTES, "--home", path]
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(StringIO()):
        patched.setattr("boxline.home.Home", at_noon)
        patched.setattr(sys, "argv", list(map(str, words)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert not ended.value.code
    return path


def of_the_window(home: Home, table: str) -> list[Row]:
    return [row for row in rows_of(home, table) if FIRST <= row["game_date"] <= LAST]


def limits(home: Path, minutes: int) -> dict[str, datetime]:
    """So many minutes before the start of each game."""
    rows = rows_of(home_at(home, declared=published_catalog), "nba_core.games")
    return {r["game_id"]: r["tipped_off_at"] - timedelta(minutes=minutes) for r in rows}


def known_after(row: Row, moment: datetime) -> bool:
    """Whether a report or a line of which a player's features tell was known after a moment."""
    known = (row["availability_known_at"], row["market_known_at"])
    return any(at is not None and at > moment for at in known)


@pytest.mark.thorough  # weeks are computed at another cut-off
def test_each_game_has_the_cutoff_that_was_asked_for(tried: Path) -> None:
    found = rows_of(tried_at(tried, MINUTES), CUTOFFS)
    assert {row["game_id"]: row["cutoff_at"] for row in found} == limits(tried, MINUTES)


@pytest.mark.thorough  # weeks are computed at another cut-off
def test_reports_and_lines_that_came_between_count_at_the_usual_one_alone(tried: Path) -> None:
    limit = limits(tried, MINUTES)
    usual, moved = (
        of_the_window(home, STORE)
        for home in (home_at(tried, declared=published_catalog), tried_at(tried, MINUTES))
    )
    assert any(known_after(row, limit[row["game_id"]]) for row in usual)
    assert not any(known_after(row, limit[row["game_id"]]) for row in moved)
    assert any(row["market_known_at"] for row in moved)


@pytest.mark.thorough  # weeks are computed at another cut-off
def test_features_of_all_seasons_that_are_learnt_from_are_made_anew(tried: Path) -> None:
    limit = limits(tried, MINUTES)
    usual, moved = (
        {(row["game_id"], row["player_id"]) for row in rows_of(home, STORE)}
        for home in (home_at(tried, declared=published_catalog), tried_at(tried, MINUTES))
    )
    assert usual == moved
    for row in rows_of(tried_at(tried, MINUTES), STORE):
        assert not known_after(row, limit[row["game_id"]])


@pytest.mark.thorough  # weeks are computed at another cut-off
def test_predictions_say_it_and_carry_the_lines_of_then(tried: Path) -> None:
    limit = limits(tried, MINUTES)
    usual, moved = (
        of_the_window(home, PREDICTIONS)
        for home in (home_at(tried, declared=published_catalog), tried_at(tried, MINUTES))
    )
    assert all(row["as_of"] == limit[row["game_id"]] for row in moved)
    stood, stands = (
        {(row["game_id"], row["player_id"], row["prop_type"]) for row in rows if row["line"]}
        for rows in (usual, moved)
    )
    assert set() < stands < stood
    assert all(row["line_age_minutes"] >= 0 for row in moved if row["line"])


@pytest.mark.thorough  # weeks are computed at another cut-off
def test_the_name_the_result_the_list_and_the_report_say_it(
    boxline: CommandLine, tried: Path
) -> None:
    (row,) = boxline("backtest", "list", "--json", home=tried).json
    assert f"-{MINUTES}min-" in row["name"]
    assert row["cutoff_minutes"] == MINUTES
    told = f"Inputs as known {MINUTES} minutes before each start."
    assert told in boxline("backtest", "show", row["name"], home=tried).talk
    (page,) = (tried / "backtests").glob("*/report.html")
    assert told in page.read_text()
    assert f"--cutoff {MINUTES}" in page.read_text()
    assert f"showed {MINUTES} minutes before the start" in page.read_text()
    assert json.loads((page.parent / "result.json").read_text())["cutoff_minutes"] == MINUTES


@pytest.mark.thorough  # weeks are computed at another cut-off
def test_where_nothing_comes_between_two_cutoffs_the_features_are_the_same(settled: Path) -> None:
    """In the small league nothing is said in the half hour before a start, but at its ends."""
    here = home_at(settled, declared=published_catalog)
    one = backtest_of(here, "nba", FIRST, LAST, cutoff_minutes=CUTOFF_MINUTES - 1)
    with closing(run_backtest(here, one, on_step=lambda dataset, what: None)) as parts:
        assert not next(parts).failures
    assert facts_of(one.scratch, STORE) == facts_of(here, STORE)


class TestWhatIsComputed:
    def test_is_the_prediction_layer_alone_at_the_usual_cutoff(self) -> None:
        catalog = backtest_catalog(load_catalog(), "nba")
        assert {name.split(".")[0] for name in catalog.transforms} == {"nba_predictions"}
        assert not any(isinstance(one, Raw) for one in given_tables(catalog))

    def test_is_all_that_reads_the_cutoffs_at_another_and_nothing_else(self) -> None:
        whole = load_catalog()
        catalog = backtest_catalog(whole, "nba", is_moved=True)
        features = {n for n in catalog.transforms if not n.startswith("nba_predictions.")}
        assert features == {*whole.downstream(CUTOFFS)} & whole.with_sources(catalog.transforms) - {
            n for n in whole.datasets if n.startswith("nba_predictions.")
        }
        assert {"nba_core.resolved_names", "nba_core.expected_players", STORE} <= features
        assert CUTOFFS in {one.name for one in given_tables(catalog)}

    def test_reaches_back_as_far_as_it_is_read(self) -> None:
        needed = first_needed(load_catalog(), {"nba_predictions.weekly_models": FIRST})
        # The reference of the season before was fitted on six seasons.
        assert needed[STORE] == needed["nba_core.resolved_names"] == date(2018, 8, 1)
        assert "nba_predictions.player_prop_predictions" not in needed


def test_another_cutoff_is_another_backtest(settled: Path) -> None:
    here = home_at(settled, declared=published_catalog)
    names = {
        backtest_of(here, "nba", FIRST, LAST, cutoff_minutes=minutes).name
        for minutes in (None, CUTOFF_MINUTES, 0, 120)
    }
    assert [name.rsplit("-", 1)[0] for name in sorted(names)] == [
        f"nba-{FIRST}-{LAST}-{minutes}min" for minutes in (0, 120, 30)
    ]


@pytest.mark.parametrize("text", ["1441", "-5", "12.5", "half", "", "²"])
def test_what_is_no_number_of_minutes_is_refused(
    boxline: CommandLine, settled: Path, text: str
) -> None:
    answer = boxline("backtest", *WINDOW, f"--cutoff={text}", home=settled)
    refused(answer, 2, f"--cutoff {text!r}", "0 to 1440", "for example --cutoff 120")
    assert not (settled / "backtests").exists()
