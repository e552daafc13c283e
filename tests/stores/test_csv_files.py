"""CSV files: what is taken for one, and what is told of one that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard

from boxline.errors import UnreadableFile
from boxline.stores.csv_files import CsvRow, csv_columns, read_csv


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (b"game_id;pts\n1;2\n", ["no comma separates its columns", "with commas between them"]),
        (b"game_id\tpts\n1\t2\n", ["no comma separates its columns"]),
        (b"0022400001,BOS\n0022400002,NYK\n", ["'0022400001' is no name", "must name the columns"]),
        (b",game_id,pts\n0,1,2\n", ["column 1 of its header has no name", "index=False"]),
        (b"game_id,pts,pts\n1,2,3\n", ["its header names 'pts' twice", "Leave one of them out"]),
        (b"game_id,pts\r\n", ["it has columns and no row"]),
        (
            "game_id,pts\n1,2\n".encode("utf-16"),
            ["text in UTF-16", "Save it as CSV in UTF-8"],
        ),
        (b"Nothing, or so.\xff\n", ["it is neither a Parquet nor a CSV file"]),
        (b'{"a": 1, "b": 2}\n', ["neither a Parquet nor a CSV file", "`boxline land` takes API"]),
        (b"a\0,b\n1,2\n", ["it is neither a Parquet nor a CSV file"]),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_next_step(body: bytes, parts: list[str]) -> None:
    with pytest.raises(UnreadableFile) as refused:
        csv_columns(Path("given.csv"), body)
    assert all(part in str(refused.value) for part in ["given.csv", *parts])


def test_the_header_may_be_quoted_and_begin_with_a_mark() -> None:
    assert csv_columns(Path("a.csv"), b'\xef\xbb\xbf"game_id","last, first"\r\n1,2\r\n') == [
        "game_id",
        "last, first",
    ]


def test_rows_are_counted_through_what_is_left_out_of_them(tmp_path: Path) -> None:
    bodies = (b'a,b\n1,\n2,3,4\n"5\n6",""\n', b"a,b\n\n7,8\n")
    paths = [tmp_path / f"{n}.csv.zst" for n in (1, 2)]
    for path, body in zip(paths, bodies, strict=True):
        path.write_bytes(zstandard.compress(body))
    table, broken = read_csv([str(path) for path in paths])
    assert table.to_pylist() == [
        {"a": "1", "b": None, "file_row_number": 0},
        {"a": "5\n6", "b": "", "file_row_number": 2},
        {"a": None, "b": None, "file_row_number": 3},
        {"a": "7", "b": "8", "file_row_number": 4},
    ]
    assert broken == [CsvRow(2, "2,3,4", "it has 3 fields, and the header has 2")]


def test_a_mark_that_is_never_closed_costs_its_own_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "1.csv.zst"
    path.write_bytes(zstandard.compress(b'a,b\r\n1,"2\r\n3,"4, or 5"\r\n6\r\n7,\r\n'))
    table, broken = read_csv([str(path)])
    assert table.to_pylist() == [
        {"a": "3", "b": "4, or 5", "file_row_number": 1},
        {"a": "7", "b": None, "file_row_number": 3},
    ]
    assert [(row.number, row.why) for row in broken] == [
        (1, "it is no line of a CSV file: unexpected end of data"),
        (3, "it has 1 fields, and the header has 2"),
    ]
