"""How each bookmaker's last line before the start on each player's prop came out."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Float,
    Instant,
    Int,
    MeanAsBefore,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    per_final_game,
    transform,
)
from boxline.catalog.bookmakers import BOOKMAKER
from boxline.catalog.prices import price_column
from boxline.domain.line_sides import OVER, PUSH, UNDER
from boxline.nba.columns import GAME, PLAYER_ID, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.daily_checks import KNOWN_ON_A_FULL_EVENING
from boxline.nba.line_states import standing_main_lines
from boxline.nba.props import DID_NOT_PLAY, PROP_TYPES, with_props

PLAYER_PROP_RESULTS = Table(
    "nba_analytics.player_prop_results",
    grain="one bookmaker's main line on one player's prop as it stood at the start of a final game",
    key=("game_id", "player_id", "prop_type", "bookmaker"),
    expects=per_final_game(at_least=0),  # no source has lines on every game
    columns=(
        *GAME,
        PLAYER_ID,
        replace(
            TEAM_ID,
            nullable=True,
            doc="NBA.com's team id; NULL where he was not expected on either side.",
        ),
        Column("prop_type", Text, one_of=PROP_TYPES, doc="What the line is on."),
        BOOKMAKER,
        Column(
            "line",
            Float,
            "of the prop",
            0,
            200,
            checks=(Varies(),),
            doc="The main line that stood at the start, known before it.",
        ),
        price_column("over_price_decimal", "the over."),
        price_column("under_price_decimal", "the under."),
        Column("known_at", Instant, doc="Since when it stood."),
        Column(
            "actual",
            Int,
            "of the prop",
            0,
            200,
            True,
            checks=(Varies(), KNOWN_ON_A_FULL_EVENING),
            doc="As it came; NULL where void.",
        ),
        Column(
            "margin",
            Float,
            "of the prop",
            -200,
            200,
            True,
            checks=(Varies(), MeanAsBefore(1.5)),
            doc="Actual less line, so positive went over; NULL where void.",
        ),
        Column(
            "result",
            Text,
            nullable=True,
            one_of=(OVER, UNDER, PUSH),
            doc="Which side won; PUSH where the line was met exactly; NULL where void.",
        ),
        Column(
            "void_reason",
            Text,
            nullable=True,
            one_of=(DID_NOT_PLAY,),
            doc="Why there is no result; NULL where there is one.",
        ),
    ),
)


@transform(PLAYER_PROP_RESULTS)
def player_prop_results(
    lines: Annotated[Rel, Same(PLAYER_PROP_LINES)],
    games: Annotated[Rel, Same(GAMES)],
    player_games: Annotated[Rel, Same(PLAYER_GAMES)],
) -> Rel:
    """Lines seen after the start never count; a game without a final box score has no results."""
    import ibis

    standing = standing_main_lines(lines.filter(~lines.is_after_start))
    over = games.filter(games.is_final).semi_join(player_games, "game_id").select("game_id")
    counts = with_props(player_games.filter(player_games.has_played))
    played = counts.select("game_id", "player_id", *(f"prop_{p}" for p in PROP_TYPES))
    both = standing.join(over, "game_id").left_join(played, ["game_id", "player_id"])
    actual = ibis.cases(*((both.prop_type == p, both[f"prop_{p}"]) for p in PROP_TYPES))
    margin = actual - both.line
    return both.mutate(
        actual=actual,
        margin=margin,
        result=ibis.cases((margin > 0, OVER), (margin < 0, UNDER), (margin == 0, PUSH)),
        void_reason=actual.isnull().ifelse(DID_NOT_PLAY, ibis.null("string")),
    )
