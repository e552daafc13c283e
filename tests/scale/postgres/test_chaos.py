"""Five nights through everything that can befall a home, its ledger on Postgres, are calm ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.scale.postgres.server import Server

SEED, NIGHTS, BLOWS_A_NIGHT = 5, 5, 2


@pytest.fixture(scope="module")
def season(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What five stormy nights came to; it is a program because it forks."""
    folder = tmp_path_factory.mktemp("chaos")
    of_server = [str(postgres.port), str(postgres.folder)]
    words = [str(folder), str(BLOWS_A_NIGHT), f"{SEED}:{NIGHTS}"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.scale.postgres.chaos_program", *of_server, *words],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    found: dict[str, Any]
    (found,) = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_warehouse_equals_that_of_the_calm_nights(season: dict[str, Any]) -> None:
    assert season["nights"] == NIGHTS
    assert season["differing"] == []
    assert season["doubled"] == {}
    assert season["documents"] == []


def test_every_fault_struck_and_stands_on_the_page(season: dict[str, Any]) -> None:
    struck = sum(season["struck"].values())
    assert struck >= NIGHTS * BLOWS_A_NIGHT - 2, season["missed"]
    assert season["replies"]
    assert season["untold"] == []
