"""When players were born, by the rosters that tell it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, MAXEY, TOWNS, before

BORN = date(1995, 11, 15)
NOON = datetime(2025, 1, 15, 17)  # noqa: DTZ001  # the warehouse's instants are UTC without a zone


def sent(name: str, birth_date: date | None, **changes: Any) -> dict[str, Any]:
    row = {"snapshot_date": DAY, "player_name": name, "birth_date": birth_date, "known_at": NOON}
    return row | changes


def word(name: str, player_id: int, source: str = "espn_rosters") -> dict[str, Any]:
    return {
        "stated_on": DAY,
        "player_name": name,
        "player_id": player_id,
        "source": source,
        "known_at": NOON,
    }


def test_a_day_of_birth_is_his_whom_the_name_is_resolved_to() -> None:
    rows = computed(
        "nba_core.birth_dates",
        espn=[
            sent("Karl-Anthony Towns", BORN),
            sent("Tyrese Maxey", None),
            sent("Nobody Known", date(2000, 1, 1)),
        ],
        rosters=[word("Karl-Anthony Towns", TOWNS), word("Tyrese Maxey", MAXEY)],
    )
    assert rows == [
        {"stated_on": DAY, "player_id": TOWNS, "birth_date": BORN, "known_at": NOON},
    ]


def test_of_two_days_of_birth_neither_is_told() -> None:
    towns = [sent("Karl-Anthony Towns", BORN), sent("Karl Towns", date(1996, 11, 15))]
    names = [word("Karl-Anthony Towns", TOWNS), word("Karl Towns", TOWNS)]
    assert computed("nba_core.birth_dates", espn=towns, rosters=names) == []


def test_it_is_known_since_the_first_roster_of_the_day() -> None:
    towns = [sent("Karl-Anthony Towns", BORN, known_at=before(h), team=str(h)) for h in (9, 4)]
    (row,) = computed(
        "nba_core.birth_dates", espn=towns, rosters=[word("Karl-Anthony Towns", TOWNS)]
    )
    assert row["known_at"] == before(9)
