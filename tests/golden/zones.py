"""Where a player shoots from, and what a team allows from there."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from tests.golden.game_summaries import POINTS, SHOTS, ZONES, possessions, zone_counts
from tests.golden.history import History, Row, identity, ratio

FEW = "fewer charted games than the day of the season asks for"
NO_ATTEMPT = "no charted attempt in those games"
NO_LEAGUE = "fewer than 10 clubs have 10 charted games lately"


def days_into(history: History, game: str) -> int:
    """Days since the season's first game."""
    this = history.games[game]
    days = [g["game_date"] for g in history.games.values() if g["season"] == this["season"]]
    return int((this["game_date"] - min(days)).days)


def least_games(days: int, first: int, most: int) -> int:
    """What the day of the season asks of a sample."""
    return min(first + days // 3, most) if days <= 21 else most + 1


@cache
def is_charted_season(history: History, game: str) -> bool:
    """Whether shots of an earlier day of the season are charted."""
    this = history.games[game]
    return any(
        history.shots[g["game_id"]]
        for g in history.games.values()
        if g["season"] == this["season"] and g["game_date"] < this["game_date"]
    )


def zone_of_most(rates: dict[str, float]) -> str:
    """Paint from 40 %, else three from 40 %, else mid-range from 35 %, else balanced."""
    for zone, least in (("paint", 40), ("three", 40), ("mid_range", 35)):
        if rates[zone] >= least:
            return zone
    return "balanced"


def expected_player_shot_zone_analysis(history: History, game: str, player: int) -> Row:
    """His last 10 and 20 charted games."""
    line = history.line(game, player)
    days = days_into(history, game)
    least = least_games(days, 3, 9)
    played = history.before(player, line["game_date"], line["season"])
    charted = [each for each in played if history.shots[each["game_id"]]]
    row = identity(line, line) | {
        "player_id": player,
        "days_into_season": days,
        "is_early_season": days <= 21,
        "least_games": least,
        "sample_ends_on": charted[-1]["game_date"] if charted else None,
    }
    for n in (10, 20):
        row |= _sample(history, charted[-n:], n, least, player)
    held = row["games_in_sample_10"]
    attempts = sum(row[f"{shots}_attempted_last_10"] for shots in SHOTS.values())
    has_rates = held >= least and attempts > 0
    for zone, shots in SHOTS.items():
        many = row[f"{shots}_attempted_last_10"]
        row[f"{zone}_attempts_per_game_last_10"] = many / held if has_rates else None
    rates = {zone: row[f"{zone}_rate_percent_last_10"] for zone in ZONES}
    return row | {
        "assisted_percent_last_10": None,
        "unassisted_percent_last_10": None,
        "primary_scoring_zone": zone_of_most(rates) if has_rates else None,
        "data_quality_tier": "high" if held >= 10 else "medium" if held >= 7 else "low",
        "zones_missing_reason": FEW if held < least else None if attempts else NO_ATTEMPT,
    }


def _sample(history: History, games: list[Row], n: int, least: int, player: int) -> Row:
    """Counts and rates of one sample."""
    counts = [zone_counts(history, each["game_id"], player=player) for each in games]
    share = len(games) / n
    words = ((1, "excellent"), (0.7, "good"), (0.5, "limited"), (0, "insufficient"))
    row: Row = {
        f"games_in_sample_{n}": len(games),
        f"sample_quality_{n}": next(word for size, word in words if share >= size),
    }
    for shots in SHOTS.values():
        for what in ("made", "attempted"):
            row[f"{shots}_{what}_last_{n}"] = sum(each[f"{shots}_{what}"] for each in counts)
    total = sum(row[f"{shots}_attempted_last_{n}"] for shots in SHOTS.values())
    enough = len(games) >= max(least, 15 if n == 20 else 0)
    for zone, shots in SHOTS.items():
        made, tried = row[f"{shots}_made_last_{n}"], row[f"{shots}_attempted_last_{n}"]
        row[f"{zone}_rate_percent_last_{n}"] = ratio(100 * tried, total) if enough else None
        row[f"{zone}_made_share_last_{n}"] = ratio(made, tried) if enough else None
    return row


@cache
def league_shares(history: History, day: date, season: str) -> Row:
    """Of all clubs' charted games of the 30 days before; none where too few have played."""
    games = [
        line
        for line in history.teams.values()
        if line["season"] == season
        and 1 <= (day - line["game_date"]).days <= 30
        and history.shots[line["game_id"]]
    ]
    teams = [line["team_id"] for line in games]
    enough = sum(teams.count(team) >= 10 for team in set(teams)) >= 10
    sums: dict[str, list[Any]] = {zone: [0, 0] for zone in ZONES}
    for game in {line["game_id"] for line in games}:
        counts = zone_counts(history, game)
        for zone, shots in SHOTS.items():
            sums[zone][0] += counts[f"{shots}_made"]
            sums[zone][1] += counts[f"{shots}_attempted"]
    shares = {zone: ratio(*sums[zone]) if enough else None for zone in ZONES}
    return shares | {"reason": None if enough else NO_LEAGUE}


def expected_team_defense_zone_analysis(history: History, game: str, team: int) -> Row:
    """A club's last 15 charted games before the day of a game."""
    this = history.games[game]
    day, season = this["game_date"], this["season"]
    days = days_into(history, game)
    least = least_games(days, 5, 14)
    charted = [g for g in history.team_before(team, day, season) if history.shots[g["game_id"]]]
    sample = charted[-15:]
    held, enough = len(sample), len(sample) >= least
    others = [history.other(line) for line in sample]
    league = league_shares(history, day, season)
    counts = [zone_counts(history, o["game_id"], team=o["team_id"]) for o in others]
    row: Row = {
        "game_date": day,
        "season": season,
        "team_id": team,
        "days_into_season": days,
        "is_early_season": days <= 21,
        "games_in_sample": held,
        "least_games": least,
        "sample_ends_on": sample[-1]["game_date"] if sample else None,
    }
    against: dict[str, float | None] = {}
    for zone, shots in SHOTS.items():
        made, tried = (sum(c[f"{shots}_{w}"] for c in counts) for w in ("made", "attempted"))
        points = sum(c[POINTS[zone]] for c in counts)
        share = ratio(made, tried) if enough else None
        known = share is not None and league[zone] is not None
        against[zone] = 100 * (share - league[zone]) if known else None
        row |= {
            f"opponent_{shots}_made_last_15": made,
            f"opponent_{shots}_attempted_last_15": tried,
            f"{zone}_allowed_share": share,
            f"{zone}_attempts_allowed_per_game": ratio(tried, held) if enough else None,
            f"{zone}_points_allowed_per_game": ratio(points, held) if enough else None,
            f"{zone}_blocks_per_game": None,
            f"league_{zone}_allowed_share": league[zone],
            f"{zone}_allowed_vs_league_percent": against[zone],
        }
    points = sum(o["points"] for o in others)
    theirs = sum(map(possessions, others))
    fives = sum(o["game_minutes"] for o in others) / 5
    compared = None not in against.values()
    order: dict[str, float] = {zone: value or 0.0 for zone, value in against.items()}
    return row | {
        "points_allowed_per_game": ratio(points, held) if enough else None,
        "defensive_rating": 100 * points / theirs if enough else None,
        "opponent_pace": 48 * theirs / fives if enough else None,
        "strongest_zone": min(order, key=lambda z: order[z]) if compared else None,
        "weakest_zone": max(order, key=lambda z: order[z]) if compared else None,
        "data_quality_tier": "high" if held == 15 else "medium" if held >= 10 else "low",
        "zones_missing_reason": None if enough else FEW,
        "league_missing_reason": league["reason"],
    }
