"""The similarity of games one after the other, in plain Python: what the arrays must give."""

from __future__ import annotations

import math
from typing import Any

from boxline.forecasting.rows import Rows

RATING = "opponent_defensive_rating_last_15"
MILLION = 1_000_000

Row = dict[str, Any]


def _row(rows: Rows, at: int) -> Row:
    return {name: values[at] for name, values in rows.columns.items()}


def _league_means(league: list[Row]) -> dict[tuple[str, int], float]:
    """Season and day -> the mean of opponents' ratings on the season's earlier days."""
    means = {}
    for season, day in {(game["season"], game["game_day"]) for game in league}:
        before = [
            round(game[RATING] * MILLION)
            for game in league
            if game["season"] == season and game["game_day"] < day and game[RATING] > 0
        ]
        if before:
            means[season, day] = sum(before) / len(before) / MILLION
    return means


def _tier(row: Row, means: dict[tuple[str, int], float]) -> int | None:
    mean = means.get((row["season"], row["game_day"]))
    if mean is None or math.isnan(row[RATING]):
        return None
    above = row[RATING] - mean
    return 2 if above > 2.5 else 0 if above < -2.5 else 1


def _rest(row: Row) -> int:
    return 4 if math.isnan(row["days_rest"]) else min(int(row["days_rest"]), 4)


def _form(row: Row, prop: str) -> str | None:
    above = row[f"{prop}_avg_last_5"] - row[f"{prop}_avg_season"]
    if math.isnan(above):
        return None
    return "hot" if above > 3 else "cold" if above < -3 else "steady"


def _score(one: Row, other: Row) -> int:
    tiers, rests = (one["tier"], other["tier"]), abs(one["rest"] - other["rest"])
    score = 0 if None in tiers else {0: 40, 1: 20, 2: 0}[abs(tiers[0] - tiers[1])]
    score += {0: 30, 1: 15}.get(rests, 0)
    score += 15 if one["is_home"] == other["is_home"] else 0
    return score + (15 if one["form"] == other["form"] is not None else 5)


def means_of_similar(rows: Rows, games: Rows, prop: str) -> list[float]:
    """The forecast of each row, NaN where there is none. Every day of `rows` has one in `games`."""
    league = [_row(games, at) for at in range(len(games))]
    means = _league_means(league)

    def marked(row: Row) -> Row:
        return row | {"tier": _tier(row, means), "rest": _rest(row), "form": _form(row, prop)}

    past = [marked(game) for game in league]
    return [_mean(marked(_row(rows, at)), past, prop) for at in range(len(rows))]


def _mean(tonight: Row, past: list[Row], prop: str) -> float:
    if tonight["tier"] is None:
        return math.nan
    starts = int(tonight["season"][:4])
    own = [
        game
        for game in past
        if game["player_id"] == tonight["player_id"]
        and game["game_day"] < tonight["game_day"]
        and starts - int(game["season"][:4]) in (0, 1)
    ]
    scored = [(_score(tonight, game), game["game_day"], game[f"actual_{prop}"]) for game in own]
    best = sorted((found for found in scored if found[0] >= 70), reverse=True)[:20]
    if len(best) < 5:
        return math.nan
    return float(sum(score * actual for score, _, actual in best) / sum(s for s, *_ in best))
