"""Which line a prediction carries, how lines came out, and what makes a new version."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from tests import builders
from tests.builders import (
    bring_in,
    next_game_day,
    published_catalog,
    rewrite,
    rows_of,
    run,
    small_archive,
)
from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import DAY, GAME, GAME_ID, MAXEY, NYK, PHI, TIP, TOWNS, Row, before, state

settled_league_home = partial(builders.settled_league_home, declared=published_catalog)


PREDICTIONS = "nba_predictions.player_prop_predictions"
RESULTS = "nba_analytics.player_prop_results"

#: What predictions read of him: that he could appear, and which game it is of his.
WHO = {"game_id": GAME_ID, "game_date": DAY, "player_id": TOWNS, "team_id": NYK}
SEASON = {"season": "2024-25", "season_type": "regular"}
EXPECTED = {**WHO, **SEASON, "opponent_team_id": PHI, "is_home": False, "team_games_since": 0}
STORED = {**WHO, **SEASON, "is_home": False, "games_this_season": 0}

#: Systems that speak of points before anything is fitted.
SPEAKING = 6

CARRIED = (
    "line_state",
    "line",
    "line_books",
    "fair_chance_over",
    "over_price_decimal",
    "over_bookmaker",
    "under_price_decimal",
    "under_bookmaker",
    "line_movement",
    "line_age_minutes",
)


def predicted(*lines: Row, now: datetime = TIP + timedelta(days=1), prop: str = "points") -> Row:
    """The line that the predictions of one prop carry; all systems carry the same."""
    rows = computed(
        PREDICTIONS,
        expected=[EXPECTED],
        store=[STORED],
        games=[GAME],
        cutoffs=cutoffs(GAME),
        lines=lines,
        clock=[{"now": now, "known_until": now}],
    )
    found = [{c: row[c] for c in CARRIED} for row in rows if row["prop_type"] == prop]
    assert len(found) >= SPEAKING - 1
    assert all(one == found[0] for one in found)
    return found[0]


NOTHING = {**dict.fromkeys(CARRIED), "line_state": "NO_LINE", "line_books": 0}


class TestALineCarried:
    def test_is_the_newest_main_line_known_at_the_cut_off(self) -> None:
        # A replay's cut-off is half an hour before the start.
        lines = (state(24.5, 20), state(25.5, 3), state(26.5, 0.25))
        assert predicted(*lines) == {
            "line_state": "LINE",
            "line": 25.5,
            "line_books": 1,
            "fair_chance_over": pytest.approx(0.5),
            "over_price_decimal": 1.9,
            "over_bookmaker": "draftkings",
            "under_price_decimal": 1.9,
            "under_bookmaker": "draftkings",
            "line_movement": 1.0,
            "line_age_minutes": 150,
        }

    def test_of_a_live_prediction_is_what_is_known_now(self) -> None:
        now = before(0.2)
        assert predicted(state(25.5, 3), state(26.5, 0.25), now=now)["line"] == 26.5
        assert predicted(state(25.5, 3), state(26.5, 0.1), now=now)["line"] == 25.5

    def test_is_missing_where_none_is_known_and_never_made_up(self) -> None:
        assert predicted() == NOTHING
        assert predicted(state(25.5, 0.25)) == NOTHING
        assert predicted(state(25.5, 3), prop="assists") == NOTHING
        assert predicted(state(25.5, 3, player_id=MAXEY)) == NOTHING

    def test_is_never_an_alternate_nor_one_marked_late(self) -> None:
        assert predicted(state(25.5, 3, is_alternate=True)) == NOTHING
        assert predicted(state(25.5, 3, is_after_start=True)) == NOTHING

    def test_is_the_one_that_most_bookmakers_show_however_old(self) -> None:
        lines = (
            state(24.5, 20, bookmaker="fanduel"),
            state(24.5, 10, bookmaker="a book nobody knows"),
            state(26.5, 1),
        )
        found = predicted(*lines)
        assert (found["line"], found["line_books"], found["line_age_minutes"]) == (24.5, 2, 570)

    def test_of_lines_that_as_many_show_is_the_one_nearest_to_even(self) -> None:
        lines = (
            state(24.5, 20, over_price_decimal=1.6, under_price_decimal=2.3),
            state(25.5, 1, bookmaker="fanduel"),
        )
        assert predicted(*lines)["line"] == 25.5

    def test_is_at_the_best_price_of_each_side_among_those_that_show_it(self) -> None:
        lines = (
            state(25.5, 3, over_price_decimal=1.95, under_price_decimal=1.85),
            state(25.5, 2, bookmaker="fanduel"),
            state(24.5, 1, bookmaker="betmgm", over_price_decimal=2.5, under_price_decimal=1.5),
        )
        found = predicted(*lines)
        assert (found["line"], found["line_books"]) == (25.5, 2)
        assert (found["over_price_decimal"], found["over_bookmaker"]) == (1.95, "draftkings")
        assert (found["under_price_decimal"], found["under_bookmaker"]) == (1.9, "fanduel")

    def test_of_a_pickem_site_has_no_price(self) -> None:
        found = predicted(state(25.5, 3, bookmaker="prizepicks"))
        assert (found["line"], found["line_books"]) == (25.5, 1)
        priced = ("fair_chance_over", "over_price_decimal", "over_bookmaker", "under_bookmaker")
        assert [found[name] for name in priced] == [None] * 4

    def test_is_no_number_that_has_turned_alternate_since(self) -> None:
        turned = state(25.5, 2, is_alternate=True)
        assert predicted(state(24.5, 20), state(25.5, 3), turned)["line"] == 24.5
        assert predicted(state(25.5, 3), turned) == NOTHING
        assert predicted(state(25.5, 3), turned, state(25.5, 1))["line"] == 25.5


@pytest.fixture
def evening(tmp_path: Path) -> Home:
    """A home on the day of the league's next games, run."""
    return settled_league_home(tmp_path, now=next_game_day())


