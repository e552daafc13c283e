"""A scraper wrote box scores for weeks to a path that no loader was registered for; another path's
loader was found by whether its name was part of the path, in the order of a list. No match was a
warning. Here the path, the reader and the table are one declaration, and what lacks one of them, or
shares a path with another, is refused before any command runs."""

import pytest

from boxline.errors import CatalogError
from boxline.leagues import whole_catalog
from tests.catalog.toy_league import build, problems, raw, reads, toy_modules


def test_incident_02_a_source_whose_landing_nothing_reads_ends_every_command() -> None:
    modules = toy_modules()
    box_scores = raw("toy_raw.box_scores", landing="player-box-scores/{date}", unread="none yet")
    modules["toy.raw.box_scores"] = {"BOX_SCORES": box_scores}
    with pytest.raises(CatalogError, match="nothing reads what lands for it"):
        build(modules)


def test_incident_02_a_path_that_is_part_of_another_takes_nothing_from_it() -> None:
    """`box-scores` and `player-box-scores`, declared in either order."""
    short = raw("toy_raw.box_scores", landing="box-scores", unread="none yet")
    long = raw("toy_raw.player_box_scores", landing="player-box-scores", unread="none yet")
    readers = {
        "toy.raw.a": {"A": short, "a": reads(short)},
        "toy.raw.z": {"Z": long, "z": reads(long)},
    }
    for modules in (toy_modules() | readers, readers | toy_modules()):
        catalog = build(modules)
        assert catalog.readers[short.name].target is short
        assert catalog.readers[long.name].target is long


def test_incident_02_two_sources_of_one_path_are_refused() -> None:
    twin = raw("toy_raw.twin", landing="letters", unread="none yet")
    modules = toy_modules() | {"toy.raw.twin": {"TWIN": twin, "twin": reads(twin)}}
    (problem,) = problems(modules)
    assert "both use the path" in problem


def test_incident_02_every_source_of_every_league_has_its_reader_and_its_table() -> None:
    catalog = whole_catalog()
    assert set(catalog.readers) == {one.name for one in catalog.raw}
    assert all(catalog.read_by[one.name] or one.unread for one in catalog.raw)
