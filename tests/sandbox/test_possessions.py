"""The play-by-play of simulated games: it is possible basketball, and everything adds up to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import fmean

import pytest

from boxline.sandbox import League, simulate_league
from boxline.sandbox.box_scores import Game, PlayerLine
from boxline.sandbox.events import (
    OFFENSIVE,
    OFFENSIVE_FOUL,
    Event,
    Kind,
    period_seconds,
    seconds_before,
)
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.players import Player

#: player id -> what he counted
Counts = dict[int, Counter[str]]


@pytest.fixture(scope="module")
def league() -> League:
    return simulate_league(seasons=("2024-25",), teams=10, games_per_team=40, future_games=0)


@pytest.fixture(scope="module")
def games(league: League) -> list[Game]:
    return list(league.newest.played())


@pytest.fixture(scope="module")
def events_of(games: list[Game]) -> dict[str, tuple[Event, ...]]:
    return {game.fixture.game_id: game.events for game in games}


Played = dict[str, tuple[Event, ...]]


def lines_of(game: Game) -> dict[int, PlayerLine]:
    return {line.player.player_id: line for side in game.sides for line in side.lines}


def counted(events: tuple[Event, ...]) -> Counts:
    """What each player did, by the description of the kinds of events."""
    counts: Counts = {}

    def add(player: Player | None, stat: str, count: int = 1) -> None:
        if player:
            counts.setdefault(player.player_id, Counter())[stat] += count

    for event in events:
        if event.kind is Kind.SHOT:
            add(event.player, "fga")
            add(event.player, "fgm", event.is_made)
            add(event.player, "fg3a", event.value == 3)
            add(event.player, "fg3m", event.value == 3 and event.is_made)
            add(event.other, "ast" if event.is_made else "blk")
        elif event.kind is Kind.FREE_THROW:
            add(event.player, "fta")
            add(event.player, "ftm", event.is_made)
        elif event.kind is Kind.REBOUND:
            add(event.player, "oreb" if event.detail == OFFENSIVE else "dreb")
        elif event.kind is Kind.TURNOVER:
            add(event.player, "tov")
            add(event.other, "stl")
        elif event.kind is Kind.FOUL:
            add(event.player, "pf")
        add(event.player, "pts", event.value * event.is_made)
    return counts


def on_the_floor(game: Game, events: tuple[Event, ...]) -> Iterator[tuple[Event, set[int]]]:
    """Each event with the ids of the ten who were on the floor when it happened."""
    ten = {who for who, line in lines_of(game).items() if line.start_position}
    for event in events:
        yield event, set(ten)
        if event.kind is Kind.SUBSTITUTION:
            assert event.player
            assert event.other
            ten.remove(event.other.player_id)
            ten.add(event.player.player_id)


def test_every_count_of_a_box_score_is_a_sum_over_the_events(
    games: list[Game], events_of: Played
) -> None:
    for game in games:
        counts = counted(events_of[game.fixture.game_id])
        for who, line in lines_of(game).items():
            stats = ("fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "ast", "stl",
                     "blk", "tov", "pf", "pts")  # fmt: skip
            mine = counts.pop(who, Counter())
            assert {stat: getattr(line.stats, stat) for stat in stats} == {
                s: mine[s] for s in stats
            }
        assert counts == {}


def test_seconds_and_plus_minus_are_those_of_who_was_on_the_floor(
    games: list[Game], events_of: Played
) -> None:
    for game in games:
        seconds: Counter[int] = Counter()
        plus_minus: Counter[int] = Counter()
        before = lead = 0
        for event, ten in on_the_floor(game, events_of[game.fixture.game_id]):
            now = seconds_before(event.period + 1) - event.seconds_left
            change = event.home_points - event.away_points - lead
            for who in ten:
                seconds[who] += now - before
                at_home = any(who == line.player.player_id for line in game.sides[0].lines)
                plus_minus[who] += change if at_home else -change
            before, lead = now, lead + change
        for who, line in lines_of(game).items():
            assert (line.seconds, line.plus_minus) == (seconds[who], plus_minus[who])
            assert line.stats.minutes == round(seconds[who] / 60)


def test_five_a_side_are_on_the_floor_and_nobody_else_does_anything(
    games: list[Game], events_of: Played
) -> None:
    for game in games:
        for event, ten in on_the_floor(game, events_of[game.fixture.game_id]):
            home = {line.player.player_id for line in game.sides[0].lines}
            assert (len(ten & home), len(ten - home)) == (5, 5)
            comes_in = event.kind is Kind.SUBSTITUTION
            assert comes_in or event.player is None or event.player.player_id in ten
            assert event.other is None or event.other.player_id in ten


def test_a_player_of_an_event_is_of_its_club_and_the_other_is_of_the_right_side(
    games: list[Game], events_of: Played
) -> None:
    with_own = {Kind.SUBSTITUTION}
    for game in games:
        club_of = {
            line.player.player_id: side.club for side in game.sides for line in side.lines
        }  # fmt: skip
        for event in events_of[game.fixture.game_id]:
            if event.player:
                assert club_of[event.player.player_id] == event.club
            if event.other:
                is_own = event.kind in with_own or (event.kind is Kind.SHOT and event.is_made)
                assert (club_of[event.other.player_id] == event.club) == is_own
                assert event.other is not event.player


def test_points_of_periods_and_the_last_score_are_those_of_the_box_scores(
    games: list[Game], events_of: Played
) -> None:
    for game in games:
        home, away = game.sides
        events = events_of[game.fixture.game_id]
        assert (events[-1].home_points, events[-1].away_points) == (home.stats.pts, away.stats.pts)
        for side in game.sides:
            periods = [
                sum(e.value * e.is_made for e in events if e.club == side.club and e.period == p)
                for p in range(1, 5 + game.overtimes)
            ]
            assert list(side.period_points) == periods
            assert sum(line.seconds for line in side.lines) == 5 * (2880 + 300 * game.overtimes)
        for overtime in range(game.overtimes):
            level = sum(home.period_points[: 4 + overtime])
            assert level == sum(away.period_points[: 4 + overtime])


def test_rebounds_and_turnovers_that_are_nobodys_are_counted_apart(
    games: list[Game], events_of: Played
) -> None:
    for game in games:
        nobodys = Counter(
            (e.kind, e.club) for e in events_of[game.fixture.game_id] if e.club and not e.player
        )
        for side in game.sides:
            assert side.team_rebounds == nobodys[Kind.REBOUND, side.club]
            assert side.team_turnovers == nobodys[Kind.TURNOVER, side.club]


def test_the_clock_runs_down_from_full_to_nothing_in_every_period(events_of: Played) -> None:
    for events in events_of.values():
        assert [event.number for event in events] == list(range(1, len(events) + 1))
        for before, after in pairwise(events):
            if after.kind is Kind.PERIOD_START:
                assert (before.kind, before.seconds_left) == (Kind.PERIOD_END, 0)
                assert (after.period, after.seconds_left) == (
                    before.period + 1,
                    period_seconds(after.period),
                )
            else:
                assert after.period == before.period
                assert 0 <= after.seconds_left <= before.seconds_left


def test_a_miss_is_rebounded_and_nothing_else_is(events_of: Played) -> None:
    for events in events_of.values():
        for before, after in pairwise(events):
            number, of = before.number_of_shots
            is_attempt = before.kind in (Kind.SHOT, Kind.FREE_THROW)
            can_be_rebounded = is_attempt and not before.is_made and number == of
            assert (after.kind is Kind.REBOUND) == can_be_rebounded
            if after.kind is Kind.REBOUND:
                assert (after.detail == OFFENSIVE) == (after.club == before.club)


def test_the_ball_changes_sides_after_a_basket_and_a_turnover_only(events_of: Played) -> None:
    quiet = {Kind.SUBSTITUTION, Kind.TIMEOUT, Kind.FOUL, Kind.PERIOD_START, Kind.PERIOD_END}
    for events in events_of.values():
        plays = [event for event in events if event.kind not in quiet]
        for before, after in pairwise(plays):
            is_and_one = after.number_of_shots == (1, 1)
            if before.period != after.period or Kind.REBOUND in (before.kind, after.kind):
                continue
            is_last = before.number_of_shots[0] == before.number_of_shots[1]
            is_over = before.kind is Kind.TURNOVER or (before.is_made and is_last)
            assert (after.ball != before.ball) == (is_over and not is_and_one)


def test_free_throws_come_in_order_from_who_was_fouled(events_of: Played) -> None:
    for events in events_of.values():
        fouled = None
        previous = (0, 0)
        for event in events:
            if event.kind is Kind.FOUL:
                fouled = event.other
            number, of = event.number_of_shots
            if number:
                assert event.player == fouled
                assert previous == ((number - 1, of) if number > 1 else (0, 0))
            if event.kind is not Kind.SUBSTITUTION:
                previous = (number, of) if number < of else (0, 0)


def test_who_has_six_fouls_does_nothing_more(events_of: Played) -> None:
    ejected = 0
    for events in events_of.values():
        fouls: Counter[Player] = Counter()
        for event in events:
            charge = event.kind is Kind.TURNOVER and event.detail == "offensive foul"
            assert event.player is None or fouls[event.player] < 6 or charge
            if event.kind is Kind.FOUL and event.player:
                fouls[event.player] += 1
        ejected += 6 in fouls.values()
    assert ejected


def test_an_offensive_foul_is_a_turnover_too(events_of: Played) -> None:
    for events in events_of.values():
        for before, after in pairwise(events):
            is_charge = before.kind is Kind.FOUL and before.detail == OFFENSIVE_FOUL
            is_turnover = after.kind is Kind.TURNOVER and after.detail == "offensive foul"
            assert is_charge == is_turnover
            assert not is_charge or before.player == after.player


def test_nobody_calls_more_than_seven_timeouts(events_of: Played) -> None:
    for events in events_of.values():
        called = Counter(event.club for event in events if event.kind is Kind.TIMEOUT)
        assert max(called.values(), default=0) <= 7


def test_the_shots_of_any_season_are_its_attempts() -> None:
    league = simulate_league(teams=2, games_per_team=4, preseason_games=0)
    for season in league.seasons:
        attempts = sum(
            side.stats.fga for game in season.played(SeasonType.REGULAR) for side in game.sides
        )
        assert len(league.shots_of(season)) == attempts > 0
    assert league.shots == league.shots_of(league.newest)


def test_a_game_is_the_same_however_long_the_season_is() -> None:
    with_more, without = (
        simulate_league(seasons=("2024-25",), teams=2, games_per_team=4, future_games=future)
        for future in (6, 1)
    )
    assert with_more.newest.games[0].events == without.newest.games[0].events


def test_sides_average_what_those_of_the_nba_do(games: list[Game]) -> None:
    sides = [side for game in games for side in game.sides]
    ranges = {
        "pts": (109, 118), "fga": (85, 91), "fg3a": (33, 39), "fta": (19, 24), "oreb": (9, 12),
        "dreb": (30, 35), "ast": (24, 29), "stl": (7, 9), "blk": (4, 6), "tov": (12, 15),
        "pf": (17, 21),
    }  # fmt: skip
    for stat, (least, most) in ranges.items():
        assert least < fmean(getattr(side.stats, stat) for side in sides) < most, stat
    for made, tried, least_share, most_share in (
        ("fgm", "fga", 0.455, 0.49), ("fg3m", "fg3a", 0.345, 0.38), ("ftm", "fta", 0.75, 0.8),
    ):  # fmt: skip
        share = sum(getattr(s.stats, made) for s in sides) / sum(
            getattr(s.stats, tried) for s in sides
        )
        assert least_share < share < most_share, made


def test_the_home_side_wins_more_often_and_some_games_need_overtime(games: list[Game]) -> None:
    assert 0.5 < fmean(game.sides[0].plus_minus > 0 for game in games) < 0.65
    assert 0.02 < fmean(game.overtimes > 0 for game in games) < 0.11
