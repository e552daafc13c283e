"""What bookmakers show as arrays: what stands at a moment, the best price, and whose it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from boxline.forecasting.market.shown import Market
from boxline.forecasting.rows import Rows
from boxline.nba.columns import GAME_ID
from boxline.nba.core.cutoffs import CUTOFF_AT, CUTOFFS
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.market_rows import (
    QUOTE,
    market_of,
    opening_quotes,
    standing_quotes,
    with_market,
)
from boxline.nba.model_rows import DAY_COLUMN
from boxline.nba.props import PROP_TYPES
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import GAME, MAXEY, TOWNS, Row, before, state
from tests.nba.line_rows import GAME_ID as OUR_GAME
from tests.nba.material_rows import selected

MOMENT = (GAME_ID, CUTOFF_AT)


def standing(
    *lines: Row, hours: float = 0.5, of: Any = standing_quotes
) -> list[tuple[str, float, datetime]]:
    """Who shows which line so many hours before the start, and since when."""
    moment = {"game_id": OUR_GAME, "cutoff_at": before(hours)}
    found = selected(
        of,
        lines=(PLAYER_PROP_LINES.seen_columns, lines),
        moments=(MOMENT, [moment]),
    )
    assert set(found.column_names) == set(QUOTE)
    return [(row["bookmaker"], row["line"], row["known_at"]) for row in found.to_pylist()]


class TestWhatStandsAtAMoment:
    def test_a_quote_after_the_moment_is_never_an_input(self) -> None:
        lines = (state(24.5, 6), state(25.5, 1), state(26.5, 0.4), state(27.5, -0.1))
        assert standing(*lines) == [("draftkings", 25.5, before(1))]
        assert standing(*lines, hours=3) == [("draftkings", 24.5, before(6))]
        assert standing(*lines, hours=7) == []

    def test_one_stamped_after_the_start_is_none_even_at_the_end_of_the_day(self) -> None:
        lines = (state(25.5, 1), state(27.5, -0.1))
        assert standing(*lines, hours=-5) == [("draftkings", 25.5, before(1))]

    def test_one_of_the_very_moment_counts(self) -> None:
        assert standing(state(25.5, 2), hours=2) == [("draftkings", 25.5, before(2))]

    def test_an_alternate_is_none(self) -> None:
        assert standing(state(25.5, 2), state(29.5, 1, is_alternate=True)) == [
            ("draftkings", 25.5, before(2))
        ]

    def test_every_bookmaker_has_his_own(self) -> None:
        lines = (state(25.5, 2), state(26.5, 3, bookmaker="fanduel"), state(24.5, 4))
        assert {(book, line) for book, line, _ in standing(*lines)} == {
            ("draftkings", 25.5),
            ("fanduel", 26.5),
        }

    def test_the_opening_is_the_first_of_those_known_by_then(self) -> None:
        lines = (state(24.5, 6), state(25.5, 1), state(22.5, 9, is_alternate=True))
        assert standing(*lines, of=opening_quotes) == [("draftkings", 24.5, before(6))]
        assert standing(*lines, of=opening_quotes, hours=7) == []

    @pytest.mark.parametrize(("hours", "is_known"), [(0.6, True), (0.5, True), (0.4, False)])
    def test_models_learn_from_what_stood_half_an_hour_before_the_start(
        self, hours: float, is_known: bool
    ) -> None:
        found = selected(
            standing_quotes,
            lines=(PLAYER_PROP_LINES.seen_columns, [state(25.5, hours)]),
            moments=(CUTOFFS.seen_columns, cutoffs(GAME)),
        )
        assert found.num_rows == is_known


SEEN = datetime(2025, 1, 15, 18, 0, tzinfo=UTC).replace(tzinfo=None)


def quote(
    bookmaker: str,
    line: float,
    over: float | None = 1.9,
    under: float | None = 1.9,
    *,
    player: int = TOWNS,
    prop: str = "points",
    minutes: int = 0,
) -> dict[str, Any]:
    return {
        "game_id": OUR_GAME,
        "player_id": player,
        "prop_type": prop,
        "bookmaker": bookmaker,
        "line": line,
        "over_price_decimal": over,
        "under_price_decimal": under,
        "known_at": SEEN + timedelta(minutes=minutes),
    }


SCHEMA = pa.schema(
    [
        ("game_id", pa.string()),
        ("player_id", pa.int64()),
        ("prop_type", pa.string()),
        ("bookmaker", pa.string()),
        *((name, pa.float64()) for name in QUOTE[4:7]),
        ("known_at", pa.timestamp("us")),
    ]
)

#: The two players of the game, in an order that no id sorts.
PLAYERS = Rows(
    {
        "game_id": np.array([OUR_GAME] * 2, dtype=object),
        "player_id": np.array([MAXEY, TOWNS]),
        DAY_COLUMN: np.array([20_103, 20_103]),
    }
)


def shown(*quotes: dict[str, Any], rows: Rows = PLAYERS) -> dict[str, Market]:
    return market_of(rows, pa.Table.from_pylist(list(quotes), schema=SCHEMA))


def on_towns(*quotes: dict[str, Any]) -> dict[str, Any]:
    """What stands on Towns's points."""
    market = shown(*quotes)["points"]
    return {
        "line": market.stands.line[1],
        "chance": market.stands.p_over[1],
        "books": market.stands.books[1],
        "over": (market.over.price[1], market.book(market.over)[1]),
        "under": (market.under.price[1], market.book(market.under)[1]),
    }


