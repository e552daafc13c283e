"""What is said before a game: probable pitchers, scratches, cards, umpires, and lines on them."""

from __future__ import annotations

from datetime import timedelta
from statistics import fmean

import pytest

from boxline.sandbox.baseball.ball_quotes import BallPropQuote, PitcherMarket
from boxline.sandbox.baseball.plays import HOME, Result
from boxline.sandbox.baseball.schedule_play import Contest
from tests.sandbox.baseball.ball_league import HOUR, MINUTE, ball_world, played

STRIKEOUTS, OUTS = PitcherMarket.STRIKEOUTS, PitcherMarket.OUTS


def scratched() -> list[tuple[Contest, int]]:
    return [(c, side) for c, _, _ in played() for side in (0, 1) if c.announced[side].is_scratched]


def quotes(contest: Contest, before: timedelta) -> list[BallPropQuote]:
    at = contest.fixture.last.starts_at - before
    return ball_world().prop_quotes(contest.fixture.game_id, at)


def test_most_starters_are_named_two_days_before_and_all_who_are_named_in_the_end() -> None:
    named = [
        side.probable(contest.fixture.last.starts_at - timedelta(days=1))
        for contest, _, _ in played()
        for side in contest.announced
    ]
    assert 0.6 < fmean(player is not None for player in named) < 1
    for contest, game, _ in played():
        for side, nine in zip(contest.announced, game.nines, strict=True):
            in_the_end = side.probable(contest.fixture.last.starts_at)
            assert (in_the_end is nine.starter) or side.is_scratched


def test_a_scratch_is_told_one_to_three_hours_before_or_only_seen_in_the_game() -> None:
    assert len(scratched()) >= 4
    for contest, side in scratched():
        assert contest.game
        starts_at = contest.fixture.last.starts_at
        announced, begins = contest.announced[side], contest.game.nines[side].starter
        assert announced.probable(starts_at - 3.1 * HOUR) is not begins
        told = [said for said in announced.probables if said.player is begins]
        for said in told:
            assert HOUR <= starts_at - said.known_at <= 3 * HOUR


def test_no_line_stands_on_a_pitcher_who_was_scratched_once_it_is_told() -> None:
    told = [
        (contest, side)
        for contest, side in scratched()
        if contest.game
        and contest.announced[side].probables[-1].player is contest.game.nines[side].starter
    ]
    assert told
    for contest, side in told:
        planned = contest.announced[side].probables[-2].player
        assert planned not in {quote.player for quote in quotes(contest, 30 * MINUTE)}


def test_the_card_comes_about_three_hours_before_and_is_of_those_who_begin() -> None:
    late = 0
    for contest, game, _ in played():
        starts_at = contest.fixture.last.starts_at
        for side in (0, 1):
            announced = contest.announced[side]
            assert announced.card(starts_at - 4.3 * HOUR) is None
            assert announced.card(starts_at) == game.nines[side]
            late += len(announced.cards) == 2
    assert late > 0


def test_the_crew_is_known_in_the_morning_and_stands_at_four_places() -> None:
    contest, _, _ = played()[0]
    world, game_id = ball_world(), contest.fixture.game_id
    assert world.game(game_id, contest.fixture.last.starts_at - 16 * HOUR).crew == ()
    crew = world.game(game_id, contest.fixture.last.starts_at).crew
    assert len({umpire.umpire_id for umpire in crew}) == 4


def test_lines_open_the_day_before_move_and_close_with_the_first_pitch() -> None:
    contest, _, timeline = played()[30]
    world, game_id = ball_world(), contest.fixture.game_id
    first_pitch = timeline.first_pitch_at
    assert world.prop_quotes(game_id, contest.fixture.last.starts_at - 48 * HOUR) == []
    early, late = quotes(contest, 3 * HOUR), quotes(contest, 3 * MINUTE)
    assert early
    assert {q.last_update for q in early} != {q.last_update for q in late}
    assert world.game_quotes(game_id, first_pitch - timedelta(seconds=1))
    assert world.prop_quotes(game_id, first_pitch) == []
    assert world.game_quotes(game_id, first_pitch) == []


def test_books_offer_strikeouts_outs_and_alternates_on_both_starters() -> None:
    contest, game, _ = played()[30]
    offered = quotes(contest, 20 * MINUTE)
    assert {q.player for q in offered} == {nine.starter for nine in game.nines}
    assert {(q.market, q.is_alternate) for q in offered} == {
        (market, alternate) for market in PitcherMarket for alternate in (True, False)
    }


def test_both_sides_of_a_line_add_up_to_more_than_one() -> None:
    contest, _, _ = played()[30]
    for quote in quotes(contest, 20 * MINUTE):
        if quote.over_price and quote.under_price:
            assert 1.02 < implied(quote.over_price) + implied(quote.under_price) < 1.12


def implied(price: int) -> float:
    return 100 / (100 + price) if price > 0 else -price / (100 - price)


@pytest.mark.parametrize(("market", "within"), [(STRIKEOUTS, 0.6), (OUTS, 1.4)])
def test_lines_are_near_what_pitchers_do_on_average(market: PitcherMarket, within: float) -> None:
    errors = []
    for contest, game, _ in played():
        for quote in quotes(contest, 20 * MINUTE):
            is_main = quote.book == "draftkings" and not quote.is_alternate
            if is_main and quote.market is market and not game.is_called:
                mine = [play for play in game.plays if play.pitcher is quote.player]
                counted = (
                    sum(play.result is Result.STRIKEOUT for play in mine)
                    if market is STRIKEOUTS
                    else sum(play.outs_made for play in mine)
                )
                errors.append(counted - quote.line)
    assert len(errors) > 100
    assert abs(fmean(errors)) < within


def test_the_moneyline_favours_the_better_side() -> None:
    won = {True: list[bool](), False: list[bool]()}
    for contest, game, _ in played():
        at = contest.fixture.last.starts_at - 20 * MINUTE
        lines = ball_world().game_quotes(contest.fixture.game_id, at)
        for quote in lines[:1]:
            home_won = game.score[HOME] > game.score[1 - HOME]
            won[implied(quote.home_price) > implied(quote.away_price)].append(home_won)
    assert fmean(won[True]) > fmean(won[False])
