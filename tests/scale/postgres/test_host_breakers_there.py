"""Hosts that are left alone, by a ledger on the server: the tests of the file, run there."""

from tests.fetching import test_host_breaker
from tests.scale.postgres.on_postgres import borrow

borrow(globals(), test_host_breaker)
