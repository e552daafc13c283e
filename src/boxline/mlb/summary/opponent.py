"""What the other side had done against starters, and what the pitcher had done against it."""

from __future__ import annotations

from boxline.catalog import Column, Float, Rel, Text
from boxline.catalog.windows import sums_by_days
from boxline.mlb.rates import per_nine, share

#: So far back a pitcher's starts against a club are looked at.
AGAINST_DAYS = 1095

FIRST_GAME = "no starter has faced the club on an earlier day of the season"
NEVER_MET = "he has not started against the club in three years"

COLUMNS = (
    Column(
        "opponent_strikeout_share",
        Float,
        "share",
        0,
        1,
        nullable=True,
        doc="Strikeouts / batters faced of all starters against the club on earlier days of the "
        "season; NULL before its first.",
    ),
    Column(
        "opponent_on_base_share",
        Float,
        "share",
        0,
        1,
        nullable=True,
        doc="Batters who reached base / batters faced, likewise; NULL too where a source does not "
        "tell who did.",
    ),
    Column(
        "no_opponent_reason",
        Text,
        one_of=(FIRST_GAME,),
        nullable=True,
        doc="Why nothing is known of the club; NULL where something is.",
    ),
    Column(
        "strikeouts_per_9_vs_opponent",
        Float,
        "per 9 innings",
        0,
        300,
        nullable=True,
        doc=f"27 strikeouts / outs of his starts against the club in the {AGAINST_DAYS} days "
        "before; NULL without an out in them.",
    ),
    Column(
        "no_meeting_reason",
        Text,
        one_of=(NEVER_MET,),
        nullable=True,
        doc="Why nothing is known of him against the club; NULL where something is.",
    ),
)


def of_opponent(spine: Rel, starts: Rel) -> Rel:
    """What was known of the other side.

    Args:
        spine: rows with `game_id`, `player_id`, `opponent_team_id`, `game_date` and `season`.
        starts: starters' lines of the last seasons, of later days too.
    Returns:
        `game_id`, `player_id` and COLUMNS.
    """
    import ibis

    key = spine.select("game_id", "player_id", "opponent_team_id", "game_date", "season")
    counted = starts.mutate(
        one_start=ibis.literal(1, "int64"),
        reached=starts.reached_base.coalesce(0),
        is_untold=starts.reached_base.isnull().cast("int64"),
    )
    club = ["opponent_team_id", "season"]
    of_club = sums_by_days(
        key,
        counted,
        entity=club,
        sums={
            "club_strikeouts": ("strikeouts", None),
            "club_batters": ("batters_faced", None),
            "club_reached": ("reached", None),
            "club_untold": ("is_untold", None),
        },
    )
    met = key.join(of_club, [*club, "game_date"])
    pair = ["player_id", "opponent_team_id"]
    of_pair = sums_by_days(
        key,
        counted,
        entity=pair,
        sums={
            "met_starts": ("one_start", AGAINST_DAYS),
            "met_strikeouts": ("strikeouts", AGAINST_DAYS),
            "met_outs": ("outs", AGAINST_DAYS),
        },
    )
    both = met.join(of_pair, [*pair, "game_date"])
    reached = share(both.club_reached, both.club_batters)
    return both.select(
        "game_id",
        "player_id",
        opponent_strikeout_share=share(both.club_strikeouts, both.club_batters),
        opponent_on_base_share=(both.club_untold == 0).ifelse(reached, ibis.null("float64")),
        no_opponent_reason=ibis.cases((both.club_batters == 0, FIRST_GAME)),
        strikeouts_per_9_vs_opponent=per_nine(both.met_strikeouts, both.met_outs),
        no_meeting_reason=ibis.cases((both.met_starts == 0, NEVER_MET)),
    )
