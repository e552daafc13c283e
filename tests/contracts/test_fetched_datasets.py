"""The same contracts for what is fetched beside box scores: rosters, reports, lines, scores."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from boxline.domain.days import from_eastern
from boxline.home import Home
from boxline.sandbox import write_archive
from tests.builders import bring_in, commits_of, facts_of, home_at, rows_of, run, same
from tests.fetched_league import FROM_FETCHING, Fetched, Teller, land_all, league_of

pytestmark = pytest.mark.thorough  # a season is fetched and run day by day

#: What is fetched fills these, alone or beside the archives.
FETCHED = sorted(
    FROM_FETCHING
    | {
        "nba_analytics.player_game_summary",
        "nba_analytics.team_defense_game_summary",
        "nba_analytics.team_offense_game_summary",
        "nba_core.expected_players",
        "nba_core.game_lines",
        "nba_core.injuries",
        "nba_core.player_prop_lines",
        "nba_core.resolved_names",
        "nba_core.shots",
    }
)
ONLY = frozenset(FETCHED) | {
    "nba_analytics.player_prop_results",
    "nba_core.cutoffs",
    "nba_core.games",
    "nba_core.player_games",
    "nba_core.player_games_by_source",
    "nba_core.players",
    "nba_core.team_games",
    "nba_core.teams",
}

#: What says how things stand when it is asked.
SNAPSHOTS = frozenset(
    {
        "bdl_active_players",
        "bdl_injuries",
        "bdl_standings",
        "espn_rosters",
        "nbac_injury_report",
        "nbac_player_list",
        "odds_api_game_lines",
        "odds_api_player_props",
    }
)

Row = dict[str, Any]


@pytest.fixture(scope="module")
def teller() -> Teller:
    return Teller(league_of(5))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Box scores and schedules, and nothing that is fetched here."""
    folder = tmp_path_factory.mktemp("archive")
    write_archive(league_of(5), folder)
    return [folder / name for name in ("nba_box_scores", "nba_team_games", "nba_schedule")]


@pytest.fixture(scope="module")
def fetched(teller: Teller) -> list[Fetched]:
    return list(teller.told(teller.days))


def _home(
    folder: Path, archive: list[Path], fetched: list[Fetched], *, like: Home | None = None
) -> Home:
    """A home with all of this landed; `like` another, whose compiled queries it begins with."""
    home = home_at(folder / "home")
    if like is not None:
        shutil.copytree(like.path / "cache", home.path / "cache", dirs_exist_ok=True)
    bring_in(home, archive)
    land_all(home, fetched)
    return home


@pytest.fixture(scope="module")
def at_once(
    tmp_path_factory: pytest.TempPathFactory, archive: list[Path], fetched: list[Fetched]
) -> Home:
    home = _home(tmp_path_factory.mktemp("once"), archive, fetched)
    run(home, only=ONLY)
    return home


@pytest.fixture(scope="module")
def day_by_day(
    tmp_path_factory: pytest.TempPathFactory,
    archive: list[Path],
    fetched: list[Fetched],
    at_once: Home,
) -> Home:
    home = _home(tmp_path_factory.mktemp("daily"), archive, fetched, like=at_once)
    days = {day for name, of in commits_of(at_once).items() if name in ONLY for day in of}
    for day in sorted(days):
        run(home, first=day, last=day, only=ONLY)
    return home


