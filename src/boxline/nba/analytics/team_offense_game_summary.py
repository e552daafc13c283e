"""How each team attacked in each game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    after_final,
    per_final_game,
    transform,
    watched,
)
from boxline.nba import formulas
from boxline.nba.box_score import BOX_SCORE_RULES, team_counts
from boxline.nba.charted_shots import (
    CHARTED,
    PASS_COLUMNS,
    POINT_COLUMNS,
    ZONE_COLUMNS,
    ZONE_RULES,
    ZONES_MISSING_REASON,
    charted_games,
    counted,
    shooting,
    why_missing,
)
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.absences import ABSENCES, KINDS, SOURCES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.shots import SHOTS
from boxline.nba.core.team_games import TEAM_GAMES
from boxline.nba.daily_checks import TEAM_CHECKS

#: How many of the team were what, as far as a source tells.
SQUAD_COLUMNS = (
    Column(
        "players_used", Int, "players", 0, 20, True, doc="On the floor; NULL without their lines."
    ),
    Column("starters", Int, "players", 0, 20, True, doc="NULL where no source says who started."),
    Column(
        "players_did_not_play",
        Int,
        "players",
        0,
        20,
        True,
        doc="In the box score and not on the floor; NULL where no source tells who did not play.",
    ),
    Column(
        "players_inactive",
        Int,
        "players",
        0,
        20,
        True,
        doc="Listed as inactive and known by name; NULL where no gamebook of the game is in.",
    ),
)

TEAM_OFFENSE_GAME_SUMMARY = Table(
    "nba_analytics.team_offense_game_summary",
    grain="one team in one final game",
    key=("game_id", "team_id"),
    expects=per_final_game(2),
    due=after_final(hours=3),
    unread="people read it; features take a team from its form",
    columns=(
        *GAME,
        *SIDE,
        Column("is_win", Flag, doc="Whether the team won."),
        *watched(team_counts(), **TEAM_CHECKS),
        Column("margin_points", Int, "points", -150, 150, doc="Scored less allowed."),
        Column("overtime_periods", Int, "overtimes", 0, 8, doc="Of the game."),
        *formulas.TEAM_COLUMNS,
        *SQUAD_COLUMNS,
        *ZONE_COLUMNS,
        *POINT_COLUMNS,
        *PASS_COLUMNS,
        ZONES_MISSING_REASON,
    ),
    rules=(*BOX_SCORE_RULES, *ZONE_RULES),
)


_KEY = ["game_id", "team_id"]


@transform(TEAM_OFFENSE_GAME_SUMMARY)
def team_offense_game_summary(
    team_games: Annotated[Rel, Same(TEAM_GAMES)],
    shots: Annotated[Rel, Same(SHOTS), Optional],
    player_games: Annotated[Rel, Same(PLAYER_GAMES), Optional],
    absences: Annotated[Rel, Same(ABSENCES), Optional],
) -> Rel:
    """The team's own line, measured, its shots by zone, and how many of its players there were.
    Second-chance and fast-break points stand nowhere in core, and so not here: the live
    play-by-play alone marks them."""
    other = team_games.select("game_id", opponent_team_id="team_id", points_allowed="points")
    took = shooting(shots, of=_KEY)
    both = (
        team_games.join(other, ["game_id", "opponent_team_id"])
        .left_join(took, _KEY)
        .left_join(charted_games(took), "game_id")
        .left_join(_used(player_games), _KEY)
        .left_join(_absent(absences), _KEY)
        .left_join(_told(absences), "game_id")
        .select(
            team_games,
            "points_allowed",
            *(c for c in took.columns if c not in _KEY),
            *CHARTED,
            *(c.name for c in SQUAD_COLUMNS),
            "names_inactive",
            "names_absent",
        )
    )
    return both.mutate(
        margin_points=both.points - both.points_allowed,
        **formulas.team_measures(both),
        **counted(both, (*ZONE_COLUMNS, *POINT_COLUMNS), both.is_charted),
        **counted(both, PASS_COLUMNS[:2], both.names_players),
        **counted(both, PASS_COLUMNS[2:], both.tells_and_ones),
        **counted(both, SQUAD_COLUMNS[2:3], both.names_absent),
        **counted(both, SQUAD_COLUMNS[3:], both.names_inactive),
        zones_missing_reason=why_missing(both),
    )


def _used(player_games: Rel) -> Rel:
    return player_games.group_by(_KEY).agg(
        players_used=player_games.has_played.cast("int64").sum(),
        starters=player_games.is_starter.cast("int64").sum(),
    )


def _absent(absences: Rel) -> Rel:
    return absences.group_by(_KEY).agg(
        players_did_not_play=(absences.kind == KINDS[0]).cast("int64").sum(),
        players_inactive=(absences.kind == KINDS[1]).cast("int64").sum(),
    )


def _told(absences: Rel) -> Rel:
    """Of which games it is told who did not play, and by the gamebook who was inactive."""
    import ibis

    return absences.group_by("game_id").agg(
        names_absent=ibis.literal(True),
        names_inactive=(absences.source == SOURCES[0]).any(),
    )
