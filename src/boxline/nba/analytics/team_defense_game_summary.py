"""What each team allowed in each game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba import charted_shots, formulas
from boxline.nba.charted_shots import (
    BLOCK_COLUMNS,
    CHARTED,
    POINT_COLUMNS,
    ZONE_COLUMNS,
    ZONES_MISSING_REASON,
    blocking,
    charted_games,
    counted,
    shooting,
    why_missing,
)
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.shots import SHOTS
from boxline.nba.core.team_games import TEAM_GAMES
from boxline.nba.daily_checks import TEAM_CHECKS

TEAM_DEFENSE_GAME_SUMMARY = Table(
    "nba_analytics.team_defense_game_summary",
    grain="one team in one final game",
    key=("game_id", "team_id"),
    expects=per_final_game(2),
    due=after_final(hours=3),
    columns=(
        *GAME,
        *SIDE,
        Column(
            "points_allowed",
            Int,
            "points",
            0,
            250,
            checks=TEAM_CHECKS["points"],
            doc="Scored by the other side.",
        ),
        Column("turnovers_forced", Int, "turnovers", 0, 60, doc="Turnovers of the other side."),
        Column("steals", Int, "steals", 0, 50, doc="Own."),
        Column("blocks", Int, "blocks", 0, 50, doc="Own."),
        Column("defensive_rebounds", Int, "rebounds", 0, 100, doc="Own."),
        Column("overtime_periods", Int, "overtimes", 0, 8, doc="Of the game."),
        *(formulas.of_the_opponent(column) for column in formulas.TEAM_COLUMNS),
        *(charted_shots.of_the_opponent(c) for c in (*ZONE_COLUMNS, *POINT_COLUMNS)),
        *BLOCK_COLUMNS,
        ZONES_MISSING_REASON,
    ),
)


@transform(TEAM_DEFENSE_GAME_SUMMARY)
def team_defense_game_summary(
    team_games: Annotated[Rel, Same(TEAM_GAMES)],
    shots: Annotated[Rel, Same(SHOTS), Optional],
) -> Rel:
    """The other side's line and shots, measured by the same formulas, overtime corrected in
    both."""
    own = team_games.select(
        "game_id",
        "team_id",
        "is_home",
        own_steals="steals",
        own_blocks="blocks",
        own_rebounds="defensive_rebounds",
    )
    attack = team_games.drop("is_home").rename(attacker="team_id", team_id="opponent_team_id")
    key = ["game_id", "team_id"]
    took = shooting(shots, of=("game_id", "team_id"))
    games = charted_games(took)
    zones = (*ZONE_COLUMNS, *POINT_COLUMNS)
    allowed = took.select("game_id", *(c.name for c in zones), attacker="team_id")
    both = own.join(attack, key)
    both = (
        both.left_join(allowed, ["game_id", "attacker"])
        .left_join(blocking(shots, of="opponent_team_id", named="team_id"), key)
        .left_join(games, "game_id")
        .select(both, *(c.name for c in (*zones, *BLOCK_COLUMNS)), *CHARTED)
    )
    measures = formulas.team_measures(both) | counted(both, zones, both.is_charted)
    return both.mutate(
        opponent_team_id=both.attacker,
        points_allowed=both.points,
        turnovers_forced=both.turnovers,
        steals=both.own_steals,
        blocks=both.own_blocks,
        defensive_rebounds=both.own_rebounds,
        **{f"opponent_{name}": value for name, value in measures.items()},
        **counted(both, BLOCK_COLUMNS, both.names_players),
        zones_missing_reason=why_missing(both),
    )
