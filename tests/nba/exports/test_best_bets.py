"""Best bets: picks and refusals add up, and say what the grades say."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pytest

from boxline.catalog import Made
from boxline.domain.standing import Halt
from boxline.home import Home
from boxline.nba.bets.filters import ALL_FILTERS, HALTED, MOST_PICKS
from boxline.nba.exports.best_bets import ALL, LATEST, TODAY, AllBestBets, BestBets, Bet, best_bets
from tests.nba.exports import betting_league as league
from tests.nba.exports.feed_views import made_by

#: Every recommendation of the system that speaks first, with its grade.
CANDIDATES = f"""
SELECT said.game_id, said.player_id, said.prop_type, grades.is_hit, grades.line_result,
    grades.profit_units, grades.closing_value, said.injury_status, said.games_this_season
FROM {league.PREDICTIONS} AS said LEFT JOIN {league.GRADES} AS grades
    USING (game_id, player_id, prop_type, system, population, origin, version)
WHERE said.system = '{league.SYSTEM}' AND said.population = 'everybody'
    AND said.recommendation IN ('OVER', 'UNDER')
"""

Key = tuple[str, int, str]


class League:
    """What was made of the league, and what its tables say."""

    def __init__(self, home: Home, halt: Halt | None = None) -> None:
        self.rows: dict[Key, Mapping[str, Any]] = {}
        self.made = made_by(
            home, best_bets, league.NOW, halt=halt, change=self._change, days=league.DAYS
        )

    def _change(self, connection: duckdb.DuckDBPyConnection) -> None:
        league.bet_on_points(connection)
        for row in league.asked(connection, CANDIDATES):
            self.rows[row["game_id"], row["player_id"], row["prop_type"]] = row

    def day(self, path: str) -> BestBets:
        document = self.made[path].document
        assert isinstance(document, BestBets)
        return document

    def days(self) -> Iterator[BestBets]:
        for day in league.DAYS:
            yield self.day(f"v1/best-bets/{day}.json")

    def bets(self) -> Iterator[Bet]:
        for document in self.days():
            yield from (*document.picks, *document.filtered)

    @property
    def season(self) -> AllBestBets:
        document = self.made[ALL].document
        assert isinstance(document, AllBestBets)
        return document


@pytest.fixture(scope="module")
def told(home_with_models: Home) -> League:
    return League(home_with_models)


def _key(bet: Bet) -> Key:
    return bet.game_id, bet.player_id, bet.prop_type


def _units(row: Mapping[str, Any]) -> float | None:
    """What one stake won by the grades, at the reference price where there is none."""
    if row["is_hit"] is None:
        return None
    if row["profit_units"] is not None:
        return float(row["profit_units"])
    return league.REFERENCE - 1 if row["is_hit"] else -1.0


def test_every_recommendation_is_a_pick_or_refused_and_once(told: League) -> None:
    assert len(told.rows) > 100
    assert Counter(map(_key, told.bets())) == Counter(told.rows.keys())


def test_every_day_has_a_document_though_nothing_be_recommended(told: League) -> None:
    empty = [one for one in told.days() if not one.picks and not one.filtered]
    assert empty
    assert all(one.total_candidates == 0 and one.tally.bets == 0 for one in empty)


def test_picks_are_ranked_and_bounded(told: League) -> None:
    assert any(one.picks for one in told.days())
    for one in told.days():
        assert [pick.rank for pick in one.picks] == list(range(1, len(one.picks) + 1))
        assert len(one.picks) <= MOST_PICKS
        assert one.picks == sorted(one.picks, key=lambda pick: (-pick.confidence, -pick.edge))


def test_results_and_units_are_those_of_the_grades(told: League) -> None:
    for bet in told.bets():
        row = told.rows[_key(bet)]
        expected = {True: "WON", False: "LOST"}.get(row["is_hit"])
        if expected is not None:
            assert bet.result == expected
        assert bet.units == (None if _units(row) is None else pytest.approx(_units(row), abs=1e-6))


def test_the_season_s_sums_are_those_of_the_grades_for_picks_and_every_filter(
    told: League,
) -> None:
    taken: dict[str | None, list[Mapping[str, Any]]] = defaultdict(list)
    for bet in told.bets():
        taken[bet.filter].append(told.rows[_key(bet)])
    (origin,) = told.season.origins
    tallies = {None: origin.picks, **{one.name: one.tally for one in origin.filters}}
    assert set(tallies) == {None, *(one.name for one in ALL_FILTERS)}
    for name, tally in tallies.items():
        rows = taken[name]
        hits = [row["is_hit"] for row in rows if row["is_hit"] is not None]
        units = sum(one for row in rows if (one := _units(row)) is not None)
        assert (tally.bets, tally.won, tally.lost) == (len(rows), sum(hits), len(hits) - sum(hits))
        assert (tally.units.value or 0.0) == pytest.approx(units, abs=1e-5)
    assert origin.candidates == sum(one.bets for one in tallies.values()) == len(told.rows)


def test_parts_of_the_season_add_up_to_its_picks(told: League) -> None:
    (origin,) = told.season.origins
    for parts in (origin.months, origin.props, origin.edges):
        assert sum(one.tally.bets for one in parts) == origin.picks.bets
        units = sum(one.tally.units.value or 0.0 for one in parts)
        assert units == pytest.approx(origin.picks.units.value, abs=1e-5)
    assert origin.series.total_units[-1] == pytest.approx(origin.picks.units.value, abs=1e-5)


def test_a_filter_takes_what_the_tables_say_of_it(told: League) -> None:
    for bet in told.bets():
        row = told.rows[_key(bet)]
        in_doubt = row["injury_status"] in ("Questionable", "Doubtful", "Out")
        assert (bet.filter == "injury status") == in_doubt
        is_new = not in_doubt and row["games_this_season"] < 5
        assert (bet.filter == "few games") == is_new


def test_today_and_the_newest_graded_day_stand_under_names_of_their_own(told: League) -> None:
    assert told.day(TODAY) == told.day(f"v1/best-bets/{league.TODAY}.json")
    newest = told.day(LATEST)
    assert newest == told.day(f"v1/best-bets/{newest.game_date}.json")


@pytest.mark.parametrize("halt", [Halt.EDGE_COLLAPSE, Halt.MANUAL])
def test_a_halted_day_recommends_nothing(home_with_models: Home, halt: Halt) -> None:
    halted = League(home_with_models, halt)
    assert all(one.picks == [] for one in halted.days())
    past = [bet for bet in halted.bets() if bet.result is not None]
    assert past
    assert {bet.filter for bet in past} == {HALTED.name}


def test_nothing_is_told_of_today_where_models_are_not_fit_to_use(home_with_models: Home) -> None:
    halted = League(home_with_models, Halt.MODELS_NOT_FIT)
    assert halted.day(TODAY).total_candidates == 0


def test_rows_are_counted(told: League) -> None:
    made: Made = told.made[ALL]
    assert made.rows == len(told.rows)
