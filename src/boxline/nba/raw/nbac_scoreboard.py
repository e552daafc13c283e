"""How the games of a day stand, on NBA.com's scoreboard: status, period, clock and score."""

import re
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    EachDay,
    Float,
    Instant,
    Int,
    Raw,
    Request,
    Text,
    after_final,
    after_start,
    at_hour,
    per_final_game,
    rows,
)
from boxline.nba.columns import GAME_DATE, GAME_ID
from boxline.providers.nba_com import NBA_COM, seconds_of
from boxline.providers.nba_com_scoreboard import Around, Game, Header, Score, Scoreboard

#: Eastern hours at which a day's games begin, are on, or end.
HOURS = range(12, 26)

NBAC_SCOREBOARD = Raw(
    "nba_raw.nbac_scoreboard",
    provider=NBA_COM,
    grain="one game of a day",
    landing="scoreboard-v2/{date}",
    payload=Scoreboard,
    request=Request(
        host="stats",
        path="/stats/scoreboardV2",
        params={"GameDate": "{date}", "LeagueID": "00", "DayOffset": "0"},
        about=EachDay(),
        moments=(*(at_hour(h) for h in HOURS), after_start(3), at_hour(6, days_later=1)),
    ),
    key=("game_id",),
    expects=per_final_game(1),
    due=after_final(hours=3),
    unread="core.games learns to take status and score from it",
    columns=(
        GAME_ID,
        GAME_DATE,
        Column("game_code", Text, doc="`20250115/NYKPHI`: day, away, home."),
        Column("game_status", Int, low=1, high=3, doc="1 scheduled, 2 live, 3 final."),
        Column("game_status_text", Text, doc="`Final`, a period, or the Eastern start; PPD."),
        Column("tipped_off_at", Instant, nullable=True, doc="Start in UTC; NULL in the v2 shape."),
        Column("period", Int, low=0, high=12, nullable=True, doc="0 before it; NULL if not sent."),
        Column(
            "seconds_left",
            Float,
            "seconds",
            0,
            720,
            True,
            decimals=2,
            doc="Left in the period; NULL while no clock runs.",
        ),
        Column("home_team_id", Int, low=0, doc="NBA.com's team id; 0 while unknown."),
        Column("away_team_id", Int, low=0, doc="NBA.com's team id; 0 while unknown."),
        Column("home_team", Text, nullable=True, doc="Three-letter code; NULL while unknown."),
        Column("away_team", Text, nullable=True, doc="Three-letter code; NULL while unknown."),
        Column(
            "home_points", Int, "points", 0, 300, True, doc="So far; NULL or 0 before the start."
        ),
        Column(
            "away_points", Int, "points", 0, 300, True, doc="So far; NULL or 0 before the start."
        ),
    ),
)

_TENTHS = re.compile(r":?(\d{1,2}\.\d)", re.ASCII)


@rows(NBAC_SCOREBOARD)
def nbac_scoreboard(sent: Header | Game | Score, around: Around) -> dict[str, Any]:
    """One row per game on the board."""
    if isinstance(sent, Score):
        raise ValueError(f"it is a score of game {sent.game_id}, which is not on the board")
    return _of_header(sent, around) if isinstance(sent, Header) else _of_game(sent, around)


def _of_game(game: Game, around: Around) -> dict[str, Any]:
    return {
        "game_id": game.game_id,
        "game_date": date.fromisoformat(around.game_date),
        "game_code": game.game_code,
        "game_status": game.game_status,
        "game_status_text": game.game_status_text.strip(),
        "tipped_off_at": game.game_time_utc,
        "period": game.period,
        "seconds_left": seconds_of(game.game_clock),
        "home_team_id": game.home_team.team_id,
        "away_team_id": game.away_team.team_id,
        "home_team": game.home_team.team_tricode or None,
        "away_team": game.away_team.team_tricode or None,
        "home_points": game.home_team.score,
        "away_points": game.away_team.score,
    }


def _of_header(header: Header, around: Around) -> dict[str, Any]:
    scores = {
        score.team_id: score
        for score in (msgspec.convert(s, Score, strict=False) for s in around.scores)
    }
    home = scores.pop(header.home_team_id, None)
    away = scores.pop(header.visitor_team_id, None)
    if scores:
        raise ValueError(f"teams {sorted(scores)} have a score in it, and do not play in it")
    return {
        "game_id": header.game_id,
        "game_date": header.game_date_est.date(),
        "game_code": header.gamecode,
        "game_status": header.game_status_id,
        "game_status_text": header.game_status_text.strip(),
        "tipped_off_at": None,
        "period": header.live_period,
        "seconds_left": _clock(header.live_pc_time),
        "home_team_id": header.home_team_id,
        "away_team_id": header.visitor_team_id,
        "home_team": home.team_abbreviation if home else None,
        "away_team": away.team_abbreviation if away else None,
        "home_points": home.pts if home else None,
        "away_points": away.pts if away else None,
    }


def _clock(text: str | None) -> float | None:
    """`5:32`, and `42.7` or `:42.7` in a last minute; blank while no clock runs."""
    tenths = _TENTHS.fullmatch((text or "").strip())
    return float(tenths[1]) if tenths else seconds_of(text)
