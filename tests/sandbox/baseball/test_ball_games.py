"""The laws of a simulated ball game, and rates near those of the real league."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from statistics import fmean
from typing import Any

import pytest

from boxline.sandbox.baseball import simulate_baseball
from boxline.sandbox.baseball.box_lines import BallBox, box_of
from boxline.sandbox.baseball.fixtures import Fate
from boxline.sandbox.baseball.pitching import count_after
from boxline.sandbox.baseball.plays import AWAY, HOME, SCORED, BallGame, Play, Result
from boxline.sandbox.baseball.thrown import pitches_of
from tests.sandbox.baseball.ball_league import contests, played, small_league


@cache
def games() -> list[BallGame]:
    return [game for _, game, _ in played()]


@cache
def boxes() -> list[tuple[BallGame, BallBox]]:
    return [(game, box_of(game, len(game.plays), is_final=True)) for game in games()]


@cache
def plays() -> list[Play]:
    return [play for game in games() for play in game.plays]


def halves(game: BallGame) -> dict[tuple[int, int], list[Play]]:
    found: dict[tuple[int, int], list[Play]] = {}
    for play in game.plays:
        found.setdefault((play.inning, play.side), []).append(play)
    return found


def is_walk_off(game: BallGame) -> bool:
    last = game.plays[-1]
    return last.side == HOME and last.outs < 3


def test_the_same_seed_gives_the_same_league() -> None:
    again = simulate_baseball(seasons=(2024, 2025), teams=4, games_per_team=20)
    for one, other in zip(small_league().newest.contests, again.newest.contests, strict=True):
        assert one.fixture == other.fixture
        assert one.timeline == other.timeline
        assert (one.game and one.game.score) == (other.game and other.game.score)


def test_another_seed_gives_another() -> None:
    other = simulate_baseball(seed=8, seasons=(2024,), teams=4, games_per_team=20)
    mine = [c.game.score for c in small_league().seasons[0].contests if c.game]
    assert mine != [c.game.score for c in other.newest.contests if c.game]


def test_every_half_inning_has_three_outs_but_one_that_is_walked_off() -> None:
    for game in games():
        for half in halves(game).values():
            outs = sum(play.outs_made for play in half)
            if half[-1] is game.plays[-1] and is_walk_off(game):
                assert outs < 3
            else:
                assert outs == half[-1].outs == 3


def test_the_order_goes_round_without_a_gap() -> None:
    for game in games():
        for side in (HOME, AWAY):
            slots = [play.slot for play in game.plays if play.side == side]
            assert slots == [number % 9 for number in range(len(slots))]


def test_who_bats_is_who_began_in_the_slot_or_came_in_for_him() -> None:
    for game in games():
        order = {(s, slot): p for s in (0, 1) for slot, p in enumerate(game.nines[s].order)}
        changes = list(game.changes)
        for play in game.plays:
            while changes and changes[0].before <= play.number:
                change = changes.pop(0)
                if change.slot >= 0:
                    order[change.side, change.slot] = change.comes
            assert play.batter is order[play.side, play.slot]


def test_nobody_pitches_again_who_has_gone() -> None:
    for game in games():
        for side in (HOME, AWAY):
            pitchers = [play.pitcher.player_id for play in game.plays if play.side != side]
            stays = [who for who, after in pairwise([*pitchers, 0]) if who != after]
            assert len(stays) == len(set(stays))
            assert pitchers[0] == game.nines[side].starter.player_id


def test_runs_are_runners_who_come_home_and_nobody_ties() -> None:
    for game in games():
        for side in (HOME, AWAY):
            scored = sum(m.end == SCORED for p in game.plays if p.side == side for m in p.moves)
            assert scored == game.score[side]
        assert game.score[HOME] != game.score[AWAY]


def test_no_base_holds_two_runners() -> None:
    for game in games():
        for half in halves(game).values():
            on: Counter[int] = Counter()
            for play in half:
                on.subtract(move.start for move in play.moves if move.start)
                on.update(move.end for move in play.moves if 1 <= move.end <= 3)
                # The runner who opens an extra inning was put on second by nobody.
                allowed = 1 if play.inning > game.scheduled_innings else 0
                assert all(-allowed <= on[base] <= 1 for base in (1, 2, 3))


def test_the_box_score_is_what_the_plays_add_up_to() -> None:
    for game, box in boxes():
        for side in (HOME, AWAY):
            batters, pitchers = box.batters[side], box.pitchers[side]
            mine = [play for play in game.plays if play.side == side]
            theirs = [play for play in game.plays if play.side != side]
            assert sum(line.counts.runs for line in batters) == game.score[side]
            assert sum(line.runs for line in pitchers) == game.score[1 - side]
            assert sum(line.outs for line in pitchers) == sum(p.outs_made for p in theirs)
            assert sum(line.counts.appearances for line in batters) == len(mine)
            assert sum(line.counts.strikeouts for line in pitchers) == sum(
                play.result is Result.STRIKEOUT for play in theirs
            )
            assert sum(line.counts.pitches for line in pitchers) == sum(
                len(play.calls) for play in theirs
            )
            assert all(line.earned_runs <= line.runs for line in pitchers)


def test_one_pitcher_wins_and_one_of_the_other_side_loses() -> None:
    for game, box in boxes():
        winner = HOME if game.score[HOME] > game.score[AWAY] else AWAY
        won = [line.side for side in box.pitchers for line in side if line.has_won]
        lost = [line.side for side in box.pitchers for line in side if line.has_lost]
        assert (won, lost) == ([winner], [1 - winner])


def test_the_pitches_end_as_the_plate_appearance_does() -> None:
    for play in plays():
        balls, strikes = count_after(play.calls)
        if play.result is Result.STRIKEOUT:
            assert strikes == 3
            assert balls < 4
        elif play.result is Result.WALK:
            assert balls == 4
            assert strikes < 3
        else:
            assert (balls < 4, strikes < 3) == (True, True)
            assert play.calls[-1] == ("H" if play.result is Result.HIT_BY_PITCH else "X")
        for number in range(1, len(play.calls)):
            before = count_after(play.calls[:number])
            assert before[0] < 4
            assert before[1] < 3


def test_called_strikes_are_in_the_zone_and_balls_are_not() -> None:
    contest, game, _ = played()[0]
    pitches = [p for play in game.plays for p in pitches_of(contest.fixture.game_id, play)]
    assert {p.zone <= 9 for p in pitches if p.call == "C"} == {True}
    assert {p.zone <= 9 for p in pitches if p.call == "B"} == {False}
    assert all(60 < p.speed < 106 for p in pitches)


def test_extra_innings_open_with_a_runner_on_second() -> None:
    firsts = [
        (game, half[0])
        for game in games()
        for (inning, _), half in halves(game).items()
        if inning > game.scheduled_innings
    ]
    moved = [(g, p, m.runner) for g, p in firsts for m in p.moves if m.start == 2]
    assert moved
    for game, play, runner in moved:
        before = [p for p in game.plays[: play.number] if p.side == play.side][-1]
        assert runner.player is before.batter
        assert not runner.is_earned


def test_a_walk_off_ends_the_game_with_as_many_runs_as_it_takes() -> None:
    ended = [game for game in games() if is_walk_off(game)]
    assert ended
    for game in ended:
        last = game.plays[-1]
        assert last.inning >= game.scheduled_innings
        if last.result is not Result.HOME_RUN:
            assert game.score[HOME] == game.score[AWAY] + 1


def test_the_home_side_does_not_bat_when_it_leads_after_the_top_of_the_last() -> None:
    for game in games():
        last = game.plays[-1]
        if last.side == AWAY and not game.is_called:
            assert game.score[HOME] > game.score[AWAY]


def test_a_called_game_has_five_innings_and_fewer_than_it_should() -> None:
    called = [c.game for c in contests(Fate.CALLED) if c.game and c.game.is_called]
    assert called
    assert all(5 <= game.innings < game.scheduled_innings for game in called)


def test_doubleheaders_have_seven_innings_where_the_season_says_so() -> None:
    league = simulate_baseball(seasons=(2024,), teams=4, games_per_team=20, innings_of_two=7)
    short = [c for c in league.newest.contests if c.fixture.last.doubleheader != "N" and c.game]
    assert short
    for contest in short:
        assert contest.game
        assert contest.game.scheduled_innings == 7
        assert contest.game.innings >= 7 or contest.game.is_called
    assert {c.game.innings for c in short if c.game} & {7}


def test_rates_are_near_the_real_ones() -> None:
    league = simulate_baseball(seasons=(2025,), teams=12, games_per_team=40)
    ours = [c.game for c in league.newest.contests if c.game]
    results = Counter(play.result for game in ours for play in game.plays)
    share = {result: count / results.total() for result, count in results.items()}
    assert share[Result.STRIKEOUT] == pytest.approx(0.22, abs=0.015)
    assert share[Result.WALK] == pytest.approx(0.085, abs=0.01)
    assert share[Result.HOME_RUN] == pytest.approx(0.031, abs=0.007)
    assert fmean(sum(game.score) for game in ours) == pytest.approx(9.0, abs=1.0)
    starts = [
        [p for p in game.plays if p.pitcher is nine.starter]
        for game in ours
        for nine in game.nines
        if nine.starter.stamina > 60
    ]
    assert fmean(map(len, starts)) == pytest.approx(22, abs=1.0)
    thrown = [sum(len(play.calls) for play in start) for start in starts]
    assert fmean(thrown) == pytest.approx(85, abs=4)


def test_batters_strike_out_more_against_a_pitcher_of_their_hand() -> None:
    shares: dict[bool, Counter[bool]] = {True: Counter(), False: Counter()}
    for play in plays():
        same = play.batter.side_against(play.pitcher.throws) == play.pitcher.throws
        shares[same][play.result is Result.STRIKEOUT] += 1
    same_hand, other_hand = (shares[k][True] / shares[k].total() for k in (True, False))
    assert same_hand > other_hand


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"teams": 5}, "teams=5"),
        ({"teams": 32}, "teams=32"),
        ({"games_per_team": 3}, "games_per_team=3"),
        ({"innings_of_two": 8}, "innings_of_two=8"),
        ({"seasons": (2025, 2024)}, "oldest first"),
    ],
)
def test_an_impossible_league_is_refused_by_name(options: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        simulate_baseball(**options)
