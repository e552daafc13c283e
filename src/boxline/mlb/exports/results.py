"""`v1/mlb/results/{date}.json`: how every prediction of a day turned out."""

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
    Past,
    Rel,
    Same,
    Text,
    document,
    transform,
)
from boxline.catalog.windows import with_newest_before
from boxline.catalog.worded import WordedDocument
from boxline.mlb.core.players import PLAYERS
from boxline.mlb.core.teams import TEAMS
from boxline.mlb.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.mlb.props import PROP_TYPES
from boxline.mlb.starters.systems import MAIN, SYSTEMS
from boxline.mlb.words import WORDS

RESULTS = Export(
    "mlb_exports.results",
    path="v1/mlb/results/{date}.json",
    latest="v1/mlb/results/latest.json",
    grain="one starter's prop in one final game, the systems side by side",
    key=("game_id", "player_id", "prop_type", "origin"),
    columns=(
        Column("game_id", Text, doc="MLB's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("player_id", Int, doc="MLB's person id."),
        Column("player_name", Text, nullable=True, doc="The newest name he is known under."),
        Column("team", Text, nullable=True, doc="His club's code."),
        Column("prop_type", Text, doc="What was predicted."),
        Column("origin", Text, doc="live or replay."),
        Column("actual", Int, "of the prop", 0, 60, True, doc="As it came; NULL where void."),
        Column("void_reason", Text, nullable=True, doc="Why it is not graded."),
        *(
            Column(system, Float, "of the prop", 0, 60, True, doc=f"What {system} expected.")
            for system in SYSTEMS
        ),
        Column("low_80", Float, "of the prop", 0, 60, True, doc=f"Of {MAIN}."),
        Column("high_80", Float, "of the prop", 0, 60, True, doc=f"Of {MAIN}."),
        Column("line", Float, "of the prop", 0, 60, True, doc="Known by the cut-off; or NULL."),
        Column("chance_over", Float, "probability", 0, 1, True, doc=f"Of {MAIN}; NULL without."),
        Column("fair_chance_over", Float, "probability", 0, 1, True, doc="By the prices; or NULL."),
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
    players: Annotated[Rel, Past(PLAYERS)],
    teams: Annotated[Rel, Past(TEAMS)],
) -> Rel:
    """The grades with the systems in columns, ids with their names."""
    line = ["game_id", "game_date", "player_id", "team_id", "prop_type", "origin"]
    is_main = graded.system == MAIN
    rows = graded.group_by(line).agg(
        actual=graded.actual.max(),
        void_reason=graded.void_reason.max(),
        line=graded.line.max(),
        fair_chance_over=graded.fair_chance_over.max(),
        line_result=graded.line_result.max(),
        **{name: graded[name].max(where=is_main) for name in ("low_80", "high_80", "chance_over")},
        **{s: graded.forecast.max(where=graded.system == s) for s in SYSTEMS},
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
    """One prop of one starter; `void_reason` is set where it is not graded. Interval and chance are
    the main system's; `line_result` is the side of the line that won."""

    game_id: str
    player_id: int
    name: str | None
    team: str | None
    prop_type: str
    origin: str
    actual: int | None
    void_reason: str | None
    forecast: dict[str, float | None]
    low_80: float | None
    high_80: float | None
    line: float | None
    chance_over: float | None
    fair_chance_over: float | None
    line_result: str | None


class MlbResults(WordedDocument, kw_only=True):
    """The document. Lists are present and empty, never absent."""

    game_date: date
    total_graded: int
    total_void: int
    summary: list[Summary]
    results: list[Result]


_TAKEN = tuple(n for n in Result.__struct_fields__ if n not in ("name", "forecast"))


def _summary(rows: Sequence[Any], system: str, prop_type: str, origin: str) -> Summary:
    errors = [
        abs(getattr(row, system) - row.actual)
        for row in rows
        if (row.prop_type, row.origin) == (prop_type, origin)
        and None not in (row.actual, getattr(row, system))
    ]
    mean = round(sum(errors) / len(errors), 4) if errors else None
    return Summary(system, prop_type, origin, len(errors), mean)


@document(RESULTS)
def results_document(day: date, rows: Sequence[Any]) -> MlbResults:
    """Rows come in the order of the key."""
    found = [
        Result(
            **{name: getattr(row, name) for name in _TAKEN},
            name=row.player_name,
            forecast={system: getattr(row, system) for system in SYSTEMS},
        )
        for row in rows
    ]
    summary = [
        _summary(rows, system, prop_type, origin)
        for origin in sorted({row.origin for row in rows})
        for system, props in SYSTEMS.items()
        for prop_type in PROP_TYPES
        if prop_type in props
    ]
    return MlbResults(
        words=WORDS,
        game_date=day,
        total_graded=sum(row.actual is not None for row in rows),
        total_void=sum(row.actual is None for row in rows),
        summary=summary,
        results=found,
    )
