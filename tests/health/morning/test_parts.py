"""The parts of a morning report, each from facts that are judged by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from boxline.domain.standing import Halt, Standing
from boxline.domain.standing import State as DayState
from boxline.engine.attempts import Attempt, Attempts, Kind
from boxline.engine.work import Window
from boxline.health.completeness import completeness
from boxline.health.grid.gaps import find_gaps
from boxline.health.morning.games import Kind as Held
from boxline.health.morning.games import LastDay, coverage_part, games_part, last_day
from boxline.health.morning.grades import GradedProp, grades_part
from boxline.health.morning.missing import missing_part
from boxline.health.morning.overnight import Night, evening_before, overnight_part
from boxline.health.morning.report import Part, Report, State, untold
from boxline.health.morning.setbacks import FailingHost, breakers_part, rejects_part
from boxline.health.morning.told import as_text
from boxline.health.morning.tonight import Tonight, tonight_part
from boxline.health.morning.watching import DueJob, alerts_part, schedule_part
from tests.health.alerting.receivers import alert_of
from tests.health.toy_grid import (
    CALLS,
    D2,
    D3,
    EXPECTED,
    GRADES,
    LINES,
    SCORES,
    THREE,
    cell,
    game,
    judged,
    without,
)

NOW = datetime(2025, 1, 15, 12, tzinfo=UTC)
G3 = THREE[2]
LAST = LastDay(day=D3, games=(G3,))


def test_the_last_day_with_games_is_the_newest_before_the_morning():
    assert last_day(THREE, date(2025, 1, 15)) == LAST
    assert last_day(THREE, D3).day == D2
    assert last_day((), D3) == LastDay(day=None, games=())


def test_a_game_that_no_source_says_is_over_wants_somebody():
    part = games_part(LastDay(day=D3, games=(G3, game("g4", D3, is_final=False))))
    assert (part.state, part.figures["unfinished"]) == (State.ATTENTION, ["g4"])
    assert part.said == f"Of 2 games on {D3}, 1 is over. No source says so of g4."
    assert games_part(LAST).state is State.FINE


def covered(**known: Any) -> Part:
    """The coverage of the last day's scores, of some grid."""
    one = cell(judged(**known), SCORES, G3)
    held = {G3.game_id} if one.held else set()
    return coverage_part(LAST, [Held(name="scores", held=held, cells={G3.game_id: [one]})])


def test_a_game_is_covered_where_rows_of_it_are_held():
    part = covered()
    assert (part.state, part.figures["covered"]) == (State.FINE, {"scores": 1})
    assert part.said == "Of 1 finished game: scores of 1."


def test_a_game_that_is_late_is_named_with_why_and_what_to_do():
    part = covered(held=without((SCORES, "g3")))
    assert (part.state, part.figures["missing"]) == (State.ATTENTION, {"scores": ["g3"]})
    assert part.next_steps == (cell(judged(held=without((SCORES, "g3"))), SCORES, G3).next_step,)
    assert part.table is not None
    assert part.table.rows[0][:3] == ("scores", "0 of 1", "g3")


def test_a_game_of_which_no_source_is_asked_is_no_fault():
    part = coverage_part(LAST, [Held(name="gamebooks", held=(), cells={})])
    assert part.state is State.FINE
    assert part.table is not None
    assert part.table.rows == (
        ("gamebooks", "0 of 1", "", "no source of it reaches so far, or none is asked"),
    )


def test_missing_teams_are_named_by_code_and_days_counted_over_all_of_history():
    gaps = find_gaps(judged(held=without((SCORES, "g1"), (SCORES, "g3"))), Window())
    scores = completeness(THREE, {("toy", G3.game_id, 1)}, first=D3, last=D3)
    part = missing_part(scores, {2: "BOS"}, gaps)
    assert part.state is State.ATTENTION
    assert part.figures == {
        "teams": ["BOS"],
        "gaps": 2,
        "waiting": gaps.folded,
        "days": 2,
        "oldest": THREE[0].day,
        "newest": D3,
    }
    assert part.next_steps[0] == f"boxline completeness --date {D3}"


def test_where_nothing_is_missing_it_says_so():
    whole = completeness(THREE, {("toy", G3.game_id, 1), ("toy", G3.game_id, 2)}, first=D3, last=D3)
    part = missing_part(whole, {}, find_gaps(judged(), Window()))
    assert part.state is State.FINE
    assert part.said.endswith("Over all of history nothing is missing.")


def failed(kind: Kind) -> Attempts:
    """One failed attempt at a cell."""
    attempt = Attempt(
        dataset="toy_core.lines",
        cell="2025-01-14",
        inputs="i",
        code="c",
        kind=kind,
        message="it broke\nat length",
        run_id="r",
        failed_at=NOW,
    )
    return Attempts([attempt], now=NOW)


