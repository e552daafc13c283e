"""What is known of a player before a game: load, absences, lines, streaks, what is on record."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from tests.golden.availability import (
    boxed_games,
    listed_on,
    standing,
    status_of,
    statuses_known,
)
from tests.golden.form import team_ratios
from tests.golden.history import History, Row, identity, ratio
from tests.golden.player_features import usage
from tests.golden.prop_lines import PROPS, actual, line_at
from tests.golden.team_context import schedule_of

ABSENCES = {
    "out": ("Out", "Doubtful"),
    "questionable": ("Questionable",),
    "probable": ("Probable",),
}
TRAVEL = ("travel_miles", "time_zones_crossed", "miles_last_14_days", "road_games_in_a_row")


def load(history: History, game: str, player: int) -> Row:
    """How much he played of late, and how he rested."""
    day, season = history.games[game]["game_date"], history.games[game]["season"]
    games = history.before(player, day, season)
    days = [line["game_date"] for line in games]
    rests: list[int | None] = [None]
    rests += [(b - a).days for a, b in pairwise(days)]
    rested = [d for d, rest in zip(days, rests, strict=False) if rest is None or rest >= 2]

    def lately(most: int) -> list[Row]:
        return [line for line in games if (day - line["game_date"]).days <= most]

    minutes = {n: sum(line["minutes_played"] for line in lately(n)) for n in (7, 14)}
    rest = (day - days[-1]).days if days else None
    doubled = [n for n, d in enumerate(days) if rests[n] == 1 and (day - d).days <= 14]
    return {
        "days_rest": rest,
        "is_back_to_back": rest == 1,
        "days_rest_before_last_game": rests[-1] if days else None,
        "days_since_2_plus_days_rest": (day - rested[-1]).days if days else None,
        "games_last_7_days": len(lately(7)),
        "games_last_14_days": len(lately(14)),
        "minutes_last_7_days": minutes[7],
        "minutes_last_14_days": minutes[14],
        "average_minutes_last_7_days": ratio(float(minutes[7]), len(lately(7))),
        "usage_percent_last_7_days": usage(history, lately(7)),
        "back_to_backs_last_14_days": len(doubled),
    }


def is_star(history: History, player: int, day: date, season: str) -> bool:
    """By his season so far."""
    games = history.before(player, day, season)
    if len(games) < 10:
        return False
    points = sum(line["points"] for line in games) / len(games)
    minutes = sum(line["minutes_played"] for line in games) / len(games)
    return points >= 18 or (minutes >= 28 and points >= 12)


def teammates(history: History, game: str, player: int) -> Row:
    """Who of his side is missing, and how much of its work is theirs."""
    team = history.line(game, player)["team_id"]
    day, season = history.games[game]["game_date"], history.games[game]["season"]
    told = statuses_known(history, game)
    side = standing(history, game, team)
    counted = [o for o in side.values() if o["is_candidate"] and o["means"]["minutes"] is not None]
    listed = listed_on(history, game, team)
    row: Row = {}
    for kind, words in ABSENCES.items():
        others = [o for p, o in side.items() if p != player and o["status"] in words]
        stars = [
            p
            for p, status in listed.items()
            if p != player and status in words and is_star(history, p, day, season)
        ]
        shares = [
            ratio(
                sum(o["means"][name] for o in others if o in counted),
                sum(o["means"][name] for o in counted),
            )
            for name in ("minutes", "points")
        ]
        share = None if None in shares else (shares[0] + shares[1]) / 2  # type: ignore[operator]
        found = {
            f"teammates_{kind}": len(others),
            f"star_teammates_{kind}": len(stars),
            f"teammates_{kind}_role_share": share,
        }
        row |= found if told else dict.fromkeys(found)
    return row


def prop_lines(history: History, game: str, player: int) -> Row:
    """The lines that stood at the cut-off."""
    name, moment = history.line(game, player)["player_name"], history.cutoff(game)
    row: Row = {}
    seen = []
    for prop in PROPS:
        found = line_at(history, game, name, prop, moment)
        row |= {f"{prop}_{w}": found[w] for w in ("line", "opening_line", "line_movement")}
        row[f"{prop}_line_bookmaker"] = found["bookmaker"]
        seen.append(found["known_at"])
    return row | {"lines_known_at": max(filter(None, seen), default=None)}


def streaks(history: History, game: str, player: int) -> Row:
    """Games in a row over, or under, the line that each itself had at its start."""
    day, season = history.games[game]["game_date"], history.games[game]["season"]
    row: Row = {}
    for prop in PROPS:
        margins = []
        for line in history.before(player, day, season):
            start = history.games[line["game_id"]]["tipped_off_at"]
            found = line_at(history, line["game_id"], line["player_name"], prop, start)
            if found["line"] is not None and found["line"] != actual(line, prop):
                margins.append(actual(line, prop) - found["line"])
        for side, sign in (("over", 1), ("under", -1)):
            run = 0
            while run < len(margins) and margins[-1 - run] * sign > 0:
                run += 1
            row[f"{prop}_{side}_streak"] = run if margins else None
    return row


def known(history: History, game: str, player: int) -> Row:
    """How many of his team's last games have a box score, and in how many he was."""
    team, this = history.line(game, player)["team_id"], history.games[game]
    calendar = [
        g
        for g in history.calendar[team]
        if g["season"] == this["season"] and g["game_date"] < this["game_date"]
    ]
    boxed = {line["game_id"] for line in boxed_games(history, team, game)}
    windows = {f"last_{n}": calendar[-n:] for n in (5, 10)}
    row: Row = {}
    for window, games in windows.items():
        row[f"attended_games_{window}"] = sum(
            any(b["player_id"] == player and b["team_id"] == team for b in history.by_game[g])
            for g in (each["game_id"] for each in games)
        )
    for n in (7, 14):
        near = [g for g in calendar if (this["game_date"] - g["game_date"]).days <= n]
        windows[f"last_{n}_days"] = near
    for window, games in windows.items():
        have = sum(g["game_id"] in boxed for g in games)
        reason = "no game of his team on these days" if "days" in window else None
        reason = reason or "no earlier game of his team this season"
        row |= {f"calendar_games_{window}": len(games), f"known_games_{window}": have}
        row[f"known_share_{window}"] = ratio(float(have), len(games))
        row[f"known_share_{window}_missing_reason"] = None if games else reason
    return row


def expected_upcoming_player_game_context(history: History, game: str, player: int) -> Row:
    """One player before one game."""
    line = history.line(game, player)
    day, season = line["game_date"], line["season"]
    own, other = (
        team_ratios(history, history.team_before(line[side], day, season)[-10:])
        for side in ("team_id", "opponent_team_id")
    )
    both = None not in (own["pace"], other["pace"])
    status = status_of(history, game, player)
    travel = schedule_of(history, game, line["team_id"])
    return {
        **identity(line, line),
        "player_id": player,
        "age_years": None,  # no archive file tells a day of birth
        **load(history, game, player),
        **{name: travel[name] for name in TRAVEL},
        "opponent_pace_last_10": other["pace"],
        "opponent_defensive_rating_last_10": other["defensive_rating"],
        "pace_difference": own["pace"] - other["pace"] if both else None,
        "injury_status": status,
        "is_listed": status is not None if statuses_known(history, game) else None,
        **teammates(history, game, player),
        **prop_lines(history, game, player),
        **streaks(history, game, player),
        **known(history, game, player),
    }
