"""`backtest`: past days predicted by the night's own code, judged, and left alone once done."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from boxline import cli
from boxline.home import Home
from boxline.home.backtests import backtest_of, given_tables
from tests.builders import NOON, commits_of, facts_of, home_at, published_catalog
from tests.cli.answers import CommandLine

FIRST, LAST = date(2024, 11, 4), date(2024, 11, 10)
WINDOW = ("--from", FIRST, "--to", LAST)
PREDICTIONS = "nba_predictions.player_prop_predictions"
STORE = "nba_precompute.ml_feature_store"


@pytest.fixture(scope="module")
def tried(settled_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which one week was tried. Tests only read it."""
    path = tmp_path_factory.mktemp("tried") / "home"
    shutil.copytree(settled_copy, path, symlinks=True)
    words = ["boxline", *map(str, ["backtest", *WINDOW, "--home", path])]
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(StringIO()):
        patched.setattr("boxline.home.Home", at_noon)
        patched.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert not ended.value.code
    return path


def at_noon(**given: Any) -> Home:
    return Home(**given, clock=lambda: NOON, declared=published_catalog)


def result(home: Path) -> dict[str, Any]:
    (file,) = (home / "backtests").glob("*/result.json")
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def test_every_system_that_has_what_it_needs_is_judged_beside_the_others(tried: Path) -> None:
    systems = Counter(row["system"] for row in result(tried)["table"])
    assert {"season_average", "last_10", "empirical_bayes", "gradient_boosting"} <= set(systems)
    (page,) = (tried / "backtests").glob("*/report.html")
    assert "walk-forward" in page.read_text()


def test_the_home_it_was_asked_of_stays_as_it_was(tried: Path, settled_copy: Path) -> None:
    before, after = (home_at(p, declared=published_catalog) for p in (settled_copy, tried))
    assert commits_of(before) == commits_of(after)


def test_done_again_it_fits_and_predicts_nothing_and_says_the_same(
    boxline: CommandLine, tried: Path
) -> None:
    home = home_at(tried, declared=published_catalog)
    scratch = backtest_of(home, "nba", FIRST, LAST).scratch
    before, said = commits_of(scratch), result(tried)
    assert boxline("backtest", *WINDOW, home=tried).exit == 0
    assert commits_of(scratch) == before
    again = result(tried)
    assert {**again, "made_at": ""} == {**said, "made_at": ""}


def test_one_that_was_killed_while_it_was_given_its_tables_goes_on(
    boxline: CommandLine, tried: Path, settled: Path
) -> None:
    home = home_at(settled, declared=published_catalog)
    half = backtest_of(home, "nba", FIRST, LAST).scratch
    first, *_ = given_tables(half.catalog)
    with half.warehouse("killed") as warehouse:
        warehouse.seed_given([first], home.snapshot, code=half.code, now=home.clock())
    half.close()
    assert boxline("backtest", *WINDOW, home=settled).exit == 0
    whole = backtest_of(home_at(tried, declared=published_catalog), "nba", FIRST, LAST).scratch
    for table in (STORE, PREDICTIONS):
        assert facts_of(half, table) == facts_of(whole, table) != []


def test_list_and_show_tell_what_was_kept(boxline: CommandLine, tried: Path) -> None:
    (row,) = boxline("backtest", "list", "--json", home=tried).json
    assert (row["first"], row["last"]) == (str(FIRST), str(LAST))
    shown = boxline("backtest", "show", row["name"], "--json", home=tried)
    assert shown.json == result(tried)
    assert "season_average" in boxline("backtest", "show", row["name"], home=tried).data


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("backtest",), "needs --from and --to"),
        (("backtest", "--from", FIRST), "needs --from and --to"),
        (("backtest", "--from", FIRST, "--to", "2030-01-01"), "is not over"),
        (("backtest", *WINDOW, "--systems", "season_averag"), "'season_average'"),
        (("backtest", *WINDOW, "--props", "steals"), "Nothing is named 'steals'"),
        (("backtest", "show", "nba-2024"), "No backtest is named 'nba-2024'"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_one_line(
    boxline: CommandLine, settled: Path, words: tuple[Any, ...], told: str
) -> None:
    answer = boxline(*words, home=settled)
    assert (answer.exit, answer.data) == (2, "")
    (line,) = answer.talk.splitlines()
    assert told in line
    assert not (settled / "backtests").exists()
