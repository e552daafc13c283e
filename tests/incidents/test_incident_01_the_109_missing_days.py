"""109 dates between October and February had no rows for nine months, and nobody knew: every
monitor looked at the last one to fourteen days. Here what is missing is computed from the calendar
over all of history, so that a gap is as loud after nine months as on its first morning."""

from datetime import UTC, date, datetime, timedelta

from boxline.engine.work import Window
from boxline.health.grid.cells import State
from boxline.health.grid.gaps import Gap, find_gaps
from tests.health.toy_grid import GRADES, LINES, SCHEDULE, SCORES, game, judged

FIRST = date(2024, 10, 25)
SEASON = [game(f"g{n:03}", FIRST + timedelta(days=n)) for n in range(160)]
LOST = SEASON[20:129]
HELD = {
    table.name: {(one.game_id, one.day): 2 for one in SEASON if one not in LOST}
    for table in (SCORES, LINES)
}


def scores_missing(now: datetime) -> list[Gap]:
    found = judged(
        games=SEASON, held=HELD, began={SCHEDULE.name: FIRST, SCORES.name: FIRST}, now=now
    )
    return [gap for gap in find_gaps(found, Window()).shown if gap.cell.dataset == SCORES.name]


def test_incident_01_after_nine_months_each_of_the_109_days_is_named_with_what_it_blocks() -> None:
    found = scores_missing(datetime(2025, 12, 1, 12, tzinfo=UTC))
    assert [gap.cell.day for gap in found] == [one.day for one in LOST]
    assert len(found) == 109
    assert {gap.cell.state for gap in found} == {State.LATE}
    assert all(gap.blocks for gap in found), "their lines and grades wait for them"


def test_incident_01_they_are_as_loud_on_the_morning_after() -> None:
    morning = datetime(2025, 3, 3, 17, tzinfo=UTC)  # after the last of them
    assert len(scores_missing(morning)) == 109


def test_incident_01_what_only_follows_is_folded_into_the_days_that_cause_it() -> None:
    found = judged(games=SEASON, held=HELD, began={SCHEDULE.name: FIRST, SCORES.name: FIRST})
    gaps = find_gaps(found, Window())
    roots = {found.root(cell) for cell in found.gaps() if cell.dataset in (LINES.name, GRADES.name)}
    assert {root.dataset for root in roots} <= {gap.cell.dataset for gap in gaps.shown}
    assert sum(gap.blocks for gap in gaps.shown) >= gaps.folded
