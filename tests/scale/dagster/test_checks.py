"""The checks say what the data says: what is missing, what was rejected, and what to do."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb

from boxline.catalog import Catalog, Table
from boxline.dagster.naming import key_of
from tests.builders import bring_in, home_at, rewrite, small_archive
from tests.scale.dagster.conftest import Locate, Location, small_catalog

PLAYER_GAMES, RAW = "nba_core.player_games", "nba_raw.archive_player_games"
FIRST, LAST = date(2023, 10, 24), date(2023, 10, 26)


def checked(location: Location) -> dict[tuple[str, str], dg.AssetCheckEvaluation]:
    names = small_catalog().with_sources([PLAYER_GAMES])
    result = location.materialize(sorted(names), FIRST, LAST)
    assert result.success
    return {
        (".".join(one.asset_key.path), one.check_name): one
        for one in result.get_asset_check_evaluations()
    }


def test_what_is_whole_passes(location: Location) -> None:
    found = checked(location)
    assert found[PLAYER_GAMES, "completeness"].passed
    assert found[PLAYER_GAMES, "completeness"].description == "Nothing is missing."
    assert found[PLAYER_GAMES, "rejects"].passed


def test_a_game_that_is_missing_is_named_with_its_cause_and_what_to_do(
    tmp_path: Path, locate: Locate
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(small_archive(), archive)
    lost = first_game_of(archive, FIRST)
    for path in archive.glob("nba_box_scores/**/*.parquet"):
        rewrite(path, lambda row: None if row["game_id"] == lost else row)
    home = home_at(tmp_path / "home", declared=small_catalog)
    bring_in(home, [archive])
    home.close()

    one = checked(locate(tmp_path, is_made=True))[PLAYER_GAMES, "completeness"]
    assert not one.passed
    assert one.severity is dg.AssetCheckSeverity.WARN
    assert not one.blocking
    assert one.metadata["count"].value == 1
    assert f"game {lost} of {FIRST} is " in str(one.description)
    assert str(one.metadata["next step"].value).startswith("boxline ")


def first_game_of(archive: Path, day: date) -> str:
    found = duckdb.sql(
        f"SELECT min(game_id) FROM read_parquet('{archive}/nba_box_scores/**/*.parquet') "
        f"WHERE CAST(game_date AS DATE) = DATE '{day}'"
    ).fetchall()
    return str(found[0][0])


def modest() -> Catalog:
    """Declarations by which nobody scores more than 30 points."""
    catalog = small_catalog()
    table = catalog.datasets[PLAYER_GAMES]
    assert isinstance(table, Table)
    columns = tuple(replace(c, high=30) if c.name == "points" else c for c in table.columns)
    return replace(
        catalog,
        datasets={
            **catalog.datasets,
            PLAYER_GAMES: replace(table, columns=columns, max_rejected_share=1.0),
        },
    )


def test_rows_that_were_rejected_are_counted_with_the_reason_and_what_to_do(
    tmp_path: Path, locate: Locate
) -> None:
    location = locate(tmp_path, modest)
    one = checked(location)[PLAYER_GAMES, "rejects"]
    told = location.made(PLAYER_GAMES).values()
    rejected = sum(day["rows rejected"] for day in told if day)
    assert not one.passed
    assert one.metadata["count"].value == rejected > 0
    assert "points" in str(one.metadata["found"].value.records[0].data["field"])
    assert one.metadata["next step"].value == f"boxline rejects list --dataset {PLAYER_GAMES}"


def test_checks_alone_look_at_all_of_history_and_make_nothing(location: Location) -> None:
    check = dg.AssetCheckKey(key_of(RAW), "completeness")
    result = dg.materialize(
        location.definitions().assets or [],
        selection=dg.AssetSelection.checks(check),
        instance=location.instance,
        raise_on_error=False,
    )
    (one,) = result.get_asset_check_evaluations()
    assert one.asset_check_key == check
    assert result.get_asset_materialization_events() == []
