"""What is known of each starter before his start: 35 features, and what models read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import numpy as np

from boxline.catalog import (
    Column,
    Float,
    Int,
    Materials,
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
from boxline.catalog.arrays import arrays_of, table_of
from boxline.forecasting.rows import Rows
from boxline.mlb.analytics.pitcher_form import PITCHER_FORM
from boxline.mlb.columns import GAME, OPPONENT_TEAM_ID, PLAYER_ID, TEAM_ID
from boxline.mlb.core.batter_games import BATTER_GAMES
from boxline.mlb.core.cutoffs import CUTOFFS
from boxline.mlb.core.game_lines import GAME_LINES
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.lineups import KINDS, LINEUPS
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.pitches import PITCHES
from boxline.mlb.core.players import PLAYERS
from boxline.mlb.core.probable_pitchers import PROBABLE_PITCHERS
from boxline.mlb.core.umpires import UMPIRES
from boxline.mlb.starters.announced import announced
from boxline.mlb.starters.bottom_up import NO_ARM, NO_ORDER, NO_SIDE
from boxline.mlb.starters.conditions import (
    of_market,
    of_put_away,
    plate_umpires,
    plate_umpires_by,
)
from boxline.mlb.starters.expected import features_of
from boxline.mlb.starters.features import feature_columns
from boxline.mlb.starters.opposing_batters import opposing_batters
from boxline.mlb.starters.rows import CAME
from boxline.mlb.starters.standing import LEAGUE_RATE, STANDING
from boxline.mlb.starts import DAYS_AHEAD
from boxline.mlb.summary import opponent, park, starts, workload

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

#: How many seasons back starts count: a park's are halved after two and a half years.
SEASONS = 4

#: How many seasons back batters' plate appearances count.
BATTERS_SEASONS = 2

#: A forecast that rests on no start of so many days is stale.
FRESH_DAYS = 60

PITCHER_FEATURES = Table(
    "mlb_precompute.pitcher_features",
    grain="one starter, announced by the cut-off, before his start",
    key=("game_id", "player_id"),
    horizon_days=DAYS_AHEAD,
    expects=per_scheduled_game(at_least=0),  # an archive's names are nobody's at first
    due=before_start(hours=1),
    columns=(
        *GAME,
        PLAYER_ID,
        TEAM_ID,
        OPPONENT_TEAM_ID,
        *feature_columns(),
        Column(
            "missing_reasons",
            Text,
            nullable=True,
            doc="Why each feature that is NULL is: `feature: why`, with semicolons between; NULL "
            "where none is.",
        ),
        Column(
            f"starts_last_{FRESH_DAYS}_days",
            Int,
            "games",
            0,
            40,
            doc=f"His starts on the {FRESH_DAYS} days before this one.",
        ),
        Column(
            "line_up_kind",
            Text,
            one_of=KINDS,
            nullable=True,
            doc="How surely the order he faces was known: see `mlb_core.lineups`; NULL without "
            "one.",
        ),
        Column(
            "no_line_up_reason",
            Text,
            nullable=True,
            one_of=(NO_ORDER, NO_ARM, NO_SIDE),
            doc="What is not known of that order, or of who faces it; NULL where all is.",
        ),
        Column(
            LEAGUE_RATE, Float, "probability", 0, 1, doc="Strikeouts per batter of all starters."
        ),
        *(
            Column(
                name,
                Float,
                low=-1000,
                high=1000,
                doc="What models read of it and of starts before it, never NULL: see "
                "`mlb.starters.standing`.",
            )
            for name in STANDING
        ),
    ),
)


@transform(PITCHER_FEATURES)
def pitcher_features(
    games: Annotated[Rel, Same(GAMES)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    probables: Annotated[Rel, Same(PROBABLE_PITCHERS)],
    form: Annotated[Rel, Past(PITCHER_FORM, seasons=1)],
    pitched: Annotated[Rel, Past(PITCHER_GAMES, seasons=SEASONS)],
    games_before: Annotated[Rel, Past(GAMES, seasons=SEASONS)],
    players: Annotated[Rel, Past(PLAYERS), Optional],
    lineups: Annotated[Rel, Same(LINEUPS), Optional],
    batted: Annotated[Rel, Past(BATTER_GAMES, seasons=BATTERS_SEASONS), Optional],
    pitches: Annotated[Rel, Past(PITCHES, seasons=BATTERS_SEASONS), Optional],
    umpires: Annotated[Rel, Same(UMPIRES), Optional],
    umpires_before: Annotated[Rel, Past(UMPIRES, seasons=SEASONS), Optional],
    lines: Annotated[Rel, Same(GAME_LINES), Optional],
) -> Materials:
    """The starters announced by the cut-off with what sums tell of them, the batters they will
    face, and all starts before."""
    import ibis

    named = announced(probables, cutoffs, at="cutoff_at").join(games, "game_id")
    is_home = named.team_id == named.home_team_id
    spine = named.select(
        *(c.name for c in GAME),
        "player_id",
        "team_id",
        "home_team_id",
        "venue_id",
        is_home=is_home,
        opponent_team_id=is_home.ifelse(named.away_team_id, named.home_team_id),
        is_day_game=named.day_night == "day",
        is_postseason=named.season_type != "regular",
    )
    made = pitched.filter(pitched.is_starter)
    key = ["game_id", "player_id"]
    families = (
        starts.of_starts(spine, form),
        workload.of_workload(spine, pitched),
        opponent.of_opponent(spine, made),
        park.of_park(spine, made, games_before),
        of_market(spine, lines, cutoffs),
        of_put_away(spine, pitches),
    )
    whole = spine.drop("home_team_id")
    for family in families:
        whole = whole.join(family, key)
    whole = whole.left_join(plate_umpires_by(umpires, cutoffs), "game_id").drop("game_id_right")
    placed = made.left_join(games_before.select("game_id", "venue_id"), "game_id")
    placed = placed.drop("game_id_right").left_join(plate_umpires(umpires_before), "game_id")
    unknown = ibis.literal(-1, "int64")

    def told(rows: Rel) -> dict[str, "ir.IntegerValue"]:
        return {name: rows[name].coalesce(unknown) for name in ("venue_id", "umpire_id")}

    return {
        "announced": whole.mutate(**told(whole)),
        "starts": placed.select(
            *("game_id", "game_date", "player_id", "team_id", "opponent_team_id", "is_home"),
            *CAME,
            **told(placed),
        ),
        "appearances": pitched.select("game_date", "game_id", "player_id"),
        "batters": opposing_batters(
            spine,
            lineups=lineups,
            cutoffs=cutoffs,
            players=players,
            pitches=pitches,
            batted=batted,
        ),
    }


@worked(PITCHER_FEATURES)
def work_out_features(material: Mapping[str, "pa.Table"], work: Workbench) -> "pa.Table":
    """Sums that halve with age, over every start of an earlier day."""
    parts = ("announced", "starts", "appearances", "batters")
    told = [Rows(arrays_of(material[name])) for name in parts]
    work.progress()
    found = features_of(*told, fresh_days=FRESH_DAYS)
    names = [c.name for c in PITCHER_FEATURES.columns]
    return table_of({name: np.asarray(found[name]) for name in names})
