"""A Spark cluster for the tests that need one; where Java is missing they are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scale.spark.standalone import Standalone, standalone, why_not


def at_hand(folder: Path) -> Iterator[Standalone]:
    """A cluster, and this process's environment such that sessions find it."""
    if why_not():
        pytest.skip(why_not())
    with standalone(folder) as cluster, pytest.MonkeyPatch.context() as environment:
        for name, value in cluster.variables.items():
            environment.setenv(name, value)
        yield cluster


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    """A cluster for the tests of one file."""
    yield from at_hand(tmp_path_factory.mktemp("spark"))


@pytest.fixture
def own_spark(tmp_path: Path) -> Iterator[Standalone]:
    """A cluster of a test's own, to be broken."""
    yield from at_hand(tmp_path / "spark")
