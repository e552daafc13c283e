"""Which candidates become picks: each filter takes what it says, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from boxline.nba.bets.candidates import Candidate
from boxline.nba.bets.filters import (
    FILTERS,
    HALTED,
    MOST_EDGE,
    MOST_LINE_AGE_MINUTES,
    MOST_PICKS,
    decide,
)

#: Nothing speaks against it.
GOOD = Candidate(
    game_date=date(2025, 1, 10),
    game_id="0022400500",
    player_id=1,
    prop_type="points",
    side="OVER",
    line=24.5,
    confidence=0.58,
    edge=0.08,
    price=1.9,
    bookmaker="draftkings",
    line_books=4,
    line_age_minutes=90.0,
    games_this_season=30,
)

#: Filter -> candidates just beyond its limit, and candidates just within it.
AT_THE_LIMIT = {
    "injury status": (
        [replace(GOOD, injury_status=s) for s in ("Questionable", "Doubtful", "Out")],
        [replace(GOOD, injury_status=s) for s in ("Probable", "Available", None)],
    ),
    "few games": ([replace(GOOD, games_this_season=4)], [replace(GOOD, games_this_season=5)]),
    "no price": ([replace(GOOD, price=None)], [replace(GOOD, price=1.01)]),
    "one bookmaker": (
        [replace(GOOD, line_books=1), replace(GOOD, line_books=0)],
        [replace(GOOD, line_books=2)],
    ),
    "old line": (
        [
            replace(GOOD, line_age_minutes=MOST_LINE_AGE_MINUTES + 1.0),
            replace(GOOD, line_age_minutes=None),
        ],
        [replace(GOOD, line_age_minutes=float(MOST_LINE_AGE_MINUTES))],
    ),
    "edge too high": (
        [replace(GOOD, edge=MOST_EDGE + 0.001)],
        [replace(GOOD, edge=MOST_EDGE)],
    ),
}


def _players(count: int) -> list[Candidate]:
    return [replace(GOOD, player_id=n, confidence=0.9 - n / 100) for n in range(1, count + 1)]


def _taken(*candidates: Candidate) -> list[str | None]:
    found = decide(candidates)
    return [one.taken_by.name if one.taken_by else None for one in found]


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_a_filter_takes_what_lies_beyond_its_limit_and_nothing_within(name: str) -> None:
    beyond, within = AT_THE_LIMIT[name]
    assert [_taken(one) for one in beyond] == [[name]] * len(beyond)
    assert [_taken(one) for one in within] == [[None]] * len(within)


def test_every_filter_has_a_case_and_words() -> None:
    names = [one.name for one in FILTERS]
    assert sorted(names) == sorted({*AT_THE_LIMIT, "same player", "full day"})
    assert all(one.limit and one.reason for one in (HALTED, *FILTERS))


def test_the_first_filter_that_takes_a_candidate_is_told() -> None:
    assert _taken(replace(GOOD, injury_status="Out", price=None, edge=9.0)) == ["injury status"]


def test_a_second_bet_on_a_player_is_taken_and_the_likelier_is_picked() -> None:
    less = replace(GOOD, prop_type="assists", confidence=0.55)
    assert _taken(less, GOOD) == [None, "same player"]


def test_a_refused_bet_on_a_player_leaves_room_for_another() -> None:
    refused = replace(GOOD, prop_type="assists", confidence=0.7, price=None)
    assert _taken(refused, GOOD) == ["no price", None]


def test_a_day_is_full_after_its_picks_and_refused_ones_fill_no_place() -> None:
    players = _players(MOST_PICKS + 2)
    players[0] = replace(players[0], line_books=1)
    expected = ["one bookmaker", *[None] * MOST_PICKS, "full day"]
    assert _taken(*players) == expected


def test_the_likeliest_comes_first_and_of_two_as_likely_the_one_that_gains_more() -> None:
    one, two, three = (replace(GOOD, player_id=n) for n in (1, 2, 3))
    two, three = replace(two, edge=0.09), replace(three, confidence=0.6, edge=0.02)
    found = decide([one, two, three])
    assert [(each.rank, each.candidate.player_id) for each in found] == [(1, 3), (2, 2), (3, 1)]


def test_a_halted_day_recommends_nothing_and_says_so_of_every_candidate() -> None:
    found = decide(_players(3), is_betting=False)
    assert [(one.rank, one.taken_by) for one in found] == [(None, HALTED)] * 3
