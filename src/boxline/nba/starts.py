"""When a game starts, and what stands in for that where no schedule knows it."""

from __future__ import annotations

#: What is said before games is made for today and so many days ahead: until a game is near every
#: night would change it.
DAYS_AHEAD = 1

#: What is said before a game that is over rests on what was known this long before its start.
CUTOFF_MINUTES = 30

#: Noon Eastern in winter: the start assumed where no schedule knows it. None begins earlier.
UNKNOWN_START_HOUR_UTC = 17
