"""A small league's home as Dagster sees it, and what is asked of it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from boxline.catalog import Catalog
from boxline.dagster.location import location_of
from boxline.dagster.naming import key_of
from boxline.home import Home
from tests.builders import NOON, home_at, league_home, named_catalog

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"


@cache
def small_catalog() -> Catalog:
    """Everything raw, who is expected, and a document of each day: a fifth of the tables."""
    whole = named_catalog()
    return replace(
        whole, documents={n: one for n, one in whole.documents.items() if n in whole.datasets}
    )


@dataclass(kw_only=True)
class Location:
    """A code location of one home, and an instance of Dagster that keeps nothing."""

    path: Path
    declared: Callable[[], Catalog]
    instance: dg.DagsterInstance
    lease_seconds: float = 15.0

    def home(self) -> Home:
        """The home anew, to be closed by whoever asks."""
        lease = self.lease_seconds
        return home_at(self.path, now=NOON, lease_seconds=lease, declared=self.declared)

    def definitions(self) -> dg.Definitions:
        return location_of(self.home)

    def materialize(
        self, names: Sequence[str], first: date, last: date | None = None
    ) -> dg.ExecuteInProcessResult:
        """Materialise datasets for a day, or a range of days, with their checks."""
        days: dict[str, Any] = {"partition_key": first.isoformat()}
        if last is not None:
            days = {"tags": {RANGE_START: first.isoformat(), RANGE_END: last.isoformat()}}
        job = self.definitions().resolve_implicit_global_asset_job_def()
        return job.execute_in_process(
            asset_selection=[key_of(name) for name in names],
            instance=self.instance,
            raise_on_error=False,
            **days,
        )

    def made(self, name: str) -> dict[str, dict[str, Any]]:
        """Partition -> metadata of its newest materialisation."""
        records = self.instance.fetch_materializations(key_of(name), limit=10_000).records
        told = [record.asset_materialization for record in reversed(records)]
        return {
            one.partition: {key: value.value for key, value in one.metadata.items()}
            for one in told
            if one is not None and one.partition is not None
        }


Locate = Callable[..., Location]


@pytest.fixture(scope="session")
def locate() -> Iterator[Locate]:
    """Makes the location of a home into which the small league was imported, or of a folder."""
    with ExitStack() as opened:

        def make(
            path: Path, declared: Callable[[], Catalog] = small_catalog, *, is_made: bool = False
        ) -> Location:
            if not is_made:
                league_home(path, declared=small_catalog).close()
            instance = opened.enter_context(dg.DagsterInstance.ephemeral())
            return Location(path=path / "home", declared=declared, instance=instance)

        yield make


@pytest.fixture
def location(tmp_path: Path, locate: Locate) -> Location:
    return locate(tmp_path)
