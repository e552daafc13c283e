"""The parts of a season over which records are told."""

import numpy as np

from boxline.nba.record.spans import Span, spans


def _days(*days: str) -> np.ndarray:
    return np.array(days, dtype="datetime64[D]").astype(np.int64)


def _told(found: list[Span]) -> list[tuple[str, str, str]]:
    return [(s.name, *(str(np.datetime64(d, "D")) for d in (s.first, s.last))) for s in found]


def test_a_season_its_newest_days_and_its_months_by_the_days_that_there_are() -> None:
    day = _days("2024-10-22", "2024-10-30", "2024-12-24", "2025-01-15", "2025-01-20")
    assert _told(spans(day)) == [
        ("season", "2024-10-22", "2025-01-20"),
        ("7 days", "2025-01-14", "2025-01-20"),
        ("30 days", "2024-12-22", "2025-01-20"),
        ("2024-10", "2024-10-22", "2024-10-30"),
        ("2024-12", "2024-12-24", "2024-12-24"),
        ("2025-01", "2025-01-15", "2025-01-20"),
    ]


def test_both_ends_lie_in_a_span() -> None:
    week = spans(_days("2025-01-01", "2025-01-20"))[1]
    days = _days("2025-01-13", "2025-01-14", "2025-01-20", "2025-01-21")
    assert week.holds(days).tolist() == [False, True, True, False]


def test_no_day_has_no_span() -> None:
    assert spans(_days()) == []
