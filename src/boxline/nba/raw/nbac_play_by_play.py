"""Everything that happened in one game: NBA.com's live feed, or its stats host's `playbyplayv3`.

The live feed names who assisted, blocked and stole, and the zone of a shot; the stats host knows
older games, and only what this file's columns say it knows.
"""

from datetime import date
from typing import Any

from boxline.catalog import (
    Asked,
    Column,
    EachGame,
    Flag,
    Float,
    Instant,
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
from boxline.nba.columns import GAME_DATE, GAME_ID
from boxline.providers.nba_com import NBA_COM, seconds_of
from boxline.providers.nba_com_play_by_play import (
    Action,
    Game,
    PlayByPlay,
    kind_of,
    was_made,
    who_acts,
)


def _id(name: str, doc: str) -> Column:
    return Column(name, Int, low=1, nullable=True, doc=doc)


_MOMENTS = (after_start(3), at_hour(6, days_later=1), at_hour(6, days_later=3))

NBAC_PLAY_BY_PLAY = Raw(
    "nba_raw.nbac_play_by_play",
    provider=NBA_COM,
    grain="one action of one game",
    landing="play-by-play/{date}/game-{game_id}",
    payload=PlayByPlay,
    request=Request(
        host="cdn",
        path="/static/json/liveData/playbyplay/playbyplay_{game_id}.json",
        about=EachGame(),
        moments=_MOMENTS,
        # Of a game that is over a 403 is no "not yet": it is how the feed turns away the hasty.
        wants_final=True,
        otherwise=Request(
            host="stats",
            path="/stats/playbyplayv3",
            params={"GameID": "{game_id}", "StartPeriod": "0", "EndPeriod": "0"},
            about=EachGame(),
            moments=_MOMENTS,
            wants_final=True,
        ),
    ),
    key=("game_id", "action_number"),
    complete_within=("game_id",),
    expects=per_final_game(at_least=300),
    due=after_final(hours=3),
    columns=(
        GAME_ID,
        GAME_DATE,
        Column("feed", Text, one_of=("live", "stats"), doc="Which of the two shapes it came in."),
        Column(
            "action_number",
            Int,
            low=0,
            doc="Names the action. `actionNumber` of the live feed; `actionId` of the stats host, "
            "where a steal has the number of its turnover.",
        ),
        Column("order_number", Int, low=0, doc="Sorts the actions of a game in one feed."),
        Column("period", Int, low=1, high=12, doc="1 to 4, then overtimes."),
        Column("seconds_left", Float, "seconds", 0, 720, decimals=2, doc="Left in the period."),
        Column("happened_at", Instant, nullable=True, doc="In UTC; NULL from the stats host."),
        Column(
            "action_type",
            Text,
            doc="In the live feed's words, whichever feed it is: 2pt, 3pt, freethrow, rebound, "
            "turnover, steal, block, foul, substitution, jumpball, timeout, period, ...",
        ),
        Column(
            "sub_type",
            Text,
            nullable=True,
            doc="Kind of it, in the words of its own feed; a rebound's is offensive or defensive "
            "in the live feed only. NULL where there is none.",
        ),
        Column("descriptor", Text, nullable=True, doc="As sent; NULL from the stats host."),
        Column(
            "qualifiers",
            Text,
            nullable=True,
            doc="Joined by commas: pointsinthepaint, fastbreak, 2ndchance, ...; NULL where none.",
        ),
        _id("team_id", "NBA.com's id of the side that acts; NULL where none does."),
        Column("team", Text, nullable=True, doc="Three-letter code; NULL where no side acts."),
        _id("player_id", "NBA.com's id of who acts; NULL where no player does: a team's rebound."),
        Column("player_name", Text, nullable=True, doc="Family name; NULL where no player acts."),
        _id("possession_team_id", "Whose ball it is; NULL while nobody's, and of the stats host."),
        Column(
            "home_points", Int, "points", 0, 250, True, doc="Score after it; NULL where not sent."
        ),
        Column(
            "away_points", Int, "points", 0, 250, True, doc="Score after it; NULL where not sent."
        ),
        Column("is_field_goal", Flag, doc="Whether it is an attempt at a field goal."),
        Column("is_made", Flag, nullable=True, doc="Whether it went in; NULL of what is no throw."),
        Column(
            "point_value",
            Int,
            "points",
            1,
            3,
            True,
            doc="What it counts when made; NULL of what is no throw.",
        ),
        Column(
            "zone",
            Text,
            nullable=True,
            doc="Zone of the floor, for example Restricted Area; NULL where not sent, as by the "
            "stats host.",
        ),
        Column("zone_detail", Text, nullable=True, doc="For example `24+ Left`; NULL likewise."),
        Column(
            "x_feet",
            Float,
            "feet",
            -30,
            30,
            True,
            decimals=3,
            doc="Of a field goal, across the floor; hoop at 0, the shooter's left corner above. "
            "`-xLegacy / 10`.",
        ),
        Column(
            "y_feet",
            Float,
            "feet",
            -5,
            100,
            True,
            decimals=3,
            doc="Of a field goal, along the floor; hoop at 5.25. `yLegacy / 10 + 5.25`.",
        ),
        Column(
            "distance_feet",
            Float,
            "feet",
            0,
            100,
            True,
            decimals=2,
            doc="Of a field goal, from the hoop; whole feet from the stats host.",
        ),
        _id("assist_player_id", "Who passed to a made shot; NULL where nobody, or not sent."),
        _id("block_player_id", "Who blocked the shot; NULL where nobody, or not sent."),
        _id("steal_player_id", "Who took the ball; NULL where nobody, or not sent."),
        _id("foul_drawn_player_id", "Who was fouled; NULL where nobody, or not sent."),
        _id("jump_ball_won_player_id", "Who tipped it; NULL of what is no jump ball, or not sent."),
        _id("jump_ball_lost_player_id", "Who did not; NULL of what is no jump ball, or not sent."),
        _id("shot_action_number", "The throw that is rebounded; NULL of others, or not sent."),
        _id("official_id", "Who called it; NULL where nobody did, or not sent."),
        Column("description", Text, nullable=True, doc="In words; NULL where not sent."),
    ),
)


@rows(NBAC_PLAY_BY_PLAY)
def nbac_play_by_play(action: Action, game: Game, asked: Asked) -> dict[str, Any]:
    """One row per action. The reply says no day: it is the one that was asked about."""
    is_stats = action.action_id is not None
    number = action.action_number if action.action_id is None else action.action_id
    kind = kind_of(action)
    team_id, player_id = who_acts(action)
    is_field_goal = bool(action.is_field_goal)
    x, y = (action.x_legacy, action.y_legacy) if is_field_goal else (None, None)
    return {
        "game_id": game.game_id,
        "game_date": date.fromisoformat(asked.param("date")),
        "feed": "stats" if is_stats else "live",
        "action_number": number,
        "order_number": number if action.order_number is None else action.order_number,
        "period": action.period,
        "seconds_left": seconds_of(action.clock),
        "happened_at": action.time_actual,
        "action_type": kind,
        "sub_type": action.sub_type or None,
        "descriptor": action.descriptor or None,
        "qualifiers": ",".join(action.qualifiers) or None,
        "team_id": team_id,
        "team": action.team_tricode or None,
        "player_id": player_id,
        "player_name": (action.player_name or None) if player_id else None,
        "possession_team_id": action.possession or None,
        "home_points": _points(action.score_home),
        "away_points": _points(action.score_away),
        "is_field_goal": is_field_goal,
        "is_made": was_made(action, kind),
        "point_value": {"2pt": 2, "3pt": 3, "freethrow": 1}.get(kind),
        "zone": action.area or None,
        "zone_detail": action.area_detail or None,
        "x_feet": None if x is None else -x / 10,
        "y_feet": None if y is None else y / 10 + 5.25,
        "distance_feet": action.shot_distance if is_field_goal else None,
        "assist_player_id": action.assist_person_id or None,
        "block_player_id": action.block_person_id or None,
        "steal_player_id": int(action.steal_person_id or 0) or None,
        "foul_drawn_player_id": action.foul_drawn_person_id or None,
        "jump_ball_won_player_id": action.jump_ball_won_person_id or None,
        "jump_ball_lost_player_id": action.jump_ball_lost_person_id or None,
        "shot_action_number": action.shot_action_number or None,
        "official_id": action.official_id or None,
        "description": action.description or None,
    }


def _points(text: str | None) -> int | None:
    return int(text) if text else None
