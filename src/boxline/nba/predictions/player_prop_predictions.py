"""What each system expects of each player in each game, frozen at the start of the game."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from boxline.catalog import (
    Column,
    Flag,
    Int,
    Materials,
    Now,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    Workbench,
    before_start,
    per_scheduled_game,
    transform,
    worked,
)
from boxline.catalog.prediction_columns import NOT_MADE_REASON, ORIGIN, VERSION, stamps
from boxline.forecasting.systems import speaks_of
from boxline.forecasting.withholding import WITHHELD
from boxline.nba.columns import GAME_DATE, GAME_ID, OPPONENT_TEAM_ID, PLAYER_ID, TEAM_ID
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.games import GAMES
from boxline.nba.core.injuries import INJURIES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.evening import UNFITTED, predictions_of
from boxline.nba.injury_reports import STATUSES
from boxline.nba.injury_status import with_status_known
from boxline.nba.lookback import withheld_reason
from boxline.nba.market_rows import opening_quotes, standing_quotes
from boxline.nba.model_rows import MODEL_FEATURES, REASONS, past_games
from boxline.nba.moments import moments_of
from boxline.nba.precompute.ml_feature_store import ML_FEATURE_STORE
from boxline.nba.prediction_columns import (
    ADVICE_COLUMNS,
    EXPECTED_COLUMNS,
    LINE_COLUMNS,
    SAYING_COLUMNS,
)
from boxline.nba.predictions.champions import CHAMPIONS
from boxline.nba.predictions.reference_models import REFERENCE_MODELS
from boxline.nba.predictions.weekly_models import WEEKLY_MODELS
from boxline.nba.props import PROP_TYPES
from boxline.nba.starts import DAYS_AHEAD

if TYPE_CHECKING:
    import pyarrow as pa

#: What has one active version.
ACTIVE_KEY = ("game_id", "player_id", "prop_type", "system", "population", "origin")

#: How many systems need nothing fitted and speak of every prop: what each player has at least.
OF_ALL_PROPS = sum(all(speaks_of(name, prop) for prop in PROP_TYPES) for name in UNFITTED)

PLAYER_PROP_PREDICTIONS = Table(
    "nba_predictions.player_prop_predictions",
    grain="one version of what one system says of one player's prop in one game",
    key=("game_date", *ACTIVE_KEY, "version"),
    is_history=True,
    horizon_days=DAYS_AHEAD,
    expects=per_scheduled_game(at_least=16 * len(PROP_TYPES) * OF_ALL_PROPS),
    due=before_start(hours=1),
    columns=(
        GAME_ID,
        GAME_DATE,
        PLAYER_ID,
        TEAM_ID,
        OPPONENT_TEAM_ID,
        *SAYING_COLUMNS,
        Column(
            "is_champion",
            Flag,
            doc="Whether this system speaks first of the prop that week, of everybody: "
            "`nba_predictions.champions`. False of all where no models are fitted.",
        ),
        ORIGIN,
        VERSION,
        *EXPECTED_COLUMNS,
        Column("games_this_season", Int, "games", 0, 120, doc="Earlier games of his this season."),
        NOT_MADE_REASON,
        *LINE_COLUMNS,
        *ADVICE_COLUMNS,
        Column(
            "injury_status",
            Text,
            nullable=True,
            one_of=STATUSES,
            doc="The newest that an injury report had said of him by `as_of`; NULL where none had.",
        ),
        Column(
            "features_sha256",
            Text,
            nullable=True,
            doc="Of the features that a fitted model read, as they stood; NULL where none did.",
        ),
        *stamps("nba_core.cutoffs", unknown_start="noon Eastern"),
    ),
)


@transform(PLAYER_PROP_PREDICTIONS)
def player_prop_predictions(
    expected: Annotated[Rel, Same(EXPECTED_PLAYERS)],
    store: Annotated[Rel, Same(ML_FEATURE_STORE)],
    games: Annotated[Rel, Same(GAMES)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    past_store: Annotated[Rel, Past(ML_FEATURE_STORE, seasons=2)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=2)],
    reference: Annotated[Rel, Past(REFERENCE_MODELS, seasons=1, with_today=True)],
    weekly: Annotated[Rel, Past(WEEKLY_MODELS, seasons=1, with_today=True)],
    champions: Annotated[Rel, Past(CHAMPIONS, seasons=1, with_today=True)],
    injuries: Annotated[Rel, Same(INJURIES), Optional],
    lines: Annotated[Rel, Same(PLAYER_PROP_LINES), Optional],
    clock: Annotated[Rel, Now()],
) -> Materials:
    """Who could appear with what is known of him, the market by the cut-off, and the models."""
    moments = moments_of(games, cutoffs, clock)
    told = with_status_known(
        expected.select("game_id", "player_id", "opponent_team_id").join(moments, "game_id"),
        injuries,
        at="as_of",
    )
    features = store.select(
        *("game_id", "game_date", "season", "player_id", "team_id", *REASONS, *MODEL_FEATURES),
        **{WITHHELD: withheld_reason(store)},
    )
    cut = moments.select("game_id", cutoff_at="as_of")
    return {
        "players": features.join(told, ["game_id", "player_id"]),
        "games": past_games(past_store, played),
        "standing": standing_quotes(lines, cut),
        "opening": opening_quotes(lines, cut),
        "reference": reference.select("game_date", "model", "sha256"),
        "weekly": weekly.select("game_date", "model", "sha256"),
        "champions": champions.select("game_date", "prop_type", "system"),
    }


@worked(PLAYER_PROP_PREDICTIONS)
def predict_evenings(material: Mapping[str, "pa.Table"], work: Workbench) -> "pa.Table":
    """What every system on duty says, each week by its own models."""
    return predictions_of(material, work)
