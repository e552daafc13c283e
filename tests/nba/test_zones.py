"""Zone analyses of clubs and of players, worked by hand."""

from __future__ import annotations

import pytest

from tests.nba.zone_rows import (
    PLAIN,
    Zones,
    allowed,
    charted_on,
    of_players,
    of_teams,
    on,
    shot_by,
)

TEN_CLUBS = range(1, 11)


def part(row: dict[str, object], *names: str) -> list[object]:
    return [row[name] for name in names]


def test_a_clubs_sample_is_its_last_15_charted_games_and_its_rates_are_ratios_of_sums() -> None:
    """Of 16 games, one every other day, the first is left out: paint 2 + 3 + ... + 16 = 135 of 15
    x 20 = 300; mid-range 15 x 4 of 15 x 10; threes 15 x 6 of 15 x 20."""
    played = [allowed(1, 2 * n, ((n, 20), (4, 10), (6, 20))) for n in range(1, 17)]
    (row,) = of_teams(played, 40)
    assert part(row, "games_in_sample", "least_games", "sample_ends_on") == [15, 15, on(32)]
    shots = (
        "opponent_paint_field_goals_made_last_15",
        "opponent_paint_field_goals_attempted_last_15",
    )
    assert part(row, *shots) == [135, 300]
    shares = "paint_allowed_share", "mid_range_allowed_share", "three_allowed_share"
    assert part(row, *shares) == [0.45, 0.4, 0.3]
    assert row["paint_attempts_allowed_per_game"] == 20
    assert part(row, "paint_points_allowed_per_game", "three_points_allowed_per_game") == [18, 18]
    assert part(row, "zones_missing_reason", "data_quality_tier") == [None, "high"]


def test_ratings_and_pace_are_those_of_the_sample_with_overtimes() -> None:
    """15 games of 110 points and 100 possessions, one of them with an overtime and 110: 1,650
    points on 1,510 possessions; 15 x 240 + 25 player minutes are 725 minutes of the game."""
    played = [allowed(1, 2 * n, points_allowed=110) for n in range(14)]
    longer = allowed(1, 30, points_allowed=110, opponent_possessions=110.0, overtime_periods=1)
    (row,) = of_teams([*played, longer], 40)
    assert row["points_allowed_per_game"] == 110
    assert row["defensive_rating"] == pytest.approx(100 * 1650 / 1510)
    assert row["opponent_pace"] == pytest.approx(48 * 1510 / 725)


def test_uncharted_games_are_passed_over() -> None:
    """The last fifteen charted games end where the charts do, as before the playoffs."""
    charted = [allowed(1, n) for n in range(1, 16)]
    (row,) = of_teams([*charted, *(allowed(1, n, None) for n in range(16, 30))], 40)
    assert part(row, "games_in_sample", "sample_ends_on") == [15, on(15)]


def test_below_the_least_games_the_sums_stand_and_nothing_is_concluded() -> None:
    (row,) = of_teams([allowed(1, n) for n in range(1, 15)], 40)
    assert part(row, "games_in_sample", "opponent_paint_field_goals_made_last_15") == [14, 70]
    assert row["zones_missing_reason"] == "fewer charted games than the day of the season asks for"
    concluded = [
        name
        for name in row
        if name.endswith(("_share", "_per_game", "_percent", "_rating", "_pace", "_zone"))
    ]
    assert len(concluded) == 23
    assert {row[name] for name in concluded} == {None}


def test_early_in_a_season_fewer_games_are_enough() -> None:
    """On day 20 eleven games are asked for."""
    for games, share in ((10, None), (11, 0.5)):
        (row,) = of_teams([allowed(1, n) for n in range(games)], 20)
        names = "days_into_season", "is_early_season", "least_games", "paint_allowed_share"
        assert part(row, *names) == [20, True, 11, share]


def test_a_club_without_a_game_yet_has_a_row_that_says_so() -> None:
    rows = of_teams([allowed(1, 0)], 1, teams=(1, 2))
    assert [part(r, "team_id", "games_in_sample", "sample_ends_on") for r in rows] == [
        [1, 1, on(0)],
        [2, 0, None],
    ]
    assert rows[1]["opponent_charted_threes_attempted_last_15"] == 0


@pytest.mark.parametrize("shots", [[], charted_on(30)], ids=["never", "not before the day"])
def test_a_season_has_no_rows_until_a_day_of_it_is_charted(shots: list[dict[str, object]]) -> None:
    assert of_teams([allowed(1, n, None) for n in range(20)], 30, shots=shots) == []
    assert of_players([shot_by(7, n, None) for n in range(20)], 30, shots=shots) == []


def test_each_club_is_held_against_the_league_by_zone() -> None:
    """Ten clubs with fifteen games: nine allow 5 of 10, 2 of 5 and 2 of 5; the tenth 7 of 10, 2 of
    5 and 1 of 5. The league then allows 52 of 100, 20 of 50 and 19 of 50 a round."""
    own: Zones = ((7, 10), (2, 5), (1, 5))
    played = [allowed(t, n, own if t == 10 else PLAIN) for t in TEN_CLUBS for n in range(25, 40)]
    row = next(r for r in of_teams(played, 40, teams=TEN_CLUBS) if r["team_id"] == 10)
    league = [f"league_{zone}_allowed_share" for zone in ("paint", "mid_range", "three")]
    assert part(row, *league) == pytest.approx([0.52, 0.4, 0.38])
    against = [f"{zone}_allowed_vs_league_percent" for zone in ("paint", "mid_range", "three")]
    assert part(row, *against) == pytest.approx([18, 0, -18])  # above 0 is a weak defence
    assert part(row, "strongest_zone", "weakest_zone") == ["three", "paint"]


