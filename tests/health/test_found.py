"""What findings are made of: each kind of doubt becomes one finding with its next step."""

from __future__ import annotations

from datetime import UTC, date, datetime

from boxline.catalog import Column, Day, Int, Text
from boxline.engine.attempts import Attempt, Attempts
from boxline.engine.attempts import Kind as Failure
from boxline.engine.findings import Kind, Severity
from boxline.health.found import RejectGroup, of_attempts, of_disagreements, of_rejects
from tests.builders import NOON
from tests.catalog.toy_league import build, table, toy_modules

COLUMNS = (
    Column("game_id", Text, doc="."),
    Column("game_date", Day, doc="."),
    Column("player_id", Int, low=1, doc=".", explained_by="unresolved_reason"),
)
CATALOG = build(toy_modules(games=table(columns=COLUMNS, key=("player_id",))))
GAMES, LETTERS = "toy_core.games", "toy_raw.letters"
DAY = date(2025, 1, 15)


def group(**changes: object) -> RejectGroup:
    given = {
        "dataset": GAMES,
        "scope": "2025-01-15",
        "file": "",
        "field": "player_id",
        "reason": "no player of that name is known",
        "name": "Anne Lea",
        "rows": 2,
    }
    return RejectGroup(**{**given, **changes})  # type: ignore[arg-type]


def failed(cell: str, error: str, kind: Failure = Failure.BAD_DATA) -> Attempt:
    return Attempt(
        dataset=GAMES,
        cell=cell,
        inputs="i",
        code="c",
        kind=kind,
        message="all values are 0",
        run_id="r",
        failed_at=NOON,
        error=error,
    )


def test_two_sources_that_differ_are_told_with_both_values() -> None:
    row = {
        "severity": "grave",
        "dataset": GAMES,
        "game_date": DAY,
        "game_id": "g1",
        "subject_id": 7,
        "subject_name": "Ann Lee",
        "field": "points",
        "chosen_source": "post",
        "chosen_value": "20",
        "other_source": "wire",
        "other_value": "21",
        "first_seen_at": datetime(2025, 1, 16, 9, tzinfo=UTC).replace(tzinfo=None),
    }
    (found,) = of_disagreements([row])
    assert (found.kind, found.severity, found.day) == (Kind.DISAGREEMENT, Severity.GRAVE, DAY)
    assert found.what == "points: post says 20, wire says 21"
    assert found.next_step == f"boxline explain {GAMES} --game g1"
    assert str(found.since) == "2025-01-16 09:00:00+00:00"


def test_a_name_is_one_finding_however_often_it_was_sent() -> None:
    next_day = group(scope="2025-01-16", rows=1)
    (found,) = of_rejects([group(), next_day], CATALOG)
    assert (found.kind, found.subject, found.day) == (Kind.NAME, "Anne Lea", date(2025, 1, 16))
    assert found.evidence == {"rows": "3", "days": "2025-01-15, 2025-01-16"}
    (earlier,) = of_rejects([group()], CATALOG)
    assert earlier.subject == found.subject


def test_rows_that_broke_a_rule_are_one_finding_for_each_file_and_field() -> None:
    file = group(dataset=LETTERS, scope="ab12", file="l.json", field="goals", reason="too many")
    negative = group(dataset=LETTERS, scope="ab12", file="l.json", field="goals", reason="negative")
    other = group(dataset=LETTERS, scope="ab12", file="l.json", field="game_id", reason="none")
    found = list(of_rejects([file, negative, other], CATALOG))
    assert [(one.kind, one.subject, one.what) for one in found] == [
        (Kind.REJECTED, "l.json", "4 rows, too many"),
        (Kind.REJECTED, "l.json", "2 rows, none"),
    ]
    assert len({one.finding_id for one in found}) == 2


def test_a_day_that_looks_like_no_other_is_told_apart_from_what_was_refused() -> None:
    attempts = Attempts([failed("2025-01-15", "ImplausibleDay"), failed("ab12", "UnreadableFile")])
    odd, refused = of_attempts(attempts)
    assert (odd.kind, odd.day, odd.severity) == (Kind.DISTRIBUTION, DAY, Severity.GRAVE)
    assert odd.next_step.startswith(f"boxline run --only {GAMES} --date 2025-01-15 --accept")
    assert (refused.kind, refused.day) == (Kind.REFUSED, None)
    assert refused.next_step == f"boxline breakers show {GAMES} ab12"


def test_what_is_tried_again_by_itself_is_no_finding() -> None:
    attempts = Attempts([failed("2025-01-15", "ComputeFailed", Failure.TRANSIENT)] * 9, now=NOON)
    assert list(of_attempts(attempts)) == []
