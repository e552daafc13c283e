"""The shared Parquet files as plain Python lists: all that golden values are worked out from.

Nothing here comes from the computed tables or from Boxline's formulas.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from tests.golden.cases import CASES, DAYS, FIRST_SEASON

Row = dict[str, Any]

#: What was played in 2023-24, and in 2024-25 up to the last golden day.
FROM, LAST = date(2023, 8, 1), DAYS[-1]

#: Shots are charted in the first of the two seasons alone.
CHARTED_TO = FIRST_SEASON[-1]

ON_DAYS = "IN (" + ", ".join(f"DATE '{day}'" for day in DAYS) + ")"
PLAYED = f"game_date BETWEEN DATE '{FROM}' AND DATE '{LAST}'"
#: Lines of other players say nothing of the golden ones.
OF_THEM = f"player IN ({', '.join(repr(case.player_name) for case in CASES)})"

#: File -> which of its rows are looked at, here and in the home that is compared.
FILES = {
    "nba_box_scores/regular/player_games_2023-24.parquet": PLAYED,
    "nba_box_scores/regular/player_games_2024-25.parquet": PLAYED,
    "nba_box_scores/playoffs/player_games_playoffs_2020-21_to_2024-25.parquet": PLAYED,
    "nba_team_games/team_games_2014-15_to_2024-25.parquet": PLAYED,
    "nba_shots/shots_2023-24.parquet": f"game_date <= DATE '{CHARTED_TO}'",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet": "season >= '2023-24'",
    "nba_schedule/schedule_2024-25_full.parquet": "true",
    "nba_injuries/official_status_history_2022-23_to_2024-25.parquet": f"game_date {ON_DAYS}",
    "nba_prop_lines/player_props_2024-10-22_to_2025-01-13.parquet": f"{OF_THEM} AND file_date <= "
    f"DATE '{LAST}'",
    "nba_prop_lines/threes_lines_2024-25.parquet": f"{OF_THEM} AND file_date <= DATE '{LAST}'",
    "nba_prop_lines/pra_lines_2023-24_and_2024-25.parquet": f"{OF_THEM} AND event_date <= DATE "
    f"'{LAST}'",
    "nba_game_lines/multibook_lines_2022-10_to_2024-04.parquet": "CAST(timezone("
    f"'America/New_York', commence_time) AS DATE) {ON_DAYS}",
    "nba_game_lines/closing_lines_2007-08_to_2024-25.parquet": f"game_date {ON_DAYS}",
}

#: What we call a count -> what NBA.com does.
COUNTS = {
    "points": "pts",
    "field_goals_made": "fgm",
    "field_goals_attempted": "fga",
    "threes_made": "fg3m",
    "threes_attempted": "fg3a",
    "free_throws_made": "ftm",
    "free_throws_attempted": "fta",
    "offensive_rebounds": "oreb",
    "defensive_rebounds": "dreb",
    "rebounds": "reb",
    "assists": "ast",
    "steals": "stl",
    "blocks": "blk",
    "turnovers": "tov",
    "personal_fouls": "pf",
}

TYPES = {"002": "regular", "004": "playoffs", "005": "play_in", "006": "nba_cup_final"}
CLUBS = range(1610612737, 1610612767)
EASTERN = ZoneInfo("America/New_York")


def season_of(game_id: str) -> str:
    """2024-25 of 0022400061."""
    year = int(game_id[3:5])
    return f"20{year}-{year + 1}"


def utc(eastern: datetime) -> datetime:
    """The UTC instant, without its zone, of a wall clock in New York."""
    return eastern.replace(tzinfo=EASTERN).astimezone(UTC).replace(tzinfo=None)


def league_day(instant: datetime) -> date:
    """The day in New York of a UTC instant."""
    return instant.replace(tzinfo=UTC).astimezone(EASTERN).date()


def name_key(name: str) -> str:
    """A name without marks, dots, capitals and Jr. or III; of `Last, First` first name first."""
    last, comma, first = name.partition(", ")
    plain = unicodedata.normalize("NFKD", f"{first} {last}" if comma else name).lower()
    words = ("".join(c for c in word if "a" <= c <= "z") for word in plain.split())
    return "".join(word for word in words if word not in ("jr", "sr", "ii", "iii", "iv"))


@dataclass(eq=False)  # so that what is worked out of it can be remembered
class History:
    """What the files say.

    Attributes:
        lines: players' box scores, in the order of day and game.
        teams: (game, team) -> the team's box score, with `opponent_team_id`, `game_minutes`.
        games: id -> the game on the calendar: sides, start, arena, day.
        shots: game -> its attempts, counted by who, where and for how many points.
        statuses: game -> what the reports said of whom, and since when.
        offers: (game, player's name key) -> the lines seen on him.
        spreads: game -> the spreads seen.
        first_seen: name key -> the day on which somebody of that name first appeared.
    """

    lines: list[Row] = field(default_factory=list)
    teams: dict[tuple[str, int], Row] = field(default_factory=dict)
    games: dict[str, Row] = field(default_factory=dict)
    shots: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    offers: dict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    spreads: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    first_seen: dict[str, date] = field(default_factory=dict)
    by_player: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_game: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_team: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    calendar: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def line(self, game: str, player: int) -> Row:
        """A player's line of a game."""
        return next(line for line in self.by_game[game] if line["player_id"] == player)

    def before(self, player: int, day: date, season: str = "") -> list[Row]:
        """His games on earlier days, of one season or of all."""
        return [
            line
            for line in self.by_player[player]
            if line["game_date"] < day and season in ("", line["season"])
        ]

    def team_before(self, team: int, day: date, season: str = "") -> list[Row]:
        """A team's games on earlier days, of one season or of all."""
        return [
            line
            for line in self.by_team[team]
            if line["game_date"] < day and season in ("", line["season"])
        ]

    def other(self, line: Row) -> Row:
        """The other side's line of the same game."""
        return self.teams[line["game_id"], line["opponent_team_id"]]

    def is_known(self, key: str, day: date) -> bool:
        """Whether somebody of that name had appeared on an earlier day."""
        return key in self.first_seen and self.first_seen[key] < day

    def cutoff(self, game: str) -> datetime:
        """Half an hour before the start; noon of New York's winter stands for one unknown."""
        found = self.games[game]
        noon = datetime.combine(found["game_date"], datetime.min.time()) + timedelta(hours=17)
        return (found["tipped_off_at"] or noon) - timedelta(minutes=30)


def identity(game: Row, line: Row) -> Row:
    """The columns that every table of players or teams begins with."""
    return {name: game[name] for name in ("game_id", "game_date", "season", "season_type")} | {
        name: line[name] for name in ("team_id", "opponent_team_id", "is_home")
    }


def ratio(one: float | None, other: float | None) -> float | None:
    """A quotient; None where one of the two is None, or the divisor 0."""
    return one / other if one is not None and other else None


def ewm(values: list[float], half_life: float) -> float | None:
    """Exponential mean, the last value counting 1; None of none."""
    weights = [0.5 ** (n / half_life) for n in range(len(values))]
    total = sum(w * v for w, v in zip(weights, reversed(values), strict=True))
    return ratio(total, sum(weights))


def rows_of(shared: Path, name: str, columns: str = "*") -> list[Row]:
    """The rows of one file that count."""
    (found,) = [file for file in FILES if name in file]
    query = f"SELECT {columns} FROM '{shared / found}' WHERE {FILES[found]}"
    query += " GROUP BY ALL" if "count(" in columns else ""
    cursor = duckdb.execute(query)
    names = [column for column, *_ in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
