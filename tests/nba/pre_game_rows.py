"""A player's games, and what stands of them before his next one, written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from boxline.nba.form.stats import MAIN_STATS

Row = dict[str, Any]

#: The season's first game, and the game that is asked about.
OPENED = date(2024, 10, 22)
DAY = date(2025, 1, 15)
GAME = {"game_id": "g", "game_date": DAY, "season": "2024-25", "season_type": "regular"}
HOME, AWAY = 1, 2


def calendar() -> dict[str, list[Row]]:
    """The calendar as a transform sees it: the day's game, and the one that opened the season."""
    opener = {**GAME, "game_id": "first", "game_date": OPENED}
    return {"games": [GAME], "earlier_games": [opener]}


def player_row(player_id: int, team_id: int = HOME, **columns: Any) -> Row:
    """A player who could appear in the game."""
    side = {"team_id": team_id, "opponent_team_id": HOME + AWAY - team_id}
    return {**GAME, **side, "player_id": player_id, "is_home": team_id == HOME, **columns}


def form_after(player_id: int, games: Iterable[tuple[date, Row]]) -> list[Row]:
    """His form after each of these games: sums over what each gives of MAIN_STATS, of the parts
    of usage and of attempts; 0 where it gives nothing."""
    names = [*MAIN_STATS, "usage_plays", "usage_chances"]
    names += ["field_goals_attempted", "free_throws_attempted"]
    lines = sorted(games, key=lambda game: game[0])
    found = []
    for count, (day, _) in enumerate(lines, 1):
        row: Row = {**GAME, "player_id": player_id, "team_id": HOME, "games_to_date": count}
        row |= {"game_id": f"g-{day}", "game_date": day}
        for window, most in {"to_date": None, "last_3": 3, "last_5": 5, "last_10": 10}.items():
            held = [line for _, line in lines[:count][-(most or count) :]]
            for name in names:
                if (
                    name in MAIN_STATS
                    or name.startswith("usage")
                    or window in ("to_date", "last_10")
                ):
                    row[f"{name}_{window}"] = sum(line.get(name, 0) for line in held)
                if name in MAIN_STATS and window in ("to_date", "last_10"):
                    squares = sum(line.get(name, 0) ** 2 for line in held)
                    row[f"{name}_squares_{window}"] = squares
        found.append(row)
    return found


def every_other_day(points: Iterable[int], last: date = DAY - timedelta(days=1)) -> list[Any]:
    """Games with these points, in order, every other day up to the last."""
    scored = list(points)
    first = last - timedelta(days=2 * (len(scored) - 1))
    days = (first + timedelta(days=2 * n) for n in range(len(scored)))
    return [(day, {"points": p}) for day, p in zip(days, scored, strict=True)]
