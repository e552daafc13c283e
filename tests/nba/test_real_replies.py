"""Real replies of every provider: each row is kept, or rejected for a reason that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import home_at
from tests.nba.real_replies import balldontlie, bettingpros, bigdataball, nba_com, odds_api
from tests.nba.real_replies.loading import Counted, load_each

CASES = (
    *balldontlie.CASES,
    *bettingpros.CASES,
    *bigdataball.CASES,
    *nba_com.CASES,
    *odds_api.CASES,
)

#: Providers whose every file is a case, or told why it is none.
ACCOUNTED_FOR = (bettingpros, bigdataball, odds_api)


@pytest.fixture(scope="module")
def counted(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counted]:
    """What came of every file, by its name. Tests only read it."""
    home = home_at(tmp_path_factory.mktemp("replies"))
    found = load_each(home, shared / "payloads", CASES)
    return {one.case.file: one for one in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_every_row_is_kept_or_rejected_rightly(counted: dict[str, Counted], case) -> None:
    found = counted[case.file]
    assert (found.kept, found.rejected) == (case.kept, case.rejected)
    assert found.rows_in == found.kept + found.rejected
    assert not found.rejected or case.why


@pytest.mark.parametrize("provider", ACCOUNTED_FOR, ids=lambda provider: provider.FOLDER)
def test_every_file_is_read_or_named_with_the_reason(shared: Path, provider) -> None:
    payloads = shared / "payloads"
    files = (path for path in (payloads / provider.FOLDER).rglob("*") if path.is_file())
    found = sorted(path.relative_to(payloads).as_posix() for path in files)
    assert found == sorted([*(case.file for case in provider.CASES), *provider.UNREAD])
    assert all(provider.UNREAD.values())
