"""Bringing the tables of a ledger on Postgres up to date, by Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory


def scripts() -> ScriptDirectory:
    """The versions that this package brings."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return ScriptDirectory.from_config(config)


def bring_up_to_date(connection: sa.Connection) -> None:
    """Carry out what an older ledger lacks, or all of it, in the transaction that is open."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    found = scripts()

    def steps(current: Any, _context: Any) -> Any:
        return found._upgrade_revs("head", current)

    with EnvironmentContext(Config(), found, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
