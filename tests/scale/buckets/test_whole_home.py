"""A small league whose landing and documents are in a bucket is the one in folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.engine.work import Window
from boxline.errors import LeaseLost, StoreDamaged
from boxline.health.examining.examination import examine
from boxline.home import Home
from boxline.home.pruning import prune
from boxline.stores.buckets import open_bucket
from boxline.stores.reading import open_snapshot, query_rows
from tests.builders import NOON, bring_in, home_at, named_catalog, run, small_archive
from tests.scale.buckets.documents import NOW, PATH, document, published_at

#: What tells of the home itself differs between any two; and so does the order of rows in a table's
#: file, whose rows are compared as tables.
OF_ITSELF = ("v1/health", "v1/status", "site/", "data/")


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[Callable[..., Home]]:
    """Makes homes whose landing and documents are where it is said."""
    made: list[Home] = []

    def home(name: str, **places: str) -> Home:
        one = home_at(tmp_path / name, declared=named_catalog)
        made.append(replace(one, settings=replace(one.settings, **places)))
        return made[-1]

    yield home
    for one in made:
        one.close()


def in_bucket(url: str) -> dict[str, str]:
    return {"landing": f"{url}/landing", "published": f"{url}/published"}


def settled(home: Home) -> Home:
    """The home with the small league brought in and run."""
    assert not bring_in(home, [small_archive()]).failures
    run(home)
    return home


def tables_of(home: Home) -> dict[str, str]:
    """Every table and what is in it, as one number."""
    found = {}
    manifest = home.snapshot.manifest()
    assert manifest is not None
    names = [name for name in sorted(manifest["tables"]) if not name.startswith("ops.")]
    with open_snapshot(home.snapshot) as connection:
        for name in names:
            query = f"SELECT coalesce(sum(hash(t)), 0)::VARCHAR AS rows FROM {name} AS t"
            (found[name],) = (row["rows"] for row in query_rows(connection, query))
    return found


def documents_of(home: Home) -> dict[str, str]:
    """Path -> hash of every document that tells of the league."""
    documents = home.published.manifest()["documents"]
    return {path: e["sha256"] for path, e in documents.items() if not path.startswith(OF_ITSELF)}


def found_by_doctor(home: Home) -> dict[str, bool]:
    found = examine(
        home.path,
        home.catalog.datasets.keys(),
        is_deep=True,
        wait_seconds=1,
        landing=home.settings.landing,
        published=home.settings.published,
    )
    return {one.about: one.is_problem for one in found if one.about in ("landing", "published")}


def test_rows_and_documents_are_those_of_a_home_in_folders(
    s3: str, homes: Callable[..., Home]
) -> None:
    folder, bucket = settled(homes("folder")), settled(homes("bucket", **in_bucket(s3)))
    assert tables_of(bucket) == tables_of(folder)
    assert len(set(tables_of(folder).values())) > 5
    assert documents_of(bucket) == documents_of(folder) != {}
    assert not (bucket.path / "landing").exists()
    assert not (bucket.path / "published").exists()
    planned = bucket.plan(Window())
    assert [*planned.batches, *planned.fetches] == []
    assert found_by_doctor(bucket) == {"landing": False, "published": False}

    # A further machine needs nothing but the bucket: what landed is indexed, loaded and computed.
    other = homes("other", **in_bucket(s3))
    before = other.published.manifest()["documents"]
    other.load("load")
    run(other)
    assert tables_of(other) == tables_of(folder)
    assert {path: before[path]["made_at"] for path in documents_of(folder)} == {
        path: other.published.manifest()["documents"][path]["made_at"]
        for path in documents_of(folder)
    }


def test_what_was_lost_of_a_bucket_is_told(s3: str, homes: Callable[..., Home]) -> None:
    home = homes("home", **in_bucket(s3))
    bring_in(home, [small_archive()])
    page = home.ledger.landed()[0].pages[0]
    open_bucket(home.settings.landing).remove([page.path])
    assert found_by_doctor(home)["landing"]
    with pytest.raises(StoreDamaged, match=r"s3://.*it is gone"):
        home.landing.verify(page)


def test_a_run_that_lost_its_lease_while_it_published_leaves_what_the_next_one_published(
    s3: str, homes: Callable[..., Home], meanwhile: Callable[..., None]
) -> None:
    home = homes("home", **in_bucket(s3), lease_seconds=0)
    bring_in(home, [small_archive()])

    def overtaken() -> None:
        """As from another host, which no lock of this one stops."""
        home.ledger.leases.acquire(
            run_id="newer", doing="run", now=NOON, seconds=60, wait_seconds=0
        )
        published_at(home.settings.published).publish([document("newer")], NOW)

    meanwhile(overtaken)
    with pytest.raises(LeaseLost):
        run(home)
    assert list(home.published.manifest()["documents"]) == [PATH]


def test_scratch_homes_touch_no_bucket(homes: Callable[..., Any]) -> None:
    from boxline.home.scratch import scratch_of

    home = homes("home", landing="s3://nowhere/a", published="s3://nowhere/b")
    assert scratch_of(home, NOON).settings.landing == ""
    assert scratch_of(home, NOON).published.where.startswith(str(home.path / "as-of"))


def test_what_no_set_names_any_more_is_pruned(s3: str, homes: Callable[..., Home]) -> None:
    home = homes("home", **in_bucket(s3))
    bucket = open_bucket(home.settings.published)
    bucket.write({"objects/ab/abandoned.json": b"{}"})
    written = bucket.found()["objects/ab/abandoned.json"].changed_at
    later = replace(home, clock=lambda: written + timedelta(days=30))
    try:
        (gone,) = [one for one in prune(later) if one.objects]
    finally:
        later.close()
    assert (gone.objects, gone.bytes) == (("objects/ab/abandoned.json",), 2)
    assert bucket.found() == {}
