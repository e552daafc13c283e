"""What each pitcher did in a game, and what was known of him before it.

All that is told beside the line rests on earlier days: the second game of a doubleheader never sees
the first, and no game sees itself.
"""

from typing import Annotated

from boxline.catalog import (
    Column,
    Float,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    after_final,
    per_final_game,
    transform,
)
from boxline.mlb.analytics.pitcher_form import PITCHER_FORM
from boxline.mlb.columns import GAME, PLAYER_ID, SIDE
from boxline.mlb.core.cutoffs import CUTOFFS
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.pitcher_prop_lines import PITCHER_PROP_LINES
from boxline.mlb.pitching import COUNTS, PITCHING_RULES, pitching_columns
from boxline.mlb.rates import per_nine, share
from boxline.mlb.summary import lines, opponent, park, starts, workload

PITCHER_GAME_SUMMARY = Table(
    "mlb_analytics.pitcher_game_summary",
    grain="one pitcher in one final game",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=2),
    due=after_final(hours=3),
    unread="no forecast rests on it yet",
    columns=(
        *GAME,
        PLAYER_ID,
        *SIDE,
        Column(
            "game_number", Int, low=1, high=2, nullable=True, doc="Of the two of a doubleheader."
        ),
        Column(
            "day_night", Text, one_of=("day", "night"), nullable=True, doc="NULL where not known."
        ),
        Column("venue_id", Int, low=1, nullable=True, doc="MLB's venue id; NULL where not told."),
        *pitching_columns(),
        Column(
            "strikeouts_per_9",
            Float,
            "per 9 innings",
            0,
            300,
            nullable=True,
            doc="27 strikeouts / outs of the game; NULL without an out.",
        ),
        Column(
            "strikeout_share",
            Float,
            "share",
            0,
            1,
            nullable=True,
            doc="Strikeouts / batters faced of the game; NULL where he faced none.",
        ),
        *starts.COLUMNS,
        *workload.COLUMNS,
        *opponent.COLUMNS,
        *park.COLUMNS,
        *lines.COLUMNS,
    ),
    rules=PITCHING_RULES,
)


@transform(PITCHER_GAME_SUMMARY)
def pitcher_game_summary(
    pitched: Annotated[Rel, Same(PITCHER_GAMES)],
    games: Annotated[Rel, Same(GAMES)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    prop_lines: Annotated[Rel, Same(PITCHER_PROP_LINES), Optional],
    form: Annotated[Rel, Past(PITCHER_FORM, seasons=1)],
    pitched_before: Annotated[Rel, Past(PITCHER_GAMES, seasons=4)],
    games_before: Annotated[Rel, Past(GAMES, seasons=4)],
) -> Rel:
    """The line beside one relation per family of columns."""
    places = games.select(
        "game_id", "game_number", "day_night", "venue_id", "home_team_id", "is_final"
    )
    met = pitched.join(places, "game_id")
    spine = met.filter(met.is_final)
    starts_before = pitched_before.filter(pitched_before.is_starter)
    key = ["game_id", "player_id"]
    line = spine.select(
        *(c.name for c in (*GAME, PLAYER_ID, *SIDE)),
        "game_number",
        "day_night",
        "venue_id",
        *COUNTS,
        strikeouts_per_9=per_nine(spine.strikeouts, spine.outs),
        strikeout_share=share(spine.strikeouts, spine.batters_faced),
    )
    whole = (
        line.join(starts.of_starts(spine, form), key)
        .join(workload.of_workload(spine, pitched_before), key)
        .join(opponent.of_opponent(spine, starts_before), key)
        .join(park.of_park(spine, starts_before, games_before), key)
        .join(lines.of_lines(spine, prop_lines, cutoffs), key)
    )
    return whole.select(*(c.name for c in PITCHER_GAME_SUMMARY.columns))
