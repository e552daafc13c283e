"""Compiled texts: kept by code version, and compiled ahead of the work where many are lacking."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from boxline.engine.sql_cache import SqlCache
from boxline.leagues import load_catalog


def cache_in(folder: Path) -> SqlCache:
    catalog = load_catalog(("nba",))
    return SqlCache(catalog, dict.fromkeys(catalog.names, "c0de"), folder, "duckdb")


def kept(folder: Path) -> set[str]:
    return {path.name.partition("-")[0] for path in folder.glob("*.sql")}


@pytest.fixture
def names() -> list[str]:
    catalog = load_catalog(("nba",))
    return [name for name in catalog.transforms if name not in catalog.works][:4]


def test_the_first_lack_has_what_is_coming_compiled_too(tmp_path: Path, names: list[str]) -> None:
    first, *rest = names
    sql = cache_in(tmp_path)
    with sql.compiling_ahead(lambda: rest):
        sql.sql(first)
        for name in rest:
            assert sql.sql(name) == cache_in(tmp_path / "alone").sql(name)
    assert kept(tmp_path) == set(names)


def test_nobody_is_asked_what_is_coming_where_nothing_lacks(
    tmp_path: Path, names: list[str]
) -> None:
    sql = cache_in(tmp_path)
    sql.prepare(names[0])

    def coming() -> Sequence[str]:
        raise AssertionError("asked")

    with sql.compiling_ahead(coming):
        assert sql.sql(names[0])
    assert kept(tmp_path) == {names[0]}


def test_work_that_ends_early_leaves_the_rest_uncompiled(tmp_path: Path) -> None:
    catalog = load_catalog(("nba",))
    every = [name for name in catalog.transforms if name not in catalog.works]
    sql = cache_in(tmp_path)
    with sql.compiling_ahead(lambda: every[1:]):
        sql.sql(every[0])
    assert every[0] in kept(tmp_path) < set(every)


def test_what_cannot_be_compiled_is_met_by_whoever_needs_it(
    tmp_path: Path, names: list[str]
) -> None:
    sql = cache_in(tmp_path)
    with sql.compiling_ahead(lambda: ["nba_core.unheard_of", *names[1:]]):
        sql.sql(names[0])
        with pytest.raises(KeyError):
            sql.sql("nba_core.unheard_of")
