"""Real replies of every provider: each row is kept, or rejected for a reason that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import home_at
from tests.nba.real_replies import balldontlie, espn, nba_com, nba_com_pdf
from tests.nba.real_replies.loading import Counted, load_each

CASES = (*balldontlie.CASES, *espn.CASES, *nba_com.CASES, *nba_com_pdf.CASES)


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


@pytest.mark.parametrize("provider", [balldontlie, espn], ids=["balldontlie", "espn"])
def test_every_file_is_read_or_says_why_not(shared: Path, provider) -> None:
    folder = shared / "payloads" / provider.__name__.rpartition(".")[2]
    files = {
        file.relative_to(shared / "payloads").as_posix()
        for file in folder.rglob("*")
        if file.is_file()
    }
    read = {case.file for case in provider.CASES}
    assert read | set(provider.UNREAD) == files
    assert not read & set(provider.UNREAD)
    assert all(provider.UNREAD.values())
