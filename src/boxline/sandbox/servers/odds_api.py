"""The Odds API v4: key in the query, a meter in the headers, and snapshots of the past."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers.directory import Directory, counts, zulu
from boxline.sandbox.servers.odds_markets import MARKETS, REGIONS, Wanted, bookmakers
from boxline.sandbox.servers.replies import (
    Account,
    Refusal,
    Reply,
    Request,
    Routes,
    instant_of,
    json_reply,
)
from boxline.sandbox.teams import Club

HOST = "api.the-odds-api.com"
_SPORT = "/v4/sports/basketball_nba"
_PAST = "/v4/historical/sports/basketball_nba"
_EVENT = r"/events/([0-9a-f]{32})/odds"
_SNAPSHOT = timedelta(minutes=5)
_LISTED = timedelta(days=4)  # events stand in the list this long before they start
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

    def __init__(self, directory: Directory, *, key: str, credits: int) -> None:  # noqa: A002
        self._directory = directory
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

    def _events(self, request: Request, _: re.Match[str]) -> Reply:
        return self._charged(self._event_list(request, request.at), 0)

    def _past_events(self, request: Request, _: re.Match[str]) -> Reply:
        taken = _snapshot(request)
        events = self._event_list(request, taken)
        return self._charged(_wrapped(taken, events), 1 if events else 0)

    def _event_list(self, request: Request, at: datetime) -> list[dict[str, Any]]:
        first, last = _bound(request, "commenceTimeFrom"), _bound(request, "commenceTimeTo")
        return [
            self._event(view, request)
            for view in self._open(at)
            if (first is None or _commences(view) >= first)
            and (last is None or _commences(view) <= last)
        ]

    def _open(self, at: datetime) -> list[GameView]:
        """Games that are on or will soon be, by start."""
        first, last = (at - timedelta(days=2)).date(), (at + _LISTED).date()
        games = self._directory.between(first, last, at)
        listed = [v for v in games if v.status is not GameStatus.FINAL and counts(v)]
        return sorted(listed, key=lambda v: (v.starts_at, v.fixture.game_id))

    def _event(self, view: GameView, request: Request) -> dict[str, Any]:
        is_unix = request.first("dateFormat") == "unix"
        starts = _commences(view)
        return {
            "id": self._directory.event_id(view.fixture.game_id),
            "sport_key": "basketball_nba",
            "sport_title": "NBA",
            "commence_time": int(starts.timestamp()) if is_unix else zulu(starts),
            "home_team": team_name(view.fixture.home),
            "away_team": team_name(view.fixture.away),
        }

    def _odds(self, request: Request, _: re.Match[str]) -> Reply:
        wanted = _wanted(request, are_props_allowed=False)
        at = request.at
        events = [self._priced(view, request, wanted, at) for view in self._open(at)]
        return self._charged(events, _cost(wanted))

    def _past_odds(self, request: Request, _: re.Match[str]) -> Reply:
        wanted, taken = _wanted(request, are_props_allowed=False), _snapshot(request)
        events = [self._priced(view, request, wanted, taken) for view in self._open(taken)]
        return self._charged(_wrapped(taken, events), _PAST_COSTS * _cost(wanted))

    def _event_odds(self, request: Request, found: re.Match[str]) -> Reply:
        wanted = _wanted(request, are_props_allowed=True)
        view = self._event_view(found[1], request.at)
        return self._charged(self._priced(view, request, wanted, request.at), _cost(wanted))

    def _past_event_odds(self, request: Request, found: re.Match[str]) -> Reply:
        wanted, taken = _wanted(request, are_props_allowed=True), _snapshot(request)
        event = self._priced(self._event_view(found[1], taken), request, wanted, taken)
        return self._charged(_wrapped(taken, event), _PAST_COSTS * _cost(wanted))

    def _event_view(self, event_id: str, at: datetime) -> GameView:
        """The event.

        Raises:
            Refusal: there is none, it is over, or it is not listed yet.
        """
        view = self._directory.one(self._directory.of_event(event_id), at)
        if view is None or view.status is GameStatus.FINAL or not counts(view):
            raise Refusal(_NO_EVENT)
        if view.starts_at > at + _LISTED + timedelta(days=1):
            raise Refusal(_NO_EVENT)
        return view

    def _priced(
        self, view: GameView, request: Request, wanted: Wanted, at: datetime
    ) -> dict[str, Any]:
        world, game_id = self._directory.world, view.fixture.game_id
        sides = team_name(view.fixture.home), team_name(view.fixture.away)
        props = world.prop_quotes(game_id, at) if wanted.has_props else []
        lines = world.game_quotes(game_id, at) if wanted.has_game_lines else []
        return {**self._event(view, request), "bookmakers": bookmakers(props, lines, sides, wanted)}


def team_name(club: Club) -> str:
    """As The Odds API writes it: the Clippers in full."""
    return "Los Angeles Clippers" if club.team == "LAC" else club.team_name


def _commences(view: GameView) -> datetime:
    # It moves to when the game really began.
    return view.tipped_off_at or view.starts_at


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


def _wanted(request: Request, *, are_props_allowed: bool) -> Wanted:
    """What markets, regions, books and prices are asked for.

    Raises:
        Refusal: one of them is not known, or neither regions nor books are named.
    """
    books, regions = _listed(request, "bookmakers"), _listed(request, "regions")
    markets = _listed(request, "markets") or ("h2h",)
    odds_format = request.first("oddsFormat", "decimal")
    known = MARKETS if are_props_allowed else {"h2h", "spreads", "totals"}
    if not books and not regions:
        raise Refusal(_error(422, "MISSING_REGION", "Give regions or bookmakers"))
    if not set(regions) <= REGIONS:
        raise Refusal(_error(422, "INVALID_REGION", f"Invalid regions: {','.join(regions)}"))
    if not set(markets) <= set(known):
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
