"""What is known of a player before his game, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from boxline.engine.reachable import is_required
from boxline.leagues import load_catalog
from tests.nba.line_rows import DAY, GAME_ID, MAXEY, NYK, PHI, TOWNS, before
from tests.nba.player_past import (
    Row,
    at_home,
    context,
    contexts,
    days_before,
    expected,
    on_calendar,
    played,
)

BRUNSON, HART, ANUNOBY = 1628973, 1628404, 1628384


def of(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


class TestRestAndLoad:
    def test_rest_counts_days_since_he_last_played(self) -> None:
        # He played 1, 3, 4 and 9 days before; to the last game he came with 2 days of rest.
        row = context(played({9: 30, 4: 31, 3: 32, 1: 33}))
        assert of(row, "days_rest", "is_back_to_back") == (1, True)
        assert of(row, "days_rest_before_last_game", "days_since_2_plus_days_rest") == (2, 1)

    def test_the_newest_game_he_came_to_rested_may_lie_further_back(self) -> None:
        # 5 after 4 days, then three in a row: 4, 3 and 2 days before.
        row = context(played({9: 30, 5: 31, 4: 32, 3: 33, 2: 34}))
        assert of(row, "days_rest", "is_back_to_back") == (2, False)
        assert of(row, "days_rest_before_last_game", "days_since_2_plus_days_rest") == (1, 5)

    def test_the_first_game_of_a_season_was_come_to_rested(self) -> None:
        row = context(played({2: 30, 1: 30}))
        assert of(row, "days_rest_before_last_game", "days_since_2_plus_days_rest") == (1, 2)

    def test_of_two_games_on_one_day_he_came_to_the_second_without_a_day_of_rest(self) -> None:
        """A game that was broken off is finished before the next one."""
        first = played({2: 10}, team_id=PHI)
        second = played({2: 30})
        row = context([first[0], second[0] | {"games_to_date": 2}])
        table = load_catalog()["nba_analytics.upcoming_player_game_context"]
        (rest,) = (c for c in table.columns if c.name == "days_rest_before_last_game")
        assert row["days_rest_before_last_game"] == rest.low == 0

    def test_windows_end_the_day_before_and_reach_back_whole_days(self) -> None:
        """Of 15, 14, 8, 7 and 1 days before, two lie in the 7 and four in the 14 before."""
        row = context(played({15: 10, 14: 20, 8: 30, 7: 35, 1: 40}))
        assert of(row, "games_last_7_days", "minutes_last_7_days") == (2, 75)
        assert of(row, "games_last_14_days", "minutes_last_14_days") == (4, 125)
        # 14 came a day after 15, 7 a day after 8.
        assert of(row, "back_to_backs_last_14_days", "average_minutes_last_7_days") == (2, 37.5)

    def test_before_his_first_game_of_a_season_nothing_is_known(self) -> None:
        """The season before is another."""
        spring = [row | {"season": "2023-24"} for row in played({9: 30, 2: 31, 1: 32})]
        row = context(spring)
        assert of(
            row,
            "days_rest",
            "is_back_to_back",
            "days_rest_before_last_game",
            "days_since_2_plus_days_rest",
            "games_last_7_days",
            "minutes_last_14_days",
            "average_minutes_last_7_days",
            "usage_percent_last_7_days",
        ) == (None, False, None, None, 0, 0, None, None)

    def test_who_is_traded_at_noon_brings_his_own_days_and_finds_the_games_of_his_team(
        self,
    ) -> None:
        """Last night he played for Boston, his new side has rested since three days before."""
        celtic = played({4: 30, 1: 30}, team_id=1610612738)
        mates = played({3: 36}, player_id=BRUNSON)
        row = context([*celtic, *mates], earlier_games=on_calendar(3))
        assert of(row, "days_rest", "games_last_7_days") == (1, 2)
        assert of(row, "calendar_games_last_5", "attended_games_last_5") == (1, 0)


class TestStreaks:
    def test_games_without_a_line_and_pushes_neither_end_nor_lengthen_one(self) -> None:
        results = {9: "UNDER", 7: "OVER", 5: "PUSH", 1: "OVER"}
        row = context(played({9: 30, 7: 30, 5: 30, 3: 30, 1: 30}, results=results))
        assert of(row, "points_over_streak", "points_under_streak") == (2, 0)
        assert of(row, "rebounds_over_streak", "rebounds_under_streak") == (None, None)

    def test_a_game_he_missed_does_not_end_one(self) -> None:
        past = played({9: 30, 1: 30}, results={9: "UNDER", 1: "UNDER"})
        missed = played({5: 0})[0] | {"has_played": False}
        row = context([*past, missed])
        assert of(row, "points_over_streak", "points_under_streak") == (0, 2)
        assert of(row, "days_rest_before_last_game", "games_last_7_days") == (8, 1)

    def test_they_begin_anew_with_the_season(self) -> None:
        spring = played({200: 30}, results={200: "OVER"})[0] | {"season": "2023-24"}
        row = context([spring, *played({3: 30}, results={3: "OVER"})])
        assert of(row, "points_over_streak", "points_under_streak") == (1, 0)

    def test_before_the_first_line_there_is_none(self) -> None:
        row = context(played({3: 30}, results={3: "PUSH"}))
        assert of(row, "points_over_streak", "points_under_streak") == (None, None)


class TestKnownWindows:
    def test_games_of_the_calendar_are_held_against_those_with_a_box_score(self) -> None:
        """Seven games, of which those 9 and 3 days before have no box score; he missed the last."""
        calendar = on_calendar(20, 13, 9, 7, 5, 3, 1)
        mates = played({20: 36, 13: 36, 7: 36, 5: 36, 1: 36}, player_id=BRUNSON)
        row = context([*mates, *played({13: 30, 7: 30, 5: 30})], earlier_games=calendar)
        assert of(row, "calendar_games_last_5", "known_games_last_5") == (5, 3)
        assert row["known_share_last_5"] == pytest.approx(0.6)
        assert of(row, "calendar_games_last_10", "known_games_last_10") == (7, 5)
        assert of(row, "calendar_games_last_7_days", "known_games_last_7_days") == (4, 3)
        assert row["known_share_last_7_days"] == pytest.approx(0.75)
        assert of(row, "calendar_games_last_14_days", "known_games_last_14_days") == (6, 4)
        assert of(row, "attended_games_last_5", "attended_games_last_10") == (2, 3)
        assert row["known_share_last_5_missing_reason"] is None

    def test_the_first_game_of_a_season_has_no_window(self) -> None:
        spring = [game | {"season": "2023-24"} for game in on_calendar(2)]
        row = context([], earlier_games=spring)
        assert of(row, "calendar_games_last_5", "known_share_last_5") == (0, None)
        assert row["known_share_last_5_missing_reason"] == "no earlier game of his team this season"


def listed(player_id: int, status: str, team_id: int = NYK, hours: float = 5) -> Row:
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "player_id": player_id,
        "team_id": team_id,
        "status": status,
        "known_at": before(hours),
    }


def mates(**status: str) -> list[Row]:
    """Towns (35 minutes, 25 points), Brunson (36, 24), Hart (30, 12) and Anunoby (20, 19), with
    statuses on a report: together 121 minutes and 80 points."""
    means = {
        "towns": (TOWNS, 35.0, 25.0),
        "brunson": (BRUNSON, 36.0, 24.0),
        "hart": (HART, 30.0, 12.0),
        "anunoby": (ANUNOBY, 20.0, 19.0),
    }
    return [
        expected(
            who,
            has_report=True,
            injury_status=status.get(name),
            expected_minutes=minutes,
            points_ewm_8=points,
        )
        for name, (who, minutes, points) in means.items()
    ]


class TestTeammates:
    def test_the_absent_weigh_by_their_minutes_and_points(self) -> None:
        rows = contexts([], spine=mates(brunson="Out", hart="Doubtful", anunoby="Questionable"))
        share = (66 / 121 + 36 / 80) / 2
        assert of(rows[TOWNS], "teammates_out", "teammates_questionable") == (2, 1)
        assert rows[TOWNS]["teammates_out_role_share"] == pytest.approx(share)
        assert rows[TOWNS]["teammates_questionable_role_share"] == pytest.approx(
            (20 / 121 + 19 / 80) / 2
        )
        assert of(rows[TOWNS], "teammates_probable", "teammates_probable_role_share") == (0, 0)
        # Brunson himself is no team-mate of his: Hart alone is out for him.
        assert rows[BRUNSON]["teammates_out"] == 1
        assert rows[BRUNSON]["teammates_out_role_share"] == pytest.approx((30 / 121 + 12 / 80) / 2)
        assert of(rows[TOWNS], "injury_status", "is_listed") == (None, False)
        assert of(rows[BRUNSON], "injury_status", "is_listed") == ("Out", True)

    def test_without_a_report_nothing_is_said_of_them(self) -> None:
        row = context([])
        names = ("teammates_out", "star_teammates_out", "teammates_out_role_share", "is_listed")
        assert of(row, *names) == (None,) * 4

    @pytest.mark.parametrize(
        ("games", "minutes", "points", "stars"),
        [(10, 20, 18, 1), (9, 36, 30, 0), (10, 28, 12, 1), (10, 27, 17, 0), (10, 36, 11, 0)],
    )
    def test_a_star_is_one_by_games_points_and_minutes_of_the_season(
        self, games: int, minutes: int, points: int, stars: int
    ) -> None:
        past = played({30 + n: minutes for n in range(games)}, player_id=BRUNSON, points=points)
        rows = contexts(past, spine=mates(brunson="Out"), injuries=[listed(BRUNSON, "Out")])
        assert rows[TOWNS]["star_teammates_out"] == stars
        assert rows[BRUNSON]["star_teammates_out"] == 0

    def test_a_star_out_for_two_months_is_still_out(self) -> None:
        """He is expected no longer, and on the list all the same."""
        past = played({60 + n: 34 for n in range(12)}, player_id=BRUNSON, points=24)
        spine = [row for row in mates() if row["player_id"] != BRUNSON]
        rows = contexts(past, spine=spine, injuries=[listed(BRUNSON, "Out")])
        assert of(rows[TOWNS], "teammates_out", "star_teammates_out") == (0, 1)

    def test_a_star_in_doubt_is_counted_by_his_last_status_before_the_cut_off(self) -> None:
        past = played({2 + n: 34 for n in range(12)}, player_id=BRUNSON, points=24)
        told = [
            listed(BRUNSON, "Questionable", hours=5),
            listed(BRUNSON, "Probable", hours=1),
            listed(BRUNSON, "Out", hours=0.4),
        ]
        row = contexts(past, spine=mates(brunson="Probable"), injuries=told)[TOWNS]
        names = ("star_teammates_out", "star_teammates_questionable", "star_teammates_probable")
        assert of(row, *names) == (0, 0, 1)

    def test_a_star_of_the_other_side_is_no_team_mate(self) -> None:
        past = played({2 + n: 34 for n in range(12)}, player_id=MAXEY, team_id=PHI, points=24)
        row = contexts(past, spine=mates(), injuries=[listed(MAXEY, "Out", PHI)])[TOWNS]
        assert row["star_teammates_out"] == 0


def line(value: float, hours: float, **changes: Any) -> Row:
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "player_id": TOWNS,
        "prop_type": "points",
        "bookmaker": "draftkings",
        "line": value,
        "is_alternate": False,
        "known_at": before(hours),
        "is_after_start": hours <= 0,
        **changes,
    }


class TestLines:
    def test_a_line_stands_where_it_stood_at_the_cut_off(self) -> None:
        lines = [
            line(24.5, 9),
            line(26.5, 3),
            line(22.5, 1, is_alternate=True),
            line(29.5, 0.4),
            line(31.5, -1),
        ]
        row = context([], lines=lines)
        names = ("points_line", "points_opening_line", "points_line_movement")
        assert of(row, *names) == (26.5, 24.5, 2)
        assert of(row, "points_line_bookmaker", "lines_known_at") == ("draftkings", before(3))
        assert of(row, "rebounds_line", "rebounds_line_movement") == (None, None)

    def test_without_a_line_there_is_nothing(self) -> None:
        row = context([], lines=[line(29.5, 0.4)])
        assert of(row, "points_line", "points_line_bookmaker", "lines_known_at") == (None,) * 3


def side_form(team_id: int, days: int, **values: float) -> Row:
    day = days_before(days)
    return {
        "game_id": f"00{day:%Y%m%d}{team_id % 100}",
        "game_date": day,
        "season": "2024-25",
        "team_id": team_id,
        **values,
    }


def test_paces_and_the_trip_are_those_of_the_two_sides_before_the_game() -> None:
    form = [
        side_form(NYK, 3, pace_last_10=101.0, defensive_rating_last_10=110.0),
        side_form(NYK, 1, pace_last_10=102.5, defensive_rating_last_10=111.0),
        side_form(PHI, 2, pace_last_10=98.0, defensive_rating_last_10=115.0),
    ]
    trip = {"game_id": GAME_ID, "team_id": NYK, "travel_miles": 83, "time_zones_crossed": 0}
    other = {"game_id": GAME_ID, "team_id": PHI, "travel_miles": 2400, "time_zones_crossed": 3}
    row = context([], team_form=form, teams=[trip, other])
    assert row["pace_difference"] == pytest.approx(4.5)
    assert row["opponent_pace_last_10"] == 98
    assert row["opponent_defensive_rating_last_10"] == 115
    assert of(row, "travel_miles", "time_zones_crossed") == (83, 0)


def test_before_the_first_game_of_either_there_is_no_pace() -> None:
    form = [side_form(NYK, 3, pace_last_10=101.0, defensive_rating_last_10=110.0)]
    row = context([], team_form=form)
    assert of(row, "pace_difference", "opponent_pace_last_10") == (None, None)


def test_without_what_is_known_of_his_team_nothing_is_said_of_him() -> None:
    """A trip has no NULL: his row would be refused, with every other of the day."""
    given = load_catalog().transforms["nba_analytics.upcoming_player_game_context"].inputs
    assert is_required(given["teams"])
    assert contexts(played({3: 30}), teams=[at_home(PHI)]) == {}


@pytest.mark.parametrize(("born", "age"), [(date(1995, 1, 15), 30), (date(1995, 1, 16), 29)])
def test_his_age_counts_whole_years_by_a_roster_of_an_earlier_day(born: date, age: int) -> None:
    told = {"player_id": TOWNS, "birth_date": born}
    row = context([], births=[told | {"stated_on": days_before(1)}])
    assert row["age_years"] == age
    assert context([], births=[told | {"stated_on": DAY}])["age_years"] is None