def test_work_that_is_left_alone_wants_somebody_and_work_that_is_tried_again_does_not():
    parked = breakers_part(failed(Kind.BAD_DATA), [])
    assert parked.state is State.ATTENTION
    assert parked.table is not None
    assert parked.table.rows == (
        ("toy_core.lines", "2025-01-14", "1", "bytes or code change", "it broke"),
    )
    again = breakers_part(failed(Kind.TRANSIENT), [])
    assert (again.state, again.said) == (
        State.FINE,
        "Nothing is left alone; 1 more failed and is tried again.",
    )


def test_a_host_that_is_left_alone_is_named_with_until_when():
    host = FailingHost(host="api.example.com", failures=5, until=NOW)
    part = breakers_part(Attempts(), [host])
    assert (part.state, part.figures["hosts"]) == (State.ATTENTION, ["api.example.com"])


def test_rows_refused_since_yesterday_want_somebody_and_older_ones_do_not():
    assert rejects_part({"a.b": 0}, {"a.b": 3}).state is State.FINE
    part = rejects_part({"a.b": 2}, {"a.b": 3, "c.d": 1})
    assert part.state is State.ATTENTION
    assert part.said == "Refused since yesterday: 2 rows. Not mended yet: 4 rows."


def prop(name: str, **known: Any) -> GradedProp:
    """How one prop fared."""
    given = {"graded": 10, "void": 1, "mean_absolute_error": 2.5, "bets": 4}
    return GradedProp(prop_type=name, **{**given, "hits": 2, "pushes": 1, "units": 0.5, **known})


def test_grades_are_summed_over_props():
    props = [prop("points"), prop("assists", units=-1.25)]
    part = grades_part(LAST, props, [cell(judged(), GRADES, G3)], predicted=40)
    assert part.state is State.FINE
    assert part.said == (
        f"Of {D3}: 20 predictions graded, 2 void; 8 bets, 4 won, 2 pushed, -0.75 units."
    )


def test_grades_that_are_missing_want_somebody():
    gap = cell(judged(held=without((LINES, "g3"), (GRADES, "g3"))), GRADES, G3)
    part = grades_part(LAST, [], [gap], predicted=40)
    assert (part.state, part.next_steps) == (State.ATTENTION, (f"boxline gaps --date {D3}",))
    assert part.said.startswith(f"None of 40 predictions for {D3} is graded. Grades lack of g3: ")


def test_grades_of_systems_that_do_not_speak_first_are_told_apart():
    part = grades_part(LAST, [], [cell(judged(), GRADES, G3)], predicted=40)
    assert part.state is State.FINE
    assert part.said == f"Of {D3} 4 predictions graded, none by a system that speaks first."


def test_where_nothing_was_predicted_nothing_is_owed():
    assert grades_part(LAST, [], [], predicted=0).state is State.FINE
    nothing = LastDay(day=None, games=())
    assert grades_part(nothing, [], [], predicted=0).said.startswith("No game was over")


def tonight(*, standing: Standing | None = None, **known: Any) -> Part:
    """How ready the day of the third game is, an hour before it."""
    open_game = game("g3", D3, is_final=False)
    at = datetime(2025, 1, 14, 23, 30, tzinfo=UTC)
    found = judged(games=(*THREE[:2], open_game), now=at, **known)
    cells = {one.name: [cell(found, one, open_game)] for one in (EXPECTED, CALLS)}
    return tonight_part(
        Tonight(
            day=D3,
            games=1,
            cells=cells,
            predictions=[CALLS.name],
            with_lines=0,
            standing=standing,
        )
    )


def test_what_is_ready_before_games_is_counted():
    part = tonight()
    assert part.state is State.FINE
    assert part.said == (
        f"1 game on {D3}: 2 of 2 datasets before games ready, 4 predictions made, lines of none."
    )


def test_what_is_late_before_games_is_named():
    part = tonight(held=without((EXPECTED, "g3"), (CALLS, "g3")))
    assert part.state is State.ATTENTION
    assert part.figures["datasets_not_ready"] == sorted([EXPECTED.name, CALLS.name])


def test_a_day_whose_forecasts_are_halted_wants_somebody_and_one_without_lines_does_not():
    halted = Standing(day=D3, state=DayState.HALTED, reason="a bad feed", halt=Halt.MANUAL)
    part = tonight(standing=halted)
    assert part.state is State.ATTENTION
    assert part.said.endswith("The day is halted (a bad feed).")
    quiet = Standing(day=D3, state=DayState.HALTED, reason="no lines", halt=Halt.NO_LINES)
    assert tonight(standing=quiet).state is State.FINE


