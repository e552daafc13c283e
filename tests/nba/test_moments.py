"""When predictions are made, what they may know, and from when none is added."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from boxline.catalog.expressions import CLOCK
from boxline.catalog.freezing import END_OF_DAY, NOON_OF_FINAL, SCHEDULED_START
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.games import GAMES
from boxline.nba.moments import moments_of
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import GAME, TIP, before
from tests.nba.material_rows import selected

NOON = datetime(2025, 1, 15, 17, 0)  # noqa: DTZ001  # instants are UTC without a zone
MIDNIGHT = datetime(2025, 1, 16, 5, 0)  # noqa: DTZ001


def moment(now: datetime, *, known_until: datetime | None = None, **game: Any) -> dict[str, Any]:
    clock = {"now": now, "known_until": known_until or now}
    found = selected(
        moments_of,
        games=(GAMES.seen_columns, [GAME | game]),
        cutoffs=(CUTOFFS.seen_columns, cutoffs(GAME | game)),
        clock=(CLOCK, [clock]),
    )
    (row,) = found.to_pylist()
    assert row.pop("game_id") == GAME["game_id"]
    assert row.pop("made_at") == now
    return dict(row)


class TestALivePrediction:
    @pytest.mark.parametrize("hours", [20.0, 0.25])
    def test_is_made_before_the_start_and_knows_all_until_then(self, hours: float) -> None:
        assert moment(before(hours), is_final=False) == {
            "origin": "live",
            "as_of": before(hours),
            "frozen_at": TIP,
            "frozen_by": SCHEDULED_START,
        }

    @pytest.mark.parametrize("hours", [0.0, -0.01, -30.0])
    def test_is_none_from_the_very_start_on(self, hours: float) -> None:
        made = moment(before(hours))
        assert made["origin"] == "replay"
        assert made["as_of"] == TIP - timedelta(minutes=30)

    def test_is_none_of_a_run_that_is_to_know_no_more_than_at_an_earlier_instant(self) -> None:
        made = moment(before(1), known_until=before(3), is_final=False)
        assert (made["origin"], made["as_of"]) == ("replay", before(3))


class TestAReplay:
    def test_knows_what_was_known_half_an_hour_before_the_start(self) -> None:
        assert moment(TIP + timedelta(days=40)) == {
            "origin": "replay",
            "as_of": TIP - timedelta(minutes=30),
            "frozen_at": TIP,
            "frozen_by": SCHEDULED_START,
        }

    def test_knows_no_more_than_its_run(self) -> None:
        made = moment(TIP + timedelta(days=40), known_until=before(5))
        assert made["as_of"] == before(5)


class TestAGameWhoseStartNobodyKnows:
    def test_is_frozen_at_noon_once_it_is_final(self) -> None:
        made = moment(TIP + timedelta(days=1), tipped_off_at=None)
        assert made == {
            "origin": "replay",
            "as_of": NOON - timedelta(minutes=30),
            "frozen_at": NOON,
            "frozen_by": NOON_OF_FINAL,
        }

    def test_is_frozen_at_the_end_of_its_day_before(self) -> None:
        made = moment(NOON + timedelta(hours=3), tipped_off_at=None, is_final=False)
        assert made == {
            "origin": "live",
            "as_of": NOON + timedelta(hours=3),
            "frozen_at": MIDNIGHT,
            "frozen_by": END_OF_DAY,
        }
