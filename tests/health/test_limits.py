"""Cells of a table that a past limits: shots of one season, none of the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from boxline.catalog import Table, after_final, covers, per_final_game, per_scheduled_game
from boxline.catalog.inputs import Input, Past, Same
from boxline.engine.calendar import Game
from boxline.health.grid.cells import State
from boxline.health.grid.grid import Grid
from tests.health.toy_grid import (
    AWAY,
    CATALOG,
    COLUMNS,
    GAMES,
    HOME,
    SCHEDULE,
    SCORES,
    cell,
    game,
    judged,
)

SHOTS = replace(SCORES, name="toy_raw.shots", covers=covers(["2024-25"], "regular"))
CHARTED = Table(
    "toy_core.charted",
    grain="one",
    key=("n",),
    columns=COLUMNS,
    expects=per_final_game(2),
    due=after_final(hours=3),
)
#: By game, and by day for every team.
PLAYERS, TEAMS = (
    Table(
        f"toy_precompute.{name}",
        grain="one",
        key=("n",),
        columns=columns,
        expects=per_scheduled_game(at_least=2),
    )
    for name, columns in (("players", COLUMNS), ("teams", COLUMNS[1:]))
)
STORE = replace(PLAYERS, name="toy_precompute.store")


def _needed(reach: Same | Past, *, is_limit: bool = False) -> Input:
    return Input(reach=reach, is_optional=False, is_limit=is_limit)


BEFORE = {"games": _needed(Same(GAMES)), "shots": _needed(Past(CHARTED, seasons=1), is_limit=True)}
READS = {
    CHARTED: {"shots": _needed(Same(SHOTS)), "games": _needed(Same(GAMES))},
    PLAYERS: BEFORE,
    TEAMS: BEFORE,
    STORE: {
        "games": _needed(Same(GAMES)),
        "teams": Input(reach=Same(TEAMS), is_optional=True),
        "players": Input(reach=Same(PLAYERS), is_optional=True),
    },
}
LEAGUE = replace(
    CATALOG,
    datasets={
        one.name: one for one in (*CATALOG.datasets.values(), SHOTS, CHARTED, PLAYERS, TEAMS, STORE)
    },
    transforms={
        **CATALOG.transforms,
        **{
            table.name: replace(CATALOG.transforms[GAMES.name], target=table, inputs=given)
            for table, given in READS.items()
        },
    },
)

#: Three games of the season with shots, its playoffs among them, and two of the next.
OPENING, SECOND, FINALS = (
    game("g1", date(2024, 10, 22)),
    game("g2", date(2024, 10, 24)),
    game("g3", date(2025, 6, 5), season_type="playoffs"),
)
WITHOUT = tuple(
    game(f"g{n}", date(2025, 10, n), season="2025-26", season_type="regular") for n in (21, 22)
)
ALL = (OPENING, SECOND, FINALS, *WITHOUT)
BOTH = (PLAYERS, TEAMS)

#: An earlier season is in as well.
BEGUN = date(2024, 4, 1)


def looked(lost: Mapping[str, tuple[Game, ...]] | None = None) -> Grid:
    """All rows that can be had, less some."""

    def rows(table: str, games: tuple[Game, ...], *, by_day: bool = False) -> dict[object, int]:
        kept = [one for one in games if one not in (lost or {}).get(table, ())]
        return {("" if by_day else one.game_id, one.day): 2 for one in kept}

    held = {
        SHOTS.name: rows(SHOTS.name, (OPENING, SECOND)),
        CHARTED.name: rows(CHARTED.name, (OPENING, SECOND)),
        PLAYERS.name: rows(PLAYERS.name, (SECOND, FINALS)),
        TEAMS.name: rows(TEAMS.name, (SECOND, FINALS), by_day=True),
        STORE.name: rows(STORE.name, ALL),
    }
    began = {SCHEDULE.name: BEGUN, SHOTS.name: BEGUN}
    now = datetime(2025, 12, 1, tzinfo=UTC)
    return judged(catalog=LEAGUE, games=ALL, held=held, began=began, now=now)


def test_a_season_without_shots_is_not_available_and_no_gap() -> None:
    found = looked()
    for table in BOTH:
        for one in WITHOUT:
            judged_cell = cell(found, table, one)
            assert judged_cell.state is State.NOT_AVAILABLE
            assert judged_cell.cause == "its source has no such games"
    assert list(found.gaps()) == []


def test_what_does_not_need_the_table_is_present_in_such_a_season() -> None:
    assert {cell(looked(), STORE, one).state for one in ALL} == {State.PRESENT}


@pytest.mark.parametrize("table", BOTH, ids=lambda table: table.name)
def test_the_first_game_of_a_season_with_shots_has_none_before_it(table: Table) -> None:
    assert cell(looked(), table, OPENING).state is State.EMPTY_OK


@pytest.mark.parametrize("table", BOTH, ids=lambda table: table.name)
def test_a_day_with_a_sides_first_game_may_have_fewer_rows(table: Table) -> None:
    later = game("g4", SECOND.day, teams=(HOME, 7))
    found = looked({table.name: (SECOND,)})
    assert cell(found, table, SECOND).state is State.MISSING
    few = judged(
        catalog=LEAGUE,
        games=(OPENING, later),
        held={SHOTS.name: {("g1", OPENING.day): 2}, CHARTED.name: {("g1", OPENING.day): 2}},
        began={SCHEDULE.name: BEGUN, SHOTS.name: BEGUN},
    )
    assert cell(few, table, later).state is State.EMPTY_OK


@pytest.mark.parametrize("table", BOTH, ids=lambda table: table.name)
def test_rows_that_are_lost_later_in_the_season_are_a_gap_in_the_playoffs_too(
    table: Table,
) -> None:
    """The playoffs have no shots of their own, and those of the regular season before them."""
    assert cell(looked({table.name: (FINALS,)}), table, FINALS).state is State.MISSING


@pytest.mark.parametrize("table", BOTH, ids=lambda table: table.name)
def test_rows_that_are_lacking_for_lost_shots_wait_for_those(table: Table) -> None:
    found = looked({SHOTS.name: (OPENING,), CHARTED.name: (OPENING,), table.name: (SECOND,)})
    one = cell(found, table, SECOND)
    assert (one.state, one.cause) == (State.BLOCKED, f"it waits for {CHARTED.name} of g1")
    assert found.root(one).dataset == SHOTS.name


def test_both_sides_of_a_day_are_looked_at() -> None:
    assert OPENING.teams == (HOME, AWAY)
    assert cell(looked(), TEAMS, SECOND).held == 2
