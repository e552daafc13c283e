"""Every field-goal attempt of five regular seasons, from archive files."""

from boxline.catalog import (
    Column,
    Day,
    Flag,
    Float,
    Int,
    Raw,
    Rel,
    Text,
    after_final,
    covers,
    per_final_game,
    rows,
)
from boxline.providers.archive import ARCHIVE, morning_after

SEASONS = ("2017-18", "2019-20", "2020-21", "2022-23", "2023-24")

#: The opening games of 2020-21, whose shots all stand under the id 0022000000.
WITHOUT_THEIR_ID = tuple(f"002200000{n}" for n in range(1, 6))

ARCHIVE_SHOTS = Raw(
    "nba_raw.archive_shots",
    provider=ARCHIVE,
    grain="one field-goal attempt",
    landing="nba/shots",
    # Identical rows are real attempts (two tips in one second), so a count among them ends the key.
    key=("game_id", "player_id", "quarter", "mins_left", "secs_left", "attempt_in_second"),
    complete_within=("game_id",),
    covers=covers(SEASONS, "regular", missing_games=WITHOUT_THEIR_ID),
    expects=per_final_game(at_least=100),
    due=after_final(hours=12),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id; 0022000000 stands for five games."),
        Column("game_date", Day, doc="The league day it was played."),
        Column("season", Text, doc="For example 2023-24."),
        Column("team_id", Int, low=1, doc="NBA.com's id of the shooter's team."),
        Column("team_name", Text, doc="City and nickname."),
        Column("player_id", Int, low=1, doc="NBA.com's id of the shooter."),
        Column("player_name", Text, doc="As NBA.com writes it."),
        Column("position_group", Text, nullable=True, doc="G, F or C."),
        Column("position", Text, nullable=True, doc="Position."),
        Column("home_team", Text, doc="Three-letter code."),
        Column("away_team", Text, doc="Three-letter code."),
        Column("event_type", Text, doc="Made Shot or Missed Shot."),
        Column("shot_made", Flag, doc="Whether it went in."),
        Column("action_type", Text, doc="Kind of shot, for example Driving Layup Shot."),
        Column("shot_type", Text, doc="2PT Field Goal or 3PT Field Goal."),
        Column("basic_zone", Text, doc="Zone of the floor, for example Restricted Area."),
        Column("zone_name", Text, doc="Side of the floor."),
        Column("zone_abb", Text, doc="Side of the floor, short."),
        Column("zone_range", Text, doc="Band of distance."),
        Column("loc_x", Float, "feet", -30, 30, decimals=3, doc="Across the floor; hoop at 0."),
        Column("loc_y", Float, "feet", -5, 100, decimals=3, doc="Along the floor; hoop at 5.25."),
        Column("shot_distance", Int, "feet", 0, 100, doc="From the hoop."),
        Column("quarter", Int, low=1, high=12, doc="1 to 4, then overtimes."),
        Column("mins_left", Int, "minutes", 0, 12, doc="Left in the quarter."),
        Column("secs_left", Int, "seconds", 0, 59, doc="Left in that minute."),
        Column(
            "attempt_in_second",
            Int,
            low=1,
            source="",
            doc="1, 2, ... among the player's attempts in one second, by place, kind and result.",
        ),
    ),
)


@rows(ARCHIVE_SHOTS)
def archive_shots(file: Rel) -> Rel:
    """Known at 06:00 Eastern of the day after."""
    import ibis

    within = ibis.window(
        group_by=["game_id", "game_date", "player_id", "quarter", "mins_left", "secs_left"],
        order_by=["loc_x", "loc_y", "action_type", "shot_type", "shot_made"],
    )
    return file.mutate(
        attempt_in_second=ibis.row_number().over(within) + 1,
        known_at=morning_after(file.game_date),
    )
