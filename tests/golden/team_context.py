"""What is known of a team before a game: rest, travel, results, lines, absences."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import Any

from tests.golden.availability import boxed_games, expected_players, listed_on, statuses_known
from tests.golden.history import History, Row, ratio
from tests.golden.prop_lines import BOOKS

#: Team -> latitude, longitude, hours from UTC in winter, summer time, place; in 2023-25.
ARENAS: dict[int, tuple[float, float, int, bool, str]] = {
    1610612737: (33.7573, -84.3963, -5, True, "Atlanta"),
    1610612738: (42.3662, -71.0621, -5, True, "Boston"),
    1610612739: (41.4965, -81.6882, -5, True, "Cleveland"),
    1610612740: (29.9490, -90.0821, -6, True, "New Orleans"),
    1610612741: (41.8807, -87.6742, -6, True, "Chicago"),
    1610612742: (32.7905, -96.8103, -6, True, "Dallas"),
    1610612743: (39.7486, -105.0075, -7, True, "Denver"),
    1610612744: (37.7680, -122.3877, -8, True, "San Francisco"),
    1610612745: (29.7508, -95.3621, -6, True, "Houston"),
    1610612747: (34.0430, -118.2673, -8, True, "Los Angeles"),
    1610612748: (25.7814, -80.1870, -5, True, "Miami"),
    1610612749: (43.0451, -87.9172, -6, True, "Milwaukee"),
    1610612750: (44.9795, -93.2761, -6, True, "Minneapolis"),
    1610612751: (40.6827, -73.9754, -5, True, "Brooklyn"),
    1610612752: (40.7505, -73.9934, -5, True, "New York"),
    1610612753: (28.5392, -81.3839, -5, True, "Orlando"),
    1610612754: (39.7640, -86.1555, -5, True, "Indianapolis"),
    1610612755: (39.9012, -75.1720, -5, True, "Philadelphia"),
    1610612756: (33.4457, -112.0712, -7, False, "Phoenix"),
    1610612757: (45.5316, -122.6668, -8, True, "Portland"),
    1610612758: (38.5802, -121.4997, -8, True, "Sacramento"),
    1610612759: (29.4270, -98.4375, -6, True, "San Antonio"),
    1610612760: (35.4634, -97.5151, -6, True, "Oklahoma City"),
    1610612761: (43.6435, -79.3791, -5, True, "Toronto"),
    1610612762: (40.7683, -111.9011, -7, True, "Salt Lake City"),
    1610612763: (35.1382, -90.0506, -6, True, "Memphis"),
    1610612764: (38.8981, -77.0209, -5, True, "Washington"),
    1610612765: (42.3411, -83.0553, -5, True, "Detroit"),
    1610612766: (35.2251, -80.8392, -5, True, "Charlotte"),
}

#: The Clippers moved in the summer of 2024.
CLIPPERS = 1610612746
CLIPPERS_HOMES = {
    "2023-24": ARENAS[1610612747],
    "2024-25": (33.9447, -118.3431, -8, True, "Inglewood"),
}

#: Of the games not played at the home side's.
NEUTRAL = {
    "T-Mobile Arena": (36.1028, -115.1784, -8, True, "Las Vegas"),
    "Arena CDMX": (19.4964, -99.1753, -6, False, "Mexico City"),
    "Accor Arena": (48.8386, 2.3785, 1, False, "Paris"),
    "Moody Center": (30.2818, -97.7324, -6, True, "Austin"),
}


def home_of(team: int, season: str) -> tuple[float, float, int, bool, str]:
    """Where a club is at home."""
    return CLIPPERS_HOMES[season] if team == CLIPPERS else ARENAS[team]


def place_of(game: Row) -> tuple[float, float, int, bool, str]:
    """Where a game is."""
    return NEUTRAL.get(game["arena"]) or home_of(game["home_team_id"], game["season"])


def clock(place: tuple[float, float, int, bool, str], day: date) -> int:
    """Hours from UTC on a day."""
    sundays = [date(day.year, month, n) for month in (3, 11) for n in range(1, 15)]
    march, november = ([s for s in sundays if s.month == m and s.weekday() == 6] for m in (3, 11))
    is_summer = march[1] <= day < november[0]
    return place[2] + int(place[3] and is_summer)


def miles(one: Any, other: Any) -> int:
    """Great-circle miles, by the law of cosines."""
    (north, east), (north2, east2) = (
        [math.radians(p) for p in place[:2]] for place in (one, other)
    )
    across = math.cos(north) * math.cos(north2) * math.cos(east - east2)
    return round(3958.7613 * math.acos(min(1, math.sin(north) * math.sin(north2) + across)))


def is_set(game: Row) -> bool:
    """Whether it stood on the schedule before the season: the Cup's later rounds did not."""
    return game["season_type"] == "regular" and int(game["game_id"][5:]) <= 1200


