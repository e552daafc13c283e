"""`v1/results/{date}.json`: how every prediction of a day turned out."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    Export,
    Float,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Text,
    document,
    transform,
)
from boxline.catalog.feeds import Document
from boxline.catalog.windows import with_newest_before
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.systems import SYSTEMS
from boxline.nba.analytics.player_prop_results import PLAYER_PROP_RESULTS
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.line_states import preferred
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.nba.props import PROP_TYPES

RESULTS = Export(
    "nba_exports.results",
    path="v1/results/{date}.json",
    latest="v1/results/latest.json",
    grain="one player's prop in one final game, the systems side by side",
    key=("game_id", "player_id", "prop_type", "origin"),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("player_id", Int, doc="NBA.com's player id."),
        Column("player_name", Text, nullable=True, doc="The newest name he appeared under."),
        Column("team", Text, nullable=True, doc="His team's three-letter code."),
        Column("prop_type", Text, doc="What was predicted."),
        Column("origin", Text, doc="live or replay."),
        Column("actual", Int, "of the prop", 0, 200, True, doc="As it came; NULL where void."),
        Column("void_reason", Text, nullable=True, doc="Why it is not graded."),
        *(
            Column(system, Float, "of the prop", 0, 250, True, doc=f"What {system} expected.")
            for system in SYSTEMS
        ),
        Column(
            "line",
            Float,
            "of the prop",
            0,
            200,
            True,
            doc="The main line that stood at the start, of the bookmaker that is preferred among "
            "those that had one; NULL where none had.",
        ),
        Column("line_bookmaker", Text, nullable=True, doc="Whose line; NULL without one."),
        Column(
            "line_result",
            Text,
            nullable=True,
            doc="OVER, UNDER or PUSH; NULL without a line, or where void.",
        ),
    ),
)


@transform(RESULTS)
def results(
    graded: Annotated[Rel, Same(PREDICTION_ACCURACY)],
    lines: Annotated[Rel, Same(PLAYER_PROP_RESULTS), Optional],
    players: Annotated[Rel, Past(PLAYERS)],
    teams: Annotated[Rel, Past(TEAMS)],
) -> Rel:
    """The grades with the systems in columns, ids with their names."""
    line = ["game_id", "game_date", "player_id", "team_id", "prop_type", "origin"]
    graded = graded.filter(graded.population == EVERYBODY)
    rows = graded.group_by(line).agg(
        actual=graded.actual.max(),
        void_reason=graded.void_reason.max(),
        **{s: graded.forecast.max(where=graded.system == s) for s in SYSTEMS},
    )
    first = preferred(lines).select(
        "game_id",
        "player_id",
        "prop_type",
        "line",
        line_bookmaker="bookmaker",
        line_result="result",
    )
    own = rows.columns
    rows = rows.left_join(first, ["game_id", "player_id", "prop_type"]).select(
        *own, "line", "line_bookmaker", "line_result"
    )
    rows = with_newest_before(rows, teams, entity=["team_id"], columns={"team": "team"})
    return with_newest_before(
        rows, players, entity=["player_id"], columns={"player_name": "player_name"}
    )


class Summary(msgspec.Struct):
    """One system on one prop: mean absolute error over `graded` rows, null over none."""

    system: str
    prop_type: str
    origin: str
    graded: int
    mean_absolute_error: float | None


class Result(msgspec.Struct):
    """One prop of one player; `void_reason` is set where it is not graded. `line` is the one that
    stood at the start, null where there was none, and `line_result` the side that won."""

    game_id: str
    player_id: int
    name: str | None
    team: str | None
    prop_type: str
    origin: str
    actual: int | None
    void_reason: str | None
    forecast: dict[str, float | None]
    line: float | None
    line_bookmaker: str | None
    line_result: str | None


class Results(Document, kw_only=True):
    """The document. Lists are present and empty, never absent."""

    game_date: date
    total_graded: int
    total_void: int
    summary: list[Summary]
    results: list[Result]


def _summary(rows: Sequence[Any], system: str, prop_type: str, origin: str) -> Summary:
    errors = [
        abs(getattr(row, system) - row.actual)
        for row in rows
        if row.prop_type == prop_type
        and row.origin == origin
        and row.actual is not None
        and getattr(row, system) is not None
    ]
    mean = round(sum(errors) / len(errors), 4) if errors else None
    return Summary(system, prop_type, origin, len(errors), mean)


@document(RESULTS)
def results_document(day: date, rows: Sequence[Any]) -> Results:
    """Rows come in the order of the key."""
    found = [
        Result(
            game_id=row.game_id,
            player_id=row.player_id,
            name=row.player_name,
            team=row.team,
            prop_type=row.prop_type,
            origin=row.origin,
            actual=row.actual,
            void_reason=row.void_reason,
            forecast={system: getattr(row, system) for system in SYSTEMS},
            line=row.line,
            line_bookmaker=row.line_bookmaker,
            line_result=row.line_result,
        )
        for row in rows
    ]
    origins = sorted({row.origin for row in rows})
    summary = [
        _summary(rows, system, prop_type, origin)
        for origin in origins
        for system in SYSTEMS
        for prop_type in PROP_TYPES
    ]
    return Results(
        game_date=day,
        total_graded=sum(row.actual is not None for row in rows),
        total_void=sum(row.actual is None for row in rows),
        summary=summary,
        results=found,
    )
