"""What every bookmaker's run line, total and moneyline on a game was, and since when."""

from dataclasses import replace
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
from boxline.catalog.bookmakers import BOOKMAKER
from boxline.catalog.offers import changes, game_offers
from boxline.catalog.prices import NO_PRICE_REASON, price_column, priced_pair
from boxline.mlb.clubs import id_of_name
from boxline.mlb.columns import GAME_DATE, SEASON, SEASON_TYPE
from boxline.mlb.core.games import GAMES
from boxline.mlb.line_games import placed
from boxline.mlb.raw.odds_api_mlb_game_lines import ODDS_API_MLB_GAME_LINES
from boxline.mlb.raw.odds_api_mlb_game_lines_history import ODDS_API_MLB_GAME_LINES_HISTORY

GAME_LINES = Table(
    "mlb_core.game_lines",
    grain="one change of one bookmaker's line on one market of one game",
    key=("game_id", "bookmaker", "market", "known_at"),
    # A line rests on names and a date that others wrote: what can be placed is kept.
    max_rejected_share=1.0,
    columns=(
        Column(
            "game_id",
            Text,
            explained_by="unplaced_reason",
            doc="MLB's game id: the game of the home club on this day, of two the one whose start "
            "is nearer to the bookmaker's.",
        ),
        GAME_DATE,
        SEASON,
        replace(SEASON_TYPE, nullable=True),
        BOOKMAKER,
        Column("market", Text, one_of=("spread", "total", "moneyline"), doc="What is bet on."),
        Column(
            "line",
            Float,
            "runs",
            -100,
            400,
            True,
            doc="Of a spread: added to the home side's runs, so negative is home favoured. Of a "
            "total: both sides' runs together. NULL of a moneyline, which has none.",
        ),
        price_column("home_or_over_price_decimal", "the home side, or the over of a total."),
        price_column("away_or_under_price_decimal", "the away side, or the under of a total."),
        NO_PRICE_REASON,
        Column(
            "known_at",
            Instant,
            doc="When this was first seen of it, UTC; of a fetched snapshot of the past the "
            "instant of that.",
        ),
        Column(
            "is_after_start",
            Flag,
            doc="Whether it was seen after the start, by the calendar or, where that has none, by "
            "the bookmaker: never an input.",
        ),
    ),
)

STATED = ("line", "home_or_over_price_decimal", "away_or_under_price_decimal")


@transform(GAME_LINES)
def game_lines(
    offers: Annotated[Rel, Same(ODDS_API_MLB_GAME_LINES), Optional, EveryVersion],
    past_offers: Annotated[Rel, Same(ODDS_API_MLB_GAME_LINES_HISTORY), Optional],
    games: Annotated[Rel, Same(GAMES), Optional],
) -> Rel:
    """Every line on the game it names, repeated observations left out; one that names no game of
    its day becomes a reject, also where the day has none."""
    import ibis

    sent = game_offers(offers, past_offers)
    named = sent.mutate(team_id=id_of_name(sent.home_team), team_sent=sent.home_team)
    on_games = placed(named, games)
    # Both clubs must be the game's: the home club may play another one than the line says.
    is_it = (on_games.opponent_team_id == id_of_name(on_games.away_team)).fill_null(False)
    told = on_games.mutate(
        game_id=is_it.ifelse(on_games.game_id, ibis.null("string")),
        of_game=is_it.ifelse(
            on_games.game_id,
            on_games.away_team.concat(" @ ", on_games.home_team, on_games.starts_at.cast("string")),
        ),
        unplaced_reason=is_it.ifelse(
            ibis.null("string"),
            on_games.unplaced_reason.coalesce(
                on_games.away_team.concat(" does not play ", on_games.home_team, " on this day")
            ),
        ),
        **priced_pair(on_games.one_american, on_games.other_american, names=STATED[1:]),
    )
    series = ["game_date", "of_game", "bookmaker", "market"]
    # A snapshot that finds a bookmaker unchanged repeats it with the stamp it had.
    key = [*series, "known_at"]
    lines = told.group_by(key).agg(**{c: told[c].max() for c in told.columns if c not in key})
    changed = changes(lines, series=series, stated=[*STATED])
    start = changed.game_starts_at.coalesce(changed.starts_at)
    return changed.mutate(is_after_start=changed.known_at > start).select(
        *(c.name for c in GAME_LINES.columns), "unplaced_reason"
    )