def trip(games: list[Row], number: int, team: int) -> tuple[Any, Any]:
    """From where to where a team went for the game of that number."""
    home = home_of(team, games[number]["season"])
    return place_of(games[number - 1]) if number else home, place_of(games[number])


def schedule_of(history: History, game: str, team: int) -> Row:
    """What the calendar alone says."""
    this = history.games[game]
    day = this["game_date"]
    games = [g for g in history.calendar[team] if g["season"] == this["season"]]
    number = games.index(this)
    days = [g["game_date"] for g in games]
    rests = [None, *((b - a).days for a, b in pairwise(days))]
    regular = [g["season_type"] == "regular" for g in games]
    share = sum(regular[:number]) / sum(regular)
    phase = "early" if share < 1 / 3 else "late" if share >= 2 / 3 else "middle"
    origin, here = trip(games, number, team)
    following = games[number + 1] if number + 1 < len(games) else None
    if following is not None and not (is_set(this) and is_set(following)):
        following = None
    sides = (following["home_team_id"], following["away_team_id"]) if following else ()
    last_14 = [n for n in range(number) if (day - days[n]).days <= 14]
    road = 0
    while road <= number and games[number - road]["home_team_id"] != team:
        road += 1
    week = [g for g in games[number + 1 :] if (g["game_date"] - day).days <= 7 and is_set(g)]
    return {
        "place": here[4],
        "game_number_in_season": number + 1,
        "season_share": share,
        "season_phase": phase if regular[number] else this["season_type"],
        "is_playoffs": this["season_type"] == "playoffs",
        "days_rest": rests[number],
        "is_back_to_back": rests[number] == 1,
        "games_last_7_days": sum((day - days[n]).days <= 7 for n in range(number)),
        "games_last_14_days": len(last_14),
        "back_to_backs_last_14_days": sum(rests[n] == 1 for n in last_14),
        "travel_miles": miles(origin, here),
        "time_zones_crossed": clock(here, day) - clock(origin, day),
        "miles_last_14_days": sum(miles(*trip(games, n, team)) for n in last_14),
        "road_games_in_a_row": road,
        "next_game_days_rest": (following["game_date"] - day).days if following else None,
        "games_next_7_days": len(week) if is_set(this) else None,
        "next_opponent_team_id": next((side for side in sides if side != team), None),
    }


def results_of(history: History, game: str, team: int) -> Row:
    """How the team's games of the season went so far."""
    this = history.games[game]
    played = history.team_before(team, this["game_date"], this["season"])
    won = [line["is_win"] for line in played]
    streaks = {}
    for outcome in (True, False):
        run = 0
        while run < len(won) and won[-1 - run] is outcome:
            run += 1
        streaks[outcome] = run if played else None
    last = played[-1] if played else None
    return {
        "win_share": ratio(float(sum(won)), len(won)),
        "win_streak": streaks[True],
        "loss_streak": streaks[False],
        "last_margin_points": last["points"] - history.other(last)["points"] if last else None,
    }


