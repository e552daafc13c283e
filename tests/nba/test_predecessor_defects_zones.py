"""Failures of the predecessor in its zone analyses, each built right and kept as a test.

The numbers are those of its list of defects.
"""

from __future__ import annotations

import pytest

from boxline.leagues import load_catalog
from tests.nba.zone_rows import PLAYERS, Zones, allowed, of_players, of_teams, shot_by

CLUBS = range(1, 11)
ZONES = ("paint", "mid_range", "three")
LEAGUE = [f"league_{zone}_allowed_share" for zone in ZONES]


def league(rows: list[dict[str, object]]) -> list[object]:
    return [rows[0][name] for name in LEAGUE]


def test_defect_7_the_leagues_zone_average_does_not_include_the_predicted_day() -> None:
    before = [allowed(t, n) for t in CLUBS for n in range(25, 40)]
    wild: Zones = ((50, 50), (50, 50), (50, 50))
    of_the_day = [allowed(t, 40, wild) for t in CLUBS]
    assert league(of_teams(before, 40, teams=CLUBS)) == [0.5, 0.4, 0.4]
    # Computed for two days at once the later rows are there, and may not be looked at.
    both = of_teams([*before, *of_the_day], 40, 41, teams=CLUBS)
    assert league(both) == [0.5, 0.4, 0.4]
    assert league(both[10:]) > [0.5, 0.4, 0.4]


# The same constants stood in wherever the league had no figures.
def test_defect_7_a_league_without_enough_games_has_no_figures_and_says_so() -> None:
    nine = [allowed(t, n) for t in CLUBS if t != 10 for n in range(25, 40)]
    for few in (nine, [*nine, *(allowed(10, n) for n in range(31, 40))]):
        row = of_teams(few, 40, teams=CLUBS)[0]
        assert league([row]) == [None, None, None]
        assert row["league_missing_reason"] == "fewer than 10 clubs have 10 charted games lately"
        assert row["paint_allowed_vs_league_percent"] is None
        assert row["paint_allowed_share"] == 0.5
    enough = [*nine, *(allowed(10, n) for n in range(30, 40))]
    assert of_teams(enough, 40, teams=CLUBS)[0]["league_missing_reason"] is None


def test_defect_7_the_league_looks_back_30_days() -> None:
    lately = [allowed(t, n) for t in CLUBS for n in range(50, 60)]
    wild: Zones = ((0, 30), (0, 30), (0, 30))
    (oldest, older) = allowed(1, 30, wild), allowed(1, 29, wild)
    assert league(of_teams([*lately, older], 60, teams=CLUBS)) == [0.5, 0.4, 0.4]
    assert league(of_teams([*lately, oldest], 60, teams=CLUBS))[0] == pytest.approx(500 / 1030)


def test_defect_8_zone_rates_are_percents_in_a_short_sample_as_in_a_whole_one() -> None:
    """The fall-back for few games gave shares, which were divided by 100 once more."""
    zones: Zones = ((3, 5), (1, 2), (1, 3))
    (short,) = of_players([shot_by(7, n, zones) for n in (0, 1, 2)], 3, players=[7])
    assert short["paint_rate_percent_last_10"] is None  # day 3 asks for 4 games
    (short,) = of_players([shot_by(7, n, zones) for n in (0, 1, 2, 3)], 5)
    (whole,) = of_players([shot_by(7, n, zones) for n in range(20)], 40)
    for row, window in ((short, 10), (whole, 10), (whole, 20)):
        rates = [row[f"{zone}_rate_percent_last_{window}"] for zone in ZONES]
        assert rates == [50, 20, 30]
    units = {c.name: (c.unit, c.high) for c in load_catalog()[PLAYERS].columns}
    assert {units[name] for name in units if "_percent_" in name} == {("percent", 100)}
    assert {units[name] for name in units if "_share_" in name} == {("share", 1)}


# Zones that were all missing summed to 0, so that 100 % of his shots were threes.
@pytest.mark.parametrize("zones", [None, ((0, 0), (0, 0), (0, 0))], ids=["uncharted", "no shot"])
def test_defect_8_a_player_without_charted_attempts_has_no_rates(zones: Zones | None) -> None:
    (row,) = of_players([shot_by(7, n, zones) for n in range(20)], 40)
    for window in (10, 20):
        for zone in ZONES:
            assert row[f"{zone}_rate_percent_last_{window}"] is None
            assert row[f"{zone}_made_share_last_{window}"] is None
    assert row["primary_scoring_zone"] is None
    assert row["zones_missing_reason"] == (
        "fewer charted games than the day of the season asks for"
        if zones is None
        else "no charted attempt in those games"
    )


@pytest.mark.parametrize("zones", [((1, 1), (0, 1), (0, 1)), ((2, 7), (0, 0), (1, 6))])
def test_defect_8_rates_sum_to_a_hundred(zones: Zones) -> None:
    (row,) = of_players([shot_by(7, n, zones) for n in range(20)], 40)
    for window in (10, 20):
        rates = [row[f"{zone}_rate_percent_last_{window}"] for zone in ZONES]
        assert sum(rates) == pytest.approx(100, abs=1e-6)
