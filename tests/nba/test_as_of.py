"""A run as of an instant knows what was known then, and leaves the live home alone."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Export
from boxline.domain.days import from_eastern
from boxline.engine.work import Window
from boxline.errors import BadWindow, SnapshotOutdated
from boxline.home import Home
from boxline.home.scratch import run_as_of
from tests.builders import (
    NOON,
    bring_in,
    commits_of,
    home_at,
    league_home,
    named_catalog,
    rewrite,
    rows_of,
    run,
    settled_league_home,
    small_archive,
    small_league,
)

PREDICTIONS = "nba_predictions.player_prop_predictions"
PLAYED = max(g.fixture.game_date for g in small_league().newest.games if g.is_played)


def as_of(home: Home, instant: datetime) -> Home:
    scratch, report = run_as_of(home, instant, Window(), on_step=lambda dataset, what: None)
    assert not report.failures, report.failures
    return scratch


def facts(home: Home) -> dict[str, list[dict[str, Any]]]:
    """Every table without its stamps."""
    found = {}
    for name, dataset in home.catalog.datasets.items():
        if not isinstance(dataset, Export):
            stamps = {column.name for column in dataset.columns if column.is_stamp}
            rows = rows_of(home, name)
            found[name] = [{k: v for k, v in row.items() if k not in stamps} for row in rows]
    return found


def test_a_few_tables_are_as_they_were_known_and_the_live_home_stays_as_it_was(
    tmp_path: Path,
) -> None:
    home = settled_league_home(tmp_path, declared=named_catalog)
    before = commits_of(home)
    scratch = as_of(home, from_eastern(PLAYED, "18:00"))
    played = before["nba_core.player_games"].keys()
    assert commits_of(scratch)["nba_core.player_games"].keys() == played - {PLAYED} != played
    assert commits_of(home) == before
    assert run(home).steps == []


@pytest.mark.thorough  # two seasons are run
def test_box_scores_are_not_known_before_the_morning_after(settled_home: Home) -> None:
    evening = from_eastern(PLAYED, "18:00")
    scratch = as_of(settled_home, evening)
    days = {row["game_date"] for row in rows_of(scratch, "nba_core.player_games")}
    assert max(days) < PLAYED
    predicted = [row for row in rows_of(scratch, PREDICTIONS) if row["game_date"] == PLAYED]
    assert {row["origin"] for row in predicted} == {"replay"}
    assert max(row["as_of"] for row in predicted) <= evening.replace(tzinfo=None)


@pytest.mark.thorough  # two seasons are run
def test_the_live_home_stays_as_it_was(settled_home: Home) -> None:
    before = commits_of(settled_home)
    as_of(settled_home, from_eastern(PLAYED, "18:00"))
    assert commits_of(settled_home) == before
    assert run(settled_home).steps == []


def evening_of_news(home: Home) -> date:
    """The newest day played on which a report between 13:35 and 18:25 told another status."""
    reported: dict[tuple[Any, ...], list[tuple[datetime, date, str]]] = {}
    for row in rows_of(home, "nba_core.injuries"):
        key = (row["game_id"], row["player_id"])
        reported.setdefault(key, []).append((row["known_at"], row["game_date"], row["status"]))
    return max(
        day
        for told in reported.values()
        for (_, _, before), (known_at, day, after) in pairwise(sorted(told))
        if before != after
        and day <= PLAYED
        and from_eastern(day, "13:35") < known_at.replace(tzinfo=UTC) < from_eastern(day, "18:25")
    )


@pytest.mark.thorough  # two seasons are run
def test_a_status_of_the_early_report_is_another_before_the_start(settled_home: Home) -> None:
    """Of one evening, what the 13:30 report said of players whose status then changed."""
    evening = evening_of_news(settled_home)

    def statuses(home: Home) -> dict[tuple[Any, ...], Any]:
        return {
            (row["game_id"], row["player_id"]): row["injury_status"]
            for row in rows_of(home, PREDICTIONS)
            if row["game_date"] == evening
        }

    early = statuses(as_of(settled_home, from_eastern(evening, "13:35")))
    late = statuses(settled_home)  # replays: 30 minutes before the start
    assert early.keys() == late.keys()
    changed = {key for key in early if early[key] != late[key]}
    assert changed
    assert all(late[key] is not None for key in changed)


@pytest.mark.thorough  # two seasons are run, twice
def test_nothing_that_became_known_later_changes_any_row(tmp_path: Path) -> None:
    """The poison: every file says something else about what was known after the instant."""
    instant = from_eastern(PLAYED, "12:00")
    clean = league_home(tmp_path / "clean")
    shutil.copytree(small_archive(), tmp_path / "poison")
    for path in (tmp_path / "poison").rglob("*.parquet"):
        rewrite(path, lambda row: _poisoned(row, instant))
    poisoned = home_at(tmp_path / "poisoned")
    assert not bring_in(poisoned, [tmp_path / "poison"]).failures
    clean_facts, poisoned_facts = facts(as_of(clean, instant)), facts(as_of(poisoned, instant))
    assert clean_facts.keys() == poisoned_facts.keys()
    for name, rows in clean_facts.items():
        assert rows == poisoned_facts[name], name
    assert clean_facts[PREDICTIONS] != []


def _poisoned(row: dict[str, Any], instant: datetime) -> dict[str, Any]:
    day = instant.astimezone(UTC).date()
    if "fg3m" in row and row["game_date"] >= day:  # a box score is known the morning after
        return row | {"ast": 13, "minutes": 1 if "player_id" in row else 265}
    if "shot_made" in row and row["game_date"] >= day:
        return row | {"shot_made": not row["shot_made"]}
    if "price_american" in row and row.get("file_date", day - timedelta(days=1)) >= day:
        return row | {"line": row["line"] + 1}  # a line without a stamp is known at 17:00
    if (
        "first_report_et" in row
        and from_eastern(row["first_report_et"].date(), f"{row['first_report_et']:%H:%M}") > instant
    ):
        return row | {"status": "Doubtful"}
    return row


def test_it_starts_from_a_snapshot_and_not_from_the_future(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    with pytest.raises(SnapshotOutdated, match="there is none yet"):
        as_of(home, NOON)
    with pytest.raises(BadWindow, match="lies in the future"):
        as_of(home, NOON + timedelta(hours=1))
