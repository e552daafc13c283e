"""What is known of each team before each of its games: rest, travel, results, lines, absences."""

from typing import Annotated

from boxline.catalog import (
    KnownAsBefore,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Varies,
    before_start,
    per_scheduled_game,
    transform,
    watched,
)
from boxline.nba import lookback
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.game_lines import GAME_LINES
from boxline.nba.core.games import GAMES
from boxline.nba.core.injuries import INJURIES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.team_games import TEAM_GAMES
from boxline.nba.core.team_schedule import PLACE, TEAM_SCHEDULE
from boxline.nba.daily_checks import OF_TEAMS_ON_A_FULL_EVENING, OF_TEAMS_OVER_FULL_WEEKS
from boxline.nba.starts import DAYS_AHEAD
from boxline.nba.team_context.lines import LINE_COLUMNS, lines_before
from boxline.nba.team_context.missing_players import MISSING_PLAYER_COLUMNS, players_missing
from boxline.nba.team_context.results import RESULT_COLUMNS, results_before
from boxline.nba.team_context.schedule import SCHEDULE_COLUMNS

#: Of travel nothing, because in the summer of 2020 nobody travelled; of what lies ahead only that
#: it varies, because at the end of a season it goes unknown. Who has lines and reports is not ours
#: to know, but where they are they differ.
WATCHED = {
    **dict.fromkeys(
        ("days_rest", "opponent_days_rest"),
        (*OF_TEAMS_OVER_FULL_WEEKS, KnownAsBefore(0.5, rows=12)),
    ),
    **dict.fromkeys(
        (
            *("is_back_to_back", "games_last_7_days", "games_last_14_days"),
            *("back_to_backs_last_14_days", "miles_last_14_days", "next_game_days_rest"),
            *("games_next_7_days", "starters_out", "players_out", "players_questionable"),
        ),
        OF_TEAMS_OVER_FULL_WEEKS,
    ),
    "road_games_in_a_row": (Varies(rows=2),),  # 0 at home, and else more
    **dict.fromkeys(
        ("win_share", "win_streak", "loss_streak", "last_margin_points", "opponent_win_share"),
        OF_TEAMS_ON_A_FULL_EVENING,
    ),
    **dict.fromkeys(
        (
            *("next_opponent_win_share", "spread_points", "opening_spread_points"),
            *("total_points_line", "opening_total_points_line"),
        ),
        (Varies(rows=12),),
    ),
}

UPCOMING_TEAM_GAME_CONTEXT = Table(
    "nba_analytics.upcoming_team_game_context",
    grain="one team before one game on the calendar",
    key=("game_id", "team_id"),
    expects=per_scheduled_game(2),
    due=before_start(hours=1),
    horizon_days=DAYS_AHEAD,
    columns=(
        *GAME,
        *SIDE,
        PLACE,
        *watched(
            (*SCHEDULE_COLUMNS, *RESULT_COLUMNS, *LINE_COLUMNS, *MISSING_PLAYER_COLUMNS), **WATCHED
        ),
        *lookback.COLUMNS,
    ),
)


@transform(UPCOMING_TEAM_GAME_CONTEXT)
def upcoming_team_game_context(
    sides: Annotated[Rel, Same(TEAM_SCHEDULE)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    earlier_games: Annotated[Rel, Past(GAMES, seasons=1)],
    played: Annotated[Rel, Past(TEAM_GAMES, seasons=1)],
    player_games: Annotated[Rel, Past(PLAYER_GAMES, seasons=1)],
    expected: Annotated[Rel, Same(EXPECTED_PLAYERS), Optional],
    injuries: Annotated[Rel, Same(INJURIES), Optional],
    lines: Annotated[Rel, Same(GAME_LINES), Optional],
) -> Rel:
    """The calendar as it stands, box scores of earlier days, lines and reports up to half an hour
    before the start."""
    spine = sides.join(cutoffs.select("game_id", "cutoff_at"), "game_id")
    missing = players_missing(spine, expected=expected, played=player_games, injuries=injuries)
    key = ["game_id", "team_id"]
    return (
        spine.join(results_before(sides, played), key)
        .join(lines_before(spine, lines), key)
        .join(missing, key)
        .join(lookback.gaps_before(sides, games=earlier_games, played=player_games), key)
    )
