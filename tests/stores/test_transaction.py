"""A transaction whose work is interrupted is rolled back, however late the interruption comes."""

from __future__ import annotations

import threading
import time
from typing import cast

import duckdb
import pytest

from boxline.stores.fence import Token
from boxline.stores.transaction import Writer

#: Of so many, dozens meet the rolling back.
ATTEMPTS = 1500


def fail_in(writer: Writer, begin: threading.Event) -> None:
    with writer.transaction():
        writer.connection.execute("INSERT INTO held SELECT * FROM range(2000)")
        begin.set()
        raise LookupError


def test_an_interruption_that_meets_the_rolling_back_leaves_no_transaction_open() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE held (n INT)")
    begin, done = threading.Event(), threading.Event()

    def interrupt() -> None:
        for _ in range(ATTEMPTS):
            begin.wait()
            begin.clear()
            until = time.perf_counter() + 2e-5
            while time.perf_counter() < until:
                pass
            connection.interrupt()
            done.set()

    threading.Thread(target=interrupt, daemon=True).start()
    # Nothing here comes to the fence: each transaction ends before.
    writer = Writer(connection, cast("Token", None))
    for _ in range(ATTEMPTS):
        with pytest.raises(LookupError):
            fail_in(writer, begin)
        done.wait()
        done.clear()
    assert connection.execute("SELECT count(*) FROM held").fetchone() == (0,)
    connection.close()
