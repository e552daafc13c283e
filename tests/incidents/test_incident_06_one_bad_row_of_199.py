"""One row of 199 had a value that the load refused; the other 198 were lost with it, the table was
empty for two days, and the field was unknown for hours. Here a bad row is a reject with its place,
field, value and reason; its neighbours land, and it is read anew once the cause is mended."""

import json
from dataclasses import replace
from pathlib import Path

from boxline.catalog import Raw
from tests.faults.pipeline import line, toy_catalog
from tests.incidents.saved_league import SCORES, asked, brought, home_of, run

ROWS, BAD = 199, 57
SENT = [line(f"g{n:03d}", 1 + n % 4, [21 if n == BAD else 1, 0]) for n in range(1, ROWS + 1)]


def test_incident_06_the_other_198_land_and_the_reject_says_where_and_why(tmp_path: Path) -> None:
    home = brought(home_of(tmp_path), SENT, "box-scores.json")
    (step,) = home.load("land").steps
    outcome = step.outcome
    assert (outcome.rows_in, outcome.kept, outcome.rejected) == (ROWS, ROWS - 1, 1)
    assert asked(home, f"SELECT count(*) FROM {SCORES}") == [(ROWS - 1,)]

    (reject,) = home.ledger.rejects()
    assert (reject["file"], reject["row"]) == ("box-scores.json", BAD)
    assert (reject["field"], reject["value"]) == ("home_goals", "21")
    assert reject["reason"] == "home_goals is 21, outside 0..20 goals"
    assert json.loads(reject["content"])["game_id"] == f"g{BAD:03d}"


def test_incident_06_once_the_range_is_mended_a_replay_lands_it(tmp_path: Path) -> None:
    home = brought(home_of(tmp_path), SENT, "box-scores.json")
    home.load("land")
    (reject,) = home.ledger.rejects()
    replay = frozenset({(reject["dataset"], reject["landed_id"])})

    catalog = toy_catalog()
    raw = catalog[SCORES]
    assert isinstance(raw, Raw)
    wider = tuple(replace(c, high=30) if c.name == "home_goals" else c for c in raw.columns)
    mended = replace(catalog, datasets={**catalog.datasets, SCORES: replace(raw, columns=wider)})
    later = home_of(tmp_path, catalog=mended)
    run(later, replay=replay, only=frozenset({SCORES}))
    assert later.ledger.rejects(dataset=SCORES) == []
    assert asked(later, f"SELECT count(*) FROM {SCORES}") == [(ROWS,)]
