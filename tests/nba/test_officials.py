"""Who officiated: by the gamebook once it is there, by the assignment before."""

from __future__ import annotations

from typing import Any

from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, GAME, GAME_ID

CREW = "#24 Kevin Scott, #56 Mark Ayotte, #7 New Whistle"


def assigned(place: int, name: str, official_id: int, **changes: Any) -> dict[str, Any]:
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "official_place": place,
        "official_name": name,
        "official_id": official_id,
        "official_jersey": str(official_id),
        **changes,
    }


SCOTT, LATE = assigned(1, "Kevin Scott", 24), assigned(2, "Late Replaced", 99)


def crew(**inputs: Any) -> list[tuple[Any, ...]]:
    rows = computed("nba_core.officials", games=[GAME], **inputs)
    return [(row["official_place"], row["official_id"], row["official_name"]) for row in rows]


def book(**changes: Any) -> dict[str, Any]:
    own = {"game_date": DAY, "game_code": "20250115/NYKPHI", "officials": CREW}
    return {**own, "game_id": GAME_ID, **changes}


def test_the_assignment_stands_until_the_gamebook_says_who_did_work() -> None:
    assignments = [SCOTT, LATE]
    assert crew(assignments=assignments) == [(1, 24, "Kevin Scott"), (2, 99, "Late Replaced")]
    earlier = [assigned(3, "Mark Ayotte", 56, game_id="0022400001")]
    # Two players' rows of one book name the same crew.
    found = crew(assignments=assignments, earlier=earlier, books=[book(), book()])
    assert found == [(1, 24, "Kevin Scott"), (2, 56, "Mark Ayotte"), (3, None, "New Whistle")]


def test_a_name_of_two_officials_has_no_id() -> None:
    twice = [assigned(1, "Kevin Scott", 24), assigned(1, "Kevin Scott", 25, game_id="0022400002")]
    assert crew(earlier=twice, books=[book()])[0] == (1, None, "Kevin Scott")


def test_a_book_of_no_game_of_the_calendar_is_a_reject_and_one_that_does_not_count_is_none() -> (
    None
):
    (row, *_) = computed(
        "nba_core.officials", games=[GAME], books=[book(game_code="20250115/BOSPHI")]
    )
    assert row["game_id"] is None
    assert row["unplaced_reason"] == "BOS @ PHI is no game of the calendar on 2025-01-15"
    assert crew(books=[book(game_id="0012400001")]) == []
    assert crew(assignments=[SCOTT | {"game_id": "0012400001"}]) == []
