"""What every bookmaker's line on a player's prop was, and since when: one row per change."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    EveryVersion,
    Flag,
    Float,
    Instant,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.bookmakers import BOOKMAKER, bookmaker_key
from boxline.catalog.offers import prop_offers
from boxline.catalog.prices import NO_PRICE_REASON, price_column, priced_pair
from boxline.nba.bettingpros_lines import bettingpros_offers
from boxline.nba.clubs import placed_on_games
from boxline.nba.columns import GAME_DATE, SEASON, SEASON_TYPE, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.core.resolved_names import RESOLVED_NAMES
from boxline.nba.line_states import changes_only, with_main_line
from boxline.nba.props import PROP_TYPES
from boxline.nba.raw.archive_player_prop_lines import ARCHIVE_PLAYER_PROP_LINES
from boxline.nba.raw.archive_pra_lines import ARCHIVE_PRA_LINES
from boxline.nba.raw.archive_threes_lines import ARCHIVE_THREES_LINES
from boxline.nba.raw.bp_events import BP_EVENTS
from boxline.nba.raw.bp_player_props import BP_PLAYER_PROPS
from boxline.nba.raw.odds_api_player_props import ODDS_API_PLAYER_PROPS
from boxline.nba.raw.odds_api_player_props_history import ODDS_API_PLAYER_PROPS_HISTORY

#: The Odds API's market -> the prop type.
PROP_OF_MARKET = {
    "player_points": "points",
    "player_rebounds": "rebounds",
    "player_assists": "assists",
    "player_threes": "threes",
}

PLAYER_PROP_LINES = Table(
    "nba_core.player_prop_lines",
    grain="one change of one bookmaker's line on one player's prop",
    key=("game_id", "player_id", "prop_type", "bookmaker", "line", "known_at"),
    # A line rests on a name and a date that others wrote, and its neighbours are none the worse
    # where nobody bears the name or the game was moved: those that can be placed are kept.
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
        Column(
            "player_id",
            Int,
            low=1,
            explained_by="unresolved_reason",
            doc="NBA.com's player id, of the name as `nba_core.resolved_names` resolves it.",
        ),
        Column("player_name", Text, doc="As the bookmaker writes it."),
        replace(
            TEAM_ID,
            nullable=True,
            doc="NBA.com's team id; NULL where he was not expected on either side.",
        ),
        Column("prop_type", Text, one_of=PROP_TYPES, doc="What the line is on."),
        BOOKMAKER,
        Column("line", Float, "of the prop", 0, 200, doc="The number to be over or under."),
        price_column("over_price_decimal", "the over. A pick'em site's says nothing of chances."),
        price_column("under_price_decimal", "the under. A pick'em site's says nothing of chances."),
        NO_PRICE_REASON,
        Column(
            "is_alternate",
            Flag,
            doc="False of the main line: the one priced on both sides whose prices are nearest to "
            "even; of several, the one that another bookmaker shows too, by then; if that does not "
            "decide, none is.",
        ),
        Column(
            "known_at",
            Instant,
            doc="When this was first seen of it, of a fetched snapshot of the past the instant of "
            "that; until the next row of the same bookmaker it said nothing else.",
        ),
        Column(
            "is_after_start",
            Flag,
            doc="Whether it was seen after the scheduled start, or nobody knows that: never an "
            "input.",
        ),
    ),
)


@transform(PLAYER_PROP_LINES)
def player_prop_lines(
    pickem: Annotated[Rel, Same(ARCHIVE_PLAYER_PROP_LINES), Optional],
    pra: Annotated[Rel, Same(ARCHIVE_PRA_LINES), Optional],
    threes: Annotated[Rel, Same(ARCHIVE_THREES_LINES), Optional],
    offers: Annotated[Rel, Same(ODDS_API_PLAYER_PROPS), Optional, EveryVersion],
    past_offers: Annotated[Rel, Same(ODDS_API_PLAYER_PROPS_HISTORY), Optional],
    bp_offers: Annotated[Rel, Same(BP_PLAYER_PROPS), Optional, EveryVersion],
    bp_events: Annotated[Rel, Same(BP_EVENTS), Optional],
    games: Annotated[Rel, Same(GAMES), Optional],
    names: Annotated[Rel, Same(RESOLVED_NAMES), Optional],
) -> Rel:
    """Every line on the game and the player it names, repeated observations left out. One that
    names no game of its day, or nobody, becomes a reject. No input is required, so that lines of a
    day without any game are rejected too, and not left lying."""
    import ibis

    odds_api = prop_offers(offers, past_offers, of="player_").drop("is_main")
    bettingpros = bettingpros_offers(bp_offers, bp_events, odds_api)
    sent = ibis.union(_pickem(pickem), _pra(pra), _threes(threes), odds_api, bettingpros)
    placed = placed_on_games(sent, games)
    who = names.select(
        "game_id", "player_id", "team_id", "unresolved_reason", player_name="name_sent"
    )
    named = placed.left_join(who, ["game_id", "player_name"]).select(
        placed, "player_id", "team_id", "unresolved_reason"
    )
    # What cannot be placed or named is told apart by what was sent.
    sides = named.away_team.concat(" @ ", named.home_team)
    told_apart = named.mutate(
        of_game=named.game_id.coalesce(sides),
        of_player=named.player_id.cast("string").coalesce(named.player_name),
    )
    series = ["game_date", "of_game", "of_player", "prop_type", "bookmaker"]
    lines = _once(told_apart, [*series, "known_at", "line"])
    priced = lines.mutate(
        **priced_pair(
            lines.over_american,
            lines.under_american,
            names=("over_price_decimal", "under_price_decimal"),
        )
    )
    changes = changes_only(with_main_line(priced, series=series), series=series)
    start = changes.tipped_off_at.coalesce(changes.starts_at)
    return changes.mutate(is_after_start=(changes.known_at > start).fill_null(True))


SENT = ("game_date", "home_team", "away_team", "player_name", "known_at", "line")


def _pickem(lines: Rel) -> Rel:
    """One row per line instead of one per side."""
    prop = lines.market.cases(*PROP_OF_MARKET.items(), else_=None)
    sided = lines.select(
        *SENT,
        "starts_at",
        prop_type=prop,
        bookmaker=bookmaker_key(lines.bookmaker),
        over_american=(lines.side == "Over").ifelse(lines.price_american, None),
        under_american=(lines.side == "Under").ifelse(lines.price_american, None),
    )
    return sided.group_by(*SENT, "prop_type", "bookmaker").agg(
        starts_at=sided.starts_at.max(),
        over_american=sided.over_american.max(),
        under_american=sided.under_american.max(),
    )


def _threes(lines: Rel) -> Rel:
    return lines.select(
        *SENT,
        prop_type=lines.market.cases(*PROP_OF_MARKET.items(), else_=None),
        bookmaker=bookmaker_key(lines.bookmaker),
        starts_at=lines.starts_at,
        over_american=lines.over_price_american,
        under_american=lines.under_price_american,
    )


def _pra(lines: Rel) -> Rel:
    import ibis

    return lines.select(
        *SENT,
        prop_type=ibis.literal("points_rebounds_assists"),
        bookmaker=bookmaker_key(lines.bookmaker),
        starts_at=ibis.null("timestamp"),
        over_american=lines.over_price_american,
        under_american=lines.under_price_american,
    )


def _once(lines: Rel, key: list[str]) -> Rel:
    """One row per key: two spellings of one player at one bookmaker are one line."""
    others = [c for c in lines.columns if c not in key]
    return lines.group_by(key).agg(**{c: lines[c].max() for c in others})
