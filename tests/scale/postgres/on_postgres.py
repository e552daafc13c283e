"""Whatever opens a ledger in this process opens one on the server: tests of the file serve both.

A module of this folder imports the tests of another and this fixture; where a home's ledger would
be a file, there is a database of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa

from boxline.stores.ledger_on_postgres import OnPostgres
from tests.scale.postgres.server import Server


@pytest.fixture(autouse=True)
def ledgers_are_on_the_server(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[Path, str]]:
    """The URL of each ledger, by the file that it would be."""
    urls: dict[Path, str] = {}
    engines: list[sa.Engine] = []

    class Kept(OnPostgres):
        """Lets go of its connections when the test is over: many leave that to the file."""

        def engine(self) -> sa.Engine:
            engines.append(super().engine())
            return engines[-1]

    def database_of(path: Path) -> OnPostgres:
        if path not in urls:
            (path.parent / "cache").mkdir(parents=True, exist_ok=True)  # the home is begun
            urls[path] = postgres.new_database()
        return Kept(urls[path])

    monkeypatch.setattr("boxline.stores.ledger.OnSQLite", database_of)
    yield urls
    for engine in engines:
        engine.dispose()


def borrow(into: dict[str, Any], *modules: ModuleType, but: Collection[str] = ()) -> None:
    """Put the tests and fixtures of some modules into another, but for some tests, and this
    module's fixture."""
    into["ledgers_are_on_the_server"] = ledgers_are_on_the_server
    for module in modules:
        for name, found in vars(module).items():
            is_fixture = type(found).__name__ == "FixtureFunctionDefinition"
            if is_fixture or (name.startswith(("test_", "Test")) and name not in but):
                into[name] = found
