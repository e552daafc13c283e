"""Player-prop lines as changes: which is the main one, what it costs, and when it was seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog.prices import NO_MARKET, ONE_SIDE_ONLY, PLACEHOLDER
from boxline.nba.clubs import CLUBS
from boxline.sandbox import write_archive
from tests.builders import bring_in, home_at, rewrite, rows_of, run, small_league
from tests.nba.by_hand import computed
from tests.nba.line_rows import GAME, GAME_ID, NAMES, NYK, TOWNS, Row, before, pickem, pra

LINES = "nba_core.player_prop_lines"


def lines(*sent: list[Row] | Row, **inputs: Any) -> list[Row]:
    """What becomes of pick'em lines (lists of sides) and of other ones (rows), in their order."""
    given = {
        "pickem": [side for row in sent if isinstance(row, list) for side in row],
        "pra": [row for row in sent if isinstance(row, dict)],
        "games": [GAME],
        "names": NAMES,
        **inputs,
    }
    return sorted(computed(LINES, **given), key=lambda row: (row["known_at"], row["line"]))


def told(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[c] for c in columns) for row in rows]


def test_a_line_stands_on_its_game_and_player_with_decimal_odds() -> None:
    (row,) = lines(pickem(24.5))
    # -137 wins 100 for a stake of 137: 237 / 137 = 1.7299...
    assert row.pop("over_price_decimal") == pytest.approx(237 / 137)
    assert row.pop("under_price_decimal") == pytest.approx(237 / 137)
    assert row == {
        "game_id": GAME_ID,
        "game_date": GAME["game_date"],
        "season": "2024-25",
        "season_type": "regular",
        "player_id": TOWNS,
        "player_name": "Karl-Anthony Towns",
        "team_id": NYK,
        "prop_type": "points",
        "bookmaker": "prizepicks",
        "line": 24.5,
        "no_price_reason": None,
        "is_alternate": False,
        "known_at": before(4),
        "is_after_start": False,
        "unplaced_reason": None,
        "unresolved_reason": None,
    }


def test_repeated_observations_are_one_state_since_the_first_of_them() -> None:
    rows = lines(pickem(24.5, 28), pickem(24.5, 4), pickem(25.5, 3), pickem(24.5, 2))
    assert told(rows, "line", "known_at") == [
        (24.5, before(28)),
        (25.5, before(3)),
        (24.5, before(2)),
    ]


def test_a_price_that_moves_is_a_change_and_prices_of_other_books_are_not() -> None:
    other = pra(38.5, -115, -115, 2, bookmaker="FanDuel")
    rows = lines(
        pra(38.5, -110, -110, 3), other, pra(38.5, -120, 100, 1), pra(38.5, -120, 100, 0.5)
    )
    assert told(rows, "bookmaker", "over_price_decimal", "known_at") == [
        ("draftkings", pytest.approx(210 / 110), before(3)),
        ("fanduel", pytest.approx(215 / 115), before(2)),
        ("draftkings", pytest.approx(220 / 120), before(1)),
    ]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (pickem(24.5, price=-100_000), PLACEHOLDER),
        (pickem(24.5, price=-10_000), NO_MARKET),
        (pickem(24.5, sides=("Over",)), ONE_SIDE_ONLY),
    ],
)
def test_a_line_without_two_prices_is_kept_with_the_reason_and_is_never_the_main_one(
    sent: list[Row], reason: str
) -> None:
    (row,) = lines(sent)
    assert (row["line"], row["no_price_reason"], row["is_alternate"]) == (24.5, reason, True)
    assert row["under_price_decimal"] is None


def test_the_main_line_is_the_one_priced_nearest_to_even() -> None:
    # Fair chances of the over, without the margin: 0.703, 0.5, 0.297.
    rows = lines(
        pra(33.5, -250, 195, 2), pra(38.5, -110, -110, 2), pra(43.5, 195, -250, 2)
    )  # fmt: skip
    assert told(rows, "line", "is_alternate") == [(33.5, True), (38.5, False), (43.5, True)]


def test_a_tie_is_decided_by_the_line_that_another_book_shows_by_then() -> None:
    both = (pickem(24.5), pickem(27.5))
    shown = pickem(24.5, 5, bookmaker="Underdog")
    shown_later = pickem(24.5, 3, bookmaker="Underdog")

    def main_lines(*sent: list[Row]) -> list[float]:
        rows = lines(*sent)
        return [r["line"] for r in rows if r["bookmaker"] == "prizepicks" and not r["is_alternate"]]

    assert main_lines(*both, shown) == [24.5]
    assert main_lines(*both, shown_later) == []
    assert main_lines(*both) == []
    assert main_lines(*both, shown, pickem(27.5, 6, bookmaker="Underdog")) == []
    assert main_lines(*both, pickem(24.5, 5, bookmaker="Underdog", player="Tyrese Maxey")) == []


