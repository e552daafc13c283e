"""Apps over homes, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.home import Home
from tests.web.api.asking import Asker, app_over, document, fresh_home

#: Longer than what is worth compressing.
TEXT = b'{"rows":[' + b"1," * 2000 + b"1]}"


@pytest.fixture(scope="session")
def ask(settled_home: Home) -> Asker:
    """Asks an app over the settled home."""
    return Asker(app_over(settled_home))


@pytest.fixture
def small(tmp_path: Path) -> Asker:
    """Asks an app over a home with a few documents."""
    home = fresh_home(
        tmp_path,
        document(),
        document("v1/tonight/all-players.json", TEXT),
        document("v1/live/latest.json", b"{}"),
        document("data/results.parquet", b"PAR1" * 1000),
    )
    return Asker(app_over(home))
