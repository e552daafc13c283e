"""BettingPros' games of a day: the ids that its offers are asked by, and results."""

from datetime import datetime
from typing import Any

import msgspec

from boxline.catalog import Column, Day, EachDay, Instant, Int, Raw, Request, Text, at_hour, rows
from boxline.domain.days import league_day
from boxline.providers.bettingpros import BETTINGPROS, Events, utc


class Score(msgspec.Struct):
    """One side's points."""

    participant: str
    score: int | None = None


class Outcome(msgspec.Struct):
    """A result: of the whole game where `label` is `event`."""

    label: str
    scores: list[Score] = []


class Results(msgspec.Struct):
    """What came of the game; empty before it."""

    outcomes: list[Outcome] = []


class Venue(msgspec.Struct):
    """Where it is played."""

    name: str | None = None


class Event(msgspec.Struct):
    """One game, exactly as sent."""

    id: int
    scheduled: datetime
    season: int
    home: str
    visitor: str
    sport: str = "NBA"
    season_type: str | None = None
    status: str | None = None
    venue: Venue | None = None
    results: Results | None = None


BP_EVENTS = Raw(
    "nba_raw.bp_events",
    provider=BETTINGPROS,
    grain="one game",
    landing="events/{date}",
    payload=Events,
    request=Request(
        path="/v3/events",
        params={"sport": "NBA", "date": "{date}"},
        about=EachDay(),
        moments=(at_hour(6), at_hour(12), at_hour(6, days_later=1)),
    ),
    key=("event_id_bettingpros",),
    columns=(
        Column("event_id_bettingpros", Int, low=1, doc="BettingPros' id of the game."),
        Column("game_date", Day, doc="The league day: the Eastern date of `starts_at`."),
        Column("starts_at", Instant, doc="Start in UTC, as then known."),
        Column("season", Text, doc="For example 2024-25."),
        Column("season_type", Text, nullable=True, doc="`REG`, ...; NULL where not sent."),
        Column("game_status", Text, nullable=True, doc="`closed` once over; NULL where not sent."),
        Column("home_team", Text, doc="Three-letter code."),
        Column("away_team", Text, doc="Three-letter code."),
        Column("home_score", Int, "points", 0, 300, True, doc="NULL before the end."),
        Column("away_score", Int, "points", 0, 300, True, doc="NULL before the end."),
        Column("arena", Text, nullable=True, doc="Arena; NULL where not sent."),
    ),
)


@rows(BP_EVENTS)
def bp_events(event: Event) -> dict[str, Any]:
    """One row per game; its start is UTC, though it does not say so."""
    if event.sport != "NBA":
        raise ValueError(f"the event is of {event.sport}, not of NBA")
    starts_at = utc(event.scheduled)
    assert starts_at is not None
    outcomes = event.results.outcomes if event.results else []
    scores = {s.participant: s.score for o in outcomes if o.label == "event" for s in o.scores}
    return {
        "event_id_bettingpros": event.id,
        "game_date": league_day(starts_at),
        "starts_at": starts_at,
        "season": f"{event.season}-{(event.season + 1) % 100:02d}",
        "season_type": event.season_type,
        "game_status": event.status,
        "home_team": event.home,
        "away_team": event.visitor,
        "home_score": scores.get(event.home),
        "away_score": scores.get(event.visitor),
        "arena": event.venue.name if event.venue else None,
    }
