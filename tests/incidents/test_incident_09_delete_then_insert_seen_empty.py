"""A partition was replaced by DELETE and then INSERT, and readers between the two saw an empty day.
Here readers ask a snapshot that is swapped whole by a rename, and the warehouse replaces a day in
one transaction: they see the old rows or the new ones."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from boxline.errors import BoxlineError
from boxline.stores.reading import open_snapshot
from tests.faults.pipeline import EVENING, line
from tests.incidents.saved_league import TEAM_GOALS, asked, brought, home_of, run
from tests.stores.test_replacing import MON, Sink, lines_of, opened, put

DAYS = range(1, 4)
ROWS = 2 * len(DAYS)


def scored(goals: int) -> list[dict[str, object]]:
    return [line(f"g{day}", day, [goals, goals]) for day in DAYS]


def test_incident_09_a_reader_that_polls_sees_whole_days_of_one_moment(tmp_path: Path) -> None:
    home = brought(home_of(tmp_path), scored(0))
    run(home)
    seen: list[list[tuple[int, int]]] = []
    failures: list[BoxlineError] = []
    is_over = threading.Event()

    def poll() -> None:
        while not is_over.is_set():
            try:
                with open_snapshot(home.snapshot, only={TEAM_GOALS}) as connection:
                    query = f"SELECT goals, count(*)::INT FROM {TEAM_GOALS} GROUP BY ALL"
                    seen.append(connection.execute(query).fetchall())
            except BoxlineError as cause:
                failures.append(cause)

    reader = threading.Thread(target=poll)
    reader.start()
    for goals in (1, 2, 3):
        later = home_of(tmp_path, EVENING + timedelta(hours=goals))
        brought(later, scored(goals), f"correction-{goals}.json")
        assert run(later).failures == []
        later.close()
    is_over.set()
    reader.join()
    assert failures == []
    assert {count for rows in seen for _, count in rows} == {ROWS}, "all rows are of one moment"
    assert len({goals for rows in seen for goals, _ in rows}) > 1, "it read nothing that changed"
    assert asked(home, f"SELECT DISTINCT goals FROM {TEAM_GOALS}") == [(3,)]


def test_incident_09_within_the_warehouse_a_day_that_cannot_be_replaced_keeps_its_rows(
    tmp_path: Path,
) -> None:
    """Its rows are deleted and merged by then; the commit record is what cannot be written."""
    with opened(tmp_path, Sink()) as warehouse:
        put(warehouse, (MON, "Ann", 1, 2, None))
        before = lines_of(warehouse)
        warehouse.connection.execute("ALTER TABLE ops.commits RENAME TO elsewhere")
        with pytest.raises(Exception, match="commits"):
            put(warehouse, (MON, "Ben", 1, 2, None))
        assert lines_of(warehouse) == before
