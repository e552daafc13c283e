"""Scores as they are sent: one line per game, goals NULL before it is played."""

from datetime import date, datetime
from typing import Any

import msgspec

from boxline.catalog import Column, Instant, Int, Provider, Raw, Text, rows
from tests.faults.league.columns import GAME_DATE, GAME_ID

WIRE = Provider(name="wire", landing="wire", doc="Sends scores.")


class Game(msgspec.Struct):
    """One game."""

    id: str
    day: date
    starts_at: datetime
    home: str
    away: str
    goals: list[int] | None = None


class Scores(msgspec.Struct):
    """A reply."""

    rows: list[msgspec.Raw]


SCORES = Raw(
    "toy_raw.scores",
    provider=WIRE,
    grain="one game",
    landing="scores/{date}",
    payload=Scores,
    key=("game_id",),
    columns=(
        GAME_ID,
        GAME_DATE,
        Column("starts_at", Instant, doc="The start in UTC."),
        Column("home", Text, doc="The home side."),
        Column("away", Text, doc="The away side."),
        Column("home_goals", Int, "goals", 0, 20, True, doc="NULL before the game."),
        Column("away_goals", Int, "goals", 0, 20, True, doc="NULL before the game."),
    ),
)


@rows(SCORES)
def scores(game: Game) -> dict[str, Any]:
    """One row per game."""
    home_goals, away_goals = game.goals or (None, None)
    return {
        "game_id": game.id,
        "game_date": game.day,
        "starts_at": game.starts_at,
        "home": game.home,
        "away": game.away,
        "home_goals": home_goals,
        "away_goals": away_goals,
    }
