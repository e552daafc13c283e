"""What all clubs together have allowed by zone lately: the measure that each is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxline.catalog import Column, Rel, Text
from boxline.catalog.windows import with_totals_before
from boxline.nba.zones.samples import conclusion

#: How far the league's figures look back.
LEAGUE_DAYS = 30

#: There is a figure where so many clubs have so many charted games within those days.
LEAST_TEAMS, LEAST_TEAM_GAMES = 10, 10

NO_LEAGUE = f"fewer than {LEAST_TEAMS} clubs have {LEAST_TEAM_GAMES} charted games lately"

LEAGUE_MISSING_REASON = Column(
    "league_missing_reason",
    Text,
    nullable=True,
    one_of=(NO_LEAGUE,),
    doc=f"Why the league has no figures of the {LEAGUE_DAYS} days before; NULL where it has.",
)


def league_share_column(zone: str) -> Column:
    """The league's share of one zone."""
    return conclusion(
        f"league_{zone}_allowed_share",
        "share",
        1,
        f"Made by attempted, both summed over all clubs' charted games of the {LEAGUE_DAYS} days "
        "before the day, of this season. NULL where `league_missing_reason` says why.",
    )


def league_shares(
    spine: Rel, charted: Rel, *, club: Sequence[str], shots: Mapping[str, str]
) -> Rel:
    """Per day the league's shares by zone and `league_missing_reason`. The day's own games are
    left out, because nobody knows them before they are played.

    Args:
        spine: every club on every day, with the columns `club`.
        charted: clubs' charted games, with `game_date`.
        shots: zone -> how the columns of shots allowed from there begin.
    """
    import ibis

    counts = [f"{name}_{what}" for name in shots.values() for what in ("made", "attempted")]
    lately = with_totals_before(
        spine,
        charted,
        entity=club,
        totals={f"{name}_lately": name for name in counts},
        games="games_lately",
        days=LEAGUE_DAYS,
    )
    league = lately.group_by("game_date").agg(
        **{name: lately[f"{name}_lately"].sum().cast("int64") for name in counts},
        teams=(lately.games_lately >= LEAST_TEAM_GAMES).cast("int64").sum(),
    )
    is_enough, nothing = league.teams >= LEAST_TEAMS, ibis.null("float64")
    shares = {
        zone: league[f"{name}_made"] / league[f"{name}_attempted"].nullif(0)
        for zone, name in shots.items()
    }
    return league.select(
        "game_date",
        **{f"league_{z}_allowed_share": is_enough.ifelse(s, nothing) for z, s in shares.items()},
        league_missing_reason=is_enough.ifelse(ibis.null("string"), NO_LEAGUE),
    )