def night(*states: str, **known: Any) -> Night:
    """A night of runs, the newest first."""
    runs = [
        {"run_id": f"r{n}", "state": state, "message": "it broke"} for n, state in enumerate(states)
    ]
    given = {"steps": [], "cleared": [], "alerts": 0}
    return Night(since=evening_before(D3), runs=runs, **{**given, **known})


def test_an_evening_begins_at_18_eastern():
    assert evening_before(date(2025, 1, 14)) == datetime(2025, 1, 13, 23, tzinfo=UTC)


def test_what_was_mended_without_anybody_is_counted_and_what_somebody_cleared_is_not():
    cleared = [
        {"dataset": "a.b", "cell": "2025-01-12", "because": "new inputs"},
        {"dataset": "", "cell": "api.example.com", "because": "answered"},
        {"dataset": "a.b", "cell": "2025-01-13", "because": "by hand"},
    ]
    part = overnight_part(night("done", "failed", cleared=cleared, alerts=2))
    assert part.state is State.FINE, "a failure that the next run mended is over"
    assert part.figures["mended"] == {"new inputs": 1, "answered": 1}
    assert "2 runs since" in part.said
    assert "1 of them failed; 2 failures mended" in part.said


def test_days_before_the_evening_that_were_made_are_late_ones():
    steps = [
        {"dataset": "a.b", "first": "2025-01-10", "days": 2, "reason": "missing"},
        {"dataset": "a.b", "first": "2025-01-13", "days": 1, "reason": "missing"},
        {"dataset": "a.b", "first": "2025-01-10", "days": 5, "reason": "code changed"},
    ]
    assert overnight_part(night("done", steps=steps)).figures["late_days"] == {"a.b": 2}


def test_a_night_without_runs_or_whose_newest_failed_wants_somebody():
    assert overnight_part(night()).state is State.ATTENTION
    part = overnight_part(night("failed", "done"))
    assert (part.state, part.next_steps) == (State.ATTENTION, ("boxline runs show r0",))


def test_a_ledger_that_was_lost_overnight_wants_somebody_although_all_goes_on():
    part = overnight_part(night("done", ledgers_lost=1))
    assert part.state is State.ATTENTION
    assert part.said.endswith("made anew: what came before that is not known.")


def test_alerts_that_somebody_knows_of_want_nobody():
    known = alert_of(acknowledged_at=NOW, acknowledged_why="on it")
    assert alerts_part([known], NOW).state is State.FINE
    part = alerts_part([alert_of(), alert_of(2, severity="critical"), known], NOW)
    assert part.state is State.ATTENTION
    assert part.said.startswith("2 alerts firing, 1 of them critical; 1 acknowledged.")


def test_rules_that_were_never_checked_say_nothing_by_their_silence():
    part = alerts_part([], None)
    assert (part.state, part.next_steps) == (State.ATTENTION, ("boxline alerts check",))


def test_a_moment_that_nobody_answered_is_named():
    job = DueJob(name="hourly", when="each hour", state="missed", is_missed=True, last_due_at=None)
    part = schedule_part([job], is_served=True)
    assert (part.state, part.figures["missed"]) == (State.ATTENTION, ["hourly"])
    assert schedule_part([], is_served=False).state is State.FINE


def report(*parts: Part) -> Report:
    """A report of some parts."""
    return Report(day=D3, made_at=NOW, version="v", snapshot_made_at=None, parts=parts)


def test_it_begins_with_what_cannot_be_told_then_with_what_wants_somebody():
    gone = untold("alerts", "Alerts", "the ledger is damaged", "boxline doctor")
    missing = games_part(LastDay(day=D3, games=(game("g4", D3, is_final=False),)))
    told = report(gone, missing, games_part(LAST))
    assert told.opening == "1 of 3 parts could not be told. 1 of 3 parts wants attention."
    assert not told.is_fine
    assert report(games_part(LAST)).opening == "Nothing wants attention."


def test_a_terminal_shows_each_part_with_what_to_do():
    gone = untold("alerts", "Alerts", "the ledger is damaged", "boxline doctor")
    lines = as_text(report(gone)).splitlines()
    assert lines[-3:] == [
        "?? Alerts (cannot be told)",
        "   the ledger is damaged",
        "   Do: boxline doctor",
    ]


def test_no_reader_is_told_where_a_home_lies():
    part = untold("a", "A", "/srv/home/x is gone", "see /srv/home").without("/srv/home", "HOME")
    assert (part.said, part.next_steps) == ("HOME/x is gone", ("see HOME",))


def test_a_night_lasts_from_the_evening_whatever_the_wall_clock_did():
    assert evening_before(date(2025, 3, 9)) + timedelta(hours=13) == datetime(
        2025, 3, 9, 12, tzinfo=UTC
    ), "the night on which an hour is left out"
