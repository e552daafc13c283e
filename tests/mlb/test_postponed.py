"""A game that rain moves: predicted for the day it was set for, void on it, and predicted anew."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from boxline.mlb.grading import NOT_BEGUN
from tests.builders import home_at, rows_of, run
from tests.mlb.homes import mlb_catalog
from tests.mlb.sent_replies import land, schedule
from tests.mlb.test_core_from_replies import FIRST, OPENER, THIRD

PREDICTED, GRADED = (
    f"mlb_predictions.{name}" for name in ("pitcher_prop_predictions", "prediction_accuracy")
)
#: What both starters are known by.
EARLIER = replace(OPENER, game_id=777000, day=date(2025, 6, 9), starts_at="2025-06-09T23:10:00Z")
RAINED = OPENER.over(status="Postponed", code="DR", runs=None)
MOVED = replace(OPENER, day=THIRD, starts_at="2025-06-16T17:05:00Z")

#: When it is run, and what came since it was run before: the set game, the rain, its new day.
COURSE: tuple[tuple[str, tuple[tuple[str, Any, str, dict[str, str]], ...]], ...] = (
    (
        "2025-06-14T15:00:00",
        (
            ("mlbapi_game_feed", EARLIER.over().feed, "2025-06-10T04:00:00", {"game_id": "777000"}),
            (
                "mlbapi_season_schedule",
                schedule([EARLIER.over(), OPENER]),
                "2025-06-13T12:00:00",
                {},
            ),
            ("mlbapi_schedule", schedule([OPENER]), "2025-06-14T12:00:00", {"date": f"{FIRST}"}),
        ),
    ),
    (
        "2025-06-16T14:00:00",
        (
            (
                "mlbapi_season_schedule",
                schedule([EARLIER.over(), RAINED, MOVED]),
                "2025-06-15T12:00:00",
                {},
            ),
            ("mlbapi_schedule", schedule([RAINED]), "2025-06-15T12:00:01", {"date": f"{FIRST}"}),
            ("mlbapi_schedule", schedule([MOVED]), "2025-06-16T12:00:00", {"date": f"{THIRD}"}),
        ),
    ),
    (
        "2025-06-17T12:00:00",
        (
            ("mlbapi_schedule", schedule([MOVED.over()]), "2025-06-17T04:00:00", {}),
            ("mlbapi_game_feed", MOVED.over().feed, "2025-06-17T04:00:01", {"game_id": "777001"}),
        ),
    ),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that lived through it. Tests only read it."""
    path = tmp_path_factory.mktemp("rain")
    for now, came in COURSE:
        home = home_at(
            path, now=datetime.fromisoformat(now).replace(tzinfo=UTC), declared=mlb_catalog
        )
        for dataset, reply, at, asked in came:
            land(home, dataset, reply, at, **asked)
        run(home, accepted_because="it is a toy")
    return home


def test_it_was_predicted_live_for_both_days(home: Home) -> None:
    made = Counter(
        (row["game_date"], row["origin"])
        for row in rows_of(home, PREDICTED)
        if row["game_id"] == "777001" and row["forecast"] is not None
    )
    assert made.keys() == {(FIRST, "live"), (THIRD, "live")}
    assert made[FIRST, "live"] == made[THIRD, "live"]


def test_it_is_void_on_the_day_it_left_and_graded_on_the_day_it_was_played(home: Home) -> None:
    rows = rows_of(home, GRADED)
    left = [row for row in rows if row["game_date"] == FIRST]
    assert {row["game_id"] for row in rows} == {"777001"}
    assert {row["void_reason"] for row in left} == {NOT_BEGUN["postponed"]}
    assert {row["actual"] for row in left} == {None}
    played = [row for row in rows if row["game_date"] == THIRD and row["void_reason"] is None]
    assert played
    assert all(row["actual"] is not None for row in played)


def test_its_record_counts_what_was_played_once_and_the_void_beside(home: Home) -> None:
    path = Path(home.published.current) / "v1" / "mlb" / "record.json"
    told = {
        (one["system"], one["prop_type"]): (one["graded"], one["graded_beside"], one["void"])
        for one in json.loads(path.read_text())["systems"]
    }
    rows = rows_of(home, GRADED)
    played = Counter((r["system"], r["prop_type"]) for r in rows if r["game_date"] == THIRD)
    left = Counter((r["system"], r["prop_type"]) for r in rows if r["game_date"] == FIRST)
    assert played
    assert told == {key: (count, count, left[key]) for key, count in played.items()}


def test_its_old_day_s_documents_say_what_was_said_and_that_it_was_postponed(home: Home) -> None:
    def told(kind: str, day: date) -> dict[str, Any]:
        path = Path(home.published.current) / "v1" / "mlb" / kind / f"{day}.json"
        found: dict[str, Any] = json.loads(path.read_text())
        return found

    (left,), (played,) = (told("predictions", day)["games"] for day in (FIRST, THIRD))
    assert (left["game_id"], left["called_off"]) == (played["game_id"], "postponed")
    assert (left["starts_at"], played["called_off"]) == (OPENER.starts_at, None)
    assert left["players"] != []
    results = told("results", FIRST)
    assert results["total_graded"] == 0
    assert {row["void_reason"] for row in results["results"]} == {NOT_BEGUN["postponed"]}
