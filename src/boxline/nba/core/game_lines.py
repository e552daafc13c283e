"""What every bookmaker's spread, total and moneyline on a game was, and since when."""

from typing import Annotated

from boxline.catalog import (
    Column,
    EveryVersion,
    Flag,
    Float,
    Instant,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.bookmakers import BOOKMAKER, bookmaker_key
from boxline.catalog.freezing import end_of_day
from boxline.catalog.offers import changes, game_offers
from boxline.catalog.prices import NO_PRICE_REASON, price_column, priced_pair
from boxline.nba.clubs import placed_on_games
from boxline.nba.columns import GAME_DATE, SEASON, SEASON_TYPE
from boxline.nba.core.games import GAMES
from boxline.nba.raw.archive_closing_lines import ARCHIVE_CLOSING_LINES
from boxline.nba.raw.archive_multibook_lines import ARCHIVE_MULTIBOOK_LINES
from boxline.nba.raw.odds_api_game_lines import ODDS_API_GAME_LINES
from boxline.nba.raw.odds_api_game_lines_history import ODDS_API_GAME_LINES_HISTORY

#: The bookmaker under whose name the closing lines stand, whose source names none.
CLOSING = "closing"

GAME_LINES = Table(
    "nba_core.game_lines",
    grain="one change of one bookmaker's line on one market of one game",
    key=("game_id", "bookmaker", "market", "known_at"),
    # A line rests on names and a date that others wrote: what can be placed is kept.
    max_rejected_share=1.0,
    columns=(
        Column(
            "game_id",
            Text,
            explained_by="unplaced_reason",
            doc="NBA.com's game id: the game of these two clubs on this day.",
        ),
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        BOOKMAKER,
        Column("market", Text, one_of=("spread", "total", "moneyline"), doc="What is bet on."),
        Column(
            "line",
            Float,
            "points",
            -100,
            400,
            True,
            doc="Of a spread: added to the home side's points, so negative is home favoured. Of a "
            "total: both sides' points together. NULL of a moneyline, which has none.",
        ),
        price_column("home_or_over_price_decimal", "the home side, or the over of a total."),
        price_column("away_or_under_price_decimal", "the away side, or the under of a total."),
        NO_PRICE_REASON,
        Column(
            "is_closing_reference",
            Flag,
            doc="Whether it is the last line before the start, told afterwards: a measure to "
            "compare with, never an input.",
        ),
        Column(
            "known_at",
            Instant,
            doc="When this was first seen of it, of a fetched snapshot of the past the instant of "
            "that; of a closing line the start, where that is unknown the end of the day.",
        ),
        Column(
            "is_after_start",
            Flag,
            doc="Whether it was seen after the scheduled start, or nobody knows that: never an "
            "input.",
        ),
    ),
)

SENT = ("game_date", "home_team", "away_team", "known_at", "starts_at")
STATED = ("line", "home_or_over_price_decimal", "away_or_under_price_decimal")


@transform(GAME_LINES)
def game_lines(
    multibook: Annotated[Rel, Same(ARCHIVE_MULTIBOOK_LINES), Optional],
    closing: Annotated[Rel, Same(ARCHIVE_CLOSING_LINES), Optional],
    offers: Annotated[Rel, Same(ODDS_API_GAME_LINES), Optional, EveryVersion],
    past_offers: Annotated[Rel, Same(ODDS_API_GAME_LINES_HISTORY), Optional],
    games: Annotated[Rel, Same(GAMES), Optional],
) -> Rel:
    """Every line on the game it names, repeated observations left out; one that names no game of
    its day becomes a reject, also where the day has none."""
    import ibis

    sent = ibis.union(_spreads(multibook), _closing(closing), game_offers(offers, past_offers))
    placed = placed_on_games(sent, games)
    is_closing = placed.bookmaker == CLOSING
    at_start = placed.tipped_off_at.coalesce(end_of_day(placed.game_date))
    told = placed.mutate(
        known_at=is_closing.ifelse(at_start, placed.known_at),
        is_closing_reference=is_closing,
        of_game=placed.game_id.coalesce(placed.away_team.concat(" @ ", placed.home_team)),
        **priced_pair(placed.one_american, placed.other_american, names=STATED[1:]),
    )
    series = ["game_date", "of_game", "bookmaker", "market"]
    # A snapshot that finds a bookmaker unchanged repeats it with the stamp it had.
    key = [*series, "known_at"]
    lines = told.group_by(key).agg(**{c: told[c].max() for c in told.columns if c not in key})
    changed = changes(lines, series=series, stated=[*STATED])
    start = changed.tipped_off_at.coalesce(changed.starts_at)
    return changed.mutate(is_after_start=(changed.known_at > start).fill_null(True))


def _spreads(lines: Rel) -> Rel:
    """One row per bookmaker instead of one per side, the line that of the home side."""
    import ibis

    is_home = lines.side == "home"
    one = lines.group_by(*SENT, "bookmaker", "market").agg(
        home_line=lines.line.max(where=is_home),
        away_line=lines.line.max(where=~is_home),
        one_american=lines.price_american.max(where=is_home).cast("float64"),
        other_american=lines.price_american.max(where=~is_home).cast("float64"),
    )
    return one.select(
        *SENT,
        "market",
        "one_american",
        "other_american",
        bookmaker=bookmaker_key(one.bookmaker),
        line=one.home_line.coalesce(ibis.literal(0.0) - one.away_line),
    )


def _closing(lines: Rel) -> Rel:
    """Three markets of one row; one that the row says nothing of is none."""
    import ibis

    nothing = ibis.null("float64")
    # Taken from zero, because the negative of 0.0 is another number to a hash.
    laid = (lines.whos_favored == "home").ifelse(ibis.literal(0.0) - lines.spread, lines.spread)
    home, away = lines.moneyline_home.cast("float64"), lines.moneyline_away.cast("float64")
    markets = {
        "spread": (laid, nothing, nothing, lines.spread.notnull()),
        "total": (lines.total, nothing, nothing, lines.total.notnull()),
        "moneyline": (nothing, home, away, home.notnull() | away.notnull()),
    }
    parts = [
        lines.filter(is_there).select(
            "game_date",
            home_team="home",
            away_team="away",
            known_at="known_at",
            starts_at=ibis.null("timestamp"),
            market=ibis.literal(market),
            one_american=one,
            other_american=other,
            bookmaker=ibis.literal(CLOSING),
            line=line,
        )
        for market, (line, one, other, is_there) in markets.items()
    ]
    return ibis.union(*parts)
