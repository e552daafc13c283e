"""The definitions: everything that is declared, read without a store being opened."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from boxline.catalog import Catalog
from boxline.dagster.location import location_of
from boxline.dagster.naming import key_of
from boxline.home import Home
from boxline.leagues import load_catalog, whole_catalog
from tests.builders import home_at
from tests.scale.dagster.conftest import Location, small_catalog


def graph_of(path: Path, catalog: Catalog) -> dict[str, dg.AssetSpec]:
    found = location_of(lambda: home_at(path, declared=lambda: catalog))
    return {".".join(one.key.path): one for one in found.resolve_all_asset_specs()}


def test_every_dataset_and_feed_is_an_asset_with_what_it_reads(tmp_path: Path) -> None:
    catalog = whole_catalog()
    specs = graph_of(tmp_path / "home", catalog)
    assert specs.keys() == catalog.names
    for name in catalog.datasets:
        assert {dep.asset_key for dep in specs[name].deps} == set(map(key_of, catalog.reads(name)))
    for name, feeding in catalog.feeds.items():
        reads = {key_of(table.name) for table in feeding.target.reads}
        assert {dep.asset_key for dep in specs[name].deps} == reads


def test_an_asset_says_what_its_declaration_says(tmp_path: Path) -> None:
    spec = graph_of(tmp_path / "home", load_catalog())["nba_core.player_games"]
    table = load_catalog()["nba_core.player_games"]
    schema = spec.metadata["dagster/column_schema"]
    minutes = next(column for column in schema.columns if column.name == "minutes_played")
    declared = next(column for column in table.columns if column.name == "minutes_played")
    assert spec.group_name == "nba_core"
    assert spec.description is not None
    assert table.grain in spec.description
    assert spec.metadata["key"] == ", ".join(table.key)
    assert [column.name for column in schema.columns] == [c.name for c in table.stored_columns]
    assert minutes.description == f"{declared.doc} ({declared.unit})"
    assert minutes.constraints.nullable is declared.nullable


def test_the_code_version_is_that_by_which_the_planner_goes(location: Location) -> None:
    home = location.home()
    specs = {one.key: one for one in location.definitions().resolve_all_asset_specs()}
    found = {name: specs[key_of(name)].code_version for name in home.catalog.datasets}
    assert found == {name: home.code[name] for name in home.catalog.datasets}
    home.close()


def test_partitions_are_the_eastern_days_from_the_earliest_season_that_can_be_had(
    tmp_path: Path,
) -> None:
    specs = graph_of(tmp_path / "home", whole_catalog())
    first = {"nba_core.games": date(2014, 8, 1), "mlb_core.games": date(2024, 1, 1)}
    for name, day in first.items():
        days = specs[name].partitions_def
        assert isinstance(days, dg.DailyPartitionsDefinition)
        assert days.timezone == "America/New_York"
        assert days.get_first_partition_key() == day.isoformat()


def test_all_of_a_league_is_one_definition_that_a_backfill_runs_once(location: Location) -> None:
    assets = [
        one for one in location.definitions().assets or [] if isinstance(one, dg.AssetsDefinition)
    ]
    (days,) = (one for one in assets if one.node_def.name == "nba_days")
    assert days.backfill_policy == dg.BackfillPolicy.single_run()
    assert days.can_subset
    assert set(days.keys) == set(map(key_of, location.declared().datasets))


def test_loading_waits_for_nobody_who_works_on_the_home(location: Location) -> None:
    holder = location.home()
    with holder.warehouse("test"):
        assert location.definitions().get_repository_def() is not None
    holder.close()


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"ledger": "postgresql://127.0.0.1:1/nobody"},
        {"landing": "s3://nobody/landing"},
        {"warehouse": "bigquery://nobody/prefix"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_loading_makes_no_folder_where_a_store_is_elsewhere_either(
    tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    def open_home() -> Home:
        home = home_at(tmp_path / "home", declared=small_catalog)
        return replace(home, settings=replace(home.settings, **elsewhere))

    assert open_home().is_begun
    assert location_of(open_home).resolve_all_asset_specs()
    assert not (tmp_path / "home").exists()


class Watched(Home):
    """A home of which is known whether it was let go of."""

    def close(self) -> None:
        super().close()
        self.path.with_name("closed").touch()


def test_a_home_whose_declarations_cannot_be_read_is_let_go_of(tmp_path: Path) -> None:
    def broken() -> Catalog:
        raise ValueError("a declaration is wrong")

    def open_home() -> Home:
        return Watched(settings=home_at(tmp_path / "home").settings, declared=broken)

    with pytest.raises(ValueError, match="a declaration is wrong"):
        location_of(open_home)
    assert (tmp_path / "closed").exists()


def test_dagster_itself_finds_them_valid_and_makes_no_home(tmp_path: Path) -> None:
    keeps = tmp_path / "dagster"
    keeps.mkdir()
    (keeps / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    home = tmp_path / "home"
    checked = subprocess.run(
        [sys.executable, "-m", "dagster", "definitions", "validate", "-m", "boxline.dagster"],
        env={**os.environ, "DAGSTER_HOME": str(keeps), "BOXLINE_HOME": str(home)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert not home.exists()
