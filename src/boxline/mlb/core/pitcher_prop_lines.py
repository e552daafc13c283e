"""What each bookmaker's lines on a pitcher's props were, capture by capture."""

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
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.prices import NO_PRICE_REASON, price_column, priced_pair
from boxline.mlb.archived_lines import BOOKMAKER
from boxline.mlb.clubs import id_of_code
from boxline.mlb.columns import GAME_DATE, OPPONENT_TEAM_ID, SEASON, SEASON_TYPE, TEAM_ID
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.player_names import PLAYER_NAMES
from boxline.mlb.core.probable_pitchers import PROBABLE_PITCHERS
from boxline.mlb.line_games import placed
from boxline.mlb.names import normalised, resolved
from boxline.mlb.offered_props import offered_props
from boxline.mlb.props import PROP_TYPES
from boxline.mlb.raw.archive_outs_lines import ARCHIVE_OUTS_LINES
from boxline.mlb.raw.archive_strikeout_alternates import ARCHIVE_STRIKEOUT_ALTERNATES
from boxline.mlb.raw.archive_strikeout_lines import ARCHIVE_STRIKEOUT_LINES
from boxline.mlb.raw.odds_api_mlb_pitcher_props import ODDS_API_MLB_PITCHER_PROPS
from boxline.mlb.raw.odds_api_mlb_pitcher_props_history import ODDS_API_MLB_PITCHER_PROPS_HISTORY

PITCHER_PROP_LINES = Table(
    "mlb_core.pitcher_prop_lines",
    grain="one offer of one bookmaker on one pitcher's prop, in one capture",
    key=("game_id", "player_id", "prop_type", "bookmaker", "line", "is_alternate", "known_at"),
    # A line rests on a name and a date that others wrote, and its neighbours are none the worse
    # where nobody bears the name or the game was moved: those that can be placed are kept.
    max_rejected_share=1.0,
    columns=(
        Column(
            "game_id",
            Text,
            explained_by="unplaced_reason",
            doc="MLB's game id: the game of his club on this day, of two the one whose start is "
            "nearer to the bookmaker's.",
        ),
        GAME_DATE,
        SEASON,
        replace(SEASON_TYPE, nullable=True),
        Column(
            "player_id",
            Int,
            low=1,
            explained_by="unresolved_reason",
            doc="MLB's person id, of the one who bears the name among the probable pitchers of "
            "the side, else of who alone bore it by the day before.",
        ),
        Column("player_name", Text, doc="As the bookmaker writes it."),
        TEAM_ID,
        replace(OPPONENT_TEAM_ID, nullable=True),
        Column("prop_type", Text, one_of=PROP_TYPES, doc="What the line is on."),
        Column("bookmaker", Text, doc="Whose offer it is, as The Odds API calls him."),
        Column(
            "line",
            Float,
            "of the prop",
            0,
            40,
            doc="The number to be over or under; `n or more` is a line of n - 0.5.",
        ),
        price_column("over_price_decimal", "the over."),
        price_column("under_price_decimal", "the under; NULL of a milestone, which has none."),
        NO_PRICE_REASON,
        Column("is_alternate", Flag, doc="False of the main line; true of the others."),
        Column("known_at", Instant, doc="When it was captured, UTC."),
        Column(
            "is_after_start",
            Flag,
            doc="Whether it was captured after the start, by the calendar or, where that has none, "
            "by the bookmaker: never an input.",
        ),
    ),
)


#: The over, and the under.
PRICES = ("over_price_decimal", "under_price_decimal")