def test_of_equal_zones_the_first_is_told() -> None:
    played = [allowed(t, n) for t in TEN_CLUBS for n in range(25, 40)]
    row = of_teams(played, 40, teams=TEN_CLUBS)[0]
    assert part(row, "strongest_zone", "weakest_zone") == ["paint", "paint"]


def test_blocks_are_counted_over_the_games_that_tell_of_them() -> None:
    """Ten games of the archive tell of none; five others tell of 3, 1 and 0 each."""
    told = {"blocks_paint": 3, "blocks_mid_range": 1, "blocks_three": 0}
    played = [allowed(1, n) for n in range(10)] + [allowed(1, n, **told) for n in range(10, 15)]
    blocks = [f"{zone}_blocks_per_game" for zone in ("paint", "mid_range", "three")]
    (row,) = of_teams(played, 40)
    assert part(row, *blocks) == [3, 1, 0]
    (row,) = of_teams([allowed(1, n) for n in range(15)], 40)
    assert part(row, *blocks) == [None, None, None]


def test_a_players_samples_are_the_last_10_and_20_charted_games_that_he_played_in() -> None:
    """25 games; in one he did not play. In the last ten he took 3 + 1 + 6 a game, before that
    10 + 0 + 0: 30, 10 and 60 of 100, and over twenty 130, 10 and 60 of 200."""
    late: Zones = ((2, 3), (1, 1), (3, 6))
    early: Zones = ((5, 10), (0, 0), (0, 0))
    played = [shot_by(7, n, early) for n in range(15)] + [
        shot_by(7, n, late) for n in range(16, 26)
    ]
    (row,) = of_players([*played, shot_by(7, 15, None)], 40)
    assert part(row, "games_in_sample_10", "games_in_sample_20", "sample_ends_on") == [
        10,
        20,
        on(25),
    ]
    zones = "paint", "mid_range", "three"
    assert part(row, *(f"{z}_rate_percent_last_10" for z in zones)) == [30, 10, 60]
    assert part(row, *(f"{z}_rate_percent_last_20" for z in zones)) == [65, 5, 30]
    assert row["paint_made_share_last_20"] == pytest.approx(70 / 130)
    assert part(row, *(f"{z}_attempts_per_game_last_10" for z in zones)) == [3, 1, 6]
    assert part(row, "primary_scoring_zone", "data_quality_tier") == ["three", "high"]
    assert part(row, "sample_quality_10", "sample_quality_20") == ["excellent", "excellent"]


def test_a_sample_that_is_too_small_is_counted_and_not_concluded_from() -> None:
    (row,) = of_players([shot_by(7, n) for n in range(9)], 40)
    assert part(row, "games_in_sample_10", "paint_field_goals_attempted_last_10") == [9, 90]
    assert part(row, "paint_rate_percent_last_10", "primary_scoring_zone") == [None, None]
    assert row["zones_missing_reason"] == "fewer charted games than the day of the season asks for"
    assert part(row, "sample_quality_10", "sample_quality_20", "data_quality_tier") == [
        "good",
        "insufficient",
        "medium",
    ]


def test_the_long_sample_is_used_from_15_games_on() -> None:
    for games, known in ((14, False), (15, True)):
        (row,) = of_players([shot_by(7, n) for n in range(games)], 40)
        assert (row["paint_rate_percent_last_20"] is not None) is known
        assert row["paint_rate_percent_last_10"] == 50


@pytest.mark.parametrize(
    ("attempted", "zone"),
    [
        ((4, 2, 4), "paint"),  # 40 % is enough, and the paint is asked first
        ((3, 3, 4), "three"),
        ((3, 4, 3), "mid_range"),
        ((35, 34, 31), "balanced"),
        ((26, 35, 39), "mid_range"),
    ],
)
def test_a_players_zone_is_the_first_with_enough_of_his_attempts(
    attempted: tuple[int, int, int], zone: str
) -> None:
    paint, mid_range, three = attempted
    zones = ((0, paint), (0, mid_range), (0, three))
    (row,) = of_players([shot_by(7, n, zones) for n in range(10)], 40)
    assert row["primary_scoring_zone"] == zone


def test_passes_are_counted_over_the_shots_that_tell_of_them() -> None:
    told = {"assisted_field_goals_made": 3, "unassisted_field_goals_made": 1}
    played = [shot_by(7, n) for n in range(5)] + [shot_by(7, n, **told) for n in range(5, 10)]
    (row,) = of_players(played, 40)
    assert part(row, "assisted_percent_last_10", "unassisted_percent_last_10") == [75, 25]
    (row,) = of_players([shot_by(7, n) for n in range(10)], 40)
    assert part(row, "assisted_percent_last_10", "unassisted_percent_last_10") == [None, None]


def test_a_game_of_the_day_itself_is_in_no_sample() -> None:
    before = [shot_by(7, n) for n in range(10)]
    wild: Zones = ((0, 0), (0, 0), (30, 30))
    assert of_players([*before, shot_by(7, 40, wild)], 40) == of_players(before, 40)
