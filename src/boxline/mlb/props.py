"""What is predicted of a starting pitcher, and what bookmakers set lines on."""

#: Prop type -> the column of `mlb_core.pitcher_games` that settles it.
PROPS = {"strikeouts": "strikeouts", "outs": "outs"}

PROP_TYPES = tuple(PROPS)