def test_a_number_that_turns_alternate_and_back_has_changed_each_time() -> None:
    alone, among = pra(38.5, -110, -110, 4), pra(38.5, -110, -110, 3)
    rows = lines(
        alone, among, pra(36.5, 100, 100, 3), pra(38.5, -110, -110, 2), pra(38.5, -110, -110, 1)
    )
    # At three hours two lines are even, and no other book decides.
    assert told(rows, "known_at", "line", "is_alternate") == [
        (before(4), 38.5, False),
        (before(3), 36.5, True),
        (before(3), 38.5, True),
        (before(2), 38.5, False),
    ]


def test_what_is_seen_after_the_start_is_kept_and_marked() -> None:
    rows = lines(pra(38.5, -110, -110, 1), pra(39.5, -110, -110, 0), pra(41.5, -110, -110, -0.1))
    assert told(rows, "line", "is_after_start") == [(38.5, False), (39.5, False), (41.5, True)]


def test_where_no_schedule_knows_the_start_the_lines_own_decides_and_without_one_it_is_late() -> (
    None
):
    game = GAME | {"tipped_off_at": None}
    rows = lines(pickem(24.5, 4), pickem(25.5, -1), pra(38.5, -110, -110, 2), games=[game])
    assert told(rows, "line", "is_after_start") == [(24.5, False), (38.5, True), (25.5, True)]


def test_two_spellings_of_one_player_at_one_book_are_one_line() -> None:
    names = [*NAMES, NAMES[0] | {"name_sent": "Karl Anthony Towns"}]
    rows = lines(pickem(24.5), pickem(24.5, player="Karl Anthony Towns"), names=names)
    assert told(rows, "line", "player_id") == [(24.5, TOWNS)]


def test_books_are_one_whichever_way_a_feed_names_them() -> None:
    sent = [pra(38.5, -110, -110, 2, bookmaker=b) for b in ("Caesars", "BetOnline.ag", "newbook")]
    books = {row["bookmaker"] for row in lines(*sent)}
    assert books == {"williamhill_us", "betonlineag", "newbook"}


def test_a_name_that_is_nobodys_says_so_and_its_neighbours_stand() -> None:
    rows = lines(pickem(24.5), pickem(9.5, player="Nobody Known"))
    assert told(rows, "line", "player_id", "unresolved_reason") == [
        (9.5, None, "no player of that name is known"),
        (24.5, TOWNS, None),
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"home_team": "Utah Jazz"}, "New York Knicks @ Utah Jazz is no game of the calendar on "),
        ({"away_team": "Seattle SuperSonics"}, "Seattle SuperSonics is none of the thirty clubs"),
    ],
)
def test_a_line_whose_game_is_unknown_says_so(changes: Row, reason: str) -> None:
    (row,) = lines(pickem(24.5, **changes))
    assert row["game_id"] is None
    assert row["unplaced_reason"].startswith(reason)


def test_a_line_of_a_day_without_games_says_so_too() -> None:
    (row,) = lines(pickem(24.5), games=[], names=[])
    assert (row["game_id"], row["player_id"]) == (None, None)
    assert row["unplaced_reason"] is not None


def test_every_club_is_known_by_its_name_and_by_espns_code() -> None:
    assert len(CLUBS) == 30
    names = [name for of_one in CLUBS.values() for name in of_one]
    assert len(names) == len(set(names))
    assert {"gs", "ny", "sa", "no", "utah", "wsh", "la clippers"} <= set(names)


@pytest.mark.thorough  # two seasons are run
def test_lines_on_unknown_games_and_names_are_rejects_and_nothing_else_is_lost(
    tmp_path: Path,
) -> None:
    home = home_at(tmp_path / "home")
    write_archive(small_league(), tmp_path / "archive", blemishes=True)
    (file,) = (tmp_path / "archive").rglob("player_props_*.parquet")
    moved: set[str] = set()

    def move(row: Row) -> Row:
        moved.add(min(moved, default=row["event_id"]))
        return row | {"home_team": "Utah Jazz"} if row["event_id"] in moved else row

    rewrite(file, move)
    bring_in(home, [tmp_path / "archive"])
    run(home)
    rejects = [r for r in home.ledger.rejects() if r["dataset"] == LINES]
    reasons = Counter(
        "unplaced" if r["field"] == "game_id" else r["reason"].split(";")[0] for r in rejects
    )
    assert set(reasons) == {"unplaced", "no player of that name is known"}

    def props(rows: Iterable[Row]) -> set[tuple[str, ...]]:
        columns = ("game_date", "player_name", "bookmaker", "prop_type")
        return {tuple(str(row[c]).lower() for c in columns) for row in rows}

    sent = rows_of(home, "nba_raw.archive_player_prop_lines")
    sent = [row | {"prop_type": row["market"].removeprefix("player_")} for row in sent]
    sites = {"prizepicks", "underdog"}
    kept = [row for row in rows_of(home, LINES) if row["bookmaker"] in sites]
    refused = [json.loads(r["content"]) for r in rejects]
    refused = [row for row in refused if row["bookmaker"] in sites]
    assert props(kept) | props(refused) == props(sent)
    assert props(kept)
    assert props(refused)
