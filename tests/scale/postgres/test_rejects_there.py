"""Rejects of a ledger on the server: the tests of the file, run there. A database that is lost is
in the tests of chaos."""

from tests.cli import conftest, test_rejects
from tests.scale.postgres.on_postgres import borrow

borrow(globals(), conftest, test_rejects)


class TestOneBadRow(test_rejects.TestOneBadRow):
    """But for what takes the file away."""

    test_with_a_lost_ledger_the_next_run_finds_the_rejects_again = None  # type: ignore[assignment]
