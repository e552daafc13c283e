"""Five nights through everything that can befall a home at once are five nights in calm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.blows import Kind, drawn

SEED, NIGHTS, BLOWS_A_NIGHT = 5, 5, 2


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What five stormy nights came to; it is a program because it forks."""
    folder = tmp_path_factory.mktemp("chaos")
    command = [sys.executable, "-m", "tests.chaos.program", str(folder), str(BLOWS_A_NIGHT)]
    done = subprocess.run(
        [*command, f"{SEED}:{NIGHTS}"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    found: dict[str, Any]
    (found,) = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.thorough  # five nights, twice
def test_the_warehouse_equals_that_of_the_calm_nights(season: dict[str, Any]) -> None:
    assert season["nights"] == NIGHTS
    assert season["differing"] == []
    assert season["doubled"] == {}
    assert season["documents"] == []


@pytest.mark.thorough  # the same nights
def test_every_fault_struck_and_stands_on_the_page(season: dict[str, Any]) -> None:
    struck = sum(season["struck"].values())
    assert struck >= NIGHTS * BLOWS_A_NIGHT - 2, season["missed"]
    assert season["replies"]
    assert season["untold"] == []


def test_a_seed_draws_the_same_blows_again() -> None:
    assert drawn(SEED, 40) == drawn(SEED, 40)
    assert drawn(SEED, 40) != drawn(SEED + 1, 40)


def test_few_nights_suffice_for_every_kind() -> None:
    nights = drawn(SEED, 6, a_night=2)
    assert {blow.kind for blows in nights for blow in blows} == set(Kind)
