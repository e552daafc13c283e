"""What a killed run leaves behind, and that the next one mends it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from boxline.catalog import Export
from boxline.home import Home
from tests import builders
from tests.builders import (
    NOON,
    bring_in,
    commits_of,
    documents_of,
    published_catalog,
    rewrite,
    rows_of_all,
    run,
)

home_at = partial(builders.home_at, declared=published_catalog)
league_home = partial(builders.league_home, declared=published_catalog)
settled_league_home = partial(builders.settled_league_home, declared=published_catalog)

#: Runs a home as `boxline run` does, with the clock of the tests, and says when it begins.
RUN = """
import sys
from pathlib import Path
from tests.builders import home_at, published_catalog
from boxline.engine.work import Window
home = home_at(Path(sys.argv[1]), declared=published_catalog)
home.run("run", Window(), on_step=lambda dataset, what: print(dataset, flush=True))
"""

#: Datasets at whose work the run is killed: one of each layer, and the first documents.
KILLED_AT = (
    "nba_core.games",
    "nba_core.player_games",
    "nba_analytics.player_prop_results",
    "nba_predictions.player_prop_predictions",
    "nba_predictions.prediction_accuracy",
    "nba_exports.results",
)


def kill_at(home: Home, dataset: str) -> None:
    """Start a run in a process of its own and kill it a moment after it reaches a dataset."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(home.path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == dataset:
                break
        time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league with all that its documents rest on. Tests only read it."""
    return settled_league_home(tmp_path_factory.mktemp("settled"))


@pytest.fixture(scope="module")
def killed_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose run was killed in each layer, then left to finish."""
    home = league_home(tmp_path_factory.mktemp("killed"))
    order = [dataset.name for dataset in home.catalog.computed]
    for dataset in sorted(KILLED_AT, key=order.index):  # a later one has not been worked on yet
        kill_at(home, dataset)
    return home


@pytest.mark.thorough  # a run of whole seasons is killed six times
def test_a_killed_run_is_known_as_lost_and_nothing_hangs_on_it(killed_home: Home) -> None:
    def states() -> list[str]:
        found = killed_home.ledger.runs(100)
        return sorted(run["state"] for run in found if run["command"] == "run")

    assert states() == ["lost"] * len(KILLED_AT)
    run(killed_home)
    assert states() == ["done", *["lost"] * len(KILLED_AT)]


@pytest.mark.thorough  # a run of whole seasons is killed six times
def test_after_kills_in_every_layer_a_run_ends_where_one_never_killed_does(
    killed_home: Home, settled_home: Home
) -> None:
    run(killed_home)
    assert run(killed_home).steps == []
    assert commits_of(killed_home) == commits_of(settled_home)
    datasets = settled_home.catalog.datasets
    tables = [name for name, dataset in datasets.items() if not isinstance(dataset, Export)]
    found, wanted = (rows_of_all(home, tables) for home in (killed_home, settled_home))
    for name in tables:
        assert found[name] == wanted[name], name

    assert documents_of(killed_home) == documents_of(settled_home)


@pytest.mark.thorough  # a run of whole seasons is killed six times
def test_a_home_can_be_moved(killed_home: Home) -> None:
    run(killed_home)
    moved = killed_home.path.rename(killed_home.path.with_name("moved"))
    assert run(home_at(moved)).steps == []
    assert Path(home_at(moved).published.current / "manifest.json").exists()


@pytest.mark.thorough  # whole seasons are run, and run again
def test_a_run_that_waited_reads_what_landed_meanwhile(tmp_path: Path) -> None:
    """Its clock stood before a correction was landed; it must not commit without having seen it."""
    home = settled_league_home(tmp_path)
    (file,) = (tmp_path / "archive").rglob("player_games_2024-25.parquet")
    rewrite(file, lambda row: row | {"ast": row["ast"] + 1})
    later = home_at(home.path, now=NOON + timedelta(seconds=30))
    bring_in(later, [file])
    late = run(home_at(home.path, now=NOON))  # as if it had taken its clock before it waited
    changed = {step.outcome.dataset: step.outcome.stored for step in late.steps}
    assert changed["nba_core.player_games"] > 0
    assert run(later).steps == []
