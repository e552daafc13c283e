"""What a run has open is let go of, whatever cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.engine.clusters import Elsewhere
from boxline.engine.plan import Planner
from boxline.engine.run import Runner
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import Window
from boxline.home import Home
from boxline.stores.lock import is_locked
from boxline.stores.spark import SparkCluster
from tests.builders import home_at, named_catalog


class Lost(SparkCluster):
    """A cluster that is gone when somebody wants to take leave of it."""

    def close(self) -> None:
        raise ConnectionError("the cluster is gone")


class BesideLost(Home):
    """A home whose long windows are computed there."""

    def elsewhere(self) -> Elsewhere:
        sql = SqlCache(self.catalog, self.code, self.path / "cache", self.dialect)
        cluster = Lost("spark://127.0.0.1:1", self.path / "spark")
        return Elsewhere(cluster=cluster, sql=sql, from_days=1)


def test_the_warehouse_is_closed_though_taking_leave_of_a_cluster_fails(tmp_path: Path) -> None:
    plain = home_at(tmp_path / "home", declared=named_catalog)
    home = BesideLost(settings=plain.settings, clock=plain.clock, declared=plain.declared)
    lock = home.path / "warehouse.lock"

    def fail(_runner: Runner, _planner: Planner) -> None:
        assert is_locked(lock)
        raise ValueError("the work failed")

    with pytest.raises(ConnectionError, match="the cluster is gone"):
        home.recorded("run", Window(), fail)
    assert not is_locked(lock)
    home.close()
