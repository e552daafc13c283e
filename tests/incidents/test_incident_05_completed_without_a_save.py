"""Five of five processors were marked "completed" in a store of flags while the save had failed, so
nothing was tried again. Here there is no such flag: the record of completion is written in the
transaction of the rows, so that both are there or neither, and what is not there is work."""

from datetime import timedelta
from pathlib import Path

from boxline.engine.work import Window
from tests.faults.pipeline import EVENING
from tests.incidents.saved_league import GAMES, SEASON, TEAM_GOALS, asked, brought, home_of, run


def test_incident_05_where_the_record_cannot_be_written_no_row_is_there_and_the_work_stays(
    tmp_path: Path,
) -> None:
    for minute, game in enumerate(SEASON):
        home = home_of(tmp_path, EVENING + timedelta(minutes=minute))
        brought(home, [game], f"{minute}.json").load("land")
    # The save of every set of days fails at its end: all of them share the instant of a commit.
    asked(home, "CREATE UNIQUE INDEX one_a_time ON ops.commits (dataset, committed_at)")
    report = run(home)
    assert {failure.dataset for failure in report.failures} >= {GAMES}
    assert (home.ledger.run(report.run_id) or {})["state"] == "failed"
    days = asked(home, f"SELECT DISTINCT game_date FROM {GAMES}")
    assert days == asked(home, f"SELECT day FROM ops.commits WHERE dataset = '{GAMES}'")
    assert len(days) == 1, "the first day alone had an instant to itself"

    asked(home, "DROP INDEX ops.one_a_time")
    assert run(home).failures == []
    assert asked(home, f"SELECT count(*) FROM {TEAM_GOALS}") == [(8,)]
    assert run(home).steps == []


def test_incident_05_a_record_that_is_lost_makes_its_day_work_whatever_was_said_before(
    tmp_path: Path,
) -> None:
    home = brought(home_of(tmp_path), SEASON)
    assert run(home).failures == []
    asked(home, f"DELETE FROM ops.commits WHERE dataset = '{TEAM_GOALS}' AND day = '2025-03-02'")
    plans = {plan.dataset: plan for plan in home.plan(Window()).plans}
    assert [str(cell.day) for cell in plans[TEAM_GOALS].cells] == ["2025-03-02"]
