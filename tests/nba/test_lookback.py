"""A side whose earlier box scores lack is looked at with less trust, or not at all, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Forecast
from boxline.forecasting.withholding import WITHHELD, withheld
from boxline.home import Home
from boxline.nba.lookback import capped, withheld_reason
from boxline.nba.quality import TIERS
from tests.builders import commits_of
from tests.contracts.cutoffs import Poisoning, base_of, made_of
from tests.nba.calendar_rows import BOSTON, DENVER, NEW_YORK, PHOENIX, Row, context, game
from tests.nba.worked import worked

DAY = date(2025, 1, 15)
CONTEXT, STORE = "nba_analytics.upcoming_team_game_context", "nba_precompute.ml_feature_store"
GAMES, LINES = "nba_core.games", "nba_core.player_games"


def on(days_later: int) -> date:
    return DAY + timedelta(days=days_later)


def calendar(*numbers: int, prefix: str = "002", against: int = DENVER) -> list[Row]:
    """A game of Boston's on each of these days after DAY, each numbered by it."""
    return [game(n, on(n), home=BOSTON, away=against, prefix=prefix) for n in numbers]


def over(row: Row, *, season_type: str = "regular", is_final: bool = True) -> Row:
    """A game as `nba_core.games` has it after its day."""
    return row | {"season": "2024-25", "season_type": season_type, "is_final": is_final}


def lines(row: Row) -> list[Row]:
    """A line of each side of a game."""
    shared = {"game_id": row["game_id"], "game_date": row["game_date"], "season": "2024-25"}
    sides = (row["home_team_id"], row["away_team_id"])
    return [
        {**shared, "team_id": team, "player_id": team, "has_played": True, "minutes_played": 30}
        for team in sides
    ]


def gaps(earlier: list[Row], *, boxed: list[Row], team: int = BOSTON) -> tuple[int, str | None]:
    """What is missing before a side's game on the thirtieth day."""
    tonight = game(30, on(30), home=BOSTON, away=DENVER)
    found = context(
        [*({k: r[k] for k in tonight} for r in earlier), tonight],
        on(30),
        earlier_games=earlier,
        player_games=[line for one in boxed for line in lines(one)],
    )[team]
    return found["box_scores_missing_last_10"], found["missing_game_ids"]


def test_games_without_a_box_score_are_counted_and_named_in_order() -> None:
    games = [over(one) for one in calendar(*range(1, 13))]
    assert gaps(games, boxed=games) == (0, None)
    assert gaps(games, boxed=games[:6] + games[7:]) == (1, "0022400007")
    assert gaps(games, boxed=games[3:6] + games[8:]) == (3, "0022400003,0022400007,0022400008")


def test_what_lies_before_the_last_ten_is_not_looked_back_on() -> None:
    games = [over(one) for one in calendar(*range(1, 13))]
    assert gaps(games, boxed=games[2:]) == (0, None)
    assert gaps(games, boxed=games[3:]) == (1, "0022400003")


def test_a_season_s_first_games_are_not_penalised() -> None:
    assert gaps([], boxed=[]) == (0, None)
    (first,) = [over(one) for one in calendar(1)]
    assert gaps([first], boxed=[first]) == (0, None)


def test_a_side_misses_its_own_games_alone() -> None:
    games = [over(one) for one in calendar(*range(1, 6), against=NEW_YORK)]
    others = [over(game(n + 10, on(n), home=DENVER, away=PHOENIX)) for n in range(1, 6)]
    assert gaps(games + others, boxed=others) == (5, ",".join(g["game_id"] for g in games))
    assert gaps(games + others, boxed=others, team=DENVER) == (0, None)


def test_a_game_that_nobody_has_a_box_score_of_is_not_missing() -> None:
    (called_off,) = (over(one, is_final=False) for one in calendar(1))
    (play_in,) = (over(one, season_type="play_in") for one in calendar(2, prefix="005"))
    (final,) = (over(one, season_type="nba_cup_final") for one in calendar(3, prefix="006"))
    assert gaps([called_off, play_in, final], boxed=[]) == (0, None)


def test_playoffs_count_from_the_first_season_that_has_box_scores_of_them() -> None:
    (covered,) = (over(one, season_type="playoffs") for one in calendar(1, prefix="004"))
    assert gaps([covered], boxed=[]) == (1, "0042400001")
    assert gaps([covered | {"season": "2019-20"}], boxed=[]) == (0, None)


def test_one_or_two_missing_cap_the_tier_and_three_leave_none() -> None:
    rows = [(tier, many) for tier in TIERS for many in (0, 1, 2, 3, 10)]
    told = {"tier": "string", "many": "int64"}
    found = worked(told, rows, lambda t: t.mutate(capped=capped(t.tier, t.many)))
    best = {0: "gold", 1: "silver", 2: "bronze", 3: "poor", 10: "poor"}
    for row in found:
        assert row["capped"] == max(row["tier"], best[row["many"]], key=TIERS.index)


