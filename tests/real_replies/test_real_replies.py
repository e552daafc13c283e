"""Real replies of every provider: each row is kept, or rejected for a reason that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.leagues import whole_catalog
from tests.builders import home_at
from tests.real_replies import (
    balldontlie,
    bettingpros,
    bigdataball,
    espn,
    mlb_stats_api,
    nba_com,
    nba_com_pdf,
    odds_api,
)
from tests.real_replies.loading import Counted, load_each

pytestmark = pytest.mark.thorough  # every real reply is loaded

#: Providers whose every file is a case, or told why it is none.
PROVIDERS = (balldontlie, bettingpros, bigdataball, espn, mlb_stats_api, nba_com, odds_api)
CASES = tuple(case for one in (*PROVIDERS, nba_com_pdf) for case in one.CASES)


@pytest.fixture(scope="module")
def counted(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counted]:
    """What came of every file, by its name. Tests only read it."""
    home = home_at(tmp_path_factory.mktemp("replies"), declared=whole_catalog)
    found = load_each(home, shared / "payloads", CASES)
    return {one.case.file: one for one in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_every_row_is_kept_or_rejected_rightly(counted: dict[str, Counted], case) -> None:
    found = counted[case.file]
    assert (found.kept, found.rejected) == (case.kept, case.rejected)
    assert found.rows_in == found.kept + found.rejected
    assert not found.rejected or case.why


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda each: each.FOLDER)
def test_every_file_is_read_or_named_with_the_reason(shared: Path, provider) -> None:
    payloads = shared / "payloads"
    files = (path for path in (payloads / provider.FOLDER).rglob("*") if path.is_file())
    found = {path.relative_to(payloads).as_posix() for path in files}
    read = {case.file for case in CASES if case.file.startswith(f"{provider.FOLDER}/")}
    assert found == read | provider.UNREAD.keys()
    assert not read & provider.UNREAD.keys()
    assert all(provider.UNREAD.values())