@transform(PITCHER_PROP_LINES)
def pitcher_prop_lines(
    strikeouts: Annotated[Rel, Same(ARCHIVE_STRIKEOUT_LINES), Optional],
    alternates: Annotated[Rel, Same(ARCHIVE_STRIKEOUT_ALTERNATES), Optional],
    outs: Annotated[Rel, Same(ARCHIVE_OUTS_LINES), Optional],
    offers: Annotated[Rel, Same(ODDS_API_MLB_PITCHER_PROPS), Optional, EveryVersion],
    past_offers: Annotated[Rel, Same(ODDS_API_MLB_PITCHER_PROPS_HISTORY), Optional],
    games: Annotated[Rel, Same(GAMES), Optional],
    probables: Annotated[Rel, Same(PROBABLE_PITCHERS), Optional],
    names: Annotated[Rel, Past(PLAYER_NAMES), Optional],
    pitched: Annotated[Rel, Past(PITCHER_GAMES, seasons=2), Optional],
) -> Rel:
    """Every offer on the game and the pitcher that it names. One that names no game of its day, or
    nobody, becomes a reject. No input is required, so that offers of a day without any game are
    rejected too, and not left lying."""
    import ibis

    sent = ibis.union(
        _two_sided(strikeouts, "strikeouts"), _two_sided(outs, "outs"), _milestones(alternates)
    )
    on_games = placed(sent, games)
    named = _named(on_games, probables=probables, names=names, pitched=pitched)
    columns = [c for c in named.columns if c != "team_sent"]
    offered = offered_props(offers, past_offers, games=games, probables=probables)
    both = ibis.union(named.select(*columns), offered.select(*columns))
    priced = both.mutate(**priced_pair(both.over_american, both.under_american, names=PRICES))
    start = priced.game_starts_at.coalesce(priced.starts_at)
    return priced.mutate(is_after_start=priced.known_at > start).select(
        *(c.name for c in PITCHER_PROP_LINES.columns), "unplaced_reason", "unresolved_reason"
    )


def _sent(lines: Rel) -> dict[str, object]:
    import ibis

    return {
        "game_date": lines.game_date,
        "player_name": lines.player_name,
        "team_id": id_of_code(lines.team),
        "team_sent": lines.team,
        "starts_at": lines.starts_at,
        "known_at": lines.captured_at,
        "bookmaker": ibis.literal(BOOKMAKER),
    }


def _two_sided(lines: Rel, prop_type: str) -> Rel:
    """The main lines of the archive."""
    import ibis

    return lines.select(
        **_sent(lines),
        prop_type=ibis.literal(prop_type),
        line="line",
        over_american="over_price_american",
        under_american="under_price_american",
        is_alternate=ibis.literal(False),
    )


def _milestones(lines: Rel) -> Rel:
    """That many or more is over half of one less, and nobody offers the under."""
    import ibis

    return lines.select(
        **_sent(lines),
        prop_type=ibis.literal("strikeouts"),
        line=lines.milestone - 0.5,
        over_american="price_american",
        under_american=ibis.null("float64"),
        is_alternate=ibis.literal(True),
    )


def _named(lines: Rel, *, probables: Rel, names: Rel, pitched: Rel) -> Rel:
    """Lines with `player_id` and `unresolved_reason`."""
    import ibis

    known = resolved(
        lines.select("game_date", "team_id", "player_name").distinct(), known=names, pitched=pitched
    ).rename(known_id="player_id")
    announced = (
        probables.filter(probables.player_id.notnull())
        .select("game_id", "team_id", "player_id", name_form=normalised(probables.player_name))
        .distinct()
    )
    announced = announced.group_by("game_id", "team_id", "name_form").agg(
        announced_id=announced.player_id.max(), count=announced.count()
    )
    announced = announced.filter(announced["count"] == 1).drop("count")
    formed = lines.mutate(name_form=normalised(lines.player_name))
    met = formed.left_join(announced, ["game_id", "team_id", "name_form"]).select(
        formed, "announced_id"
    )
    both = met.left_join(known, ["game_date", "team_id", "player_name"])
    player_id = both.announced_id.coalesce(both.known_id)
    return both.select(
        *lines.columns,
        player_id=player_id,
        unresolved_reason=player_id.isnull().ifelse(both.unresolved_reason, ibis.null("string")),
    )
