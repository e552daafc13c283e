"""When a game starts, and what stands in for that where no schedule knows it."""

from __future__ import annotations

#: What is said before games is made for today and so many days ahead.
DAYS_AHEAD = 1

#: What is said before a game that is over rests on what was known this long before its start.
CUTOFF_MINUTES = 30

#: 11:00 Eastern in summer: the start assumed where no schedule knows it. None in America begins
#: earlier, and those abroad have one.
UNKNOWN_START_HOUR_UTC = 15
