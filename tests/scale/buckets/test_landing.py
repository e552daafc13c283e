"""Landing is the same in a folder, on S3 and on GCS; in a bucket several machines may land."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.engine.ports import Landed
from boxline.errors import StoreDamaged
from boxline.leagues import load_catalog
from boxline.stores.buckets import open_bucket
from boxline.stores.landing import Landing, landed_again

NOW = datetime(2025, 1, 16, 11, tzinfo=UTC)
REPLIES = load_catalog().datasets["nba_raw.bdl_player_box_scores"]
PAGES = [("page-1.json", b'{"data":[1]}'), ("page-2.json", b'{"data":[2]}')]
ASKED = {"date": "2025-01-15"}


def land(landing: Landing, pages: Any = PAGES, **given: Any) -> Landed:
    told = {"fetched_at": NOW, "batch": "b", "asked": ASKED, **given}
    return landing.land(REPLIES, pages, **told)


@pytest.fixture
def landing(place: str, tmp_path: Path) -> Landing:
    return Landing(place, tmp_path / "copies")


def test_what_landed_is_read_as_it_was_sent(landing: Landing) -> None:
    landed = land(landing)
    assert [landing.read(page) for page in landed.pages] == [body for _, body in PAGES]


def test_what_landed_is_told_by_its_description(landing: Landing) -> None:
    landed = land(landing)
    assert list(landing.described()) == [landed]
    assert list(landing.described([landed.landed_id])) == []


def test_a_landing_that_was_cut_short_is_not_seen_and_lands_again(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(landing._place.__class__, "describe", _killed)
        with pytest.raises(KeyboardInterrupt):
            land(landing)
    assert list(landing.described()) == []
    assert len(landing.stored()) == len(PAGES)
    assert list(landing.described()) == [] != [land(landing)] == list(landing.described())


def _killed(*_given: object) -> bytes:
    raise KeyboardInterrupt


def test_the_same_landed_twice_is_one_landing(landing: Landing) -> None:
    assert land(landing) == land(landing)
    assert len(list(landing.described())) == 1


def test_the_same_at_another_time_shares_its_pages(landing: Landing) -> None:
    first = land(landing)
    later = landed_again(first, NOW + timedelta(hours=1))
    assert land(landing, known=later).pages == first.pages
    assert len(landing.stored()) == len(PAGES) + 2


def test_what_comes_with_others_now_is_told_anew(landing: Landing) -> None:
    first = land(landing, batch="alone")
    assert land(landing, known=first, batch="together").batch == "together"
    assert list(landing.described()) == [replace(first, batch="together")]


def test_a_page_that_was_lost_is_put_back_and_only_it(place: str, landing: Landing) -> None:
    landed = land(landing)
    _remove(place, landed.pages[0].path)
    with pytest.raises(StoreDamaged, match="it is gone"):
        landing.verify(landed.pages[0])
    assert land(landing, known=landed) == landed
    assert landing.holds(landed.pages[0])


def test_a_page_of_other_bytes_is_refused(place: str, landing: Landing) -> None:
    landed = land(landing, [("games.csv", b"a,b\n")])
    _write(place, landed.pages[0].path, b"no zstandard")
    with pytest.raises(StoreDamaged, match=r"games|csv"):
        landing.read(landed.pages[0])
    assert not landing.holds(landed.pages[0])


def test_a_file_is_read_by_a_path_whose_name_ends_as_its_own(landing: Landing) -> None:
    (page,) = land(landing, [("games.parquet", b"PAR1 and more")]).pages
    path = Path(landing.local_path(page))
    assert (path.suffix, path.read_bytes()) == (".parquet", b"PAR1 and more")
    (page,) = land(landing, [("games.csv", b"a,b\n")]).pages
    assert landing.local_path(page).endswith(".csv.zst")


class TestInABucket:
    def test_a_copy_is_made_once_and_again_where_it_was_altered(
        self, bucket_url: str, tmp_path: Path
    ) -> None:
        landing = Landing(bucket_url, tmp_path)
        (page,) = land(landing, [("games.parquet", b"PAR1 and more")]).pages
        copy = Path(landing.local_path(page))
        _remove(bucket_url, page.path)
        assert Path(landing.local_path(page)).read_bytes() == b"PAR1 and more"
        copy.write_bytes(b"PAR1 and less")
        with pytest.raises(StoreDamaged, match="it is gone"):
            landing.local_path(page)

    def test_two_machines_that_land_the_same_at_once_have_one_landing(
        self, bucket_url: str, tmp_path: Path
    ) -> None:
        mine = land(Landing(bucket_url, tmp_path), batch="mine")
        theirs = land(Landing(bucket_url, tmp_path), batch="theirs")
        assert mine == theirs
        assert list(Landing(bucket_url, tmp_path).described()) == [mine]

    def test_one_that_does_not_know_of_another_batch_leaves_it(
        self, bucket_url: str, tmp_path: Path
    ) -> None:
        landing = Landing(bucket_url, tmp_path)
        first = land(landing, batch="first")
        second = land(landing, known=first, batch="second")
        assert land(landing, known=first, batch="third") == second


def _remove(place: str, path: str) -> None:
    if "://" in place:
        open_bucket(place).remove([path])
    else:
        (Path(place) / path).unlink()


def _write(place: str, path: str, body: bytes) -> None:
    if "://" in place:
        open_bucket(place).write({path: body})
    else:
        (Path(place) / path).write_bytes(body)
