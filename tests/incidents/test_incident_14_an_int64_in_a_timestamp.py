"""The circuit breaker wrote an INT64 into a TIMESTAMP column, so that its lock-outs were never what
they said. Here types are checked where data comes in, a value of another type is a reject that
names it, and until when a cell is left alone is computed from instants that are kept as such."""

from datetime import timedelta
from pathlib import Path

from boxline.engine.attempts import Attempts
from boxline.engine.recording import Record
from boxline.errors import ComputeFailed
from tests.faults.pipeline import EVENING, line
from tests.incidents.saved_league import SCORES, SEASON, TEAM_GOALS, asked, brought, home_of

SECONDS = 1_741_118_400


def test_incident_14_a_number_where_an_instant_belongs_is_a_reject_with_its_value(
    tmp_path: Path,
) -> None:
    odd = {**line("odd", 2, [1, 1]), "starts_at": SECONDS}
    home = brought(home_of(tmp_path), [*SEASON, odd])
    home.load("land")
    (reject,) = home.ledger.rejects()
    assert (reject["row"], reject["field"], reject["value"]) == (7, "starts_at", str(SECONDS))
    kinds = asked(home, f"SELECT DISTINCT typeof(starts_at), count(*) FROM {SCORES} GROUP BY ALL")
    assert kinds == [("TIMESTAMP", len(SEASON))]


def test_incident_14_a_breaker_reads_the_instants_that_it_wrote(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    code = {TEAM_GOALS: "c"}
    record = Record(run_id="r", code=code, attempts=home.ledger, clock=lambda: EVENING)
    for _ in range(5):
        record.note(TEAM_GOALS, {"2025-03-04": "v"}, ComputeFailed(TEAM_GOALS, "no"))
    kept = home_of(tmp_path).ledger.attempts()
    assert [attempt.failed_at for attempt in kept] == [EVENING] * 5
    found = Attempts(kept, now=EVENING).parked(TEAM_GOALS, "2025-03-04", inputs="v", code="c")
    assert found is not None
    assert found.until == EVENING + timedelta(hours=24)
