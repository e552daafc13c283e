"""Whether a game will be faster than a team is used to."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, KnownAsBefore, Rel, Varies
from boxline.nba.factors.reasons import reason_column

#: The farthest from 0 that the score goes.
MOST = 3

NO_OPPONENT_GAME = "no earlier game of the opponent this season"
NO_TEAM_GAME = "no earlier game of his team this season"

#: Of what it is made: possessions per 48 minutes; the difference is own less the opponent's.
PACES = ("opponent_pace_last_10", "pace_difference")

PACE_COLUMNS = (
    Column(
        "pace_score",
        Float,
        "possessions per 48 min",
        -MOST,
        MOST,
        True,
        checks=(Varies(rows=200), KnownAsBefore()),  # a lone game's sides may be as fast
        doc="`expected_pace` less his team's pace over its last 10 games, which is minus half of "
        f"`pace_difference`, kept within {MOST}: positive where the game will be faster than his "
        "team is used to.",
    ),
    Column(
        "expected_pace",
        Float,
        "possessions per 48 min",
        30,
        200,
        True,
        doc="Of the game: the mean of both sides' paces over their last 10 games this season. NULL "
        "where `pace_score` is.",
    ),
    Column(
        "pace_difference",
        Float,
        "possessions per 48 min",
        -170,
        170,
        True,
        doc="His own side's pace over its last 10 games less the other side's. NULL where "
        "`pace_score` is.",
    ),
    reason_column("pace_score", (NO_OPPONENT_GAME, NO_TEAM_GAME)),
)


def pace(paces: Rel) -> dict[str, Any]:
    """PACE_COLUMNS. The rule system had the opposite sign: own less opponent's, as though a fast
    team sped up against a slow one. Over 2014-25 a game's pace less the team's own before it moved
    by 0.96 of what this expects; by 0.64 of the other usual estimate, both sides' together less the
    league's, whose error is larger.

    Args:
        paces: rows with PACES.
    """
    import ibis

    difference, opponent = paces.pace_difference, paces.opponent_pace_last_10
    return {
        "pace_score": (difference / -2).clip(lower=-MOST, upper=MOST),
        "expected_pace": opponent + difference / 2,
        "pace_score_missing_reason": ibis.cases(
            (opponent.isnull(), NO_OPPONENT_GAME), (difference.isnull(), NO_TEAM_GAME)
        ),
    }
