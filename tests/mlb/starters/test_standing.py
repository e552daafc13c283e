"""What a starter's past, his opponent's and the park's say before a start; by hand where short."""

import numpy as np
import pytest

from boxline.forecasting.rows import Rows
from boxline.mlb.starters.rows import CAME, is_made
from boxline.mlb.starters.standing import STANDING, standing
from tests.mlb.starters.made_starts import season_of_starts, starts, to_come


def last(*given: dict[str, object]) -> dict[str, float]:
    """How it stood before the last of some starts."""
    made = starts(*given)
    found = standing(made, made.where(is_made(made)))
    return {name: float(found.floats(name)[-1]) for name in STANDING}


def test_of_a_first_start_ever_the_usual_is_said() -> None:
    first = last(to_come())
    assert first["strikeout_rate_own"] == pytest.approx(0.93 * 4.98 / 22)
    assert first["batters_own"] == pytest.approx(22 - 1.2)
    assert first["outs_rate_own"] == pytest.approx(15.3 / 22)
    assert first["opponent_strikeouts"] == first["park_outs"] == first["pitches_last"] == 0.0


def test_a_start_of_yesterday_draws_his_rate_by_hand() -> None:
    # the league: 10 of 25 a day old, filled up to 200 batters with usual starts
    found = last({"day": 0, "strikeouts": 10.0, "batters_faced": 25.0}, to_come(day=1))
    fresh = 2 ** (-1 / 60)
    lacking = (200 - 25 * fresh) / 22
    league = (10 * fresh + lacking * 4.98) / (25 * fresh + lacking * 22)
    his = 2 ** (-1 / 300)
    expected = (10 * his + 100 * 0.93 * league) / (25 * his + 100)
    assert found["strikeout_rate_own"] == pytest.approx(expected, rel=1e-12)
    assert found["opponent_strikeouts"] > 0 < found["park_strikeouts"]


def test_the_second_game_of_a_doubleheader_sees_nothing_of_the_first() -> None:
    before = {"day": 0}
    alone = last(before, to_come(day=5, player_id=2))
    first = {"day": 5, "player_id": 3, "strikeouts": 15.0, "batters_faced": 30.0}
    assert last(before, first, to_come(day=5, player_id=2)) == alone


def test_of_a_start_to_come_nothing_counts_for_others() -> None:
    made = starts({"day": 0}, to_come(day=3, player_id=1), to_come(day=9))
    without = starts({"day": 0}, to_come(day=9))
    one, other = (standing(rows, rows.where(is_made(rows))) for rows in (made, without))
    assert {n: one.floats(n)[-1] for n in STANDING} == {n: other.floats(n)[-1] for n in STANDING}


@pytest.mark.parametrize(
    ("days", "short", "away"), [(4, 1.0, 0.0), (5, 0.0, 0.0), (16, 0.0, 1.0), (120, 0.0, 0.0)]
)
def test_rest_is_short_to_four_days_and_long_from_sixteen(
    days: int, short: float, away: float
) -> None:
    found = last({"day": 0}, to_come(day=days))
    assert (found["is_short_rest"], found["is_layoff"]) == (short, away)


def test_a_game_in_relief_is_short_rest_and_no_start() -> None:
    made = starts({"day": 0}, to_come(day=20))
    relief = starts({"day": 18})
    found = standing(made, relief)
    assert found.floats("is_short_rest")[-1] == found.floats("is_layoff")[-1] == 1.0


def test_his_last_pitches_count_from_85_and_nothing_where_nobody_tells() -> None:
    assert last({"pitches": 99.0}, to_come(day=5))["pitches_last"] == 14.0
    assert last({"pitches": np.nan}, to_come(day=5))["pitches_last"] == 0.0


def test_a_park_that_nobody_tells_is_like_any() -> None:
    many = [{"day": d, "venue_id": -1, "strikeouts": 12.0} for d in range(9)]
    assert last(*many, to_come(day=9, venue_id=-1))["park_strikeouts"] == 0.0


def test_whatever_comes_later_changes_nothing() -> None:
    season = season_of_starts()
    day = season["game_day"]
    middle = int(np.median(day))
    rng = np.random.default_rng(1)
    poisoned = season.with_columns(
        **{
            name: np.where(day >= middle, rng.integers(0, 27, len(day)), season.floats(name))
            for name in CAME
        }
    )
    said: list[Rows] = [standing(rows, rows) for rows in (season, poisoned)]
    before = day <= middle
    for name in STANDING:
        one, other = (rows.floats(name) for rows in said)
        assert (one[before] == other[before]).all(), name
    assert (said[0].floats("batters_own") != said[1].floats("batters_own"))[~before].any()