def live(home: Home) -> list[Row]:
    return [row for row in rows_of(home, PREDICTIONS) if row["origin"] == "live"]


def later(home: Home, **passed: float) -> Home:
    now = home.clock() + timedelta(**passed)
    return replace(home, clock=lambda: now)


@pytest.mark.thorough  # two seasons are run
def test_a_line_that_ages_makes_no_new_version(evening: Home) -> None:
    before_it = live(evening)
    assert "LINE" in {row["line_state"] for row in before_it}
    run(later(evening, minutes=20))
    assert live(evening) == before_it


@pytest.mark.thorough  # two seasons are run
def test_a_line_that_moves_makes_a_new_version_of_its_prop_alone(
    evening: Home, tmp_path: Path
) -> None:
    before_it = live(evening)
    shutil.copytree(small_archive(), tmp_path / "moved")
    (file,) = (tmp_path / "moved").rglob("player_props_*.parquet")
    points = "player_points"
    rewrite(file, lambda r: r | {"line": r["line"] + (r["market"] == points)})
    home = later(evening, minutes=20)
    bring_in(home, [file])
    run(home)
    after = live(home)
    assert [row for row in after if row["version"] == 1] == before_it
    new = [row for row in after if row["version"] == 2]
    carried = [r for r in before_it if r["prop_type"] == "points" and r["line_state"] == "LINE"]
    assert {row["prop_type"] for row in new} == {"points"}
    assert len(new) == len(carried) > 0
    assert all(row["as_of"] == home.clock().replace(tzinfo=None) for row in new)


def test_documents_show_the_line_and_how_it_came_out(settled_home: Home) -> None:
    import msgspec

    def props(kind: str, key: str) -> list[dict[str, Any]]:
        folder = settled_home.published.current / "v1" / kind
        documents = [msgspec.json.decode(path.read_bytes()) for path in sorted(folder.iterdir())]
        return [row for document in documents for row in document[key]]

    games = props("predictions", "games")
    told = [prop for game in games for player in game["players"] for prop in player["props"]]
    assert {prop["line_state"] for prop in told} == {"LINE", "NO_LINE"}
    assert all((p["line"] is None) == (p["line_state"] == "NO_LINE") for p in told)
    for result in props("results", "results"):
        if result["line"] is None or result["actual"] is None:
            assert result["line_result"] is None
        else:
            margin = result["actual"] - result["line"]
            side = "PUSH" if margin == 0 else "OVER" if margin > 0 else "UNDER"
            assert result["line_result"] == side


def box_score(player_id: int, points: int) -> Row:
    counts = {"rebounds": 10, "assists": 3, "threes_made": 2}
    who = {"game_id": GAME_ID, "game_date": DAY, "player_id": player_id, "has_played": True}
    return {**who, **counts, "points": points}


def results(*lines: Row, **inputs: Any) -> list[Row]:
    given = {"games": [GAME], "player_games": [box_score(TOWNS, 24)], **inputs}
    return computed(RESULTS, lines=lines, **given)


class TestAResult:
    @pytest.mark.parametrize(
        ("line", "result", "margin"),
        [(23.5, "OVER", 0.5), (24.5, "UNDER", -0.5), (24.0, "PUSH", 0.0)],
    )
    def test_is_the_side_that_won_and_by_how_much(
        self, line: float, result: str, margin: float
    ) -> None:
        (row,) = results(state(line, 2))
        assert (row["actual"], row["result"], row["margin"]) == (24, result, margin)
        assert row["void_reason"] is None

    def test_of_a_sum_is_the_sum(self) -> None:
        (row,) = results(state(35.5, 2, prop_type="points_rebounds_assists"))
        assert (row["actual"], row["result"], row["margin"]) == (37, "OVER", 1.5)

    def test_is_void_where_he_did_not_play(self) -> None:
        (row,) = results(state(20.5, 2, player_id=MAXEY))
        told = (row["actual"], row["result"], row["margin"], row["void_reason"])
        assert told == (None, None, None, "did not play")

    def test_is_of_the_last_main_line_before_the_start_at_each_book(self) -> None:
        rows = results(
            state(22.5, 20),
            state(23.5, 0),
            state(30.5, -0.1),
            state(10.5, 1, is_alternate=True),
            state(25.5, 5, bookmaker="fanduel"),
            state(36.5, -0.1, prop_type="points_rebounds_assists"),
        )
        assert [(r["bookmaker"], r["line"], r["result"]) for r in rows] == [
            ("draftkings", 23.5, "OVER"),
            ("fanduel", 25.5, "UNDER"),
        ]

    def test_waits_for_a_final_box_score(self) -> None:
        assert results(state(23.5, 2), games=[GAME | {"is_final": False}]) == []
        assert results(state(23.5, 2), player_games=[]) == []
