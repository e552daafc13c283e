"""Which dataset an archive file is for, where several have its columns."""

from __future__ import annotations

import pytest

from boxline.catalog import Raw
from boxline.engine.recognition import recognise
from boxline.errors import UnknownFileName
from tests.mlb.homes import mlb_catalog

STRIKEOUTS, OUTS = "mlb_raw.archive_strikeout_lines", "mlb_raw.archive_outs_lines"


def columns_of(name: str) -> list[str]:
    raw = mlb_catalog()[name]
    assert isinstance(raw, Raw)
    return [c.file_name for c in raw.file_columns]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("folder/strikeout_lines_2026-08-05.parquet", STRIKEOUTS),
        ("outs_lines.csv", OUTS),
        ("/outs_lines/strikeout_lines.parquet", STRIKEOUTS),
    ],
)
def test_the_name_of_a_file_decides_between_datasets_with_its_columns(path: str, name: str) -> None:
    assert columns_of(STRIKEOUTS) == columns_of(OUTS)
    assert recognise(mlb_catalog(), path, columns_of(OUTS)).name == name


def test_a_name_that_decides_nothing_is_refused_with_the_names_that_would() -> None:
    with pytest.raises(UnknownFileName, match=r"strikeout_lines\.\.\. is for mlb_raw") as refused:
        recognise(mlb_catalog(), "lines.parquet", columns_of(OUTS))
    assert refused.value.beginnings == {STRIKEOUTS: "strikeout_lines", OUTS: "outs_lines"}


def test_the_name_of_a_file_whose_columns_are_its_own_says_nothing() -> None:
    starts = "mlb_raw.archive_starts"
    assert recognise(mlb_catalog(), "outs_lines.parquet", columns_of(starts)).name == starts
