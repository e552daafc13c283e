"""One emulator for all tests of a process; each test has datasets of its own in it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from boxline.stores.bigquery import Address
from tests.scale.bigquery.emulator import running


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("emulator")) as url:
        yield url


@pytest.fixture
def address(emulator: str) -> Address:
    return Address(project="boxline-test", prefix=f"t{uuid4().hex[:12]}", endpoint=emulator)
