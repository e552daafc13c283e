"""`v1/calendar.json`: the season's days, how many games each has, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.core.games import GAMES

PATH = "v1/calendar.json"


class CalendarDay(msgspec.Struct):
    """One league day; `season_type` is null on one without games."""

    date: date
    games: int
    final: int
    season_type: str | None
    state: str
    state_reason: str | None


class Calendar(Document, kw_only=True):
    """The document: the newest season's days up to tomorrow, those without games too."""

    today: date
    days: list[CalendarDay]


CALENDAR = Feed(
    "nba_exports.calendar",
    grain="one league day of the season",
    documents={PATH: Calendar},
    reads=(GAMES,),
    shrinks_because="a day of another season is not of this one",
)

GAMES_BY_DAY = """\
SELECT game_date, count(*) AS games, count(*) FILTER (is_final) AS final,
    min(season_type) AS season_type
FROM nba_core.games WHERE game_date BETWEEN $first AND $last GROUP BY game_date
"""


@feed(CALENDAR)
def calendar(view: View) -> Iterator[Made]:
    """Every day of which documents are wanted."""
    first, last = view.days[0], view.days[-1]
    found = {row.game_date: row for row in view.rows(GAMES_BY_DAY, first=first, last=last)}
    days = []
    for day in view.days:
        row, standing = found.get(day), view.standing(day)
        days.append(
            CalendarDay(
                date=day,
                games=row.games if row else 0,
                final=row.final if row else 0,
                season_type=row.season_type if row else None,
                state=standing.state.value,
                state_reason=standing.reason or None,
            )
        )
    document = Calendar(today=view.today, days=days)
    yield Made(template=PATH, path=PATH, document=document, day=view.today, rows=len(days))
