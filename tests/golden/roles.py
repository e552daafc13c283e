"""Shrunken rates per minute, the role they show, and what teams allowed to roles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tests.golden.form import last_season, stat
from tests.golden.history import History, Row, ewm

#: Minutes of an average player that a rate is shrunk by.
PRIORS = {"points": 150, "rebounds": 120, "assists": 120, "threes": 250}

DECAY = 0.5 ** (1 / 35)


@dataclass
class Book:
    """What was known before each line, kept by going through the lines once.

    Attributes:
        rates: (game, player) -> his rates before it; without those of the first day.
        allowed: (game, the team that defended, role) -> what it allowed, and what was expected.
        league: day -> sums over all players up to and with it.
    """

    rates: dict[tuple[str, int], Row] = field(default_factory=dict)
    allowed: dict[tuple[str, int, str], Row] = field(default_factory=dict)
    league: dict[date, Row] = field(default_factory=dict)


def shrunken(his: Row, league: Row) -> Row:
    """Rates per minute: his weighted sums and K minutes of an average player."""
    return {
        name: (his[name] + k * league[name] / league["minutes"]) / (his["minutes"] + k)
        for name, k in PRIORS.items()
    }


def role_of(rates: Row) -> str:
    """Big, wing or guard."""
    if rates["rebounds"] >= 0.2 and rates["assists"] < 0.16:
        return "big"
    return "guard" if rates["assists"] >= 0.11 else "wing"


def _nothing() -> Row:
    return dict.fromkeys(("minutes", *PRIORS), 0)


@cache
def book_of(history: History) -> Book:
    """The book of a history, written once."""
    book = Book()
    his: dict[int, Row] = defaultdict(_nothing)
    league = _nothing()
    by_day: dict[date, list[Row]] = defaultdict(list)
    for line in history.lines:
        by_day[line["game_date"]].append(line)
    for day, lines in by_day.items():
        if league["minutes"]:
            for line in lines:
                _expect(book, line, shrunken(his[line["player_id"]], league))
        for line in lines:
            counts = {name: stat(line, name) for name in league}
            player = line["player_id"]
            his[player] = {name: his[player][name] * DECAY + counts[name] for name in league}
            league = {name: league[name] + counts[name] for name in league}
        book.league[day] = dict(league)
    return book


def _expect(book: Book, line: Row, rates: Row) -> None:
    """Put a player's game to what his opponent allowed to his role."""
    book.rates[line["game_id"], line["player_id"]] = rates
    key = line["game_id"], line["opponent_team_id"], role_of(rates)
    met = book.allowed.setdefault(key, defaultdict(float))
    met["minutes"] += line["minutes_played"]
    for name in PRIORS:
        met[f"{name}_allowed"] += stat(line, name)
        met[f"{name}_expected"] += rates[name] * line["minutes_played"]


def role_before(history: History, game: str, player: int) -> str:
    """The role of a player before a game that he played in."""
    return role_of(book_of(history).rates[game, player])


def residuals(history: History, team: int, role: str, day: date) -> Row:
    """What a team allowed to a role beyond expectation, as a share of that, on earlier days."""
    book = book_of(history)
    games = [
        book.allowed[line["game_id"], team, role]
        for line in history.team_before(team, day)
        if (line["game_id"], team, role) in book.allowed
    ]
    found = {}
    for name in PRIORS:
        came = ewm([met[f"{name}_allowed"] for met in games], 15)
        wanted = ewm([met[f"{name}_expected"] for met in games], 15)
        found[name] = None if came is None or not wanted else (came - wanted) / wanted
    return found


def expected_role_games(history: History, game: str, role: str, team: int) -> Row:
    """What a team allowed to a role in one game."""
    line = history.teams[game, team]
    met = book_of(history).allowed[game, team, role]
    counts = {name: int(met[name]) for name in met if not name.endswith("expected")}
    named = ("game_id", "game_date", "season", "season_type", "team_id")
    return {name: line[name] for name in named} | {"role": role} | dict(met) | counts


def expected_league_form(history: History, game: str) -> Row:
    """Sums over all players up to the day of a game, that day included."""
    day, season = history.games[game]["game_date"], history.games[game]["season"]
    sums = dict(book_of(history).league[day])
    assert {line["season"] for line in history.lines} <= {"2023-24", "2024-25"}
    assert season == "2023-24" or last_season(season) == "2023-24"
    return {"game_date": day, "season": season} | {f"league_{n}": v for n, v in sums.items()}