class TestTheMarketOnAPlayer:
    def test_the_best_price_of_each_side_and_whose_it_is(self) -> None:
        found = on_towns(
            quote("draftkings", 25.5, 1.87, 1.95),
            quote("fanduel", 25.5, 1.93, 1.88),
            quote("betmgm", 24.5, 1.6, 2.4),
        )
        assert found["line"] == 25.5
        assert found["books"] == 2
        assert found["over"] == (1.93, "fanduel")
        assert found["under"] == (1.95, "draftkings")

    def test_a_fair_chance_is_the_mean_over_the_books_at_the_line(self) -> None:
        found = on_towns(quote("draftkings", 25.5), quote("fanduel", 25.5, 1.8, 2.0))
        alone = on_towns(quote("fanduel", 25.5, 1.8, 2.0))
        assert found["chance"] == pytest.approx((0.5 + alone["chance"]) / 2)
        assert alone["chance"] > 0.52

    @pytest.mark.parametrize("site", ["prizepicks", "underdog"])
    def test_the_price_of_a_pick_em_site_counts_as_none(self, site: str) -> None:
        found = on_towns(quote(site, 25.5, 1.73, 1.73))
        assert (found["line"], found["books"]) == (25.5, 1)
        assert np.isnan(found["chance"])
        for price, book in (found["over"], found["under"]):
            assert np.isnan(price)
            assert book is None
        beside = on_towns(quote(site, 25.5, 3.0, 3.0), quote("fanduel", 25.5, 1.8, 2.0))
        assert beside["over"] == (1.8, "fanduel")
        assert beside["books"] == 2

    def test_a_quote_that_contradicts_the_others_goes_with_its_price(self) -> None:
        found = on_towns(
            quote("draftkings", 25.5, 1.9, 1.9),
            quote("fanduel", 25.5, 1.9, 1.92),
            quote("betrivers", 25.5, 3.2, 1.33),
        )
        assert found["books"] == 2
        assert found["over"] == (1.9, "draftkings")

    def test_a_player_without_a_quote_has_nothing(self) -> None:
        market = shown(quote("draftkings", 25.5))["points"]
        assert np.isnan(market.stands.line[0])
        assert market.stands.books.tolist() == [0, 1]
        assert market.book(market.over).tolist() == [None, "draftkings"]

    def test_each_quote_finds_its_player_and_prop(self) -> None:
        market = shown(
            quote("draftkings", 25.5),
            quote("draftkings", 26.5, player=MAXEY),
            quote("draftkings", 11.5, prop="rebounds"),
            quote("draftkings", 7.5, player=1),  # who is in no row
        )
        assert market["points"].stands.line.tolist() == [26.5, 25.5]
        assert market["rebounds"].stands.line[1] == 11.5
        assert np.isnan(market["assists"].stands.line).all()

    def test_the_line_stands_since_the_last_of_them_came_to_it(self) -> None:
        market = shown(quote("draftkings", 25.5, minutes=10), quote("fanduel", 25.5, minutes=40))[
            "points"
        ]
        assert market.stands.known_at[1] == np.datetime64(SEEN + timedelta(minutes=40))

    def test_without_quotes_or_without_rows_nothing_stands(self) -> None:
        assert np.isnan(shown()["threes"].stands.line).all()
        nobody = PLAYERS.where(np.empty(0, dtype=np.intp))
        assert len(shown(quote("draftkings", 25.5), rows=nobody)["points"].stands.line) == 0

    def test_systems_read_it_as_columns(self) -> None:
        rows = with_market(PLAYERS, shown(quote("draftkings", 25.5, 1.8, 2.0)))
        assert rows["market_line_points"][1] == 25.5
        assert rows["best_over_points"][1] == 1.8
        assert rows["best_under_points"][1] == 2.0
        assert 0.5 < rows.floats("market_over_points")[1] < 0.56
        told = [n for n in rows.columns if n.startswith(("market_", "best_"))]
        assert len(told) == 4 * len(PROP_TYPES)
        assert all(np.isnan(rows.floats(n)[0]) for n in told)
