"""The grid: every state of a cell, on three games of two teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from boxline.catalog import League
from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Parked
from boxline.engine.work import Window
from boxline.health.grid.cells import State
from boxline.health.grid.facts import Rejection
from boxline.health.grid.gaps import find_gaps
from tests.health.toy_grid import (
    CALLS,
    CATALOG,
    D1,
    D2,
    D3,
    EXPECTED,
    FOREIGN,
    GRADES,
    LATER,
    LINES,
    SCHEDULE,
    SCORES,
    THREE,
    WHOLE,
    cell,
    game,
    judged,
    without,
)

G1, G2, G3 = THREE
START = G3.starts_at
assert START is not None


def test_nothing_is_missing_where_all_rows_are_held() -> None:
    found = judged()
    assert list(found.gaps()) == []
    assert {cell(found, d, G2).state for d in (SCORES, LINES, EXPECTED, CALLS, GRADES)} == {
        State.PRESENT
    }


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (-1, State.NOT_DUE),
        (2.9, State.NOT_DUE),  # a game is reckoned to take three hours
        (3, State.MISSING),  # over, and its scores are due twelve hours later
        (14.9, State.MISSING),
        (15, State.LATE),
    ],
)
def test_an_absent_game_is_owed_once_it_is_over_and_late_once_it_is_past_due(
    hours: float, state: State
) -> None:
    tonight = game("g3", D3, is_final=False)
    found = judged(
        games=(G1, G2, tonight),
        held=without((SCORES, "g3"), (LINES, "g3"), (GRADES, "g3")),
        now=START + timedelta(hours=hours),
    )
    assert cell(found, SCORES, tonight).state is state


def test_a_game_that_is_said_to_be_over_is_owed_at_once() -> None:
    found = judged(held=without((SCORES, "g3")), now=START + timedelta(hours=1))
    assert cell(found, SCORES, G3).state is State.MISSING


def test_a_game_of_which_nothing_says_that_it_was_played_is_named_all_the_same() -> None:
    unsaid = game("g3", D3, is_final=False)
    found = judged(games=(G1, G2, unsaid), held=without((SCORES, "g3"), (LINES, "g3")))
    assert cell(found, SCORES, unsaid).state is State.LATE
    assert "nothing says that the game was played" in cell(found, SCORES, unsaid).cause


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2025, 1, 15, 4, 59, tzinfo=UTC), State.NOT_DUE),  # 23:59 Eastern
        (datetime(2025, 1, 15, 5, 0, tzinfo=UTC), State.MISSING),
        (datetime(2025, 1, 15, 17, 0, tzinfo=UTC), State.LATE),
    ],
)
def test_a_game_without_a_known_start_is_over_when_its_day_is(now: datetime, state: State) -> None:
    unknown = game("g3", D3, is_final=False, starts_at=None)
    found = judged(games=(G1, G2, unknown), held=without((SCORES, "g3"), (LINES, "g3")), now=now)
    assert cell(found, SCORES, unknown).state is state


def test_what_is_said_before_a_game_is_owed_within_its_horizon_and_due_before_the_start() -> None:
    tomorrow = game("g3", D3, is_final=False)
    states = {}
    for hours in (-72, -30, -0.5):
        found = judged(
            games=(G1, G2, tomorrow),
            held=without((CALLS, "g3"), (LINES, "g3"), (SCORES, "g3")),
            now=START + timedelta(hours=hours),
        )
        states[hours] = cell(found, CALLS, tomorrow).state
    assert states == {-72: State.NOT_DUE, -30: State.MISSING, -0.5: State.LATE}


def test_fewer_rows_than_a_game_owes_are_short() -> None:
    found = judged(held=WHOLE | {SCORES.name: WHOLE[SCORES.name] | {("g2", D2): 1}})
    one = cell(found, SCORES, G2)
    assert (one.state, one.held, one.expected) == (State.SHORT, 1, "2")


def test_more_rows_than_a_game_can_have_are_unexpected() -> None:
    found = judged(held=WHOLE | {SCORES.name: WHOLE[SCORES.name] | {("g2", D2): 3}})
    assert cell(found, SCORES, G2).state is State.UNEXPECTED


def test_rows_of_a_game_that_the_calendar_has_on_no_such_day_are_unexpected() -> None:
    moved = WHOLE | {LINES.name: WHOLE[LINES.name] | {("g2", D1): 2}}
    (gap,) = judged(held=moved).gaps()
    assert (gap.dataset, gap.game_id, gap.day, gap.state) == (
        LINES.name,
        "g2",
        D1,
        State.UNEXPECTED,
    )


def test_raw_rows_and_what_was_predicted_may_name_games_that_the_calendar_leaves_out() -> None:
    more = {
        name: WHOLE[name] | {("exhibition", D1): 2, ("g2", D1): 2}
        for name in (SCORES.name, CALLS.name)
    }
    assert list(judged(held=WHOLE | more).gaps()) == []


def test_a_game_whose_rows_stand_on_another_day_says_so() -> None:
    held = without((SCORES, "g2"), (LINES, "g2"))
    held[SCORES.name]["g2", D3] = 2
    assert cell(judged(held=held), SCORES, G2).cause == f"its rows stand on {D3}"


def test_a_game_that_no_source_covers_is_not_available_there_and_downstream() -> None:
    playoff = game("g2", D2, season_type="playoffs")
    found = judged(
        games=(G1, playoff, G3), held=without((SCORES, "g2"), (LINES, "g2"), (GRADES, "g2"))
    )
    for dataset in (SCORES, LINES, GRADES):
        assert cell(found, dataset, playoff).state is State.NOT_AVAILABLE
    assert list(found.gaps()) == []


def test_a_game_before_the_history_begins_is_not_available() -> None:
    found = judged(
        held=without(*((d, "g1") for d in (SCORES, LINES)), (EXPECTED, "g2"), (CALLS, "g2")),
        began={SCHEDULE.name: D1, SCORES.name: D2},
    )
    assert cell(found, LINES, G1).state is State.NOT_AVAILABLE
    assert cell(found, LINES, G1).cause == f"its history begins on {D2}"


def test_a_day_older_than_a_table_looks_back_is_not_available_there_and_downstream() -> None:
    """Today is the sixteenth."""
    near = replace(EXPECTED, days_back=3)
    catalog = replace(CATALOG, datasets={**CATALOG.datasets, near.name: near})
    lost = without((EXPECTED, "g2"), (CALLS, "g2"))
    found = judged(catalog=catalog, held=lost)
    assert cell(found, near, G2).state is State.NOT_AVAILABLE
    assert cell(found, near, G2).cause == (
        "days before 2025-01-13 are made only where `--only` names it"
    )
    assert cell(found, CALLS, G2).state is State.NOT_AVAILABLE
    assert cell(found, near, G3).state is State.PRESENT
    assert list(found.gaps()) == []
    assert cell(judged(held=lost), EXPECTED, G2).state is State.LATE


def test_what_was_never_brought_in_is_not_missing() -> None:
    assert cell(judged(), FOREIGN, G2).state is State.NOT_AVAILABLE


def test_rows_that_name_no_game_of_ours_are_judged_by_their_day() -> None:
    twins = (game("g2", D2), game("g4", D2))
    whole = WHOLE | {name: rows | {("g4", D2): rows["g2", D2]} for name, rows in WHOLE.items()}
    began = {SCHEDULE.name: D1, SCORES.name: D1, FOREIGN.name: D1}
    held = {FOREIGN.name: {("", D1): 2, ("", D2): 3, ("", D3): 2}}
    (gap,) = judged(games=(G1, *twins, G3), held=whole | held, began=began).gaps()
    assert (gap.dataset, gap.game_id, gap.day) == (FOREIGN.name, "", D2)
    assert (gap.state, gap.held, gap.at_least) == (State.SHORT, 3, 4)


def test_a_game_whose_rows_were_rejected_says_why() -> None:
    found = judged(
        held=without((SCORES, "g2"), (LINES, "g2")),
        rejected={SCORES.name: {"g2": Rejection(D2, "n is 900, above 100")}},
    )
    one = cell(found, SCORES, G2)
    assert (one.state, one.cause) == (State.REJECTED, "n is 900, above 100")


def test_a_rejected_row_is_a_gap_unless_the_game_is_known_to_be_whole() -> None:
    rejection = {"g2": Rejection(D2, "n is 900, above 100")}
    found = judged(rejected={SCORES.name: rejection, LINES.name: rejection})
    assert cell(found, SCORES, G2).state is State.PRESENT  # a game has two and no more
    assert cell(found, LINES, G2).state is State.REJECTED  # a third player may be lost


def test_a_computed_row_that_was_rejected_and_names_no_game_is_a_gap_of_its_day() -> None:
    (gap,) = judged(rejected={LINES.name: {"": Rejection(D2, "game_id is missing")}}).gaps()
    assert (gap.dataset, gap.day, gap.state) == (LINES.name, D2, State.REJECTED)


def test_what_an_absent_game_leaves_undone_is_blocked_by_it_down_to_the_root() -> None:
    found = judged(held=without((SCORES, "g2"), (LINES, "g2"), (GRADES, "g2")))
    gaps = {gap.dataset: gap for gap in found.gaps()}
    assert {name: gap.state for name, gap in gaps.items()} == {
        SCORES.name: State.LATE,
        LINES.name: State.BLOCKED,
        GRADES.name: State.BLOCKED,  # it owes no row of a game, and this one could not be graded
    }
    root = gaps[SCORES.name].key
    assert [found.root(gap) for gap in gaps.values()] == [root, root, root]
    assert gaps[GRADES.name].cause == f"it waits for {LINES.name}"


def test_a_sides_first_game_of_history_owes_no_row_that_comes_of_earlier_ones() -> None:
    month_before = D1 - timedelta(days=30)
    found = judged(began={SCHEDULE.name: month_before, SCORES.name: month_before})
    for dataset in (EXPECTED, CALLS, GRADES):
        assert cell(found, dataset, G1).state is State.EMPTY_OK


def test_rows_that_are_lacking_because_an_earlier_game_is_missing_wait_for_that_game() -> None:
    lost = (SCORES, "g1"), (LINES, "g1"), (EXPECTED, "g2"), (CALLS, "g2"), (GRADES, "g2")
    found = judged(held=without(*lost))
    one = cell(found, EXPECTED, G2)
    assert (one.state, one.cause) == (State.BLOCKED, f"it waits for {LINES.name} of g1")
    assert {found.root(gap).dataset for gap in found.gaps()} == {SCORES.name}


def test_a_parked_day_says_until_when_and_after_what() -> None:
    parked = Parked(
        dataset=SCORES.name,
        cell=D2.isoformat(),
        until=LATER,
        failures=5,
        message="429 Too Many Requests",
    )
    found = judged(held=without((SCORES, "g2")), parked={(SCORES.name, D2): parked})
    one = cell(found, SCORES, G2)
    assert one.state is State.PARKED
    assert one.cause == (
        "failed 5 times, left alone until 2025-01-16T12:00+00:00: 429 Too Many Requests"
    )


def test_a_day_that_a_run_would_compute_again_is_stale_and_no_gap() -> None:
    found = judged(work={LINES.name: {D2: "inputs changed"}})
    one = cell(found, LINES, G2)
    assert (one.state, one.cause) == (State.STALE, "inputs changed")
    assert list(found.gaps()) == []


def test_a_day_that_no_run_has_computed_yet_asks_for_a_run() -> None:
    found = judged(held=without((LINES, "g2")), work={LINES.name: {D2: "missing"}})
    assert cell(found, LINES, G2).next_step == "boxline run"


def test_a_file_that_landed_and_is_not_loaded_asks_for_a_run() -> None:
    found = judged(
        held=without((SCORES, "g2"), (LINES, "g2")), unloaded=lambda name: name == SCORES.name
    )
    one = cell(found, SCORES, G2)
    assert one.next_step == "boxline run"
    assert one.cause == "a file that landed for it is not loaded yet"


LOST = without((SCORES, "g2"), (LINES, "g2"), (GRADES, "g2"), (CALLS, "g3"), (GRADES, "g3"))


def listed(*, unfold: bool = False, **window: object) -> list[tuple[str, str, int]]:
    """Dataset, game and what waits for it, as they are shown."""
    found = find_gaps(judged(held=LOST), Window(**window), unfold=unfold)  # type: ignore[arg-type]
    return [(gap.cell.dataset, gap.cell.game_id, gap.blocks) for gap in found.shown]


def test_gaps_are_listed_by_their_roots_with_what_waits_for_them() -> None:
    assert listed() == [(SCORES.name, "g2", 2), (CALLS.name, "g3", 1)]


def test_what_only_follows_is_counted_and_shown_when_asked_for() -> None:
    assert find_gaps(judged(held=LOST), Window()).folded == 3
    assert listed(unfold=True) == [
        (SCORES.name, "g2", 2),
        (CALLS.name, "g3", 1),
        (LINES.name, "g2", 0),
        (GRADES.name, "g2", 0),
        (GRADES.name, "g3", 0),
    ]


def test_what_follows_from_a_gap_outside_the_window_is_not_hidden() -> None:
    assert listed(only=frozenset({GRADES.name}), last=D2) == [(GRADES.name, "g2", 0)]


def test_a_game_of_another_league_owes_nothing_here() -> None:
    other = League(name="other", seasons=SeasonRule(begins=(3, 1)), calendar="other_core.games")
    both = replace(CATALOG, leagues={**CATALOG.leagues, "other": other})
    away = game("g9", D2, league="other")
    assert list(judged(catalog=both, games=(*THREE, away)).gaps()) == []
