"""The columns that most NBA tables share: who, which game, when. One meaning of each."""

from boxline.catalog import Column, Day, Flag, Int, Text
from boxline.nba.identity import COUNTED

GAME_ID = Column("game_id", Text, doc="NBA.com's game id.")
GAME_DATE = Column("game_date", Day, doc="The league day.")
SEASON = Column("season", Text, doc="Of the game, for example 2024-25.")
SEASON_TYPE = Column("season_type", Text, one_of=COUNTED, doc="Of the game.")
PLAYER_ID = Column("player_id", Int, low=1, doc="NBA.com's player id.")
TEAM_ID = Column("team_id", Int, low=1, doc="NBA.com's team id.")
OPPONENT_TEAM_ID = Column("opponent_team_id", Int, low=1, doc="NBA.com's id of the other side.")
IS_HOME = Column("is_home", Flag, doc="Whether the team plays at home.")

#: Which game it is, in the order that tables show it.
GAME = (GAME_ID, GAME_DATE, SEASON, SEASON_TYPE)

#: Which team, against whom, and where.
SIDE = (TEAM_ID, OPPONENT_TEAM_ID, IS_HOME)
