"""The Odds API v4: key in the query, a meter in the headers, and snapshots of the past."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from boxline.sandbox.servers.directory import zulu
from boxline.sandbox.servers.odds_markets import GAME_MARKETS, REGIONS, Wanted, bookmakers
from boxline.sandbox.servers.odds_sports import LISTED, OddsEvent, OddsSport
from boxline.sandbox.servers.replies import (
    Account,
    Refusal,
    Reply,
    Request,
    Routes,
    instant_of,
    json_reply,
)

HOST = "api.the-odds-api.com"
_SPORT = "/v4/sports/(?P<sport>[a-z_]+)"
_PAST = "/v4/historical/sports/(?P<sport>[a-z_]+)"
_EVENT = r"/events/(?P<event>[0-9a-f]{32})/odds"
_SNAPSHOT = timedelta(minutes=5)
_PAST_COSTS = 10  # times what the present costs
_BOOKS_PER_REGION = 10  # so many named books cost as much as a region


def _error(status: int, code: str, message: str) -> Reply:
    details = "https://the-odds-api.com/liveapi/guides/v4/api-error-codes.html"
    body = {"message": message, "error_code": code, "details_url": details}
    return json_reply(body, status=status)


_MISSING_KEY = _error(401, "MISSING_KEY", "API key is missing")
_INVALID_KEY = _error(401, "INVALID_KEY", "API key is not valid")
_DEACTIVATED = _error(401, "DEACTIVATED_KEY", "API key is deactivated")
_EXHAUSTED = _error(401, "OUT_OF_USAGE_CREDITS", "Usage quota has been reached")
_NO_EVENT = _error(404, "EVENT_NOT_FOUND", "Event not found. It may have expired or be unknown")
_UNKNOWN = _error(404, "UNKNOWN_SPORT", "Unknown sport")


@dataclass(slots=True)
class Meter:
    """Credits of the sandbox's one account."""

    remaining: int
    used: int = 0
    last: int = 0


class OddsApi:
    """Live and historical events and odds; every reply says what it cost."""

    hosts = (HOST,)
    busy = _error(429, "EXCEEDED_FREQ_LIMIT", "Requests are too frequent, try again later")

    def __init__(self, sports: Sequence[OddsSport], *, key: str, credits: int) -> None:  # noqa: A002
        self._sports = {sport.key: sport for sport in sports}
        self._key = key
        self._meter = Meter(remaining=credits)
        self._lock = threading.Lock()
        self._routes = Routes(
            {
                f"{_SPORT}/events": self._events,
                f"{_SPORT}/odds": self._odds,
                f"{_SPORT}{_EVENT}": self._event_odds,
                f"{_PAST}/events": self._past_events,
                f"{_PAST}/odds": self._past_odds,
                f"{_PAST}{_EVENT}": self._past_event_odds,
            }
        )

    def answer(self, request: Request) -> Reply:
        """The reply with the meter in its headers; 401 without the key or without credits."""
        if not request.first("apiKey"):
            return _MISSING_KEY
        if request.first("apiKey") != self._key:
            return _INVALID_KEY
        if request.account is Account.EXPIRED:
            return _DEACTIVATED
        if request.account is Account.EXHAUSTED:
            return replace(_EXHAUSTED, headers=_shown(Meter(remaining=0, used=self._meter.used)))
        return self._routes.answer(request, _UNKNOWN)

    def _charged(self, value: Any, cost: int) -> Reply:
        """The reply, once its cost is taken.

        Raises:
            Refusal: there are too few credits left.
        """
        with self._lock:
            if cost > self._meter.remaining:
                raise Refusal(replace(_EXHAUSTED, headers=_shown(replace(self._meter, last=0))))
            self._meter.remaining -= cost
            self._meter.used += cost
            self._meter.last = cost
            headers = _shown(self._meter)
        return json_reply(value, headers=headers)

    def _events(self, request: Request, found: re.Match[str]) -> Reply:
        sport = self._sport(found)
        return self._charged(_event_list(sport, request, request.at), 0)

    def _past_events(self, request: Request, found: re.Match[str]) -> Reply:
        sport, taken = self._sport(found), _snapshot(request)
        events = _event_list(sport, request, taken)
        return self._charged(_wrapped(taken, events), 1 if events else 0)

    def _odds(self, request: Request, found: re.Match[str]) -> Reply:
        sport, at = self._sport(found), request.at
        wanted = _wanted(request, frozenset())
        events = [_priced(sport, event, request, wanted, at) for event in sport.open(at)]
        return self._charged(events, _cost(wanted))

    def _past_odds(self, request: Request, found: re.Match[str]) -> Reply:
        sport = self._sport(found)
        wanted, taken = _wanted(request, frozenset()), _snapshot(request)
        events = [_priced(sport, event, request, wanted, taken) for event in sport.open(taken)]
        return self._charged(_wrapped(taken, events), _PAST_COSTS * _cost(wanted))

    def _event_odds(self, request: Request, found: re.Match[str]) -> Reply:
        sport = self._sport(found)
        wanted = _wanted(request, sport.props)
        event = _listed_event(sport, found["event"], request.at)
        return self._charged(_priced(sport, event, request, wanted, request.at), _cost(wanted))

    def _past_event_odds(self, request: Request, found: re.Match[str]) -> Reply:
        sport = self._sport(found)
        wanted, taken = _wanted(request, sport.props), _snapshot(request)
        listed = _listed_event(sport, found["event"], taken)
        event = _priced(sport, listed, request, wanted, taken)
        return self._charged(_wrapped(taken, event), _PAST_COSTS * _cost(wanted))

    def _sport(self, found: re.Match[str]) -> OddsSport:
        """The sport that the path names.

        Raises:
            Refusal: it has no such sport.
        """
        if found["sport"] not in self._sports:
            raise Refusal(_UNKNOWN)
        return self._sports[found["sport"]]


