"""Prices in transforms: `boxline.domain.odds` over columns, and the reason where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boxline.catalog import Column, Float, Text
from boxline.domain.odds import LEAST_AMERICAN, LEAST_BOOKED, MOST_BOOKED, NO_AMERICAN_PRICE

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Why one of two prices is not there.
ONE_SIDE_ONLY = "only one side was offered"
PLACEHOLDER = "the feed sent a placeholder for a price"
NO_MARKET = "the prices of both sides cannot belong together"
NOT_SENT = "the source sends no price"


def price_column(name: str, doc: str) -> Column:
    """A column of decimal odds."""
    what = "What a stake of 1 returns, the stake included"
    return Column(name, Float, "decimal odds", 1, 1001, True, doc=f"{what}: {doc}")


NO_PRICE_REASON = Column(
    "no_price_reason",
    Text,
    nullable=True,
    one_of=(ONE_SIDE_ONLY, PLACEHOLDER, NO_MARKET, NOT_SENT),
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


def priced_pair(over: ir.NumericValue, under: ir.NumericValue) -> dict[str, Any]:
    """The decimal odds of both sides of a line and, where one is missing, the reason.

    Args:
        over, under: American prices as sent; NULL where a side was not offered.
    """
    import ibis

    one, other = decimal_odds(over), decimal_odds(under)
    is_market = (one**-1 + other**-1).between(LEAST_BOOKED, MOST_BOOKED).fill_null(True)
    reason = ibis.cases(
        (over.isnull() & under.isnull(), NOT_SENT),
        (over.isnull() | under.isnull(), ONE_SIDE_ONLY),
        (one.isnull() | other.isnull(), PLACEHOLDER),
        (~is_market, NO_MARKET),
    )
    return {
        "over_price_decimal": is_market.ifelse(one, ibis.null("float64")),
        "under_price_decimal": is_market.ifelse(other, ibis.null("float64")),
        NO_PRICE_REASON.name: reason,
    }
