"""Offers as observations of lines: all that stood of them whenever any of it changed."""

from boxline.catalog.bookmakers import bookmaker_key
from boxline.catalog.inputs import Rel

#: What is beside a bookmaker's main line stands in a market of its own.
ALTERNATE = "_alternate"

#: The Odds API's market -> ours.
GAME_MARKETS = {"h2h": "moneyline", "spreads": "spread", "totals": "total"}

_EVENT = ("game_date", "event_id", "home_team", "away_team", "starts_at")
_SENT = ("game_date", "home_team", "away_team", "known_at")


def prop_offers(present: Rel, history: Rel, *, of: str) -> Rel:
    """Players' lines as they stood, one row per line and instant: `game_date`, `home_team`,
    `away_team`, `starts_at`, `known_at`, `player_name`, `prop_type`, `line`, `bookmaker`,
    `over_american`, `under_american` and `is_main`, whether it was in the main market.

    A price that is in both the main and the alternate market is that of the main one.

    Args:
        present: every version of what was fetched before the games.
        history: what was fetched of a past snapshot, known to the world at `snapshot_at`.
        of: what the markets' names begin with, which is no part of a prop's: `player_`.
    """
    import ibis

    key = ["player_name", "market", "side", "line", "bookmaker", "price_american"]
    now = standing(
        present.select(*_EVENT, *key, "known_at", "is_retracted"),
        series=["game_date", "event_id", "bookmaker", "player_name"],
        item=["market", "side", "line"],
    )
    then = history.select(*_EVENT, *key, known_at="snapshot_at")
    offers = ibis.union(now, then)
    offers = offers.mutate(
        is_main=~offers.market.endswith(ALTERNATE),
        prop_type=offers.market.re_replace(f"^{of}", "").re_replace(f"{ALTERNATE}$", ""),
    )
    by = [*_SENT, "player_name", "line", "prop_type"]
    sides = {
        f"{side.lower()}_{market}": offers.price_american.max(
            where=(offers.side == side) & (offers.is_main == is_main)
        )
        for side in ("Over", "Under")
        for market, is_main in (("main", True), ("alternate", False))
    }
    told = offers.group_by(*by, "bookmaker").agg(starts_at=offers.starts_at.max(), **sides)
    return told.select(
        *by,
        "starts_at",
        bookmaker=bookmaker_key(told.bookmaker),
        over_american=told.over_main.coalesce(told.over_alternate),
        under_american=told.under_main.coalesce(told.under_alternate),
        is_main=told.over_main.notnull() | told.under_main.notnull(),
    )


def game_offers(present: Rel, history: Rel) -> Rel:
    """Lines on games as they stood, one row per market and instant: `game_date`, `home_team`,
    `away_team`, `starts_at`, `known_at`, `market`, `bookmaker`, `line`, `one_american` (of the home
    side, or the over) and `other_american`.

    Args:
        present, history: as for `prop_offers`.
    """
    import ibis

    key = ["market", "side", "line", "bookmaker", "price_american"]
    now = standing(
        present.select(*_EVENT, *key, "known_at", "is_retracted"),
        series=["game_date", "event_id", "bookmaker", "market"],
        item=["side"],
    )
    then = history.select(*_EVENT, *key, known_at="snapshot_at")
    offers = ibis.union(now, then)
    is_one = offers.side.isin(["home", "over"])
    both = offers.group_by(*_SENT, "starts_at", "market", "bookmaker").agg(
        one_line=offers.line.max(where=is_one),
        other_line=offers.line.max(where=~is_one),
        one_american=offers.price_american.max(where=is_one),
        other_american=offers.price_american.max(where=~is_one),
    )
    # Of a spread the away side's number is the home side's with the other sign.
    of_other = (both.market == "spreads").ifelse(
        ibis.literal(0.0) - both.other_line, both.other_line
    )
    return both.select(
        *_SENT,
        "starts_at",
        market=both.market.cases(*GAME_MARKETS.items(), else_=None),
        one_american=both.one_american,
        other_american=both.other_american,
        bookmaker=bookmaker_key(both.bookmaker),
        line=both.one_line.coalesce(of_other),
    )


def standing(versions: Rel, *, series: list[str], item: list[str]) -> Rel:
    """What stood of a series at each instant at which anything of it changed, as if it had all been
    sent then: raw keeps only what differs from what was sent before.

    Args:
        versions: versions of offers, with `known_at` and `is_retracted`.
        series: what is looked at together.
        item: tells the offers of a series apart.
    """
    import ibis

    in_order = ibis.window(group_by=[*series, *item], order_by="known_at")
    spans = versions.mutate(until=versions.known_at.lead().over(in_order))
    offered = spans.filter(~spans.is_retracted).drop("is_retracted").rename(since="known_at")
    instants = versions.select(*series, "known_at").distinct()
    met = offered.join(instants, series)
    standing = met.filter(
        met.since <= met.known_at, met.until.isnull() | (met.until > met.known_at)
    )
    return standing.select(*[c for c in versions.columns if c != "is_retracted"])


def changes(rows: Rel, *, series: list[str], stated: list[str]) -> Rel:
    """The rows of each series that say something else than the one before them, by `known_at`.

    Args:
        rows: one of a series at each instant.
        series: what tells the series apart.
        stated: the columns that are compared; NULL is like NULL.
    """
    import ibis

    in_order = ibis.window(group_by=series, order_by="known_at")
    befores = rows.mutate(
        known_before=rows.known_at.lag().over(in_order),
        **{f"{c}_before": rows[c].lag().over(in_order) for c in stated},
    )
    same = [befores[c].identical_to(befores[f"{c}_before"]) for c in stated]
    changed = befores.filter(befores.known_before.isnull() | ~ibis.and_(*same))
    return changed.drop("known_before", *(f"{c}_before" for c in stated))
