"""balldontlie's player lines (`/v1/stats`), one per player listed in a game."""

from datetime import date
from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    EachDay,
    Flag,
    Int,
    Raw,
    Request,
    Text,
    after_final,
    after_start,
    at_hour,
    per_final_game,
    rows,
)
from boxline.nba.box_score import BOX_SCORE_RULES, player_counts
from boxline.providers.balldontlie import BALLDONTLIE, PAGE_ROWS, Page
from boxline.providers.balldontlie_games import Team, season_name
from boxline.providers.balldontlie_lines import Line, Player, line_values


class Game(msgspec.Struct):
    """The game; home and visitor by balldontlie's team ids only."""

    id: int
    date: date
    season: int
    status: str
    postseason: bool
    home_team_id: int
    visitor_team_id: int
    home_team_score: int | None = None
    visitor_team_score: int | None = None


class Stat(Line, kw_only=True):
    """One line, exactly as sent."""

    id: int
    player: Player
    team: Team
    game: Game


BDL_PLAYER_BOX_SCORES = Raw(
    "nba_raw.bdl_player_box_scores",
    provider=BALLDONTLIE,
    grain="one player listed in one game",
    landing="player-box-scores/{date}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/v1/stats",
        params={"dates[]": "{date}", "per_page": str(PAGE_ROWS)},
        about=EachDay(),
        # Corrections come for days; then the line stands.
        moments=(after_start(3), at_hour(6, days_later=1), at_hour(6, days_later=3)),
        page_rows=PAGE_ROWS,
    ),
    key=("game_id_bdl", "player_id_bdl"),
    complete_within=("game_id_bdl",),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    unread="core.player_games learns to merge it when balldontlie is fetched",
    columns=(
        Column("game_id_bdl", Int, low=1, doc="balldontlie's game id."),
        Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
        Column("stat_id_bdl", Int, low=1, doc="balldontlie's id of the line."),
        Column("game_date", Day, doc="The league day."),
        Column("season", Text, doc="For example 2024-25."),
        Column("is_postseason", Flag, doc="Whether balldontlie counts it to the postseason."),
        Column("game_status", Text, doc="`Final`, a quarter, or a start time."),
        Column("team_id_bdl", Int, low=1, doc="balldontlie's team id."),
        Column("team", Text, doc="Three-letter code."),
        Column("is_home", Flag, doc="Whether his team played at home."),
        Column("player_name", Text, doc="First and last name."),
        Column("position", Text, nullable=True, doc="Position; NULL where not sent."),
        Column(
            "minutes_played",
            Int,
            "minutes",
            0,
            80,
            True,
            doc="Whole minutes; 0 for a player who stayed on the bench too. NULL where not sent.",
        ),
        *player_counts(missing="NULL where not sent."),
    ),
    rules=BOX_SCORE_RULES,
)


@rows(BDL_PLAYER_BOX_SCORES)
def bdl_player_box_scores(stat: Stat) -> dict[str, Any]:
    """One row per line; a benched player has "00" minutes and zeros, and keeps them here."""
    game = stat.game
    return {
        "game_id_bdl": game.id,
        "player_id_bdl": stat.player.id,
        "stat_id_bdl": stat.id,
        "game_date": game.date,
        "season": season_name(game.season),
        "is_postseason": game.postseason,
        "game_status": game.status,
        "team_id_bdl": stat.team.id,
        "team": stat.team.abbreviation,
        "is_home": stat.team.id == game.home_team_id,
        "player_name": stat.player.name,
        "position": stat.player.position or None,
        **line_values(stat),
    }
