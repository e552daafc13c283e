"""Who may act over HTTP and who did, by a ledger on the server: tests of the file, run there."""

from tests.cli import conftest as of_commands
from tests.scale.postgres.on_postgres import borrow
from tests.web.acting import conftest, test_audit, test_tokens

OF_THE_FILE = (
    "test_a_ledger_of_before_there_were_tokens_gains_them",  # columns that SQLite's lacks
)

borrow(globals(), of_commands, conftest, test_audit, test_tokens, but=OF_THE_FILE)
