"""How every prediction turned out: the last version before the start against the box score."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Int,
    Known,
    MeanAsBefore,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    after_final,
    per_final_game,
    transform,
)
from boxline.catalog.windows import active_versions
from boxline.forecasting import SYSTEMS
from boxline.nba.columns import GAME, PLAYER_ID, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.predictions.player_prop_predictions import (
    ACTIVE_KEY,
    PLAYER_PROP_PREDICTIONS,
)
from boxline.nba.props import DID_NOT_PLAY, PROP_TYPES, with_props

PREDICTION_ACCURACY = Table(
    "nba_predictions.prediction_accuracy",
    grain="one active prediction for a game whose box score is in",
    key=("game_id", "player_id", "prop_type", "system", "origin"),
    expects=per_final_game(at_least=0),  # a season's first games have nothing to grade
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        TEAM_ID,
        Column("prop_type", Text, one_of=PROP_TYPES, doc="What was predicted."),
        Column("system", Text, one_of=tuple(SYSTEMS), doc="Who predicted."),
        Column("origin", Text, one_of=("live", "replay"), doc="Never mixed in one figure."),
        Column("version", Int, low=1, doc="Version graded: the last before the start."),
        Column("predicted_mean", Float, "of the prop", 0, 200, doc="As predicted."),
        Column(
            "actual",
            Int,
            "of the prop",
            0,
            200,
            True,
            checks=(Varies(), Known(0.2), MeanAsBefore(1.0)),
            doc="As it came; NULL where void.",
        ),
        Column(
            "error",
            Float,
            "of the prop",
            -200,
            200,
            True,
            checks=(Varies(), MeanAsBefore(1.0)),
            doc="Predicted less actual, so positive is too high; NULL where void.",
        ),
        Column("is_within_3", Flag, nullable=True, doc="|error| <= 3; NULL where void."),
        Column("is_within_5", Flag, nullable=True, doc="|error| <= 5; NULL where void."),
        Column(
            "void_reason",
            Text,
            nullable=True,
            one_of=(DID_NOT_PLAY,),
            doc="Why it is not graded; NULL where it is.",
        ),
    ),
)


@transform(PREDICTION_ACCURACY)
def prediction_accuracy(
    predictions: Annotated[Rel, Same(PLAYER_PROP_PREDICTIONS)],
    games: Annotated[Rel, Same(GAMES)],
    player_games: Annotated[Rel, Same(PLAYER_GAMES)],
) -> Rel:
    """Grades every prediction made, in games that are final and have a box score; one whose player
    is not in it, or did not leave the bench, is void."""
    import ibis

    active = active_versions(predictions, key=ACTIVE_KEY)
    made = active.filter(active.predicted_mean.notnull())
    graded_games = games.filter(games.is_final).semi_join(player_games, "game_id")
    lines = with_props(player_games.filter(player_games.has_played))
    played = lines.select("game_id", "player_id", *(f"prop_{p}" for p in PROP_TYPES))
    both = made.join(graded_games.select("game_id", "season", "season_type"), "game_id").left_join(
        played, ["game_id", "player_id"]
    )
    actual = ibis.cases(*((both.prop_type == p, both[f"prop_{p}"]) for p in PROP_TYPES))
    error = both.predicted_mean - actual
    return both.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "player_id",
        "team_id",
        "prop_type",
        "system",
        "origin",
        "version",
        "predicted_mean",
        actual=actual,
        error=error,
        is_within_3=error.abs() <= 3,
        is_within_5=error.abs() <= 5,
        void_reason=actual.isnull().ifelse(DID_NOT_PLAY, ibis.null("string")),
    )
