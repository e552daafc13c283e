"""A server for all tests of this folder, and a database of its own for each."""

from collections.abc import Iterator

import pytest

from tests.scale.postgres.server import Server, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running() as found:
        yield found


@pytest.fixture
def url(postgres: Server) -> str:
    """A database that nothing is in."""
    return postgres.new_database()
