"""What the small league's names, lines and summaries come to."""

from __future__ import annotations

from datetime import timedelta

from boxline.home import Home
from boxline.mlb.names import NOBODY
from tests.builders import rows_of
from tests.mlb.archive_files import FIRST_DAYS, pitcher_id, pitcher_name

FIRST = FIRST_DAYS[2024]


def test_one_start_does_not_make_a_name_and_a_scratch_never_does(small_home: Home) -> None:
    rows = rows_of(small_home, "mlb_core.player_names")
    announced = [r for r in rows if r["evidence"] == "probable_pitchers"]
    # Nobody starts twice before the second game of the fifth day.
    assert min(r["game_date"] for r in announced) == FIRST + timedelta(4)
    assert {r["player_id"]: r["player_name"] for r in announced} == {
        r["player_id"]: pitcher_name(r["player_id"]) for r in announced
    }


def test_a_name_is_nobody_s_before_the_day_after_it_became_known(small_home: Home) -> None:
    by_day = {
        row["game_date"]: row["unresolved_reason"]
        for row in rows_of(small_home, "mlb_core.probable_pitchers")
        if row["team_id"] == 111 and row["player_name"] == pitcher_name(pitcher_id(111, 1))
    }
    first, second, *_ = sorted(by_day)
    # Statcast's counts tell him by his first start.
    assert (by_day[first], by_day[second]) == (NOBODY, None)


def test_statcast_s_spelling_gives_way_to_one_with_its_marks(small_home: Home) -> None:
    rows = [r for r in rows_of(small_home, "mlb_core.players") if r["player_id"] == 111001]
    assert [r["player_name"] for r in rows][:2] == [
        pitcher_name(111001).replace("é", "e"),
        pitcher_name(111001),
    ]
    assert {r["throws"] for r in rows} == {"R"}


def test_a_milestone_is_a_line_half_below_it_with_no_under(small_home: Home) -> None:
    rows = rows_of(small_home, "mlb_core.pitcher_prop_lines")
    told = {
        (r["line"], r["under_price_decimal"], r["no_price_reason"])
        for r in rows
        if r["is_alternate"]
    }
    assert told == {
        (3.5, None, "only one side was offered"),
        (6.5, None, "only one side was offered"),
    }


def test_a_line_on_a_name_that_nobody_bears_is_a_reject_that_says_so(small_home: Home) -> None:
    found = {
        (r["field"], r["reason"])
        for r in small_home.ledger.rejects()
        if r["dataset"] == "mlb_core.pitcher_prop_lines"
    }
    assert ("player_id", NOBODY) in found
    names = {r["player_name"] for r in rows_of(small_home, "mlb_core.pitcher_prop_lines")}
    assert names
    assert "Nobody Atall" not in names


def test_the_line_that_counts_is_the_newest_before_the_cut_off(small_home: Home) -> None:
    captured = rows_of(small_home, "mlb_core.pitcher_prop_lines")
    main = [r for r in captured if r["prop_type"] == "strikeouts" and not r["is_alternate"]]
    assert {r["line"] for r in main if r["is_after_start"]} == {9.5}
    rows = [
        r
        for r in rows_of(small_home, "mlb_analytics.pitcher_game_summary")
        if r["strikeouts_line"] is not None
    ]
    assert {r["strikeouts_line"] for r in rows} == {6.5}
    for row in rows:
        assert row["strikeouts_result"] == ("over" if row["strikeouts"] > 6.5 else "under")


def test_the_second_game_of_a_day_never_sees_the_first(small_home: Home) -> None:
    day = FIRST + timedelta(4)
    rows = [
        r
        for r in rows_of(small_home, "mlb_analytics.pitcher_game_summary")
        if r["game_date"] == day and {r["team_id"], r["opponent_team_id"]} == {111, 147}
    ]
    both = {(r["team_id"], r["game_number"]): r for r in rows}
    assert len(both) == 4
    for team_id in (111, 147):
        first, second = both[team_id, 1], both[team_id, 2]
        for column in ("opponent_strikeout_share", "opponent_on_base_share"):
            assert first[column] == second[column] is not None
    # He who starts the second game has started before; his season holds no start of this day.
    states = rows_of(small_home, "mlb_analytics.pitcher_form")
    for row in rows:
        earlier = [
            s
            for s in states
            if s["player_id"] == row["player_id"]
            and s["season"] == row["season"]
            and s["game_date"] < day
        ]
        assert row["season_starts"] == len(earlier)


def test_a_batter_s_second_game_of_a_day_never_sees_the_first(small_home: Home) -> None:
    day = FIRST + timedelta(4)
    rows = [
        r
        for r in rows_of(small_home, "mlb_analytics.batter_game_summary")
        if r["game_date"] == day and r["player_id"] == 111500
    ]
    assert [r["season_games"] for r in rows] == [4, 4]
    assert rows[0]["season_strikeout_share"] == rows[1]["season_strikeout_share"] is not None


def test_the_club_that_left_its_city_has_both_names(small_home: Home) -> None:
    rows = [r for r in rows_of(small_home, "mlb_core.teams") if r["team_id"] == 133]
    assert [(r["team"], r["team_name"]) for r in rows] == [
        ("OAK", "Oakland Athletics"),
        ("ATH", "Athletics"),
    ]
