"""When games are on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from boxline.domain.days import from_eastern
from boxline.engine.calendar import Game
from boxline.web.scheduling.live import live_days, next_live_at

DAY, BEFORE = date(2024, 11, 12), date(2024, 11, 11)


def game(clock: str | None, *, day: date = DAY, is_final: bool = False) -> Game:
    return Game(
        league="nba",
        game_id=f"{day} {clock}",
        day=day,
        season="2024-25",
        season_type="regular",
        starts_at=None if clock is None else from_eastern(day, clock),
        is_final=is_final,
        teams=(1, 2),
    )


EVENING = [game("19:00"), game("22:30")]


@pytest.mark.parametrize(
    ("clock", "is_on"), [("18:49", False), ("18:50", True), ("19:00", True), ("23:59", True)]
)
def test_a_day_is_on_from_ten_minutes_before_its_first_start(clock: str, is_on: bool) -> None:
    assert live_days(EVENING, from_eastern(DAY, clock)) == ([DAY] if is_on else [])


def test_after_midnight_it_is_still_the_evening_s_games_that_are_on() -> None:
    late = from_eastern(date(2024, 11, 13), "00:30")
    assert live_days(EVENING, late) == [DAY]


def test_a_day_is_on_until_all_its_games_are_final() -> None:
    now = from_eastern(DAY, "22:45")
    assert live_days([game("19:00", is_final=True), game("22:30")], now) == [DAY]
    ended = [game("19:00", is_final=True), game("22:30", is_final=True)]
    assert live_days(ended, now) == []


@pytest.mark.parametrize(("minutes", "is_on"), [(359, True), (360, False)])
def test_nobody_waits_longer_than_six_hours_after_the_last_start(minutes: int, is_on: bool) -> None:
    now = from_eastern(DAY, "22:30") + timedelta(minutes=minutes)
    assert bool(live_days(EVENING, now)) is is_on


def test_a_game_whose_start_nobody_knows_keeps_no_day_open() -> None:
    assert live_days([game(None)], from_eastern(DAY, "20:00")) == []
    mixed = [game("19:00", is_final=True), game(None)]
    assert live_days(mixed, from_eastern(DAY, "20:00")) == []


def test_two_days_may_be_on_at_once() -> None:
    games = [game("22:30", day=BEFORE), game("01:00")]
    assert live_days(games, from_eastern(DAY, "01:30")) == [BEFORE, DAY]


def test_the_next_games_come_on_ten_minutes_before_their_first_start() -> None:
    now = from_eastern(BEFORE, "12:00")
    assert next_live_at(EVENING, now) == from_eastern(DAY, "18:50")
    assert next_live_at([], now) is None
    assert next_live_at(EVENING, datetime(2025, 1, 1, tzinfo=UTC)) is None


def test_the_pause_between_two_leagues_games_is_no_time_of_either() -> None:
    ended = [game("13:00", is_final=True)]
    night = [one._replace(league="other") for one in EVENING]
    now = from_eastern(DAY, "17:00")
    assert live_days(ended + EVENING, now) == [DAY]
    assert live_days(ended + night, now) == []
    assert next_live_at(ended + night, now) == from_eastern(DAY, "18:50")
