"""Where a player was, by the words on rosters, at the instants up to which games may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Rel
from boxline.catalog.freezing import end_of_day
from boxline.nba.roster_words import SOURCES

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOVEMENT = SOURCES[0]


def news_of(rosters: Rel) -> Rel:
    """What is new in the words of the sources: every move, and of the others what differs from
    what the same source said of him before. A source that goes on saying a thing adds nothing, and
    what is said of a day to come is no news before that day.

    Returns:
        `player_id`, `team_id` (NULL of no club), `source`, `stated_on`, and the instants `since`
        and `until` between which it is the newest news of him (`until` NULL where it still is).
    """
    import ibis

    of_source = ibis.window(group_by=["player_id", "source"], order_by=["known_at", "stated_on"])
    day_before = rosters.stated_on - ibis.interval(days=1)
    rosters = rosters.mutate(known_at=ibis.greatest(rosters.known_at, end_of_day(day_before)))
    before = rosters.mutate(
        is_first=ibis.row_number().over(of_source) == 0,
        team_before=rosters.team_id.lag().over(of_source),
    )
    is_news = (
        (before.source == MOVEMENT)
        | before.is_first
        | ~before.team_id.identical_to(before.team_before)
    )
    news = before.filter(is_news)
    rank = news.source.cases(*((name, n) for n, name in enumerate(SOURCES)), else_=None)
    # Of two that speak at one instant, the one that counts more comes last, and stays.
    in_order = ibis.window(
        group_by="player_id", order_by=["known_at", ibis.desc(rank), "stated_on"]
    )
    return news.select(
        "player_id",
        "team_id",
        "source",
        "stated_on",
        since="known_at",
        until=news.known_at.lead().over(in_order),
    )


def is_newer(news: Rel, seen_on: ir.DateValue) -> ir.BooleanValue:
    """Whether news came after a player's appearance: a move on the day of the game or later,
    because who played for a club was traded after that; another source's word after that day.

    Args:
        news: rows with what `news_of` gives.
        seen_on: the day of his newest appearance; NULL where there is none, and any news is newer.
    """
    is_move = (news.source == MOVEMENT) & (news.stated_on >= seen_on)
    return seen_on.isnull() | is_move | (news.since >= end_of_day(seen_on))
