"""What runs cost, by a ledger on the server: the tests of the file, run there. Terabytes too."""

from tests.scale.postgres.on_postgres import borrow
from tests.stores import test_run_costs

borrow(globals(), test_run_costs)