@pytest.fixture(scope="module")
def turn(teller: Teller) -> datetime:
    """From when on the poisoned home hears of another league."""
    return from_eastern(teller.days[2 * len(teller.days) // 3], "09:00")


@pytest.fixture(scope="module")
def poisoned(
    tmp_path_factory: pytest.TempPathFactory,
    archive: list[Path],
    fetched: list[Fetched],
    turn: datetime,
    at_once: Home,
) -> Home:
    """After the turn every snapshot is of another league. What is told of a game by its id stays,
    and so do moves, a history that is told whole each time and would correct the past."""
    other = Teller(league_of(6))
    own = [one for one in fetched if one.at <= turn or one.dataset not in SNAPSHOTS]
    strange = [one for one in other.told(other.days, SNAPSHOTS) if one.at > turn]
    home = _home(tmp_path_factory.mktemp("poisoned"), archive, [*own, *strange], like=at_once)
    run(home, only=ONLY)
    return home


@pytest.mark.parametrize("name", FETCHED)
def test_day_by_day_gives_the_rows_of_all_at_once(
    at_once: Home, day_by_day: Home, name: str
) -> None:
    whole, daily = facts_of(at_once, name), facts_of(day_by_day, name)
    assert len(whole) == len(daily) > 0
    assert [(a, d) for a, d in zip(whole, daily, strict=True) if not same(a, d)] == []


@pytest.mark.parametrize("name", FETCHED)
def test_what_is_fetched_later_changes_no_row_of_the_past(
    at_once: Home, poisoned: Home, turn: datetime, name: str
) -> None:
    def past(home: Home) -> list[Row]:
        partition = home.catalog[name].partition
        return [row for row in facts_of(home, name) if _is_past(row, partition, turn)]

    assert past(at_once) == past(poisoned) != []


def _is_past(row: Row, partition: str, turn: datetime) -> bool:
    day: date = row[partition]
    known_at: datetime | None = row.get("known_at")
    is_known = known_at is None or known_at <= turn.replace(tzinfo=None)
    return day < turn.date() and is_known


def test_the_poison_reaches_what_comes_after_it(at_once: Home, poisoned: Home) -> None:
    by_id = {
        "nba_analytics.team_defense_game_summary",
        "nba_analytics.team_offense_game_summary",
        "nba_core.live_scores",
        "nba_core.officials",
        "nba_core.shots",
    }
    for name in FETCHED:
        assert (facts_of(at_once, name) == facts_of(poisoned, name)) == (name in by_id), name


def test_a_second_run_commits_nothing(at_once: Home) -> None:
    assert run(at_once, only=ONLY).steps == []


def test_shots_name_who_passed_and_who_was_fouled(at_once: Home) -> None:
    shots = rows_of(at_once, "nba_core.shots")
    assert {row["source"] for row in shots} == {"nbac_play_by_play"}
    assert any(row["assist_player_id"] and row["is_made"] for row in shots)
    assert any(row["is_and_one"] for row in shots)
    assert not any(row["is_and_one"] and not row["is_made"] for row in shots)


def test_summaries_count_what_the_shots_name(at_once: Home) -> None:
    """The sandbox's play-by-play is the game's own, so it agrees with the box score."""
    rows = rows_of(at_once, "nba_analytics.player_game_summary")
    assert {row["zones_missing_reason"] for row in rows} == {None}
    for row in rows:
        passed = row["assisted_field_goals_made"] + row["unassisted_field_goals_made"]
        blocks = row["blocks_paint"] + row["blocks_mid_range"] + row["blocks_three"]
        assert (passed, blocks) == (row["field_goals_made"], row["blocks"])
    teams = rows_of(at_once, "nba_analytics.team_offense_game_summary")
    assert [row["assisted_field_goals_made"] for row in teams] == [row["assists"] for row in teams]
    assert sum(row["and_ones"] for row in rows) == sum(row["and_ones"] for row in teams) > 0
    assert any(row["points_result"] for row in rows)


def test_each_kind_of_source_reaches_its_table(at_once: Home, teller: Teller) -> None:
    def sources(name: str) -> set[str]:
        return {row["source"] for row in rows_of(at_once, f"nba_core.{name}")}

    assert sources("rosters") >= {"nbac_player_list", "bdl_active_players", "espn_rosters"}
    assert "nbac_injury_report" in sources("injuries")
    assert {row["status"] for row in rows_of(at_once, "nba_core.live_scores")} == {"final"}
    assert all(row["first_live_at"] for row in rows_of(at_once, "nba_core.live_scores"))
    assert len(rows_of(at_once, "nba_core.officials")) == 3 * len(teller.games)
