"""What a load job refuses, as rejects."""

from __future__ import annotations

import pyarrow as pa

from boxline.stores.bigquery.load_errors import refused_rows, rejects_of
from tests.stores.contract_suite import LINES, MON, TUE, Sink

ROWS = pa.table(
    {
        "game_date": pa.array([MON, MON, TUE], pa.date32()),
        "player": ["Ann", "Ben", "Cat"],
        "made": [3, 1, 0],
    }
)


class Refused(Exception):
    """As the client raises it."""

    def __init__(self, *messages: str) -> None:
        super().__init__("400")
        self.errors = [{"reason": "invalid", "message": message} for message in messages]


def test_a_message_that_names_field_and_value_tells_the_rows() -> None:
    message = "Error while reading data: could not convert field player: invalid value: 'Ben'"
    (found,) = rejects_of(LINES, ROWS, LINES.columns[:3], message)
    assert (found.day, found.row, found.field, found.value) == (MON, 2, "player", "Ben")
    assert found.reason.startswith("BigQuery: ")
    assert '"made": 1' in found.content


def test_a_message_that_names_a_row_tells_that_row() -> None:
    (found,) = rejects_of(LINES, ROWS, LINES.columns[:3], "row 3: field made is out of range")
    assert (found.day, found.row, found.field, found.value) == (TUE, 3, "made", "0")


def test_a_message_that_names_a_field_alone_tells_all_its_rows() -> None:
    found = rejects_of(LINES, ROWS, LINES.columns[:3], "column 'made' has another type")
    assert [one.value for one in found] == ["3", "1", "0"]


def test_rejects_are_kept_before_the_load_is_told_as_refused() -> None:
    sink = Sink()
    cause = Refused("field player, invalid value: 'Cat'", "Backend error")
    told = refused_rows(LINES, ROWS, LINES.columns[:3], cause, sink)
    assert [one.value for one in sink.rejects] == ["Cat"]
    assert (told.rows, told.dataset) == (1, LINES.name)
    assert "boxline rejects list" in str(told)


def test_a_message_that_names_nothing_rejects_nothing() -> None:
    sink = Sink()
    told = refused_rows(LINES, ROWS, LINES.columns[:3], Refused("the file is too large"), sink)
    assert (told.rows, sink.rejects) == (0, [])
