"""Prices in transforms: `boxline.domain.odds` over columns, and the reason where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boxline.catalog.columns import Column, Float, Text
from boxline.domain.odds import LEAST_AMERICAN, LEAST_BOOKED, MOST_BOOKED, NO_AMERICAN_PRICE

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Why a pair of prices is not there.
ONE_SIDE_ONLY = "only one side was offered"
PLACEHOLDER = "the feed sent a placeholder for a price"
NO_MARKET = "the prices of both sides cannot belong together"
NOT_SENT = "the source sends no price"

NO_PRICE_REASONS = (ONE_SIDE_ONLY, PLACEHOLDER, NO_MARKET, NOT_SENT)


def price_column(name: str, doc: str) -> Column:
    """A column of decimal odds."""
    what = "What a stake of 1 returns, the stake included"
    return Column(name, Float, "decimal odds", 1, 1001, True, doc=f"{what}: {doc}")


NO_PRICE_REASON = Column(
    "no_price_reason",
    Text,
    nullable=True,
    one_of=NO_PRICE_REASONS,
    doc="Why a price is NULL; NULL where both prices are there.",
)


def decimal_odds(american: ir.NumericValue) -> ir.FloatingValue:
    """Decimal odds of an American price; NULL of what is no price."""
    import ibis

    price = american.cast("float64")
    is_price = (price.abs() >= LEAST_AMERICAN) & (price > NO_AMERICAN_PRICE)
    return ibis.cases(
        (is_price & (price > 0), price / 100 + 1),
        (is_price, ibis.literal(-100.0) / price + 1),
    )


def implied_probability(decimal: ir.FloatingValue) -> ir.FloatingValue:
    """The chance at which a bet at these odds breaks even."""
    return decimal**-1


def booked(one: ir.FloatingValue, other: ir.FloatingValue) -> ir.FloatingValue:
    """The implied probabilities of both sides together; NULL where a side has no price."""
    return implied_probability(one) + implied_probability(other)


def fair_probability(one: ir.FloatingValue, other: ir.FloatingValue) -> ir.FloatingValue:
    """The chance that a two-way market gives `one`, the margin removed in proportion; NULL where a
    side has no price or the pair is no market."""
    import ibis

    total = booked(one, other)
    is_market = total.between(LEAST_BOOKED, MOST_BOOKED)
    return is_market.ifelse(implied_probability(one) / total, ibis.null("float64"))


def priced_pair(
    one: ir.NumericValue, other: ir.NumericValue, *, names: tuple[str, str]
) -> dict[str, Any]:
    """The decimal odds of the two sides of a market and, where one is missing, the reason.

    Args:
        one, other: American prices as sent; NULL where a side was not offered.
        names: the columns to give them.
    """
    import ibis

    prices = decimal_odds(one), decimal_odds(other)
    is_market = booked(*prices).between(LEAST_BOOKED, MOST_BOOKED).fill_null(True)
    reason = ibis.cases(
        (one.isnull() & other.isnull(), NOT_SENT),
        (one.isnull() | other.isnull(), ONE_SIDE_ONLY),
        (prices[0].isnull() | prices[1].isnull(), PLACEHOLDER),
        (~is_market, NO_MARKET),
    )
    first, second = (is_market.ifelse(price, ibis.null("float64")) for price in prices)
    return {names[0]: first, names[1]: second, NO_PRICE_REASON.name: reason}