def lines_of(history: History, game: str, *, is_home: bool) -> Row:
    """The spread of the bookmaker preferred; of totals the archive has closing ones alone."""
    books: dict[str, list[Row]] = {}
    for seen in history.spreads[game]:
        if seen["known_at"] <= history.cutoff(game):
            books.setdefault(seen["bookmaker"], []).append(seen)
    totals = ("total_points_line", "opening_total_points_line", "total_points_line_movement")
    row: Row = dict.fromkeys(
        (
            *("spread_points", "opening_spread_points", "spread_movement_points", *totals),
            *("line_bookmaker", "lines_known_at"),
        )
    )
    if not books:
        return row
    ranks = {book: BOOKS.index(book) if book in BOOKS else len(BOOKS) for book in books}
    book = min(books, key=lambda b: (ranks[b], b))
    told = sorted(books[book], key=lambda seen: seen["known_at"])
    sign = 1.0 if is_home else -1.0
    first, last = sign * told[0]["line"], sign * told[-1]["line"]
    row |= {"spread_points": last, "opening_spread_points": first, "line_bookmaker": book}
    changed = [
        seen["known_at"]
        for before, seen in zip([None, *told], told, strict=False)
        if before is None or (before["line"], before["price"]) != (seen["line"], seen["price"])
    ]
    return row | {"spread_movement_points": last - first, "lines_known_at": changed[-1]}


def missing_of(history: History, game: str, team: int) -> Row:
    """Who is out, by the reports at the cut-off."""
    names = ("starters_out", "players_out", "players_questionable")
    if not statuses_known(history, game):
        return dict.fromkeys(names)
    own = listed_on(history, game, team)
    side = expected_players(history, game, team)
    season = history.games[game]["season"]
    last_5 = [g for g in boxed_games(history, team, game) if g["season"] == season][-5:]
    minutes = {
        player: sum(
            line["minutes_played"]
            for g in last_5
            for line in history.by_game[g["game_id"]]
            if line["player_id"] == player and line["team_id"] == team
        )
        for player in side
    }
    starters = sorted(side, key=lambda player: (-minutes[player], player))[:5]
    return {
        "starters_out": sum(own.get(p) == "Out" for p in starters) if last_5 else None,
        "players_out": sum(status == "Out" for status in own.values()),
        "players_questionable": sum(s in ("Questionable", "Doubtful") for s in own.values()),
    }


def lookback_of(history: History, game: str, team: int) -> Row:
    """The final games of regular season and playoffs among its last ten that no player has a line
    of: every game before one that was played is final."""
    this = history.games[game]
    before = [
        g["game_id"]
        for g in history.calendar[team]
        if g["season"] == this["season"]
        and g["game_date"] < this["game_date"]
        and g["season_type"] in ("regular", "playoffs")
    ]
    boxed = {line["game_id"] for line in history.lines if line["team_id"] == team}
    missing = [game_id for game_id in before[-10:] if game_id not in boxed]
    return {
        "box_scores_missing_last_10": len(missing),
        "missing_game_ids": ",".join(missing) or None,
    }


def expected_upcoming_team_game_context(history: History, game: str, team: int) -> Row:
    """One side before one game."""
    this = history.games[game]
    is_home = this["home_team_id"] == team
    other = this["away_team_id"] if is_home else this["home_team_id"]
    own, met = schedule_of(history, game, team), schedule_of(history, game, other)
    named = ("days_rest", "next_game_days_rest", "games_next_7_days")
    upcoming = own["next_opponent_team_id"]
    standing = results_of(history, game, upcoming) if upcoming else {"win_share": None}
    return {
        **{name: this[name] for name in ("game_id", "game_date", "season", "season_type")},
        "team_id": team,
        "opponent_team_id": other,
        "is_home": is_home,
        **own,
        **{f"opponent_{name}": met[name] for name in named},
        **results_of(history, game, team),
        "opponent_win_share": results_of(history, game, other)["win_share"],
        "next_opponent_win_share": standing["win_share"],
        **lines_of(history, game, is_home=is_home),
        **missing_of(history, game, team),
        **lookback_of(history, game, team),
    }
