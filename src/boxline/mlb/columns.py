"""The columns that most MLB tables share: who, which game, when. One meaning of each."""

from boxline.catalog import Column, Day, Flag, Int, Text
from boxline.mlb.season_types import COUNTED

GAME_ID = Column("game_id", Text, doc="MLB's game id (`gamePk`) as text.")
GAME_DATE = Column("game_date", Day, doc="The league day.")
SEASON = Column("season", Text, doc="Of the game, for example 2025.")
SEASON_TYPE = Column("season_type", Text, one_of=COUNTED, doc="Of the game.")
PLAYER_ID = Column("player_id", Int, low=1, doc="MLB's person id.")
TEAM_ID = Column("team_id", Int, low=1, doc="MLB's team id.")
OPPONENT_TEAM_ID = Column("opponent_team_id", Int, low=1, doc="MLB's id of the other side.")
IS_HOME = Column("is_home", Flag, doc="Whether the team bats last.")

#: Which game it is, in the order that tables show it.
GAME = (GAME_ID, GAME_DATE, SEASON, SEASON_TYPE)

#: Which team, against whom, and where.
SIDE = (TEAM_ID, OPPONENT_TEAM_ID, IS_HOME)
