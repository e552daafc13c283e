"""What each system expects of each announced starter, frozen at the start of the game."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from boxline.catalog import (
    Materials,
    Now,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Workbench,
    before_start,
    per_scheduled_game,
    transform,
    worked,
)
from boxline.catalog.freezing import freezing_moments
from boxline.catalog.prediction_columns import NOT_MADE_REASON, ORIGIN, VERSION, stamps
from boxline.mlb.columns import GAME_DATE, GAME_ID, OPPONENT_TEAM_ID, PLAYER_ID, TEAM_ID
from boxline.mlb.core.cutoffs import CUTOFFS
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.pitcher_prop_lines import PITCHER_PROP_LINES
from boxline.mlb.market_rows import standing_quotes
from boxline.mlb.precompute.pitcher_features import FRESH_DAYS, PITCHER_FEATURES, SEASONS
from boxline.mlb.prediction_columns import (
    BESIDE_COLUMNS,
    EXPECTED_COLUMNS,
    LINE_COLUMNS,
    SAYING_COLUMNS,
)
from boxline.mlb.predictions.starter_forecasts import STARTER_FORECASTS
from boxline.mlb.starters.evening import predictions_of
from boxline.mlb.starts import DAYS_AHEAD, UNKNOWN_START_HOUR_UTC

if TYPE_CHECKING:
    import pyarrow as pa

#: What has one active version.
ACTIVE_KEY = ("game_id", "player_id", "prop_type", "system", "origin")

EXPECTED = ("expected_batters_faced", "strikeout_rate", "expected_outs")

_READ = (
    "season_starts",
    "season_strikeouts",
    "season_outs",
    "strikeouts_mean_last_5",
    "outs_mean_last_5",
    "bottom_up_strikeouts",
    "no_line_up_reason",
    f"starts_last_{FRESH_DAYS}_days",
)

PITCHER_PROP_PREDICTIONS = Table(
    "mlb_predictions.pitcher_prop_predictions",
    grain="one version of what one system says of one starter's prop in one game",
    key=("game_date", *ACTIVE_KEY, "version"),
    is_history=True,
    horizon_days=DAYS_AHEAD,
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=(
        GAME_ID,
        GAME_DATE,
        PLAYER_ID,
        TEAM_ID,
        OPPONENT_TEAM_ID,
        *SAYING_COLUMNS,
        ORIGIN,
        VERSION,
        *EXPECTED_COLUMNS,
        NOT_MADE_REASON,
        *LINE_COLUMNS,
        *BESIDE_COLUMNS,
        *stamps("mlb_core.cutoffs", unknown_start="11:00 Eastern"),
    ),
)


@transform(PITCHER_PROP_PREDICTIONS)
def pitcher_prop_predictions(
    features: Annotated[Rel, Same(PITCHER_FEATURES)],
    forecasts: Annotated[Rel, Same(STARTER_FORECASTS)],
    games: Annotated[Rel, Same(GAMES)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    past_forecasts: Annotated[Rel, Past(STARTER_FORECASTS, seasons=SEASONS)],
    pitched: Annotated[Rel, Past(PITCHER_GAMES, seasons=SEASONS)],
    lines: Annotated[Rel, Same(PITCHER_PROP_LINES), Optional],
    clock: Annotated[Rel, Now()],
) -> Materials:
    """The announced starters with what is expected of them, the market by the cut-off, and how
    earlier starts turned out."""
    moments = freezing_moments(
        games,
        cutoffs,
        clock,
        starts="starts_at",
        unknown_start_hour_utc=UNKNOWN_START_HOUR_UTC,
    )
    key = ["game_id", "player_id"]
    starters = features.select(*key, "game_date", "team_id", "opponent_team_id", *_READ)
    starters = starters.join(forecasts.select(*key, *EXPECTED), key)
    came = pitched.filter(pitched.is_starter).select(*key, "batters_faced", "outs")
    return {
        "starters": starters.join(moments, "game_id"),
        "earlier": past_forecasts.join(came, key).select(
            *key, "game_date", *EXPECTED, "is_by_model", "batters_faced", "outs"
        ),
        "quotes": standing_quotes(lines, moments, at="as_of"),
    }


@worked(PITCHER_PROP_PREDICTIONS)
def predict_starts(material: Mapping[str, "pa.Table"], _work: Workbench) -> "pa.Table":
    """What every system says, each fortnight by what came before it."""
    return predictions_of(material)
