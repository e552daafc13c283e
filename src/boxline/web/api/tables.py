"""The lists that can be asked for: which table each is of, and what its rows are."""

from __future__ import annotations

from dataclasses import replace

from boxline.catalog import Column, Int, Text
from boxline.nba.columns import GAME_DATE, PLAYER_ID, SEASON, TEAM_ID
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.predictions.player_prop_predictions import ACTIVE_KEY, PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.stores.contract_sql import names, quoted
from boxline.web.api.listings import Listing
from boxline.web.api.row_models import page_model, row_model

#: What is open to queries of the API, beside what completeness is judged by.
QUERIED = frozenset(
    t.name
    for t in (
        PLAYER_PROP_PREDICTIONS,
        PREDICTION_ACCURACY,
        PLAYER_PROP_LINES,
        PLAYER_GAMES,
        PLAYERS,
        TEAMS,
    )
)

PREDICTIONS = Listing(
    source=(
        f"SELECT * FROM {quoted(PLAYER_PROP_PREDICTIONS.name)} WHERE {{where}} QUALIFY "
        f"row_number() OVER (PARTITION BY {names(ACTIVE_KEY)} ORDER BY version DESC) = 1"
    ),
    columns=PLAYER_PROP_PREDICTIONS.columns,
    key=("game_date", *ACTIVE_KEY),
)
RESULTS = Listing(
    source=f"SELECT * FROM {quoted(PREDICTION_ACCURACY.name)} WHERE {{where}}",
    columns=PREDICTION_ACCURACY.columns,
    key=("game_date", *ACTIVE_KEY),
)
LINES = Listing(
    source=f"SELECT * FROM {quoted(PLAYER_PROP_LINES.name)} WHERE {{where}}",
    columns=PLAYER_PROP_LINES.columns,
    key=("game_date", *PLAYER_PROP_LINES.key),
)
GAMES_OF_PLAYER = Listing(
    source=f"SELECT * FROM {quoted(PLAYER_GAMES.name)} WHERE {{where}}",
    columns=PLAYER_GAMES.columns,
    key=("game_date", "game_id"),
    is_newest_first=True,
)

_PLAYER_COLUMNS = (
    PLAYER_ID,
    Column("player_name", Text, doc="The newest name he appeared under."),
    TEAM_ID,
    Column("team", Text, nullable=True, doc="Its three-letter code; NULL while unknown."),
    replace(SEASON, doc="Of his newest game."),
    replace(GAME_DATE, name="newest_game_date", doc="The league day of his newest game."),
    Column("games", Int, "games", 1, doc="In how many box scores he is listed."),
)
PLAYERS_LISTED = Listing(
    source=(
        "WITH one AS (SELECT player_id, arg_max(player_name, game_date) AS player_name, "
        "arg_max(team_id, game_date) AS team_id, arg_max(season, game_date) AS season, "
        "max(game_date) AS newest_game_date, count(*) AS games "
        f"FROM {quoted(PLAYER_GAMES.name)} GROUP BY player_id), "
        "club AS (SELECT team_id, arg_max(team, game_date) AS team "
        f"FROM {quoted(TEAMS.name)} GROUP BY team_id) "
        "SELECT one.*, club.team FROM one LEFT JOIN club USING (team_id) WHERE {where}"
    ),
    columns=_PLAYER_COLUMNS,
    key=("player_name", "player_id"),
)

PREDICTIONS_PAGE = page_model(
    row_model("Prediction", "The active version of a prediction.", PREDICTIONS.columns)
)
RESULTS_PAGE = page_model(row_model("Result", PREDICTION_ACCURACY.grain, RESULTS.columns))
LINES_PAGE = page_model(row_model("Line", PLAYER_PROP_LINES.grain, LINES.columns))
GAMES_PAGE = page_model(row_model("PlayerGame", PLAYER_GAMES.grain, GAMES_OF_PLAYER.columns))
PLAYERS_PAGE = page_model(row_model("Player", "Somebody who appeared.", PLAYERS_LISTED.columns))
