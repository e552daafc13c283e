"""The simulated league as of an instant: nothing shows before it happened, and all of it agrees."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from boxline.errors import BadInstant, UnknownGame
from boxline.sandbox import League, World, simulate_league
from boxline.sandbox.box_scores import COUNTED
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_clock import ClockReading
from boxline.sandbox.game_views import AbsenceKind, GameStatus, GameView
from boxline.sandbox.injury_reports import NOT_YET_SUBMITTED
from boxline.sandbox.moves import MoveKind
from boxline.sandbox.running_box import boxes_of, happened_by
from tests.sandbox.watching import (
    AFTERWARDS,
    EASTERN,
    HOUR,
    MINUTE,
    SECOND,
    eastern,
    ended,
    reports_before,
    stats_of,
    tipped_off,
)

BEFOREHAND = datetime(2023, 9, 1, tzinfo=UTC)


def test_a_game_is_live_from_its_tip_off_and_final_only_when_it_has_ended(
    world: World, finals: list[GameView]
) -> None:
    for final in finals:
        game_id, start, end = final.fixture.game_id, tipped_off(final), ended(final)
        assert timedelta(hours=2) < end - start < timedelta(hours=3, minutes=30)
        assert start > final.starts_at
        before, first, last, after = (
            world.game(game_id, at).status for at in (start - SECOND, start, end - SECOND, end)
        )
        assert before is GameStatus.SCHEDULED
        assert first is last is GameStatus.LIVE
        assert after is GameStatus.FINAL


def test_nothing_of_a_result_shows_before_the_tip_off(world: World, finals: list[GameView]) -> None:
    for final in finals:
        view = world.game(final.fixture.game_id, tipped_off(final) - SECOND)
        assert (view.period, view.home_points, view.home, view.series) == (0, None, None, None)
        assert view.absences == ()
        assert world.events(final.fixture.game_id, tipped_off(final) - SECOND) == ()


def test_the_live_box_scores_add_up_to_the_score_of_the_last_event(
    world: World, finals: list[GameView]
) -> None:
    for final in finals[::4]:
        for minutes in range(3, 150, 21):
            at = tipped_off(final) + minutes * MINUTE
            view = world.game(final.fixture.game_id, at)
            last = world.events(final.fixture.game_id, at)[-1]
            if view.status is not GameStatus.LIVE:
                continue
            assert (view.home_points, view.away_points) == (last.home_points, last.away_points)
            for side in view.sides:
                assert sum(side.period_points) == side.stats.pts
                for stat in COUNTED:
                    total = sum(getattr(line.stats, stat) for line in side.lines)
                    assert total == getattr(side.stats, stat)
                played = sum(line.seconds for line in side.lines)
                full = 12 * 60 if view.period <= 4 else 5 * 60
                before = 720 * min(view.period - 1, 4) + 300 * max(0, view.period - 5)
                assert abs(played - 5 * (before + full - view.seconds_left)) < 12


def test_counts_of_a_live_game_only_grow(world: World, finals: list[GameView]) -> None:
    final = finals[10]
    seen: dict[int, int] = {}
    for minutes in range(1, 130, 8):
        view = world.game(final.fixture.game_id, tipped_off(final) + minutes * MINUTE)
        now = {who: stats.pts + stats.reb for who, stats in stats_of(view).items()}
        assert all(now[who] >= count for who, count in seen.items())
        seen = now
    assert sum(seen.values()) > 200


def test_live_counting_ends_at_the_box_scores_of_the_league_itself(watched_league: League) -> None:
    """Two counts of one game: the scorer's when it is played, and ours, event by event."""
    for game in watched_league.newest.games:
        reading = ClockReading(4 + game.overtimes, 0.0)
        assert boxes_of(game, happened_by(game.events, reading), reading) == game.sides


def test_an_event_has_the_instant_from_which_it_is_told(
    world: World, finals: list[GameView]
) -> None:
    game_id = finals[3].fixture.game_id
    event = world.events(game_id, AFTERWARDS)[200]
    at = world.event_instant(game_id, event)
    assert event.number in {each.number for each in world.events(game_id, at + SECOND)}
    assert event.number not in {each.number for each in world.events(game_id, at - SECOND)}


