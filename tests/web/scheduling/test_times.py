"""The moments of schedules, through a whole year and both nights on which clocks change."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from boxline.domain.days import EASTERN, from_eastern, league_day
from boxline.web.scheduling.scheduler import AtTimes
from boxline.web.scheduling.times import Daily, Each, Times, Weekly

#: Nights of 2024-25 on which Eastern clocks changed, and how long those days were.
FORWARD, BACK = (
    from_eastern(date(2025, 3, 9), "00:00"),
    from_eastern(date(2024, 11, 3), "00:00"),
)


def fired(times: Times, since: datetime, until: datetime) -> list[datetime]:
    """Every moment at which APScheduler would wake, by a clock that is moved along."""
    trigger, now = AtTimes(times), since
    found: list[datetime] = []
    while (moment := trigger.get_next_fire_time(found[-1] if found else None, now)) < until:
        found.append(moment)
        now = moment + timedelta(milliseconds=3)
    return found


def walls(moments: list[datetime]) -> list[str]:
    return [f"{moment.astimezone(EASTERN):%m-%d %H:%M %Z}" for moment in moments]


def test_six_o_clock_comes_once_a_day_through_a_whole_year() -> None:
    since = from_eastern(date(2024, 8, 1), "00:00")
    moments = fired(Daily("06:00"), since, since + timedelta(days=365))
    assert len(moments) == 365
    assert {f"{moment.astimezone(EASTERN):%H:%M}" for moment in moments} == {"06:00"}
    assert {moment.hour for moment in moments} == {10, 11}  # of UTC
    assert max(Counter(map(league_day, moments)).values()) == 1


def test_on_the_night_that_clocks_go_forward_each_hour_that_exists_has_one_run() -> None:
    moments = fired(Each(60), FORWARD, from_eastern(date(2025, 3, 10), "00:00"))
    hours = [wall[6:11] for wall in walls(moments)]
    assert hours == [f"{hour:02}:00" for hour in range(1, 24) if hour != 2]
    assert fired(Each(60), FORWARD - timedelta(seconds=1), FORWARD + timedelta(seconds=1)) == [
        FORWARD
    ]


def test_on_the_night_that_clocks_go_back_the_hour_that_is_there_twice_has_two_runs() -> None:
    moments = fired(Each(60), BACK, from_eastern(date(2024, 11, 4), "00:00"))
    told = walls(moments)
    assert told[:3] == ["11-03 01:00 EDT", "11-03 01:00 EST", "11-03 02:00 EST"]
    assert len(told) == len(set(told)) == 24  # of an hour each, the first of which is midnight's


@pytest.mark.parametrize("night", [FORWARD, BACK])
@pytest.mark.parametrize("clock", ["00:00", "06:00", "14:15", "23:59"])
def test_on_both_nights_a_daily_job_comes_once(night: datetime, clock: str) -> None:
    moments = fired(Daily(clock), night - timedelta(seconds=1), night + timedelta(hours=26))
    of_day = [moment for moment in moments if league_day(moment) == league_day(night)]
    assert [f"{moment.astimezone(EASTERN):%H:%M}" for moment in of_day] == [clock]


def test_a_weekly_job_comes_every_seven_days_at_its_hour_through_a_whole_year() -> None:
    since = from_eastern(date(2024, 8, 1), "00:00")
    moments = fired(Weekly("Monday", "05:20"), since, since + timedelta(days=364))
    assert len(moments) == 52
    told = {f"{moment.astimezone(EASTERN):%A %H:%M}" for moment in moments}
    assert told == {"Monday 05:20"}
    assert len({(a.isocalendar()[:2]) for a in moments}) == 52


@pytest.mark.parametrize(
    "times",
    [Daily("06:00"), Daily("14:15"), Weekly("Sunday", "02:30"), Each(60), Each(1)],
)
@pytest.mark.parametrize("night", [FORWARD, BACK])
def test_the_newest_that_came_and_the_next_have_none_between_them(
    times: Times, night: datetime
) -> None:
    for minutes in range(0, 26 * 60, 7):
        now = night + timedelta(minutes=minutes, seconds=31)
        newest, following = times.newest(now), times.following(now)
        assert newest <= now < following
        assert times.following(newest) == following
        assert times.newest(newest) == newest


def test_times_are_said_in_words() -> None:
    said = [str(each) for each in (Daily("06:00"), Each(60), Each(1), Each(15))]
    assert said == ["06:00 Eastern", "each hour", "each minute", "each 15 minutes"]


def test_moments_are_utc() -> None:
    assert Daily("06:00").newest(datetime(2024, 11, 12, 15, tzinfo=UTC)) == datetime(
        2024, 11, 12, 11, tzinfo=UTC
    )
