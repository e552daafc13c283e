"""What is missing or lost is asked for again, within bounds, and what depends on it made anew."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.engine.work import Window
from boxline.health.grid.cells import State
from boxline.health.grid.gaps import find_gaps
from boxline.home import Home
from boxline.home.asking_again import tell_of_healing
from boxline.home.healing import heal
from boxline.home.looking import looked_at
from boxline.sandbox.servers import SandboxServer
from tests.builders import rows_of
from tests.fetching.sandboxed import asked_of
from tests.home.fetched_home import (
    BOX,
    LATER,
    LINES,
    SCHEDULE,
    START,
    at,
    box_score_home,
    games_asked,
    healed,
    healing,
    hungry,
    run,
)

AUGUST = datetime(2025, 7, 30, 18, tzinfo=UTC)


def games(home: Home) -> set[str]:
    return {row["game_id"] for row in rows_of(home, LINES)}


def cells(found: Any) -> list[str]:
    return [one.fetch.cell for one in found.repairs]


def states(home: Home) -> dict[str, tuple[State, str, str]]:
    """Game -> state, cause and next step of its box score, where it is a gap."""
    with looked_at(home) as found:
        tell_of_healing(home, found)
        gaps = find_gaps(found.grid, Window(only=frozenset({BOX}))).shown
        cells = [gap.cell for gap in gaps]
        return {cell.game_id: (cell.state, cell.cause, cell.next_step) for cell in cells}


def test_games_that_no_run_asks_for_any_more_are_asked_for_and_computed(
    holed: Home, server: SandboxServer
) -> None:
    before, missing = games_asked(server), set(states(holed))
    assert len(missing) > 5
    run(holed)
    assert games_asked(server) == before  # they lie too far back
    found = healed(holed)
    assert {key.place[0] for key in found.closed} == missing
    assert missing <= games(holed)
    assert not states(holed)


def test_the_dry_run_says_it_and_asks_nobody(holed: Home, server: SandboxServer) -> None:
    before = games_asked(server)
    planned = healing(holed)
    assert {gap.game_id for one in planned.repairs for gap in one.gaps} == set(states(holed))
    assert games_asked(server) == before
    assert set(states(holed).values()) == {
        (State.LATE, "no source has brought them", "boxline heal")
    }


def test_the_newest_of_what_blocks_comes_first_and_no_more_than_allowed(
    holed: Home, server: SandboxServer
) -> None:
    home = box_score_home(holed.path, server, now=LATER, heal_requests=3)
    every, some = healing(holed), healing(home)
    assert cells(some) == cells(every)[:3]
    days = [one.day for one in some.repairs]
    assert days == sorted(days, reverse=True)
    assert {one.why for one in some.waiting} == {"3 others come first"}
    before = games_asked(server)
    healed(home)
    assert games_asked(server) == before + 3
    home.close()


def test_a_home_that_lacks_nothing_asks_for_nothing(whole: Home, server: SandboxServer) -> None:
    before = games_asked(server)
    found = healed(whole)
    assert (games_asked(server), found.report.steps) == (before, [])


def test_what_never_comes_is_asked_for_three_times_and_given_up(
    whole: Home, server: SandboxServer
) -> None:
    home = at(whole, LATER, declared=hungry)
    count, asked = len(states(home)), []
    for hours in (0.5, 1, 2, 6.9, 7, 8, 31, 24 * 30, 24 * 200):
        before = games_asked(server)
        home = at(home, LATER + timedelta(hours=hours))
        found = healed(home)
        asked.append(games_asked(server) - before)
    # Whatever brought them counts as the first try: that was at LATER.
    assert asked == [0, count, 0, 0, count, 0, 0, 0, 0]
    assert len(found.healing.given_up) == count
    said = states(home)
    assert {state for state, _, _ in said.values()} == {State.GIVEN_UP}
    game_id = min(said)
    last = (LATER + timedelta(hours=7)).isoformat(timespec="minutes")
    assert said[game_id][1] == f"asked for 3 times, last at {last}, and it is still missing"
    assert said[game_id][2].startswith(f"boxline fetch {BOX} --date ")


def given_up(whole: Home) -> Home:
    """A home that has given every game up."""
    home = whole
    for hours in (0, 1, 7):
        home = at(home, LATER + timedelta(hours=hours), declared=hungry)
        healed(home)
    home = at(home, LATER + timedelta(days=9))
    assert not healing(home).repairs
    assert healing(home).given_up
    return home


def test_other_code_begins_what_was_given_up_anew(whole: Home) -> None:
    home = given_up(whole)
    count = len(healing(home).given_up)
    home.ledger.tries.note_code({BOX: "what the code was"}, START)
    assert len(healing(home).repairs) == count


def test_who_clears_a_cell_has_it_asked_for_again(whole: Home) -> None:
    home = given_up(whole)
    first, *others = [one.cell for one in healing(home).given_up]
    home.ledger.tries.ask_anew([BOX], first, home.clock())
    found = healing(home)
    assert cells(found) == [first]
    assert [one.cell for one in found.given_up] == others


def test_a_run_that_must_read_a_damaged_file_fails_that_alone_until_good_bytes_come(
    whole: Home, server: SandboxServer
) -> None:
    game_id = max(games(whole))
    path, rows = file_of(whole, game_id), rows_of(whole, LINES)
    held = path.read_bytes()
    path.write_bytes(b"x" + held[1:])
    with whole.warehouse("as after a change of the reader") as warehouse:
        warehouse.connection.execute("UPDATE ops.loads SET code = 'what the code was'")
    report = run(whole)
    (failure,) = report.failures
    assert str(path) in failure.message
    assert len([s for s in report.steps if s.outcome.dataset == BOX]) > 1
    assert rows_of(whole, LINES) == rows  # what is committed stays

    found = healed(whole)
    assert cells(found.healing) == [f"game_id={game_id}"]
    assert path.read_bytes() == held
    assert not found.report.failures
    assert not run(whole).failures
    assert not whole.ledger.attempts()


def test_a_run_asks_at_once_for_a_reply_that_was_damaged_before_anybody_read_it(
    whole: Home, server: SandboxServer
) -> None:
    """It may be of a present state, which later replies do not tell any more."""
    (newest,) = max(
        (one.pages for one in whole.ledger.landed() if one.dataset == SCHEDULE),
        key=lambda pages: pages[0].path,
    )
    path = whole.path / "landing" / newest.path
    held = path.read_bytes()
    path.unlink()
    with whole.warehouse("as before it was read") as warehouse:
        warehouse.connection.execute("DELETE FROM ops.loads WHERE dataset = $1", [SCHEDULE])
    asked = len(asked_of(server, "schedule"))
    assert str(path) in {failure.message.split(" cannot")[0] for failure in run(whole).failures}
    assert not run(whole).failures
    assert len(asked_of(server, "schedule")) == asked + 1
    assert path.read_bytes() == held
    run(whole)
    assert len(asked_of(server, "schedule")) == asked + 1


@pytest.mark.parametrize("fixture", ["whole", "holed"])
def test_off_season_nothing_is_asked_twice(
    fixture: str, request: pytest.FixtureRequest, server: SandboxServer
) -> None:
    home = at(request.getfixturevalue(fixture), AUGUST)
    healed(home)
    before = games_asked(server)
    for days in range(1, 4):
        home = at(home, AUGUST + timedelta(days=days))
        assert not healing(home).repairs
        report = healed(home).report
        assert not [
            step for step in report.steps if step.outcome.dataset != "nba_raw.nbac_schedule"
        ]
    assert games_asked(server) == before


def landed(home: Home, game_id: str) -> Any:
    (found,) = [one for one in home.ledger.landed() if one.asked.get("game_id") == game_id]
    return found


def file_of(home: Home, game_id: str) -> Path:
    return home.path / "landing" / landed(home, game_id).pages[0].path


@pytest.mark.parametrize("loss", ["gone", "other bytes"])
def test_a_lost_landing_file_is_written_anew_by_the_same_bytes(
    whole: Home, server: SandboxServer, loss: str
) -> None:
    game_id = max(games(whole))
    path, rows = file_of(whole, game_id), rows_of(whole, LINES)
    held, before = path.read_bytes(), games_asked(server)
    if loss == "gone":
        path.unlink()
    else:
        path.write_bytes(b"x" + held[1:])
    found = heal(whole, Window(), is_deep=True, on_step=lambda dataset, what: None)
    assert cells(found.healing) == [f"game_id={game_id}"]
    assert path.read_bytes() == held
    assert games_asked(server) == before + 1
    assert rows_of(whole, LINES) == rows
    assert not found.report.steps  # the rows were never lost
    assert not healing(whole).repairs


def test_a_lost_file_that_nobody_can_be_asked_for_is_named(whole: Home) -> None:
    game_id = max(games(whole))
    file_of(whole, game_id).unlink()
    home = box_score_home(whole.path, None, now=LATER, fetch_from=())
    found = healing(home)
    assert not found.repairs
    (lost,) = found.to_bring_in
    assert lost.landed == landed(home, game_id)
    assert "gone" in lost.why
    home.close()


def test_a_game_that_came_in_part_is_completed_and_only_its_day_made_anew(
    whole: Home, server: SandboxServer
) -> None:
    game_id = max(games(whole))
    one, rows = landed(whole, game_id), rows_of(whole, LINES)
    told = json.loads(whole.landing.read(one.pages[0]))
    del told["boxScoreTraditional"]["homeTeam"]["players"][4:]
    del told["boxScoreTraditional"]["awayTeam"]["players"][4:]
    raw: Any = whole.catalog[BOX]
    whole.land(
        raw, [("a.json", json.dumps(told).encode())], fetched_at=LATER, batch="b", asked=one.asked
    )
    run(whole)
    assert states(whole)[game_id][0] is State.SHORT
    home = at(whole, LATER + timedelta(hours=2))
    found = healed(home)
    assert cells(found.healing) == [f"game_id={game_id}"]
    assert rows_of(home, LINES) == rows
    done = {(s.outcome.dataset, s.outcome.first) for s in found.report.steps if s.outcome.first}
    assert {day for dataset, day in done if dataset == LINES} <= {found.healing.repairs[0].day}


def test_a_correction_that_came_while_nobody_asked_is_asked_for(
    holed: Home, server: SandboxServer
) -> None:
    """The first run asked on the morning after; corrections come for three days."""
    old = [one for one in healing(holed).repairs if not one.gaps]
    assert {one.why.partition(":")[0][:19] for one in old} == {"not asked for since"}
    assert {one.fetch.cell for one in old} == {
        f"game_id={one.asked['game_id']}" for one in holed.ledger.landed() if one.dataset == BOX
    }
    healed(holed)
    assert not healing(holed).repairs
