"""How players, teams and the league stood after a game."""

from __future__ import annotations

from itertools import pairwise

from tests.golden.game_summaries import measures, plays, possessions
from tests.golden.history import History, Row, ewm, identity

STATS = {
    "minutes": ("minutes_played",),
    "points": ("points",),
    "rebounds": ("rebounds",),
    "assists": ("assists",),
    "threes": ("threes_made",),
    "points_rebounds_assists": ("points", "rebounds", "assists"),
    "field_goals_made": ("field_goals_made",),
    "field_goals_attempted": ("field_goals_attempted",),
    "free_throws_made": ("free_throws_made",),
    "free_throws_attempted": ("free_throws_attempted",),
    "turnovers": ("turnovers",),
}
MAIN = ("minutes", "points", "rebounds", "assists", "threes", "points_rebounds_assists")
HALF_LIVES = {
    "minutes": (2, 5, 8, 12, 30, 35),
    **dict.fromkeys(("points", "rebounds", "assists", "threes"), (3, 8, 25, 35)),
    **dict.fromkeys(("field_goals_made", "field_goals_attempted"), (3, 8, 25)),
}
TEAM_MEASURES = ("pace", "offensive_rating", "points", "rebounds", "assists", "threes")


def stat(line: Row, name: str) -> int:
    """One statistic of one game."""
    return sum(line[part] for part in STATS[name])


def last_season(season: str) -> str:
    """2023-24 of 2024-25."""
    year = int(season[2:4]) - 1
    return f"20{year}-{year + 1}"


def usage_parts(history: History, line: Row) -> tuple[int, int]:
    """100 times a player's plays by the game's minutes, 500 times his team's by his own."""
    team = history.teams[line["game_id"], line["team_id"]]
    mine = round(100 * plays(line)) * team["game_minutes"]
    return mine, round(500 * plays(team)) * line["minutes_played"]


def games_since_change(season: list[Row]) -> int:
    """Games since he came to the team, or came back after more than 14 days."""
    count = len(season)
    for number, (earlier, later) in enumerate(pairwise(season), start=1):
        away = (later["game_date"] - earlier["game_date"]).days > 14
        if away or earlier["team_id"] != later["team_id"]:
            count = len(season) - number
    return count


def below_average_in_a_row(season: list[Row]) -> int:
    """Newest games in a row below the mean of those before each."""
    points = [line["points"] for line in season]
    run = 0
    for number in range(len(points) - 1, 0, -1):
        if points[number] * number >= sum(points[:number]):
            break
        run += 1
    return run


def expected_player_form(history: History, game: str, player: int) -> Row:
    """Sums over his games up to this one, and means over all in reach."""
    line = history.line(game, player)
    reach = [*history.before(player, line["game_date"]), line]
    season = [each for each in reach if each["season"] == line["season"]]
    before = [each for each in reach if each["season"] == last_season(line["season"])]
    minutes = [each["minutes_played"] for each in season]
    parts = [usage_parts(history, each) for each in season]
    row: Row = {name: line[name] for name in ("game_id", "game_date", "season", "season_type")}
    row |= {"player_id": player, "team_id": line["team_id"], "games_to_date": len(season)}
    row |= {"games_in_reach": len(reach), "games_last_season": len(before)}
    row |= {"minutes_last_game": minutes[-1]}
    row |= {"minutes_least_last_10": min(minutes[-10:]), "minutes_most_last_10": max(minutes[-10:])}
    for name in STATS:
        values = [stat(each, name) for each in season]
        row |= {f"{name}_to_date": sum(values), f"{name}_last_10": sum(values[-10:])}
        if name in MAIN:
            squares = [value * value for value in values]
            row |= {f"{name}_last_{n}": sum(values[-n:]) for n in (3, 5)}
            row[f"{name}_squares_to_date"] = sum(squares)
            row[f"{name}_squares_last_10"] = sum(squares[-10:])
    points = [each["points"] for each in season]
    numbered = [number * value for number, value in enumerate(points, start=1)]
    row |= {f"points_last_{n}": sum(points[-n:]) for n in (2, 7)}
    row |= {f"points_by_game_last_{n}": sum(numbered[-n:]) for n in (7, 10)}
    for place, part in enumerate(("usage_plays", "usage_chances")):
        values = [pair[place] for pair in parts]
        row[f"{part}_to_date"] = sum(values)
        row |= {f"{part}_last_{n}": sum(values[-n:]) for n in (3, 5, 10)}
    row["games_since_change"] = games_since_change(season)
    row["games_below_average_in_a_row"] = below_average_in_a_row(season)
    for name, lives in HALF_LIVES.items():
        row |= {f"{name}_ewm_{n}": ewm([stat(each, name) for each in reach], n) for n in lives}
    for name in ("minutes", "points", "rebounds", "assists", "threes"):
        row[f"{name}_last_season"] = sum(stat(each, name) for each in before)
    return row


def team_measure(line: Row, name: str) -> float:
    """One of TEAM_MEASURES of one game."""
    if name in ("pace", "offensive_rating"):
        return float(measures(line)[name])
    return float(line["threes_made" if name == "threes" else name])


def team_ratios(history: History, games: list[Row]) -> Row:
    """Pace and ratings over some games: ratios of sums; None over none."""
    names = ("pace", "offensive_rating", "defensive_rating")
    if not games:
        return dict.fromkeys(names)
    others = [history.other(line) for line in games]
    own, other = sum(map(possessions, games)), sum(map(possessions, others))
    fives = sum(line["game_minutes"] for line in games) / 5
    return {
        "pace": 48 * own / fives,
        "offensive_rating": 100 * sum(line["points"] for line in games) / own,
        "defensive_rating": 100 * sum(line["points"] for line in others) / other,
    }


def expected_team_form(history: History, game: str, team: int) -> Row:
    """Sums over the season up to this game, exponential means over two seasons."""
    line = history.teams[game, team]
    reach = [*history.team_before(team, line["game_date"]), line]
    season = [each for each in reach if each["season"] == line["season"]]
    margins = [each["points"] - history.other(each)["points"] for each in season]
    row = identity(line, line) | {
        "games_to_date": len(season),
        "wins_to_date": sum(margin > 0 for margin in margins),
        "blowouts_last_10": sum(abs(margin) >= 15 for margin in margins[-10:]),
    }
    for n in (10, 15):
        ratios = team_ratios(history, season[-n:])
        row |= {f"{name}_last_{n}": value for name, value in ratios.items()}
    for name in TEAM_MEASURES:
        others = [team_measure(history.other(each), name) for each in reach]
        row[f"{name}_ewm_12"] = ewm([team_measure(each, name) for each in reach], 12)
        row[f"opponent_{name}_ewm_12"] = ewm(others, 12)
    return row
