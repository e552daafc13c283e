"""A loader swallowed the errors of single files, loaded the rest of a batch and called it done.
Here files that came together are one transaction: above a share of broken ones nothing of them is
committed and each is named; below it the others land, and the broken ones stay visible."""

import json
from pathlib import Path

import pytest

from boxline.catalog import Raw
from boxline.engine.report import Report
from boxline.home import Home
from tests.faults.pipeline import line
from tests.incidents.saved_league import SCORES, asked, home_of

FILES = 20


def batch_with(home: Home, broken: int) -> Report:
    """Twenty replies of one game each land together; some are cut off."""
    raw = home.catalog[SCORES]
    assert isinstance(raw, Raw)
    batch = home.new_batch()
    for n in range(FILES):
        body = json.dumps({"rows": [line(f"g{n}", 1 + n % 4, [1, 0])]}).encode()
        page = (f"reply-{n:02d}.json", body[:-9] if n < broken else body)
        home.land(raw, [page], fetched_at=home.clock(), batch=batch)
    return home.load("land")


@pytest.mark.parametrize("broken", [5, FILES])
def test_incident_10_above_the_share_nothing_is_committed_and_each_broken_one_is_named(
    tmp_path: Path, broken: int
) -> None:
    home = home_of(tmp_path)
    (failure,) = batch_with(home, broken).failures
    assert f"{broken} of {FILES} files that came together are broken" in failure.message
    named = [n for n in range(FILES) if f"reply-{n:02d}.json" in failure.message]
    assert named == list(range(broken))
    assert asked(home, f"SELECT count(*) FROM {SCORES}") == [(0,)]
    assert asked(home, "SELECT count(*) FROM ops.loads") == [(0,)]


@pytest.mark.parametrize("broken", [1, 4])
def test_incident_10_up_to_the_share_the_others_land_and_the_broken_ones_stay_visible(
    tmp_path: Path, broken: int
) -> None:
    home = home_of(tmp_path)
    assert len(batch_with(home, broken).failures) == broken
    assert asked(home, f"SELECT count(*) FROM {SCORES}") == [(FILES - broken,)]
    assert len(home.ledger.attempts()) == broken
    again = home.load("land")
    assert (again.steps, again.failures) == ([], []), "they are not tried again as they are"
