"""Fixtures: the small league run once, and the shared real data where it is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from boxline.home import Home
from tests.builders import settled_league_home, shared_data
from tests.made_once import SHELF, remembered


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is dear to make is made once, in the folder that all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    SHELF.folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made-once"
    SHELF.folder.mkdir(exist_ok=True)
    with remembered():
        yield


@pytest.fixture(scope="session")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small league imported and run all at once. Tests only read it."""
    return settled_league_home(tmp_path_factory.mktemp("settled"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared real data; tests that need it skip where it is absent."""
    found = shared_data()
    if found is None:
        pytest.skip("the shared data is absent: set BOXLINE_SHARED or place it beside the checkout")
    return found
