"""Fixtures: the small league run once, and the shared real data where it is."""

from pathlib import Path

import pytest

from boxline.home import Home
from tests.builders import league_home, run, shared_data


@pytest.fixture(scope="session")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small league imported and run all at once. Tests only read it."""
    home = league_home(tmp_path_factory.mktemp("settled"))
    run(home)
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared real data; tests that need it skip where it is absent."""
    found = shared_data()
    if found is None:
        pytest.skip("the shared data is absent: set BOXLINE_SHARED or place it beside the checkout")
    return found
