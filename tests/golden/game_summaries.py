"""What was done in a game: the three summaries."""

from __future__ import annotations

from functools import cache

from tests.golden.history import COUNTS, History, Row, identity, ratio
from tests.golden.prop_lines import PROPS, actual, line_at

ZONES = {
    "paint": ("Restricted Area", "In The Paint (Non-RA)"),
    "mid_range": ("Mid-Range",),
    "three": ("Left Corner 3", "Right Corner 3", "Above the Break 3", "Backcourt"),
}
SHOTS = {
    "paint": "paint_field_goals",
    "mid_range": "mid_range_field_goals",
    "three": "charted_threes",
}
POINTS = {
    "paint": "paint_points",
    "mid_range": "mid_range_points",
    "three": "charted_threes_points",
}

#: The shot archive names nobody who passed or blocked, and tells no free throws.
UNTOLD = (
    *("assisted_field_goals_made", "unassisted_field_goals_made", "and_ones"),
    *("blocks_paint", "blocks_mid_range", "blocks_three"),
)


def plays(line: Row) -> float:
    """FGA + 0.44 FTA + TOV."""
    return line["field_goals_attempted"] + 0.44 * line["free_throws_attempted"] + line["turnovers"]


def possessions(line: Row) -> float:
    """FGA + 0.44 FTA + TOV - OREB."""
    return plays(line) - line["offensive_rebounds"]


def shooting(line: Row) -> Row:
    """True shooting and effective field goals."""
    tries = line["field_goals_attempted"] + 0.44 * line["free_throws_attempted"]
    made = line["field_goals_made"] + 0.5 * line["threes_made"]
    return {
        "true_shooting_share": ratio(line["points"], 2 * tries),
        "effective_field_goal_share": ratio(made, line["field_goals_attempted"]),
    }


def measures(line: Row) -> Row:
    """Possessions, pace, rating and shooting of a team's line."""
    return {
        "possessions": possessions(line),
        "pace": 48 * possessions(line) / (line["game_minutes"] / 5),
        "offensive_rating": 100 * line["points"] / possessions(line),
        **shooting(line),
    }


@cache
def zone_counts(history: History, game: str, *, player: int = 0, team: int = 0) -> Row:
    """Made, attempted and points by zone; None where the game's shots are not charted."""
    shots = [s for s in history.shots[game] if player in (0, s["player_id"])]
    shots = [s for s in shots if team in (0, s["team_id"])]
    found: Row = {}
    for zone, names in ZONES.items():
        here = [s for s in shots if s["zone"] in names]
        worth = {"3PT Field Goal": 3, "2PT Field Goal": 2}
        counts = {
            f"{SHOTS[zone]}_made": sum(s["made"] for s in here),
            f"{SHOTS[zone]}_attempted": sum(s["attempted"] for s in here),
            POINTS[zone]: sum(s["made"] * worth[s["shot_type"]] for s in here),
        }
        found |= counts if history.shots[game] else dict.fromkeys(counts)
    covered = bool(history.shots[game])
    missing = None if covered else "the shot archive does not cover the game"
    return found | {"zones_missing_reason": missing}


def expected_player_game_summary(history: History, game: str, player: int) -> Row:
    """His box score, measured, and how his props came out."""
    line = history.line(game, player)
    team = history.teams[game, line["team_id"]]
    zones = zone_counts(history, game, player=player)
    chances = line["minutes_played"] * plays(team)
    row = {
        **identity(line, line),
        "player_id": player,
        "is_win": team["is_win"],
        "has_played": True,
        "did_not_play_kind": None,
        "did_not_play_reason": None,
        "did_not_play_category": None,
        "is_starter": line["is_starter"],
        "minutes_played": line["minutes_played"],
        **{name: line[name] for name in COUNTS},
        "plus_minus_points": line["plus_minus_points"],
        "usage_percent": ratio(100 * plays(line) * team["game_minutes"] / 5, chances),
        **shooting(line),
        **{name: value for name, value in zones.items() if name not in POINTS.values()},
        **dict.fromkeys(UNTOLD),
    }
    for prop in PROPS:
        start = history.games[game]["tipped_off_at"]
        found = line_at(history, game, line["player_name"], prop, start)
        margin = None if found["line"] is None else actual(line, prop) - found["line"]
        sides = {True: "OVER", False: "UNDER"}
        result = None if margin is None else ("PUSH" if margin == 0 else sides[margin > 0])
        row |= {f"{prop}_line": found["line"], f"{prop}_opening_line": found["opening_line"]}
        row |= {f"{prop}_line_movement": found["line_movement"]}
        row |= {f"{prop}_line_bookmaker": found["bookmaker"]}
        row |= {f"{prop}_margin": margin, f"{prop}_result": result}
    return row


def _squad(lines: list[Row]) -> Row:
    """How many were used; the archive says of playoffs alone who started, and never who sat."""
    started = [each["is_starter"] for each in lines if each["is_starter"] is not None]
    row: Row = {"players_used": len(lines), "starters": sum(started) if started else None}
    return row | dict.fromkeys(("players_did_not_play", "players_inactive"))


def expected_team_offense_game_summary(history: History, game: str, team: int) -> Row:
    """The team's own line and shots."""
    line = history.teams[game, team]
    return {
        **identity(line, line),
        "is_win": line["is_win"],
        **{name: line[name] for name in COUNTS},
        "margin_points": line["points"] - history.other(line)["points"],
        "overtime_periods": line["overtime_periods"],
        **measures(line),
        **_squad([each for each in history.by_game[game] if each["team_id"] == team]),
        **zone_counts(history, game, team=team),
        **dict.fromkeys(UNTOLD[:3]),
    }


def expected_team_defense_game_summary(history: History, game: str, team: int) -> Row:
    """The other side's line and shots."""
    line = history.teams[game, team]
    other = history.other(line)
    zones = zone_counts(history, game, team=other["team_id"])
    reason = zones["zones_missing_reason"]
    return {
        **identity(line, line),
        "points_allowed": other["points"],
        "turnovers_forced": other["turnovers"],
        **{name: line[name] for name in ("steals", "blocks", "defensive_rebounds")},
        "overtime_periods": line["overtime_periods"],
        **{
            f"opponent_{name}": value
            for name, value in (measures(other) | zones).items()
            if name != "zones_missing_reason"
        },
        **dict.fromkeys(UNTOLD[3:]),
        "zones_missing_reason": reason,
    }
