"""A baseball calendar: two games a day, rain, suspended games, starters and their rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

from boxline.sandbox.baseball.ball_views import Stage
from boxline.sandbox.baseball.fixtures import Fate
from boxline.sandbox.baseball.schedule_play import Contest
from boxline.sandbox.baseball.timeline import Timeline
from boxline.sandbox.baseball.world import Listed
from tests.sandbox.baseball.ball_league import (
    AFTERWARDS,
    HOUR,
    MINUTE,
    ball_world,
    contests,
    played,
    small_league,
)


def timed(contest: Contest) -> Timeline:
    assert contest.timeline
    return contest.timeline


def moved() -> list[Contest]:
    return contests(Fate.MOVED)


def told(contest: Contest) -> datetime:
    assert contest.fixture.stopped_at
    return contest.fixture.stopped_at


def test_every_club_plays_its_games_of_each_season() -> None:
    for season in small_league().seasons:
        games = Counter(
            club.team_id
            for contest in season.contests
            for club in (contest.fixture.home, contest.fixture.away)
        )
        assert set(games.values()) == {20}


def test_no_club_plays_two_games_at_a_time() -> None:
    spans: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for contest, _, timeline in played():
        for club in (contest.fixture.home, contest.fixture.away):
            begun = timeline.first_pitch_at
            for stop in timeline.stops if contest.fixture.resumes_at else ():
                spans[club.team_id].append((begun, stop[0]))
                begun = stop[1]
            spans[club.team_id].append((begun, timeline.over_at))
    for of_club in spans.values():
        of_club.sort()
        assert all(before[1] < after[0] for before, after in pairwise(of_club))


def test_the_second_game_of_a_doubleheader_begins_after_the_first_has_ended() -> None:
    days: dict[tuple[int, date], dict[int, Contest]] = defaultdict(dict)
    for contest, _, _ in played():
        slot = contest.fixture.last
        if slot.doubleheader != "N":
            days[contest.fixture.home.team_id, slot.game_date][slot.game_number] = contest
    assert {two[1].fixture.last.doubleheader for two in days.values()} == {"S", "Y"}
    for two in days.values():
        assert set(two) == {1, 2}
        assert timed(two[2]).first_pitch_at > timed(two[1]).over_at + 30 * MINUTE


def test_a_moved_game_keeps_its_id_and_is_in_the_lists_of_both_days() -> None:
    assert len(moved()) >= 6
    for contest in moved():
        fixture, world = contest.fixture, ball_world()
        before, after = told(contest) - MINUTE, told(contest) + MINUTE
        first_day, last_day = fixture.first.game_date, fixture.last.game_date
        (stood,) = on(first_day, before, fixture.game_id)
        assert stood.stage is not Stage.POSTPONED
        assert on(last_day, before, fixture.game_id) == []
        (left,) = on(first_day, after, fixture.game_id)
        (new,) = on(last_day, after, fixture.game_id)
        assert left.stage is Stage.POSTPONED
        assert new.stage is Stage.SCHEDULED
        assert new.view.slot.doubleheader in "SY"
        assert world.game(fixture.game_id, AFTERWARDS).stage.is_final


def on(day: date, at: datetime, game_id: str) -> list[Listed]:
    return [each for each in ball_world().listed(day, at) if each.view.game_id == game_id]


def test_the_game_that_stood_on_the_new_day_becomes_one_of_two_with_the_news() -> None:
    for contest in moved():
        fixture = contest.fixture
        (other,) = [
            each.fixture
            for each in contests()
            if each.fixture.last.game_date == fixture.last.game_date
            and each.fixture.home == fixture.home
            and each.fixture is not fixture
        ]
        assert other.slot(told(contest) - MINUTE).doubleheader == "N"
        now = other.slot(told(contest) + MINUTE)
        assert now.doubleheader == fixture.last.doubleheader
        assert {now.game_number, fixture.last.game_number} == {1, 2}


def test_a_suspended_game_stops_goes_on_the_day_after_and_keeps_its_date() -> None:
    suspended = contests(Fate.SUSPENDED)
    assert len(suspended) == 2
    for contest in suspended:
        fixture, timeline, world = contest.fixture, timed(contest), ball_world()
        stopped, resumed = timeline.stops[0]
        assert world.game(fixture.game_id, stopped + HOUR).stage is Stage.SUSPENDED
        assert world.game(fixture.game_id, resumed + MINUTE).stage is Stage.LIVE
        assert fixture.resumes_on == fixture.first.game_date + timedelta(days=1)
        at_night = world.game(fixture.game_id, stopped + MINUTE).plays
        assert world.game(fixture.game_id, resumed).plays == at_night
        (again,) = on(fixture.resumes_on, stopped + HOUR, fixture.game_id)
        assert again.is_resumption
        assert again.view.slot.game_date == fixture.first.game_date


def test_starters_rest_four_days_between() -> None:
    starts: dict[int, list[date]] = defaultdict(list)
    for contest, game, _ in played():
        for nine in game.nines:
            if nine.starter.stamina > 60:
                starts[nine.starter.player_id].append(contest.fixture.last.game_date)
    gaps = [
        (after - before).days
        for days in starts.values()
        for before, after in pairwise(sorted(days))
        if after.year == before.year
    ]
    assert min(gaps) == 5


def test_nobody_plays_who_is_on_the_injured_list() -> None:
    for season in small_league().seasons:
        assert season.injuries
        for contest in season.contests:
            day = contest.fixture.last.game_date
            out = {each.player.player_id for each in season.injuries if each.is_out(day)}
            for play in contest.game.plays if contest.game else ():
                assert not out & {play.batter.player_id, play.pitcher.player_id}
