"""The five player-games of which every column is worked out."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Case:
    """One player in one game."""

    name: str
    game_id: str
    day: date
    player_id: int
    player_name: str


CASES = (
    # Tatum, champion of the season before, at home against New York.
    Case("season opener", "0022400061", date(2024, 10, 22), 1628369, "Jayson Tatum"),
    # Booker against Sacramento; his points line rose from 24.5 to 28.5 within a day.
    Case("overtime", "0022400209", date(2024, 11, 10), 1626164, "Devin Booker"),
    # Siakam's second game for Indiana, in Phoenix; no source tells a trade before the first.
    Case("after a trade", "0022300604", date(2024, 1, 21), 1627783, "Pascal Siakam"),
    # James in Atlanta the night after Houston, Questionable until half an hour before the start.
    Case("second night", "0022300669", date(2024, 1, 30), 2544, "LeBron James"),
    # LaVine's return after 38 days and 17 games of Chicago.
    Case("after a long injury", "0022300484", date(2024, 1, 5), 203897, "Zach LaVine"),
)

#: Their days: reports and game lines are read of these alone.
DAYS = sorted({case.day for case in CASES})

#: What is told before games is computed from the first to the last of them in a season.
FIRST_SEASON = [day for day in DAYS if day < date(2024, 8, 1)]
SPANS = ((FIRST_SEASON[0], FIRST_SEASON[-1]), (DAYS[len(FIRST_SEASON)], DAYS[-1]))
