"""The Odds API's list of games that are on or to come, each with the id its odds are asked by."""

from typing import Any

from boxline.catalog import Column, Day, Instant, Present, Raw, Request, Text, every, rows
from boxline.domain.days import league_day
from boxline.providers.odds_api import ODDS_API, Event, Events

SPORT = "basketball_nba"

#: Which game a row is of, as The Odds API tells it.
EVENT_COLUMNS = (
    Column("event_id", Text, doc="The Odds API's id of the game."),
    Column("game_date", Day, doc="The league day: the Eastern date of `starts_at`."),
    Column("starts_at", Instant, doc="Start in UTC, as then known; it moves to the true tip-off."),
    Column("home_team", Text, doc="City and nickname."),
    Column("away_team", Text, doc="City and nickname."),
)

ODDS_API_EVENTS = Raw(
    "nba_raw.odds_api_events",
    provider=ODDS_API,
    grain="one game on the list",
    landing="events/{date}",
    payload=Events,
    request=Request(
        path=f"/v4/sports/{SPORT}/events",
        params={"dateFormat": "iso"},
        about=Present(),
        moments=(every(1),),
    ),
    # A game leaves the list when it is over, so the list's silence says nothing.
    key=("event_id",),
    unread="archive only: odds are asked by its ids; core places odds by clubs and day",
    columns=EVENT_COLUMNS,
)


def event_values(event: Event) -> dict[str, Any]:
    """The values of EVENT_COLUMNS.

    Raises:
        ValueError: it is of another sport, or its start has no league day.
    """
    event.insist_on(SPORT)
    return {
        "event_id": event.id,
        "game_date": league_day(event.commence_time),
        "starts_at": event.commence_time,
        "home_team": event.home_team,
        "away_team": event.away_team,
    }


@rows(ODDS_API_EVENTS)
def odds_api_events(event: Event) -> dict[str, Any]:
    """One row per game; a late one falls on the next UTC date, and keeps its league day here."""
    return event_values(event)
