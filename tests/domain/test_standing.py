"""How a day stands: one decision by what is known of it and of the days before; it fails closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from boxline.domain.standing import (
    LEAST_BETS,
    LEAST_INTERVALS,
    DayFacts,
    Halt,
    Standing,
    State,
    standings,
)

TODAY = date(2025, 1, 20)


def facts(day: date, **changed: Any) -> DayFacts:
    """A day of five games of which nothing is missing."""
    told: dict[str, Any] = {"season_type": "regular", "games": 5, "predicted": 5, "with_lines": 5}
    return DayFacts(day=day, **(told | changed))


def days_before(count: int, **changed: Any) -> list[DayFacts]:
    return [facts(TODAY - timedelta(days=n), **changed) for n in range(1, count + 1)]


def of_today(*told: DayFacts, **given: Any) -> Standing:
    found = standings([TODAY], {one.day: one for one in told}, today=TODAY, **given)
    return found[TODAY]


def test_a_day_that_has_everything_is_live() -> None:
    found = of_today(facts(TODAY))
    assert (found.state, found.reason, found.missing) == (State.LIVE, "", ())
    assert found.is_betting
    assert found.is_forecasting


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"predicted": 3}, "predictions of 2 of 5 games"),
        ({"with_lines": 4}, "lines of 1 of 5 games"),
        ({"final": 5, "graded": 4}, "grades of 1 of 5 games"),
    ],
)
def test_a_day_that_lacks_something_is_partial_and_says_what(
    changed: dict[str, int], missing: str
) -> None:
    found = of_today(facts(TODAY, **changed))
    assert (found.state, found.missing) == (State.PARTIAL, (missing,))
    assert found.is_betting


def test_grades_are_missed_only_once_every_game_is_over() -> None:
    assert of_today(facts(TODAY, final=4, graded=0)).state is State.LIVE


class TestDaysWithoutGames:
    def around(self, before: int, after: int, **kinds: str) -> Standing:
        last = facts(TODAY - timedelta(days=before), season_type=kinds.get("last", "regular"))
        following = facts(TODAY + timedelta(days=after), season_type=kinds.get("next", "regular"))
        return of_today(last, following)

    def test_a_day_off_is_no_halt(self) -> None:
        found = self.around(1, 1)
        assert (found.state, found.halt) == (State.NO_GAMES, None)
        assert "2025-01-21" in found.reason

    def test_the_all_star_break_is_named_as_a_break(self) -> None:
        found = self.around(3, 3)
        assert found.state is State.NO_GAMES
        assert found.reason == "a break from 2025-01-18 to 2025-01-22"

    def test_a_pause_before_a_round_is_a_halt_since_the_last_game(self) -> None:
        found = self.around(3, 3, last="play_in", next="playoffs")
        assert (found.halt, found.since) == (Halt.BETWEEN_ROUNDS, date(2025, 1, 18))

    def test_after_the_last_game_is_off_season(self) -> None:
        found = of_today(facts(TODAY - timedelta(days=9)))
        assert (found.state, found.halt) == (State.HALTED, Halt.OFF_SEASON)
        assert found.since == TODAY - timedelta(days=8)

    def test_before_the_first_game_is_off_season_and_says_when_it_ends(self) -> None:
        begins = TODAY - timedelta(days=30)
        found = of_today(facts(TODAY + timedelta(days=9)), begins=begins)
        assert (found.halt, found.reason) == (Halt.OFF_SEASON, "the season begins on 2025-01-29")
        assert found.since == begins

    def test_a_calendar_that_holds_nothing_is_off_season(self) -> None:
        assert of_today().halt is Halt.OFF_SEASON


class TestHalts:
    def test_without_any_line_nothing_is_bet_on_and_forecasts_stay(self) -> None:
        found = of_today(facts(TODAY, with_lines=0))
        assert found.halt is Halt.NO_LINES
        assert not found.is_betting
        assert found.is_forecasting

    def test_tomorrow_may_still_wait_for_its_lines(self) -> None:
        tomorrow = TODAY + timedelta(days=1)
        told = {day: facts(day, with_lines=0) for day in (TODAY, tomorrow)}
        assert standings([tomorrow], told, today=TODAY)[tomorrow].state is State.PARTIAL

    def test_bets_that_lose_beyond_luck_end_the_betting(self) -> None:
        losing = {"bets": LEAST_BETS // 10, "profit": -6.0, "profit_squares": 10.0}
        found = of_today(facts(TODAY), *days_before(12, **losing))
        assert (found.halt, found.is_betting, found.is_forecasting) == (
            Halt.EDGE_COLLAPSE, False, True,
        )  # fmt: skip

    def test_few_lost_bets_say_nothing(self) -> None:
        losing = {"bets": LEAST_BETS // 10, "profit": -6.0, "profit_squares": 10.0}
        assert of_today(facts(TODAY), *days_before(9, **losing)).state is State.LIVE

    def test_many_bets_that_lose_no_more_than_luck_do_not(self) -> None:
        losing = {"bets": LEAST_BETS // 10, "profit": -0.5, "profit_squares": 10.0}
        assert of_today(facts(TODAY), *days_before(12, **losing)).state is State.LIVE

    @pytest.mark.parametrize("inside", [60, 95])
    def test_intervals_that_hold_too_little_or_too_much_unfit_the_models(self, inside: int) -> None:
        told = days_before(LEAST_INTERVALS // 100, intervals=100, inside=inside)
        found = of_today(facts(TODAY), *told)
        assert (found.halt, found.is_forecasting) == (Halt.MODELS_NOT_FIT, False)

    def test_outcomes_of_the_day_itself_decide_nothing_about_it(self) -> None:
        told = facts(TODAY, intervals=9_000, inside=0, bets=900, profit=-900.0, profit_squares=900)
        assert of_today(told).state is State.LIVE

    def test_a_word_of_somebody_counts_before_all_else_and_since_it_was_said(self) -> None:
        since = TODAY - timedelta(days=1)
        told = {one.day: one for one in (facts(TODAY), *days_before(3))}
        found = standings(sorted(told), told, today=TODAY, order=("a wrong feed", since))
        assert [found[day].halt for day in sorted(told)] == [None, None, Halt.MANUAL, Halt.MANUAL]
        assert (found[TODAY].reason, found[TODAY].since) == ("a wrong feed", since)

    def test_since_is_the_first_day_of_an_unbroken_run(self) -> None:
        told = {one.day: one for one in (facts(TODAY, with_lines=0), *days_before(4, with_lines=0))}
        told[TODAY - timedelta(days=3)] = facts(TODAY - timedelta(days=3))
        found = standings(sorted(told), told, today=TODAY)
        assert found[TODAY].since == TODAY - timedelta(days=2)

    def test_facts_that_cannot_be_had_halt_today_and_what_comes(self) -> None:
        yesterday = TODAY - timedelta(days=1)
        found = standings([yesterday, TODAY], {}, today=TODAY, failure="a file is damaged")
        assert (found[TODAY].halt, found[TODAY].reason) == (Halt.UNDECIDED, "a file is damaged")
        assert not found[TODAY].is_forecasting
        assert found[yesterday].halt is not Halt.UNDECIDED
