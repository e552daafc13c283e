"""Features of who is likely to play: his own chance, and what team-mates bring, leave, take up."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.nba.analytics.expected_availability import EXPECTED_AVAILABILITY
from boxline.nba.core.expected_players import EXPECTED_WITHIN_TEAM_GAMES
from boxline.nba.features.columns import count, feature

#: Taken as they stand, by the same names.
_SUMS = tuple(
    c
    for c in EXPECTED_AVAILABILITY.columns
    if c.name.startswith(("available_", "vacated_", "returning_"))
)

#: Statuses of the reports, in steps of how unlikely it is that he plays.
RISK = {"Available": 0, "Probable": 1, "Questionable": 2, "Doubtful": 3, "Out": 3}

COLUMNS = (
    feature(
        "play_probability",
        "probability",
        0,
        1,
        "That he plays, by the last report before the cut-off. Never NULL.",
    ),
    feature(
        "played_share_last_12",
        "share",
        0,
        1,
        "Of his team's last 12 games those he appeared in. NULL where it had none.",
    ),
    count(
        "injury_risk",
        "steps",
        0,
        3,
        "Of the last report: 0 Available or unlisted, 1 Probable, 2 Questionable, 3 Doubtful or "
        "Out. NULL where no report on the game was known.",
    ),
    count(
        "team_games_missed",
        "games",
        0,
        EXPECTED_WITHIN_TEAM_GAMES - 1,
        "Of his team, since he last played for it, or came to it. Never NULL.",
    ),
    *_SUMS,
)


def availability_features(availability: Rel) -> Rel:
    """Game and player with the features of COLUMNS, and what they rest on."""
    import ibis

    row = availability
    steps = ibis.cases(*((row.injury_status == status, step) for status, step in RISK.items()))
    return row.select(
        "game_id",
        "player_id",
        "play_probability",
        *(c.name for c in _SUMS),
        played_share_last_12=row.played_share,
        injury_risk=row.has_report.ifelse(steps.fill_null(0), ibis.null("int64")),
        availability_source=row.status_source,
        availability_known_at=row.report_known_at,
    )
