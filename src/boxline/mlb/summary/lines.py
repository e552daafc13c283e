"""The line that stood on each prop before a game, and what came of it."""

from __future__ import annotations

from boxline.catalog import Column, Float, Rel, Text
from boxline.mlb.props import PROPS

RESULTS = ("over", "under", "push")

COLUMNS = tuple(
    column
    for prop in PROPS
    for column in (
        Column(
            f"{prop}_line",
            Float,
            prop,
            0,
            40,
            nullable=True,
            doc="The newest main line by the cut-off, of several bookmakers' the one that comes "
            "first by name; NULL where none was captured by then.",
        ),
        Column(
            f"{prop}_result",
            Text,
            one_of=RESULTS,
            nullable=True,
            doc="On which side of it he ended; NULL without a line.",
        ),
    )
)


def of_lines(spine: Rel, lines: Rel, cutoffs: Rel) -> Rel:
    """Lines and results.

    Args:
        spine: pitchers' lines of their games.
        lines: `mlb_core.pitcher_prop_lines` of the same days.
    Returns:
        `game_id`, `player_id` and COLUMNS.
    """
    import ibis

    main = lines.filter(~lines.is_alternate).join(cutoffs.select("game_id", "cutoff_at"), "game_id")
    in_time = main.filter(main.known_at <= main.cutoff_at)
    newest = ibis.window(
        group_by=["game_id", "player_id", "prop_type"],
        order_by=[ibis.desc("known_at"), "bookmaker", "line"],
    )
    standing = in_time.mutate(place=ibis.row_number().over(newest)).filter(lambda t: t.place == 0)
    wide = standing.group_by("game_id", "player_id").agg(
        **{f"{prop}_line": standing.line.max(where=standing.prop_type == prop) for prop in PROPS}
    )
    met = spine.left_join(wide, ["game_id", "player_id"])
    results = {
        f"{prop}_result": ibis.cases(
            (met[column] > met[f"{prop}_line"], "over"),
            (met[column] < met[f"{prop}_line"], "under"),
            (met[column] == met[f"{prop}_line"], "push"),
        )
        for prop, column in PROPS.items()
    }
    told = met.mutate(**results)
    return told.select("game_id", "player_id", *(c.name for c in COLUMNS))
