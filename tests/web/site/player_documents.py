"""Documents of one player, written by hand."""

from typing import Any

PROPS = ("points", "rebounds", "assists", "threes", "points_rebounds_assists")
HEAD = {
    "generated_at": "2025-01-20T18:00:00Z",
    "data_through": "2025-01-19",
    "state": "live",
    "state_reason": None,
    "halted_since": None,
    "missing": [],
}


def game(day: str, points: int, line: float | None, result: str | None) -> dict[str, Any]:
    """A game with a line on points, and a forecast of 20.5 in 12 to 29."""
    said = {
        "prop_type": "points",
        "line": line,
        "bookmaker": line and "draftkings",
        "result": result,
        "system": "ensemble",
        "origin": "live",
        "forecast": 20.5,
        "low_80": 12.0,
        "high_80": 29.0,
    }
    return {
        "game_id": f"00224{day[-2:]}",
        "game_date": day,
        "team": "BOS",
        "opponent": "NYK",
        "is_home": True,
        "is_win": False,
        "is_starter": True,
        "minutes": 30,
        "points": points,
        "rebounds": 8,
        "assists": 3,
        "threes": 2,
        "points_rebounds_assists": points + 11,
        "usage_percent": 25.0,
        "props": [said],
    }


def rate(of: str, n: int, over: int, under: int, push: int) -> dict[str, Any]:
    """A hit rate over five games, three of which went over today's line."""
    return {
        "of": of,
        "games": 5,
        "n": n,
        "over": over,
        "under": under,
        "push": push,
        "share_over": over / (over + under) if over + under else None,
        "over_current": 3,
        "under_current": 2,
        "push_current": 0,
    }


def season_of(games: list[dict[str, Any]]) -> dict[str, Any]:
    """A player's season; one team-mate, and a record of live predictions."""
    beside = {"games": 6, "minutes": 31.0, "points": 24.5, "rebounds": 8.0, "assists": 4.0}
    own = [rate("last_5", 4, 2, 1, 1), rate("season", 4, 2, 1, 1)]
    return {
        **HEAD,
        "player_id": 7,
        "name": "Ann <O'Neil>",
        "team": "BOS",
        "position": "C",
        "season": "2024-25",
        "averages": {"games": len(games), "minutes": 30.0, **dict.fromkeys(PROPS, 12.345)},
        "next_game": {
            "game_id": "0022499",
            "game_date": "2025-01-20",
            "tipped_off_at": "2025-01-21T00:30:00Z",
            "opponent": "NYK",
            "is_home": False,
        },
        "games": games,
        "hit_rates": [
            {
                "prop_type": prop,
                "current_line": 21.5,
                "current_bookmaker": "fanduel",
                "windows": own,
                "opponents": [rate("NYK", 1, 1, 0, 0)],
            }
            for prop in PROPS
        ],
        "roles": [
            {
                "of": "season",
                "games": len(games),
                "minutes": 30.0,
                "starts": 3,
                "starts_known": 4,
                "usage_percent": 25.0,
            }
        ],
        "teammates": [
            {
                "player_id": 8,
                "name": "Bo",
                "with_him": beside,
                "without_him": {**beside, "games": 5},
            }
        ],
        "record": {
            "origin": "live",
            "made": 9,
            "graded": 4,
            "bets": 2,
            "units": -0.09,
            "props": [
                {
                    "prop_type": "points",
                    "made": 9,
                    "graded": 4,
                    "compared": 3,
                    "mean_absolute_error": 4.26,
                    "season_average_error": 5.01,
                    "intervals": 4,
                    "inside": 3,
                    "bets": 2,
                    "won": 1,
                    "lost": 1,
                    "pushed": 0,
                    "units": -0.09,
                }
            ],
        },
    }


def newcomer() -> dict[str, Any]:
    """Of whom nothing is known yet."""
    empty = season_of([])
    for prop in empty["hit_rates"]:
        prop |= {"windows": [], "opponents": [], "current_line": None, "current_bookmaker": None}
    return empty | {
        "team": None,
        "position": None,
        "averages": {"games": 0, "minutes": None, **dict.fromkeys(PROPS)},
        "next_game": None,
        "roles": [],
        "teammates": [],
        "record": {"origin": None, "made": 0, "graded": 0, "bets": 0, "units": 0.0, "props": []},
    }


def offered(line: float, is_main: bool, over: float, push: float) -> dict[str, Any]:
    """A number with one offer."""
    offer = {
        "bookmaker": "williamhill_us",
        "is_main": is_main,
        "over_price": 2.1,
        "under_price": None,
        "since": "2025-01-20T15:00:00Z",
    }
    return {
        "line": line,
        "is_main": is_main,
        "chance_over": over,
        "chance_push": push,
        "chance_under": 1 - over - push,
        "offers": [offer],
    }


def tonight_of(prop: dict[str, Any]) -> dict[str, Any]:
    """Tonight's document with one prop."""
    return {
        **HEAD,
        "player_id": 7,
        "name": "Ann <O'Neil>",
        "game": {
            "game_id": "0022499",
            "game_date": "2025-01-20",
            "tipped_off_at": "2025-01-21T00:30:00Z",
            "team": "BOS",
            "opponent": "NYK",
            "is_home": False,
        },
        "injury": {
            "status": "Questionable",
            "reason": "Left knee",
            "known_at": "2025-01-20T16:30:00Z",
            "last_reported_at": "2025-01-20T17:30:00Z",
        },
        "play_probability": 0.55,
        "expected_minutes": 31.5,
        "props": [prop],
    }


def forecast_of_threes() -> dict[str, Any]:
    """A prop with a distribution, a main and an alternate line, two moves and two reasons."""
    move = {"bookmaker": "fanduel", "over_price": 1.9, "under_price": 1.9}
    return {
        "prop_type": "threes",
        "system": "ensemble",
        "origin": "live",
        "as_of": "2025-01-20T17:00:00Z",
        "forecast": 1.25,
        "not_made_reason": None,
        "mean": 1.25,
        "median": 1.0,
        "low_80": 0.0,
        "high_80": 2.0,
        "chances": [0.25, 0.25, 0.5],
        "advice": {
            "line": 1.5,
            "line_books": 1,
            "line_movement": -1.0,
            "market_chance_over": 0.48,
            "best_over_price": 2.1,
            "best_over_bookmaker": "williamhill_us",
            "best_under_price": None,
            "best_under_bookmaker": None,
            "chance_over": 0.52,
            "chance_push": 0.0,
            "fair_over_price": 1.923,
            "fair_under_price": 2.083,
            "recommendation": "OVER",
            "recommendation_reason": "the best price pays more than the chance asks for",
            "edge": 0.092,
            "confidence": 0.52,
        },
        "lines": [offered(1.0, False, 0.5, 0.25), offered(1.5, True, 0.5, 0.0)],
        "moves": [
            {"at": "2025-01-20T14:00:00Z", "line": 2.5, **move},
            {"at": "2025-01-20T15:00:00Z", "line": 1.5, **move},
        ],
        "why": ["31 minutes expected", "played yesterday"],
    }
