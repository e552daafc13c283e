"""How every prediction turned out: the last version before the start against the box score."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Int,
    Known,
    Materials,
    MeanAsBefore,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    Workbench,
    after_final,
    per_final_game,
    transform,
    worked,
)
from boxline.catalog.prediction_columns import OUTCOME_COLUMNS
from boxline.catalog.prices import price_column
from boxline.catalog.windows import active_versions
from boxline.nba.columns import GAME, PLAYER_ID, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.core.injuries import INJURIES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.grading import CLOSING_REASONS, VOID_REASONS, grades_of, void_reason
from boxline.nba.injury_status import with_status_known
from boxline.nba.market_rows import standing_quotes
from boxline.nba.model_rows import actuals
from boxline.nba.prediction_columns import (
    ADVICE_COLUMNS,
    EXPECTED_COLUMNS,
    LINE_COLUMNS,
    SAYING_COLUMNS,
)
from boxline.nba.predictions.player_prop_predictions import ACTIVE_KEY, PLAYER_PROP_PREDICTIONS

if TYPE_CHECKING:
    import pyarrow as pa

_VOID = "NULL where void"

_TAKEN = {c.name: c for c in (*EXPECTED_COLUMNS, *LINE_COLUMNS, *ADVICE_COLUMNS)}

#: Of the prediction, as it was made.
AS_PREDICTED = (
    "forecast",
    "median_rounded",
    "low_80",
    "high_80",
    "line",
    "fair_chance_over",
    "chance_over_alone",
    "chance_over_shrunken",
    "chance_over",
    "chance_push",
    "recommendation",
    "edge",
    "confidence",
    "stake_share",
)

PREDICTION_ACCURACY = Table(
    "nba_predictions.prediction_accuracy",
    grain="one active prediction for a game whose box score is in",
    key=ACTIVE_KEY,
    expects=per_final_game(at_least=0),  # a season's first games have nothing to grade
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        TEAM_ID,
        *SAYING_COLUMNS,
        Column("origin", Text, one_of=("live", "replay"), doc="Never mixed in one figure."),
        Column("version", Int, low=1, doc="Version graded: the last before the start."),
        Column("games_this_season", Int, "games", 0, 120, doc="Earlier games of his this season."),
        *(_TAKEN[name] for name in AS_PREDICTED),
        Column(
            "minutes_played", Int, "minutes", 0, 75, nullable=True, doc=f"As they came. {_VOID}."
        ),
        Column(
            "actual",
            Int,
            "of the prop",
            0,
            200,
            True,
            checks=(Varies(), Known(0.2), MeanAsBefore(1.0)),
            doc=f"As it came. {_VOID}.",
        ),
        Column(
            "error",
            Float,
            "of the prop",
            -250,
            250,
            True,
            checks=(Varies(), MeanAsBefore(1.0)),
            doc=f"Forecast less actual, so positive is too high. {_VOID}.",
        ),
        Column("is_within_3", Flag, nullable=True, doc=f"|error| <= 3. {_VOID}."),
        Column("is_within_5", Flag, nullable=True, doc=f"|error| <= 5. {_VOID}."),
        *OUTCOME_COLUMNS,
        Column(
            "is_hit",
            Flag,
            nullable=True,
            doc="Whether the side taken won; NULL where none was, of a push, and where void.",
        ),
        price_column("price_decimal", "the side taken; NULL where none was, or without a price."),
        Column(
            "profit_units",
            Float,
            "units",
            -1,
            1000,
            nullable=True,
            doc="Of a flat stake of 1 unit on the side taken; 0 of a push. NULL where none was "
            "taken, without a price, and where void.",
        ),
        Column(
            "brier",
            Float,
            low=0,
            high=1,
            nullable=True,
            doc="(believed chance of the over - what came)^2; NULL of a push, void, or neither.",
        ),
        Column(
            "log_loss",
            Float,
            "nats",
            0,
            14,
            nullable=True,
            doc="- log of what was believed of the side that won; NULL as `brier`.",
        ),
        Column(
            "closing_line",
            Float,
            "of the prop",
            0,
            200,
            nullable=True,
            doc="The line that most bookmakers showed at the start; NULL where none did.",
        ),
        Column(
            "closing_line_gain",
            Float,
            "of the prop",
            -200,
            200,
            nullable=True,
            doc="How far the line went in favour of the side taken until the start.",
        ),
        Column(
            "closing_value",
            Float,
            "probability",
            -1,
            1,
            nullable=True,
            doc="How much likelier the side taken was by the prices at the start than by those at "
            "`as_of`; NULL with `closing_missing_reason`.",
        ),
        Column(
            "closing_missing_reason",
            Text,
            nullable=True,
            one_of=CLOSING_REASONS,
            doc="Why there is no closing value; NULL where there is one.",
        ),
        Column(
            "void_reason",
            Text,
            nullable=True,
            one_of=VOID_REASONS,
            doc="Why it is not graded: he did not play, by what the last report before the start "
            "had said; NULL where it is.",
        ),
    ),
)


@transform(PREDICTION_ACCURACY)
def prediction_accuracy(
    predictions: Annotated[Rel, Same(PLAYER_PROP_PREDICTIONS)],
    games: Annotated[Rel, Same(GAMES)],
    player_games: Annotated[Rel, Same(PLAYER_GAMES)],
    injuries: Annotated[Rel, Same(INJURIES), Optional],
    lines: Annotated[Rel, Same(PLAYER_PROP_LINES), Optional],
) -> Materials:
    """Every prediction made for a game that is final and has a box score, with what came; and the
    lines at the start."""
    active = active_versions(predictions, key=ACTIVE_KEY)
    made = active.filter(active.forecast.notnull())
    graded = games.filter(games.is_final).semi_join(player_games, "game_id")
    starts = graded.select("game_id", "season", "season_type")
    of_prediction = made.select(
        *(c for c in ACTIVE_KEY if c != "game_id"),
        *("game_id", "game_date", "team_id", "version", "games_this_season", "frozen_at"),
        *AS_PREDICTED,
        *("distribution", "over_price_decimal", "under_price_decimal"),
    )
    both = of_prediction.join(starts, "game_id").left_join(
        actuals(player_games), ["game_id", "player_id"]
    )
    both = both.drop("game_id_right", "player_id_right")
    told = with_status_known(both, injuries, at="frozen_at")
    told = told.mutate(void_reason=void_reason(told))
    moments = made.select("game_id", cutoff_at="frozen_at").distinct()
    return {"graded": told, "closing": standing_quotes(lines, moments)}


@worked(PREDICTION_ACCURACY)
def grade(material: Mapping[str, "pa.Table"], _work: Workbench) -> "pa.Table":
    """What came of each."""
    return grades_of(material["graded"], material["closing"], PREDICTION_ACCURACY.columns)