def test_a_postponed_game_moves_once_that_is_announced(
    world: World, watched_league: League
) -> None:
    for season in watched_league.seasons:
        (moved,) = [game.fixture for game in season.games if game.fixture.postponed_from]
        first_day = moved.postponed_from
        assert first_day
        morning, evening = (eastern(first_day, clock) for clock in (time(9), time(18)))
        before, after = (world.game(moved.game_id, at).fixture for at in (morning, evening))
        assert (before.game_date, before.postponed_from) == (first_day, None)
        assert after == moved
        ids = [
            {v.fixture.game_id for v in world.games_on(first_day, at)} for at in (morning, evening)
        ]
        assert moved.game_id in ids[0]
        assert moved.game_id not in ids[1]
        assert world.prop_quotes(moved.game_id, morning)
        assert not world.prop_quotes(moved.game_id, evening)
        assert world.game(moved.game_id, eastern(first_day, time(23, 59))).home is None


def test_a_playoff_game_is_on_the_calendar_once_both_sides_are_known(
    world: World, finals: list[GameView]
) -> None:
    playoffs = [view for view in finals if view.fixture.season_type is SeasonType.PLAYOFFS]
    assert playoffs
    for view in playoffs:
        day_before = view.starts_at - timedelta(days=1)
        assert world.game(view.fixture.game_id, day_before).status is GameStatus.SCHEDULED
        with pytest.raises(UnknownGame):
            world.game(view.fixture.game_id, view.starts_at - timedelta(days=12))


def test_a_season_has_no_games_before_its_schedule_is_out(world: World) -> None:
    assert world.games(BEFOREHAND)
    assert not world.games(BEFOREHAND, season="2024-25")
    assert {view.fixture.season for view in world.games(AFTERWARDS)} == {"2024-25"}


def test_rosters_follow_a_trade_from_its_instant(world: World) -> None:
    trades = [move for move in world.moves(AFTERWARDS) if move.kind is MoveKind.TRADE]
    assert len(trades) >= 8
    for move in trades:
        assert move.from_club
        assert move.to_club
        before, after = move.moved_at - SECOND, move.moved_at
        assert move.player in world.roster(move.from_club.team_id, before)
        assert move.player in world.roster(move.to_club.team_id, after)
        assert move.player not in world.roster(move.from_club.team_id, after)
        assert move not in world.moves(before)


def test_newcomers_are_signed_in_the_summer_and_join_then(world: World) -> None:
    signings = [move for move in world.moves(AFTERWARDS) if move.kind is MoveKind.SIGNING]
    assert signings
    for move in signings:
        assert move.to_club
        names = [
            {player.player_id for player in world.roster(move.to_club.team_id, at)}
            for at in (move.moved_at - SECOND, move.moved_at)
        ]
        assert move.player.player_id not in names[0]
        assert move.player.player_id in names[1]


def test_who_plays_is_on_the_roster_and_the_rest_of_it_is_absent(
    world: World, finals: list[GameView]
) -> None:
    for view in finals:
        for side in view.sides:
            roster = world.roster(side.club.team_id, view.starts_at)
            playing = {line.player.player_id for line in side.lines}
            absent = {a.player.player_id for a in view.absences if a.club == side.club}
            assert playing | absent == {player.player_id for player in roster}
            assert not playing & absent
        assert len(view.starters) == 10


def test_who_is_out_in_the_last_report_does_not_play_and_is_inactive(
    world: World, finals: list[GameView]
) -> None:
    out = 0
    for view in finals:
        inactive = {
            a.player.player_id: a.reason for a in view.absences if a.kind is AbsenceKind.INACTIVE
        }
        for who, line in reports_before(world, view, timedelta()).items():
            if line.status == "Out":
                assert inactive[who] == line.reason
                out += 1
            if line.status in ("Available", "Probable"):
                assert who in stats_of(view)
    assert out > 500


