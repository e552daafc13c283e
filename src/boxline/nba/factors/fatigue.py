"""How fresh a player is by what he played of late, and what that is worth."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Int, Rel, Varies
from boxline.nba.factors.reasons import reason_column

#: As fresh as can be; 0 is as tired as can be.
FRESH = 100

#: What a load takes from freshness, and what a rest gives back.
BACK_TO_BACK, RESTED = -15, 5
MANY_GAMES, MANY_MINUTES, LONG_GAMES = -10, -10, -8
ONE_BACK_TO_BACK, SEVERAL_BACK_TO_BACKS = -5, -12

#: From how much of it on a rest or a load counts (of minutes: beyond it).
RESTED_DAYS = 3
MANY_GAMES_IN_7_DAYS = 4
MANY_MINUTES_IN_7_DAYS = 240
LONG_GAME_MINUTES = 35

#: How much lost freshness is one point of adjustment.
FRESHNESS_PER_POINT = 20

#: Of what it is made.
LOADS = (
    "days_rest",
    "games_last_7_days",
    "minutes_last_7_days",
    "back_to_backs_last_14_days",
    "calendar_games_last_14_days",
    "known_games_last_14_days",
)

NOT_ALL_KNOWN = "a game of his team on the 14 days before has no box score"


def _part(name: str, worst: int, best: int, doc: str) -> Column:
    doc = f"A part: {doc}; else 0. NULL where the score is."
    return Column(f"freshness_of_{name}", Int, "freshness", worst, best, True, doc=doc)


FATIGUE_COLUMNS = (
    Column(
        "fatigue_score",
        Int,
        "freshness",
        0,
        FRESH,
        True,
        # Everybody is fresh on a season's first days, and where few teams play seldom.
        checks=(Varies(days=7, rows=1000),),
        doc=f"{FRESH} is fresh, 0 as tired as can be: {FRESH} plus the five parts that follow, "
        f"at most {FRESH}. NULL where a game of his team on the 14 days before has no box score "
        "(yet): who may have played in it is not known to be rested. Only games of the team that "
        "he is with now are looked at: of who came within the 14 days, a game for his former team "
        "without a box score is not missed, and he passes for fresher than he is.",
    ),
    _part(
        "rest",
        BACK_TO_BACK,
        RESTED,
        f"{BACK_TO_BACK} where he played yesterday, {RESTED} where he last played {RESTED_DAYS} "
        "days ago or longer, or not yet this season",
    ),
    _part(
        "games",
        MANY_GAMES,
        0,
        f"{MANY_GAMES} for {MANY_GAMES_IN_7_DAYS} games or more on the 7 days before",
    ),
    _part(
        "minutes",
        MANY_MINUTES,
        0,
        f"{MANY_MINUTES} for more than {MANY_MINUTES_IN_7_DAYS} minutes on the 7 days before",
    ),
    _part(
        "long_games",
        LONG_GAMES,
        0,
        f"{LONG_GAMES} for more than {LONG_GAME_MINUTES} minutes a game on the 7 days before",
    ),
    _part(
        "back_to_backs",
        SEVERAL_BACK_TO_BACKS,
        0,
        f"{ONE_BACK_TO_BACK} for one game of his on the 14 days before that came a day after "
        f"another, {SEVERAL_BACK_TO_BACKS} for more",
    ),
    Column(
        "fatigue_adjustment",
        Float,
        "points",
        -FRESH / FRESHNESS_PER_POINT,
        0,
        True,
        doc=f"(fatigue_score - {FRESH}) / {FRESHNESS_PER_POINT}: 0 for a fresh player, negative "
        "for a tired one. NULL where the score is.",
    ),
    reason_column("fatigue_score", (NOT_ALL_KNOWN,)),
)


def fatigue(load: Rel) -> dict[str, Any]:
    """FATIGUE_COLUMNS. The rule systems took points from whoever stood above 70, so from the
    rested. What they took for age is left out: no source tells every player's day of birth.

    Args:
        load: rows with LOADS; `days_rest` is NULL before a first game of the season.
    """
    import ibis

    games, minutes = load.games_last_7_days, load.minutes_last_7_days
    back_to_backs = load.back_to_backs_last_14_days
    is_rested = load.days_rest.isnull() | (load.days_rest >= RESTED_DAYS)
    parts = {
        "freshness_of_rest": ibis.cases(
            (load.days_rest == 1, BACK_TO_BACK), (is_rested, RESTED), else_=0
        ),
        "freshness_of_games": (games >= MANY_GAMES_IN_7_DAYS).ifelse(MANY_GAMES, 0),
        "freshness_of_minutes": (minutes > MANY_MINUTES_IN_7_DAYS).ifelse(MANY_MINUTES, 0),
        "freshness_of_long_games": (minutes > games * LONG_GAME_MINUTES).ifelse(LONG_GAMES, 0),
        "freshness_of_back_to_backs": ibis.cases(
            (back_to_backs >= 2, SEVERAL_BACK_TO_BACKS),
            (back_to_backs == 1, ONE_BACK_TO_BACK),
            else_=0,
        ),
    }
    total = ibis.least(sum(parts.values(), ibis.literal(FRESH, "int64")), FRESH)
    is_known = load.known_games_last_14_days == load.calendar_games_last_14_days
    score = is_known.ifelse(total, None)
    return {
        **{name: is_known.ifelse(part, None) for name, part in parts.items()},
        "fatigue_score": score,
        "fatigue_adjustment": (score - FRESH) / FRESHNESS_PER_POINT,
        "fatigue_score_missing_reason": is_known.ifelse(ibis.null("string"), NOT_ALL_KNOWN),
    }
