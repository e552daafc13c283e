"""How many goals the home side of each game is expected to score."""

from typing import Annotated

from boxline.catalog import Column, Float, Instant, Int, Now, Rel, Same, Table, Text, transform
from tests.faults.league.columns import GAME_DATE, GAME_ID, TEAM
from tests.faults.league.games import GAMES
from tests.faults.league.team_form import TEAM_FORM

ACTIVE_KEY = ("game_id", "team", "origin")

GOAL_PREDICTIONS = Table(
    "toy_predictions.goal_predictions",
    grain="one version of the prediction for one side of one game",
    key=("game_date", *ACTIVE_KEY, "version"),
    is_history=True,
    columns=(
        GAME_ID,
        GAME_DATE,
        TEAM,
        Column("origin", Text, one_of=("live", "replay"), doc="Made before the start, or after."),
        Column("version", Int, low=1, doc="1, 2, ...; the highest is active."),
        Column("predicted_mean", Float, "goals", 0, 20, True, doc="NULL without an earlier game."),
        Column("made_at", Instant, is_stamp=True, doc="When it was made, by the clock."),
        Column("frozen_at", Instant, is_stamp=True, doc="The start of the game."),
    ),
)


@transform(GOAL_PREDICTIONS)
def goal_predictions(
    form: Annotated[Rel, Same(TEAM_FORM)],
    games: Annotated[Rel, Same(GAMES)],
    clock: Annotated[Rel, Now()],
) -> Rel:
    """The mean of earlier games."""
    import ibis

    starts = games.select("game_id", "starts_at").cross_join(clock)
    rows = form.join(starts, "game_id")
    return rows.mutate(
        origin=(rows.now < rows.starts_at).ifelse("live", "replay"),
        version=ibis.literal(1, "int64"),
        predicted_mean=rows.goals_before / rows.games_before.nullif(0),
        made_at=rows.now,
        frozen_at=rows.starts_at,
    )
