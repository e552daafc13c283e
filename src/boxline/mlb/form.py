"""Which sums are kept of a pitcher's starts, and over which of them."""

#: Count of a start -> its unit.
SUMMED = {
    "outs": "outs",
    "batters_faced": "batters",
    "pitches": "pitches",
    "strikeouts": "strikeouts",
    "walks": "walks",
    "hits": "hits",
    "runs": "runs",
    "earned_runs": "runs",
    "home_runs": "home runs",
}

#: So many starts back; all restart with the season.
LAST = (3, 5, 10)

WINDOWS = ("to_date", *(f"last_{n}" for n in LAST))

#: Where and when a start was.
PLACES = ("home", "away", "by_day", "by_night")

#: What is summed of Statcast, in words.
TRACKED = {
    "tracked_pitches": "pitches",
    "whiffs": "pitches swung at and missed",
    "called_strikes": "pitches taken for a strike",
}

#: A trend of velocity is told over so many starts.
VELOCITY_STARTS = 3
