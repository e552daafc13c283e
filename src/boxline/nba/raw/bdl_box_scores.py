"""balldontlie's box scores of a day (`/v1/box_scores`): games, with their players' lines inside."""

from typing import Any

import msgspec

from boxline.catalog import (
    Column,
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
from boxline.providers.balldontlie import BALLDONTLIE
from boxline.providers.balldontlie_games import GAME_COLUMNS
from boxline.providers.balldontlie_lines import BoxScore, BoxScores, box_score_values

#: Older replies have no game id, so the day and the two sides say which game it is.
GAME = ("game_date", "home_team", "away_team")

BOX_SCORE_COLUMNS = (
    *GAME_COLUMNS,
    Column("game_id_bdl", Int, low=1, nullable=True, doc="Its game id; older replies have none."),
    Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
    Column("player_name", Text, doc="First and last name."),
    Column("position", Text, nullable=True, doc="Position; NULL where not sent."),
    Column("jersey_number", Text, nullable=True, doc="`0` and `00` differ; NULL where not sent."),
    Column("team_id_bdl", Int, low=1, doc="balldontlie's id of his team."),
    Column("team", Text, doc="Three-letter code of his team."),
    Column("is_home", Flag, doc="Whether his team played at home."),
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
    Column(
        "plus_minus_points",
        Int,
        "points",
        -100,
        100,
        True,
        doc="His team's points less the other side's while he played; older replies have none.",
    ),
)

BDL_BOX_SCORES = Raw(
    "nba_raw.bdl_box_scores",
    provider=BALLDONTLIE,
    grain="one player listed in one game",
    landing="boxscores/{date}",
    payload=BoxScores,
    request=Request(
        path="/v1/box_scores",
        params={"date": "{date}"},
        about=EachDay(),
        # Corrections come for days; then the line stands.
        moments=(after_start(3), at_hour(6, days_later=1), at_hour(6, days_later=3)),
    ),
    key=(*GAME, "player_id_bdl"),
    complete_within=GAME,
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    unread="core.player_games will merge it, after balldontlie's player lines",
    columns=BOX_SCORE_COLUMNS,
    rules=BOX_SCORE_RULES,
)


@rows(BDL_BOX_SCORES)
def bdl_box_scores(line: msgspec.Raw, within: tuple[BoxScore, bool] | None) -> dict[str, Any]:
    """One row per player's line, with the scores of its game."""
    return box_score_values(line, within)