def test_the_reason_of_a_blocked_row_names_the_games() -> None:
    columns = {"box_scores_missing_last_10": "int64", "missing_game_ids": "string"}
    rows = [(0, None), (2, "1,2"), (3, "1,2,3")]
    found = worked(columns, rows, lambda t: t.mutate(reason=withheld_reason(t)))
    reason = "no box score of 3 of the side's last 10 games: 1,2,3"
    assert [row["reason"] for row in found] == [None, None, reason]


def test_a_forecast_that_is_withheld_has_the_reason_and_no_number() -> None:
    said = Forecast(
        value=np.array([20.0, 10.0, np.nan]),
        reason=np.array(["", "", "no earlier game this season"], dtype=object),
        minutes=np.array([30.0, 20.0, np.nan]),
    )
    rows = Rows({WITHHELD: np.array(["three games lack", None, None], dtype=object)})
    left = withheld(said, rows)
    assert left.reason.tolist() == ["three games lack", "", "no earlier game this season"]
    assert np.isnan(left.value).tolist() == [True, False, True]
    assert left.minutes is not None
    assert np.isnan(left.minutes).tolist() == [True, False, True]
    assert withheld(said, Rows({"player_id": np.array([1, 2, 3])})) is said


class Losing(Poisoning):
    """The small league's tables, of which box scores can be lost."""

    def wanted(self) -> list[str]:
        return [CONTEXT, STORE]

    def lose(self, games: list[str], day: date) -> dict[int, Row]:
        """The features of a day by player, as they are without the box scores of some games."""
        for table in self.tables:
            ids = ", ".join(f"'{one}'" for one in games)
            where = f" WHERE game_id NOT IN ({ids})" if table.name == LINES and games else ""
            self.connection.execute(
                f"CREATE OR REPLACE VIEW {table.name} AS SELECT * FROM {base_of(table.name)}{where}"
            )
        for name in self.targets:
            self.compute(name, day, day)
        cursor = self.connection.execute(f"SELECT * FROM {made_of(STORE)}")
        names = [column[0] for column in cursor.description]
        found = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
        return {row["player_id"]: row for row in found}


@dataclass(frozen=True)
class Late:
    """A day late in the small league's season, a side that plays, and its last ten games."""

    day: date
    team: int
    games: list[str]


@pytest.fixture(scope="module")
def losing(settled_home: Home) -> Iterator[Losing]:
    made = Losing(settled_home, date(2020, 1, 1))
    yield made
    made.connection.close()


@pytest.fixture(scope="module")
def late(settled_home: Home, losing: Losing) -> Late:
    day = max(commits_of(settled_home)[LINES])
    ((team, season),) = losing.connection.execute(
        f"SELECT home_team_id, season FROM {base_of(GAMES)} WHERE game_date = ? LIMIT 1", [day]
    ).fetchall()
    found = losing.connection.execute(
        f"SELECT game_id FROM {base_of(GAMES)} WHERE season = ? AND game_date < ? AND "
        "season_type = 'regular' AND ? IN (home_team_id, away_team_id) ORDER BY game_date DESC",
        [season, day, team],
    ).fetchall()
    return Late(day, team, [game_id for (game_id,) in found[:10]])


def told(rows: dict[int, Row], *, team: int, is_theirs: bool = True) -> set[tuple[Any, ...]]:
    """What the rows of a side, or of all others, say of what they look back on."""
    columns = ("box_scores_missing_last_10", "missing_game_ids", "ineligible_reason")
    of_them = [row for row in rows.values() if (row["team_id"] == team) is is_theirs]
    return {tuple(row[c] for c in columns) for row in of_them if "no " not in str(row[columns[2]])}


def test_a_lost_box_score_of_a_side_s_last_ten_degrades_its_features(
    losing: Losing, late: Late
) -> None:
    whole, degraded = losing.lose([], late.day), losing.lose(late.games[4:5], late.day)
    assert told(whole, team=late.team) == {(0, None, None)}
    assert told(degraded, team=late.team) == {(1, late.games[4], None)}
    for player, row in degraded.items():
        if row["team_id"] == late.team:
            assert row["quality_tier"] == max(
                whole[player]["quality_tier"], "silver", key=TIERS.index
            )


def test_three_lost_ones_block_them_and_leave_sides_without_a_gap_alone(
    losing: Losing, late: Late
) -> None:
    lost = late.games[2:5]
    rows = losing.lose(lost, late.day)
    reason = "3 or more box scores of the side's last 10 games are missing"
    assert told(rows, team=late.team) == {(3, ",".join(reversed(lost)), reason)}
    blocked = [row for row in rows.values() if row["team_id"] == late.team]
    assert {row["is_eligible"] for row in blocked} == {False}
    assert {row["quality_tier"] for row in blocked} == {"poor"}
    others = told(rows, team=late.team, is_theirs=False)
    assert {many for many, *_ in others} & {0, 1, 2}
    assert all((why is None) is (many < 3) for many, _, why in others)
