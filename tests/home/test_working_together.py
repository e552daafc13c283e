"""`boxline work`: one runs, others ask for him, and nobody does what was done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boxline.catalog import Raw
from boxline.engine.fetch_plan import Fetch
from boxline.engine.journal import Silence
from boxline.engine.recording import Record
from boxline.engine.work import Window
from boxline.errors import HomeBusy, LeaseLost
from boxline.home import Home
from boxline.home.asking import known_now, named_cells
from boxline.home.fetching import fetch_round, fetcher_of
from boxline.home.helping import work
from boxline.home.landings import Landings
from boxline.stores.lock import locked
from tests.fetching.sandboxed import DAY, WEEK, asked_of, fetching_home, sandbox

SCOREBOARD = "nba_raw.espn_scoreboard"
BOX_SCORES = "nba_raw.bdl_box_scores"
WINDOW = replace(WEEK, only=frozenset({"nba_raw.nbac_schedule", SCOREBOARD}))
COMMAND = "work --from A --to B"


def wanted_by(home: Home, window: Window, dataset: str = SCOREBOARD) -> list[Fetch]:
    """Cells of a dataset, once the calendar is known."""
    home.run("run", replace(WEEK, only=frozenset({"nba_raw.nbac_schedule"})))
    raw = home.catalog[dataset]
    assert isinstance(raw, Raw)
    with home.warehouse("looking") as warehouse:
        return named_cells(home, raw, known_now(home, warehouse.connection), window, {})


def nothing(_dataset: str, _what: str) -> None:
    """Tell nobody."""


def test_a_worker_alone_runs(tmp_path: Path) -> None:
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        done = work(home, COMMAND, WINDOW, on_step=nothing)
        assert (done.cells, done.state) == (0, "done")
        assert done.report is not None
        assert asked_of(server, "scoreboard")
        (run,) = home.ledger.runs(9)
        assert (run["run_id"], run["command"], run["state"]) == (done.run_id, COMMAND, "done")
        home.close()


def test_he_asks_for_whoever_runs_and_then_does_what_is_left(tmp_path: Path) -> None:
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        cells = wanted_by(home, replace(WEEK, last=DAY))
        told: list[str] = []
        with home.lease("a run", run_id="first") as lease:
            home.ledger.wanted.want("first", "batch", cells)

            def on_step(_dataset: str, what: str) -> None:
                told.append(what)
                if len(told) == len(cells):
                    lease.release()  # the run is gone, and wrote no end

            done = work(home, COMMAND, WINDOW, on_step=on_step)
        assert done.cells == len(cells) > 1
        assert done.report is not None, "he ran himself then"
        asked = asked_of(server, "scoreboard")
        assert len(asked) == len(set(asked)) == len(cells), "what had landed was not asked again"
        home.close()


def test_what_another_brought_to_its_end_meanwhile_is_done(tmp_path: Path) -> None:
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        cells = wanted_by(home, Window(first=DAY, last=DAY))
        with home.lease(COMMAND, run_id="first") as lease:
            home.ledger.start("first", COMMAND, home.clock())
            home.ledger.wanted.want("first", "batch", cells)

            def on_step(_dataset: str, _what: str) -> None:
                home.ledger.finish("first", "failed", home.clock(), [])
                lease.release()

            done = work(home, COMMAND, WINDOW, on_step=on_step)
        assert (done.cells, done.run_id, done.state) == (1, "first", "failed")
        assert done.report is None
        home.close()


@pytest.mark.parametrize(
    ("dataset", "broken"),
    [
        pytest.param(SCOREBOARD, {"sandbox": "http://127.0.0.1:1"}, id="no network"),
        pytest.param(BOX_SCORES, {"balldontlie_key": "another"}, id="a wrong key"),
    ],
)
def test_a_helper_whom_no_provider_answers_leaves_it_to_the_others(
    tmp_path: Path, dataset: str, broken: dict[str, str]
) -> None:
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        cells = wanted_by(home, replace(WEEK, last=DAY), dataset)
        helper = fetching_home(tmp_path, server, fetch_tries=1, **broken)
        with home.lease("a run", run_id="first"), fetcher_of(helper, "first") as fetcher:
            home.ledger.wanted.want("first", "batch", cells)
            landings = Landings(
                home=helper,
                run_id="first",
                renew=lambda: None,
                on_step=nothing,
                journal=Silence(),
                only=frozenset({dataset}),
            )
            assert list(landings.land_all(fetcher)) == []
            provider = cells[0].raw.provider.name
            failed = [one for one in home.ledger.exchanges(provider, 99) if one["code"]]
            assert failed
            assert not any(one["is_settled"] for one in failed), "others try it again"
            assert list(landings.land_all(fetcher)) == []
            assert [one for one in home.ledger.exchanges(provider, 99) if one["code"]] == failed
            assert home.ledger.wanted.finished("first", but="") == []
            free = home.ledger.wanted.take(
                home.catalog, run_id="first", worker="another", most=99, seconds=60
            )
            assert [one.fetch.cell for one in free] == [one.cell for one in cells]
        helper.close()
        home.close()


def test_a_run_that_lost_its_lease_says_no_more_what_is_wanted(tmp_path: Path) -> None:
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        cells = wanted_by(home, replace(WEEK, last=DAY))
        with home.lease("first", run_id="first") as lost:
            lost.release()
            with home.lease("second", run_id="second"), fetcher_of(home, "first") as fetcher:
                home.ledger.wanted.want("second", "batch", cells)
                record = Record(run_id="first", code={}, attempts=home.ledger, clock=home.clock)
                with pytest.raises(LeaseLost):
                    fetch_round(home, fetcher, cells[:1], record, lost, nothing)
                free = home.ledger.wanted.take(
                    home.catalog, run_id="second", worker="one", most=99, seconds=60
                )
                assert len(free) == len(cells)
        home.close()


def test_who_stands_still_with_the_warehouse_open_is_named_after_a_while(tmp_path: Path) -> None:
    home = fetching_home(tmp_path, None, lease_seconds=0.0)
    with (
        home.lease("a run that was stopped", run_id="first"),
        locked(tmp_path / "warehouse.lock", doing="a run", wait_seconds=0.0),
        pytest.raises(HomeBusy, match="a run that was stopped"),
    ):
        work(home, COMMAND, WINDOW, on_step=nothing)
    assert home.ledger.runs(9) == []
    home.close()


def test_what_gets_into_the_way_of_a_run_of_one_s_own_ends_it(tmp_path: Path) -> None:
    told: list[str] = []

    def on_step(_dataset: str, what: str) -> None:
        told.append(what)
        if len(told) == 1:
            raise HomeBusy(str(tmp_path), "a process that writes its ledger", 10)

    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        with pytest.raises(HomeBusy, match="writes its ledger"):
            work(home, COMMAND, WINDOW, on_step=on_step)
        (run,) = home.ledger.runs(9)
        assert run["state"] == "failed"
        home.close()
