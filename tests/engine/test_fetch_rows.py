"""What is asked of a provider for each row of another dataset: an event of a bookmaker's list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from boxline.catalog import Raw
from boxline.engine.attempts import Attempts
from boxline.engine.fetch_plan import Fetch, Known, fetches_due
from boxline.engine.work import Window
from boxline.leagues import whole_catalog

CATALOG = whole_catalog()
STARTS = datetime(2025, 1, 16, 3, 10, tzinfo=UTC)
PROPS, HISTORY = "nba_raw.odds_api_player_props", "nba_raw.odds_api_player_props_history"


def due(
    dataset: str, *starts: datetime, now: datetime, answered: datetime | None = None
) -> list[Fetch]:
    """What is due of a dataset whose one event was listed with these starts."""
    raw = CATALOG[dataset]
    assert isinstance(raw, Raw)
    assert raw.request is not None
    listed = [
        {"event_id": "e1", "starts_at": each.replace(tzinfo=None).isoformat()} for each in starts
    ]
    known = Known(
        games=[],
        teams={},
        rows={raw.request.about.dataset: listed},
        answered={(dataset, "event_id=e1"): answered} if answered else {},
        absent={},
        attempts=Attempts(),
        code={dataset: "1"},
        now=now,
    )
    window = Window(only=frozenset({dataset}))
    return fetches_due(CATALOG, known, window, providers=["odds_api"])


def test_odds_are_asked_at_each_moment_before_the_start_and_never_after_it() -> None:
    hours = (30, 23, 5, 0.5, 0.05, -1)
    asked = {
        before: [fetch.moment for fetch in due(PROPS, STARTS, now=STARTS - timedelta(hours=before))]
        for before in hours
    }
    assert asked == {
        30: [],
        23: [STARTS - timedelta(hours=24)],
        5: [STARTS - timedelta(hours=6)],
        0.5: [STARTS - timedelta(hours=1)],
        0.05: [STARTS - timedelta(hours=0.1)],
        -1: [],
    }
    five = STARTS - timedelta(hours=5)
    assert due(PROPS, STARTS, now=five, answered=five - timedelta(minutes=1)) == []


def test_past_odds_are_asked_once_as_of_half_an_hour_before_the_latest_start() -> None:
    moved = STARTS + timedelta(minutes=7)
    (fetch,) = due(HISTORY, STARTS, moved, now=STARTS + timedelta(days=1))
    assert fetch.asked == {"event_id": "e1", "date": "2025-01-15"}
    assert fetch.words["snapshot"] == "2025-01-16T02:47:00Z"
