"""How a game stands by the scoreboards: which of them is believed, and since when it is on."""

from __future__ import annotations

from typing import Any

from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, GAME, GAME_ID, before

Row = dict[str, Any]


def board(status: int, hours: float, home: int = 0, away: int = 0, **changes: Any) -> Row:
    """NBA.com's, so many hours before the start."""
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "game_status": status,
        "period": 0 if status == 1 else 4,
        "seconds_left": 30.5,
        "home_points": home,
        "away_points": away,
        "known_at": before(hours),
        "is_retracted": False,
        **changes,
    }


def live(clock: str, hours: float, home: int, away: int) -> list[Row]:
    """balldontlie's, of two players."""
    row = {
        "game_date": DAY,
        "home_team": "PHI",
        "away_team": "NYK",
        "game_status": "3rd Qtr",
        "period": 3,
        "game_clock": clock,
        "home_score": home,
        "away_score": away,
        "known_at": before(hours),
        "is_retracted": False,
    }
    return [row | {"player_id_bdl": n} for n in (1, 2)]


def espn(state: str, hours: float, home: int, away: int, **changes: Any) -> Row:
    return {
        "game_date": DAY,
        "home_team": "PHI",
        "away_team": "NY",
        "season_type_espn": "regular-season",
        "game_state": state,
        "is_completed": state == "post",
        "period": 4,
        "game_clock": "0.0",
        "home_score": home,
        "away_score": away,
        "known_at": before(hours),
        "is_retracted": False,
        **changes,
    }


def score(**inputs: Any) -> Row:
    (row,) = computed("nba_core.live_scores", games=[GAME], **inputs)
    return row


def told(row: Row) -> tuple[Any, ...]:
    names = ("status", "period", "seconds_left", "home_points", "away_points", "source")
    return tuple(row[name] for name in names)


def test_before_the_start_there_is_neither_period_nor_score() -> None:
    row = score(nba_com=[board(1, 3)], espn=[espn("pre", 1, 0, 0)])
    assert told(row) == ("scheduled", None, None, None, None, "espn_scoreboard")
    assert (row["first_live_at"], row["started_at"]) == (None, None)


def test_while_it_is_on_the_newest_word_counts() -> None:
    boards = [board(1, 3), board(2, -0.5, 40, 44)]
    lines = live("Q3 5:32", -1.5, 71, 68)
    assert told(score(nba_com=boards, balldontlie=lines)) == (
        *("live", 3, 5 * 60 + 32, 71, 68),
        "bdl_live_box_scores",
    )
    later = board(2, -2, 99, 98)
    assert told(score(nba_com=[*boards, later], balldontlie=lines)) == (
        *("live", 4, 30.5, 99, 98),
        "nbac_scoreboard",
    )


def test_a_final_of_any_source_counts_and_the_leagues_own_first() -> None:
    on, over = board(2, -2, 99, 98), board(3, -2.6, 104, 99)
    espns = espn("post", -2.5, 104, 98)
    assert told(score(nba_com=[on], espn=[espns]))[0:1] == ("final",)
    assert told(score(nba_com=[on, over], espn=[espns | {"known_at": before(-9)}])) == (
        *("final", 4, None, 104, 99),
        "nbac_scoreboard",
    )


def test_it_had_begun_when_a_source_first_called_it_live() -> None:
    row = score(
        nba_com=[board(1, 1), board(2, -0.6, 9, 9)],
        balldontlie=[*live("Q1 8:00", -0.2, 7, 9), *live("Q1 :42.7", -0.4, 9, 9)],
        play_by_play=[
            {"game_id": GAME_ID, "happened_at": before(hours)} for hours in (-0.5, -0.15)
        ],
    )
    assert row["first_live_at"] == before(-0.2)
    assert row["started_at"] == before(-0.15)


def test_a_game_of_no_calendar_is_a_reject_and_preseason_is_none() -> None:
    elsewhere = espn("pre", 1, 0, 0, home_team="BOS")
    row = score(espn=[elsewhere])
    assert row["game_id"] is None
    assert row["unplaced_reason"] == "NY @ BOS is no game of the calendar on 2025-01-15"
    early = elsewhere | {"season_type_espn": "preseason"}
    assert computed("nba_core.live_scores", games=[GAME], espn=[early]) == []
