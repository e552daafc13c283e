"""`datasets new`: what it writes is a dataset already, and what it cannot write it refuses."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from types import ModuleType

import pytest

from boxline.catalog import Raw, build_catalog, modules_of
from boxline.catalog.skeleton import skeleton
from boxline.engine.parsing import parse
from boxline.engine.ports import Landed
from boxline.leagues import LEAGUE_PACKAGES, load_catalog
from tests.cli.answers import CommandLine


def test_the_file_that_it_writes_closes_and_reads_a_reply(monkeypatch: pytest.MonkeyPatch):
    name, text = skeleton(load_catalog(), "nba_raw.bdl_shoe_sizes")
    assert name == "boxline.nba.raw.bdl_shoe_sizes"
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(compile(text, name, "exec"), vars(module))
    catalog = build_catalog([*modules_of(LEAGUE_PACKAGES.values()), module])
    raw = catalog["nba_raw.bdl_shoe_sizes"]
    assert isinstance(raw, Raw)
    assert raw.provider.name == "balldontlie"
    landed = Landed(
        landed_id="l",
        content_id="c",
        dataset=raw.name,
        fetched_at=datetime(2025, 1, 16, tzinfo=UTC),
        pages=(),
        asked={"date": "2025-01-15"},
    )
    body = b'{"data": [{"id": 1, "name": "a"}, {"id": "one", "name": "b"}]}'
    parsed = parse(catalog, raw, landed, [("reply.json", body)])
    assert (parsed.table.num_rows, len(parsed.rejects)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("bdl_shoe_sizes", "reads LEAGUE_raw.PROVIDER_THING"),
        ("nba_core.bdl_shoe_sizes", "reads LEAGUE_raw.PROVIDER_THING"),
        ("nba_raw.../../evil", "reads LEAGUE_raw.PROVIDER_THING"),
        ("nba_raw.bdl_player_box_scores", "it is declared already, in boxline.nba.raw"),
        ("nhl_raw.bdl_things", "there is no league 'nhl'"),
        ("nba_raw.acme_things", "no fetched dataset begins with 'acme'"),
    ],
)
def test_a_name_that_cannot_be_is_refused(boxline: CommandLine, name: str, why: str):
    answer = boxline("datasets", "new", name)
    assert answer.exit == 2
    assert why in answer.talk
    assert not answer.data
