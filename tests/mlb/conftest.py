"""Fixtures: the small league of baseball run once, and the real archive where it is."""

from __future__ import annotations

import pytest

from boxline.home import Home
from tests.builders import shared_data
from tests.mlb.homes import real_home_at, small_home_at


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league imported and run all at once. Tests only read it."""
    return small_home_at(tmp_path_factory.mktemp("mlb-small"))


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The real games and starts of two seasons. Tests only read it."""
    data = shared_data()
    if data is None:
        pytest.skip("the shared data are absent")
    return real_home_at(tmp_path_factory.mktemp("mlb-real"), data)
