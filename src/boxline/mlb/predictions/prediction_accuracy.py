"""How every prediction of a starter turned out: the last version before the start against the box
score."""

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
from boxline.catalog.windows import active_versions
from boxline.mlb.columns import GAME, PLAYER_ID, TEAM_ID
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.postponed_games import POSTPONED_GAMES
from boxline.mlb.core.probable_pitchers import PROBABLE_PITCHERS
from boxline.mlb.grading import NOT_BEGUN, VOID_REASONS, grades_of, void_reason
from boxline.mlb.prediction_columns import (
    BESIDE_COLUMNS,
    EXPECTED_COLUMNS,
    LINE_COLUMNS,
    SAYING_COLUMNS,
)
from boxline.mlb.predictions.pitcher_prop_predictions import ACTIVE_KEY, PITCHER_PROP_PREDICTIONS
from boxline.mlb.props import PROPS
from boxline.mlb.starters.announced import announced

if TYPE_CHECKING:
    import pyarrow as pa

_VOID = "NULL where void"

_TAKEN = {c.name: c for c in (*EXPECTED_COLUMNS, *LINE_COLUMNS, *BESIDE_COLUMNS)}

#: Of the prediction, as it was made.
AS_PREDICTED = (
    "forecast",
    "forecast_is",
    "mean",
    "low_80",
    "high_80",
    "expected_batters_faced",
    "starts_this_season",
    "is_stale",
    "line",
    "fair_chance_over",
    "chance_over",
    "chance_push",
)


def _score(name: str, high: float, doc: str) -> Column:
    return Column(name, Float, low=0, high=high, nullable=True, doc=doc)


PREDICTION_ACCURACY = Table(
    "mlb_predictions.prediction_accuracy",
    grain="one active prediction for one day on which its game began, is over and its starters are "
    "known, or on which it was not begun",
    key=("game_date", *ACTIVE_KEY),
    expects=per_final_game(at_least=0),  # the first starts of all have nothing to grade
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        TEAM_ID,
        *SAYING_COLUMNS,
        Column("origin", Text, one_of=("live", "replay"), doc="Never mixed in one figure."),
        Column("version", Int, low=1, doc="Version graded: the last before the start."),
        *(_TAKEN[name] for name in AS_PREDICTED),
        Column(
            "actual_batters_faced", Int, "batters", 0, 70, nullable=True, doc=f"As came. {_VOID}."
        ),
        Column(
            "actual",
            Int,
            "of the prop",
            0,
            60,
            True,
            checks=(Varies(), Known(0.2), MeanAsBefore(1.0)),
            doc=f"As it came. {_VOID}.",
        ),
        Column(
            "error",
            Float,
            "of the prop",
            -60,
            60,
            True,
            checks=(Varies(), MeanAsBefore(1.0)),
            doc=f"Forecast less actual, so positive is too high. {_VOID}.",
        ),
        Column("is_within_1", Flag, nullable=True, doc=f"|error| <= 1. {_VOID}."),
        Column(
            "is_within_80",
            Flag,
            nullable=True,
            doc=f"Whether it lay between `low_80` and `high_80` or met one. Whole numbers leave no "
            f"ends to cut off, so more than 80 in 100 do. {_VOID}, or without a distribution.",
        ),
        *OUTCOME_COLUMNS,
        _score("brier", 1, "(chance of the over - what came)^2; NULL of a push, void, or no line."),
        _score("log_loss", 14, "- log of the chance of the side that won, in nats; as `brier`."),
        _score(
            "brier_of_price",
            1,
            "The same of `fair_chance_over`, what the prices say; NULL without prices.",
        ),
        Column(
            "void_reason",
            Text,
            nullable=True,
            one_of=VOID_REASONS,
            doc="Why it is not graded: he did not throw his side's first pitch, whatever he did "
            "later, or nobody did on that day; NULL where he did.",
        ),
    ),
)


@transform(PREDICTION_ACCURACY)
def prediction_accuracy(
    predictions: Annotated[Rel, Same(PITCHER_PROP_PREDICTIONS)],
    games: Annotated[Rel, Same(GAMES)],
    pitched: Annotated[Rel, Same(PITCHER_GAMES)],
    probables: Annotated[Rel, Same(PROBABLE_PITCHERS), Optional],
    postponed: Annotated[Rel, Same(POSTPONED_GAMES), Optional],
) -> Materials:
    """Every prediction made for a side whose game is final and whose starter is known, with what he
    did; and those of games that were not begun on their day. A side whose starter no source tells
    is not graded: he may have been the one."""
    import ibis

    of_day = ["game_id", "game_date"]  # a game may have been predicted for several days
    active = active_versions(predictions, key=("game_date", *ACTIVE_KEY))
    made = active.filter(active.forecast.notnull())
    final = games.filter(games.is_final).select(*of_day, "season", "season_type")
    started = pitched.filter(pitched.is_starter).select(
        "game_id",
        "team_id",
        started_id="player_id",
        came_batters_faced="batters_faced",
        **{f"came_{prop}": column for prop, column in PROPS.items()},
    )
    begun = made.semi_join(final, of_day).select("game_id", "frozen_at").distinct()
    named = announced(probables, begun, at="frozen_at")
    of_prediction = made.select(
        *dict.fromkeys([*ACTIVE_KEY, *of_day, "team_id", "version"]),
        *AS_PREDICTED,
        "distribution",
    )
    side = ["game_id", "team_id"]
    both = of_prediction.join(final, of_day).join(started, side)
    both = both.left_join(named.rename(named_id="player_id"), side)
    told = both.drop("game_id_right", "team_id_right")
    he_did = told.started_id == told.player_id
    came = {
        f"actual_{name}": he_did.ifelse(told[f"came_{name}"], None)
        for name in (*PROPS, "batters_faced")
    }
    told = told.mutate(void_reason=void_reason(told), **came)
    told = told.drop("started_id", "named_id", *(c for c in told.columns if "came_" in c))
    not_begun = of_prediction.join(
        postponed.select(*of_day, "season", "season_type", "status"), of_day
    )
    not_begun = not_begun.mutate(
        void_reason=not_begun.status.cases(*NOT_BEGUN.items()),
        **{name: ibis.null(told[name].type()) for name in came},
    )
    return {"graded": ibis.union(told, not_begun.select(*told.columns))}


@worked(PREDICTION_ACCURACY)
def grade(material: Mapping[str, "pa.Table"], _work: Workbench) -> "pa.Table":
    """What came of each."""
    return grades_of(material["graded"], PREDICTION_ACCURACY.columns)
