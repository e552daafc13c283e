"""Two leagues in one home: each owes rows for its own games, and no other's."""

from __future__ import annotations

from datetime import date

from boxline.catalog import Catalog, League
from boxline.catalog.expectations import GameState
from boxline.engine.calendar import Calendar
from boxline.engine.plan import Planner
from boxline.engine.versions import Commit, Settled
from boxline.engine.work import Blocked, Window
from tests.catalog.two_leagues import TIN, TOY, played, two_leagues

CATALOG: Catalog = two_leagues()
BEFORE, DAY, NEXT = date(2025, 9, 1), date(2025, 9, 2), date(2025, 9, 3)


def held(*days: date) -> dict[date, Commit]:
    return {day: Commit(content=5, inputs=0, code="", rows=1, rejected=0) for day in days}


def blocked(league: League, calendar: Calendar) -> tuple[Blocked, ...]:
    """What is blocked of the marks of a league whose letters came and whose stamps did not."""
    letters = {f"{league.name}_raw.letters": held(BEFORE, DAY, NEXT)}
    stamps = {f"{league.name}_raw.stamps": held(BEFORE, NEXT)}
    games = {f"{league.name}_core.games": held(BEFORE, DAY, NEXT)}
    code = dict.fromkeys(CATALOG.datasets, "")
    planner = Planner(CATALOG, code, calendar, Settled({**letters, **stamps, **games}))
    marks = CATALOG.datasets[f"{league.name}_core.marks"]
    return planner.dataset(marks, Window()).blocked  # type: ignore[arg-type]


def test_the_games_of_a_day_are_counted_league_by_league() -> None:
    games = [played(TOY, DAY), played(TIN, DAY, "g1"), played(TIN, DAY, "g2")]
    found = Calendar.of(games)
    assert found.games(TOY, DAY, GameState.FINAL) == 1
    assert found.games(TIN, DAY, GameState.FINAL) == 2
    assert found.games(TOY, NEXT, GameState.FINAL) == 0


def test_a_day_on_which_only_another_league_plays_owes_nothing() -> None:
    of_tin = Calendar.of([played(TIN, DAY), played(TOY, NEXT)])
    assert blocked(TOY, of_tin) == ()
    of_both = Calendar.of([played(TIN, DAY), played(TOY, DAY)])
    assert [one.day for one in blocked(TOY, of_both)] == [DAY]


def test_each_leagues_newest_season_begins_by_its_own_rule_and_games() -> None:
    games = Calendar.of([played(TOY, date(2026, 3, 1)), played(TIN, DAY)])
    assert games.newest_season_begins(TOY) == date(2026, 2, 1)
    assert games.newest_season_begins(TIN) == date(2025, 8, 1)
    assert Calendar.of([played(TOY, DAY)]).newest_season_begins(TIN) is None
