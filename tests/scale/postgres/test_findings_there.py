"""Findings of a ledger on the server: the tests of the file, run there."""

from tests.cli import conftest, test_findings
from tests.scale.postgres.on_postgres import borrow

borrow(globals(), conftest, test_findings)
