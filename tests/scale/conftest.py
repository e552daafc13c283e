"""What holds for every test of what lies past one machine."""

from __future__ import annotations

import signal

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Let what a test starts end when it is told to. Dagster has SIGTERM do what SIGINT does, also
    where a shell lets its children ignore that, and whoever is started inherits it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