def test_some_regulars_turn_out_within_the_last_minutes_before_the_start(
    world: World, finals: list[GameView]
) -> None:
    late = {
        (view.fixture.game_id, who): earlier.get(who)
        for view in finals
        for earlier in [reports_before(world, view, 45 * MINUTE)]
        for who, line in reports_before(world, view, timedelta()).items()
        if line.status == "Out" and (who not in earlier or earlier[who].status != "Out")
    }
    assert 5 < len(late) < 0.6 * len(finals)
    assert {line.status if line else None for line in late.values()} >= {None, "Questionable"}


def test_a_club_has_not_yet_submitted_before_it_sends_its_report(
    world: World, finals: list[GameView]
) -> None:
    day = finals[30].fixture.game_date
    evening_before = eastern(day - timedelta(days=1), time(17, 5))
    lines = world.injuries(day, evening_before)
    assert {(line.status, line.reason) for line in lines} == {(None, NOT_YET_SUBMITTED)}
    assert {line.reported_at for line in lines} == {evening_before - 5 * MINUTE}
    assert not world.injuries(day, evening_before - HOUR)
    assert all(line.player for line in world.injuries(day, eastern(day, time(14))))


def test_corrections_change_box_scores_days_later_and_the_box_scores_still_add_up(
    watched_league: League,
) -> None:
    corrected = [
        (World(other), correction)
        for other in (watched_league, simulate_league(seed=3, seasons=("2024-25",), future_games=0))
        for correction in World(other).corrections(AFTERWARDS)
    ]
    assert len(corrected) > 3
    for world, correction in corrected:
        before, after = (
            world.game(correction.game_id, correction.announced_at - wait)
            for wait in (SECOND, timedelta())
        )
        assert before.corrections == 0 < after.corrections
        assert timedelta(hours=9) < correction.announced_at - ended(before) < timedelta(days=3)
        assert before.sides != after.sides
        assert correction.announced_at.astimezone(EASTERN).time() == time(12)
        for side in after.sides:
            for stat in COUNTED:
                total = sum(getattr(line.stats, stat) for line in side.lines)
                assert total == getattr(side.stats, stat)
            assert sum(side.period_points) == side.stats.pts
            assert sum(line.plus_minus for line in side.lines) == 5 * side.plus_minus
        last = world.events(correction.game_id, correction.announced_at)[-1]
        assert (after.home_points, after.away_points) == (last.home_points, last.away_points)


def test_three_officials_are_told_on_the_morning_and_work_one_game_a_day(
    world: World, finals: list[GameView]
) -> None:
    day = finals[30].fixture.game_date
    at = eastern(day, time(9))
    views = world.games_on(day, at)
    crews = [official for v in views for official in world.officials(v.fixture.game_id, at)]
    assert len({each.official_id for each in crews}) == len(crews) == 3 * len(views)
    assert not world.officials(views[0].fixture.game_id, at - SECOND)


def test_answers_do_not_depend_on_what_was_asked_before(
    watched_league: League, world: World, finals: list[GameView]
) -> None:
    """`world` has been asked a great deal by now, this one nothing."""
    fresh = World(simulate_league(teams=6, games_per_team=20, future_games=0))
    for view in reversed(finals[::15]):
        game_id, at = view.fixture.game_id, view.starts_at - 3 * HOUR
        assert fresh.prop_quotes(game_id, at) == world.prop_quotes(game_id, at)
        assert fresh.game_quotes(game_id, at) == world.game_quotes(game_id, at)
        assert fresh.injuries(view.fixture.game_date, at) == world.injuries(
            view.fixture.game_date, at
        )
        during = tipped_off(view) + HOUR
        assert fresh.game(game_id, during) == world.game(game_id, during)
        assert fresh.officials(game_id, during) == world.officials(game_id, during)
    assert fresh.games(AFTERWARDS) == world.games(AFTERWARDS)
    assert fresh.moves(AFTERWARDS) == world.moves(AFTERWARDS)


def test_an_unknown_game_and_an_instant_without_zone_are_refused(world: World) -> None:
    with pytest.raises(UnknownGame, match="0029999999"):
        world.game("0029999999", AFTERWARDS)
    with pytest.raises(BadInstant):
        world.games(datetime(2025, 1, 1))  # noqa: DTZ001
