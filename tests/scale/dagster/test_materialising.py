"""Assets are made by the planner: the same rows, and of each day what its commit says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from boxline.catalog import Catalog, Table
from boxline.dagster import running
from boxline.home import Home
from tests.builders import facts_of_all, run
from tests.scale.dagster.conftest import Locate, Location, small_catalog

EXPECTED, PLAYER_GAMES = "nba_core.expected_players", "nba_core.player_games"
#: Two days of the small league's first week, and one on which nobody plays.
FIRST, LAST, FREE = date(2023, 10, 24), date(2023, 10, 26), date(2023, 10, 23)


def sources(of: str) -> list[str]:
    """A table and all that it is computed from."""
    catalog = small_catalog()
    return sorted(catalog.with_sources([of]) & {one.name for one in catalog.computed})


def rows(home: Home, names: list[str]) -> dict[str, list[dict[str, object]]]:
    try:
        return facts_of_all(home, names)
    finally:
        home.close()


def commits(location: Location, name: str) -> dict[date, tuple[object, ...]]:
    """Day -> rows, rejects, versions and run, straight from the warehouse."""
    home = location.home()
    with home.warehouse("test") as warehouse:
        found = warehouse.connection.execute(
            "SELECT day, rows_kept, rows_rejected, content, inputs, code, run_id "
            "FROM ops.commits WHERE dataset = ? ORDER BY day",
            [name],
        ).fetchall()
    home.close()
    return {day: tuple(told) for day, *told in found}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, locate: Locate) -> Location:
    """A home of which three days were materialised, with all that they rest on. Only read."""
    found = locate(tmp_path_factory.mktemp("made"))
    assert found.materialize(sources(EXPECTED), FIRST, LAST).success
    return found


class TestARange:
    def test_has_the_rows_that_a_run_of_these_days_makes(
        self, made: Location, tmp_path: Path, locate: Locate
    ) -> None:
        names = sources(EXPECTED)
        other = locate(tmp_path).home()
        run(other, first=FIRST, last=LAST, only=frozenset(names))
        expected = rows(other, names)
        assert rows(made.home(), names) == expected
        assert {row["game_date"] for row in expected[PLAYER_GAMES]} >= {FIRST, LAST}

    def test_is_told_day_by_day_as_the_commits_say(self, made: Location) -> None:
        told = {
            date.fromisoformat(day): (
                one["dagster/partition_row_count"],
                one["rows rejected"],
                one["content version"],
                one["input version"],
                one["code version"],
                one["run"],
            )
            for day, one in made.made(PLAYER_GAMES).items()
            if one
        }
        assert told == commits(made, PLAYER_GAMES) != {}

    def test_is_one_run_of_the_planner(self, made: Location) -> None:
        ids = {row[-1] for name in sources(EXPECTED) for row in commits(made, name).values()}
        assert len(ids) == 1


def test_one_day_is_one_partition_with_its_rows(location: Location) -> None:
    assert location.materialize(sources(PLAYER_GAMES), FIRST).success
    (day,) = location.made(PLAYER_GAMES)
    assert date.fromisoformat(day) == FIRST
    found = rows(location.home(), [PLAYER_GAMES])[PLAYER_GAMES]
    assert {row["game_date"] for row in found} == {FIRST}
    told = location.made(PLAYER_GAMES)[day]
    assert told["dagster/partition_row_count"] == len(found) > 0


def test_what_is_made_is_not_made_twice(location: Location) -> None:
    location.materialize(sources(PLAYER_GAMES), FIRST)
    before = commits(location, PLAYER_GAMES)
    again = location.materialize(sources(PLAYER_GAMES), FIRST)
    assert again.success
    assert commits(location, PLAYER_GAMES) == before
    home = location.home()
    (of_again,) = (
        one["run_id"] for one in home.ledger.runs(limit=9) if again.run_id in one["command"]
    )
    assert home.ledger.steps(of_again) == []
    home.close()


def test_a_day_without_games_is_made_and_holds_nothing(location: Location) -> None:
    assert location.materialize([PLAYER_GAMES], FREE).success
    assert location.made(PLAYER_GAMES) == {FREE.isoformat(): {}}


def test_a_day_that_waits_for_what_it_reads_is_not_made_and_says_so(
    location: Location, capfd: pytest.CaptureFixture[str]
) -> None:
    result = location.materialize([EXPECTED], FIRST)
    assert result.success
    assert location.made(EXPECTED) == {}
    assert f"{EXPECTED}: 1 days are not made ({FIRST})" in capfd.readouterr().err


def scoreless() -> Catalog:
    """Declarations by which nobody can have scored, so that no day of box scores is committed."""
    catalog = small_catalog()
    table = catalog.datasets[PLAYER_GAMES]
    assert isinstance(table, Table)
    columns = tuple(replace(c, high=0) if c.name == "points" else c for c in table.columns)
    return replace(
        catalog, datasets={**catalog.datasets, PLAYER_GAMES: replace(table, columns=columns)}
    )


def test_work_that_fails_fails_the_step_in_its_own_words_and_the_rest_is_made(
    tmp_path: Path, locate: Locate
) -> None:
    location = locate(tmp_path, scoreless)
    result = location.materialize(sources(PLAYER_GAMES), FIRST, LAST)
    (failed,) = result.get_step_failure_events()
    error = failed.step_failure_data.user_failure_data
    assert not result.success
    assert error is not None
    assert error.description is not None
    assert error.description.startswith("Work failed in run ")
    assert f"{PLAYER_GAMES}: " in error.description
    assert location.made(PLAYER_GAMES) == {}
    assert FIRST.isoformat() in location.made("nba_core.games")


def test_a_home_that_somebody_works_on_is_tried_again_until_it_is_free(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BUSY_SECONDS", 0)
    location = replace(location, lease_seconds=2.0)  # without progress it lapses
    holder = location.home()
    with holder.lease("test"):
        result = location.materialize(["nba_core.games"], FIRST)
    holder.close()
    kinds = [event.event_type for event in result.all_events]
    assert result.success
    assert dg.DagsterEventType.STEP_UP_FOR_RETRY in kinds
