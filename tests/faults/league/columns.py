"""Columns that the league's datasets share."""

from boxline.catalog import Column, Day, Int, Text

GAME_ID = Column("game_id", Text, doc="The game.")
GAME_DATE = Column("game_date", Day, doc="The league day.")
TEAM = Column("team", Text, doc="The side that scores.")
GOALS = Column("goals", Int, "goals", 0, 20, doc="Scored by the side.")