def _event_list(sport: OddsSport, request: Request, at: datetime) -> list[dict[str, Any]]:
    first, last = _bound(request, "commenceTimeFrom"), _bound(request, "commenceTimeTo")
    return [
        _told(sport, event, request)
        for event in sport.open(at)
        if (first is None or event.commences_at >= first)
        and (last is None or event.commences_at <= last)
    ]


def _told(sport: OddsSport, event: OddsEvent, request: Request) -> dict[str, Any]:
    is_unix = request.first("dateFormat") == "unix"
    starts = event.commences_at
    return {
        "id": event.event_id,
        "sport_key": sport.key,
        "sport_title": sport.title,
        "commence_time": int(starts.timestamp()) if is_unix else zulu(starts),
        "home_team": event.home_team,
        "away_team": event.away_team,
    }


def _listed_event(sport: OddsSport, event_id: str, at: datetime) -> OddsEvent:
    """The event.

    Raises:
        Refusal: there is none, it is over, or it is not listed yet.
    """
    event = sport.event(event_id, at)
    if event is None or event.starts_at > at + LISTED + timedelta(days=1):
        raise Refusal(_NO_EVENT)
    return event


def _priced(
    sport: OddsSport, event: OddsEvent, request: Request, wanted: Wanted, at: datetime
) -> dict[str, Any]:
    props = sport.prop_quotes(event.game_id, at) if wanted.has_props else []
    lines = sport.game_quotes(event.game_id, at) if wanted.has_game_lines else []
    sides = event.home_team, event.away_team
    return {**_told(sport, event, request), "bookmakers": bookmakers(props, lines, sides, wanted)}


def _shown(meter: Meter) -> dict[str, str]:
    return {
        "x-requests-remaining": str(meter.remaining),
        "x-requests-used": str(meter.used),
        "x-requests-last": str(meter.last),
    }


def _bound(request: Request, name: str) -> datetime | None:
    code = "INVALID_" + re.sub("([A-Z])", r"_\1", name).upper()
    refusal = _error(422, code, f"{name} must be ISO 8601 such as 2025-01-15T00:00:00Z")
    return instant_of(request.first(name), refusal) if request.first(name) else None


def _snapshot(request: Request) -> datetime:
    """The last snapshot at or before the instant asked for; none lies in the future.

    Raises:
        Refusal: no instant was asked for, or it is none.
    """
    refusal = _error(422, "INVALID_HISTORICAL_TIMESTAMP", "date must be ISO 8601")
    asked = min(instant_of(request.first("date"), refusal).astimezone(UTC), request.at)
    return asked - (asked - datetime(2020, 1, 1, tzinfo=UTC)) % _SNAPSHOT


def _wrapped(taken: datetime, data: Any) -> dict[str, Any]:
    return {
        "timestamp": zulu(taken),
        "previous_timestamp": zulu(taken - _SNAPSHOT),
        "next_timestamp": zulu(taken + _SNAPSHOT),
        "data": data,
    }


def _wanted(request: Request, props: frozenset[str]) -> Wanted:
    """What markets, regions, books and prices are asked for; `props` may be, beside game lines.

    Raises:
        Refusal: one of them is not known, or neither regions nor books are named.
    """
    books, regions = _listed(request, "bookmakers"), _listed(request, "regions")
    markets = _listed(request, "markets") or ("h2h",)
    odds_format = request.first("oddsFormat", "decimal")
    known = GAME_MARKETS | props
    if not books and not regions:
        raise Refusal(_error(422, "MISSING_REGION", "Give regions or bookmakers"))
    if not set(regions) <= REGIONS:
        raise Refusal(_error(422, "INVALID_REGION", f"Invalid regions: {','.join(regions)}"))
    if not set(markets) <= known:
        raise Refusal(_error(422, "INVALID_MARKET", f"Invalid markets: {','.join(markets)}"))
    if odds_format not in ("decimal", "american"):
        raise Refusal(_error(422, "INVALID_ODDS_FORMAT", "oddsFormat is decimal or american"))
    return Wanted(
        markets=frozenset(markets),
        regions=frozenset(regions),
        books=frozenset(books),
        is_american=odds_format == "american",
    )


def _listed(request: Request, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, _split(request.every(name)))))


def _split(values: Iterable[str]) -> Iterable[str]:
    return (part.strip() for value in values for part in value.split(","))


def _cost(wanted: Wanted) -> int:
    """Markets times regions; named books go before regions, ten to a region."""
    books = -(-len(wanted.books) // _BOOKS_PER_REGION)
    return len(wanted.markets) * (books or len(wanted.regions))
