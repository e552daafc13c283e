"""How likely a player is to play, by what his club had reported before the game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Status on the last report -> how often such a player played, in percent. Measured on the
#: reports of 2022-23 to 2024-25 half an hour before the start; whole, so that sums are exact.
PLAY_PERCENT = {"Available": 100, "Probable": 93, "Questionable": 55, "Doubtful": 3, "Out": 0}

#: Of a player whom the reports on the game leave out: he is expected, unless he has been away for
#: longer than a club's games of a week or so, when he may have left the rotation.
UNLISTED_PERCENT = 100
LONG_ABSENT_PERCENT = 40
LONG_ABSENT_AFTER_TEAM_GAMES = 4

LISTED, UNLISTED, LONG_ABSENT, NO_REPORT = "listed", "unlisted", "long absent", "no report"

#: Where a probability comes from.
STATUS_SOURCES = (LISTED, UNLISTED, LONG_ABSENT, NO_REPORT)


def status_source(expected: Any) -> ir.StringValue:
    """On what the probability of a player rests.

    Args:
        expected: rows with `injury_status`, `has_report` and `team_games_since`.
    """
    import ibis

    is_long_absent = expected.team_games_since > LONG_ABSENT_AFTER_TEAM_GAMES
    return ibis.cases(
        (expected.injury_status.notnull(), LISTED),
        (~expected.has_report, NO_REPORT),
        (is_long_absent, LONG_ABSENT),
        else_=UNLISTED,
    )


def play_percent(expected: Any) -> ir.IntegerValue:
    """Probability that a player plays, in whole percent, so that sums over players are exact.

    Without any report on the game, whoever has missed none of his team's games since he last
    played for it, or came to it, is expected, and nobody else.

    Args:
        expected: rows with `injury_status`, `status_source` and `team_games_since`.
    """
    import ibis

    listed = expected.injury_status.cases(*PLAY_PERCENT.items(), else_=None)
    return ibis.cases(
        (expected.status_source == LISTED, listed),
        (expected.status_source == UNLISTED, UNLISTED_PERCENT),
        (expected.status_source == LONG_ABSENT, LONG_ABSENT_PERCENT),
        else_=(expected.team_games_since == 0).ifelse(100, 0),
    ).cast("int64")
