"""BettingPros' API: key in a header, offers by market, ten to a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.quotes import PropMarket, PropQuote
from boxline.sandbox.servers.bettingpros_offers import BOOKS, selection
from boxline.sandbox.servers.biographies import initialled, slug_of, split_name
from boxline.sandbox.servers.club_facts import ClubFacts, facts_of
from boxline.sandbox.servers.directory import Directory, home_won, league_day
from boxline.sandbox.servers.periods import period_points
from boxline.sandbox.servers.replies import (
    Account,
    Refusal,
    Reply,
    Request,
    Routes,
    day_of,
    html_reply,
    json_reply,
    number_of,
)
from boxline.sandbox.spellings import spelled

HOST = "api.bettingpros.com"
_FORBIDDEN = json_reply({"message": "Forbidden"}, status=403)
_BAD = json_reply({"message": "Bad Request"}, status=400)
_NOT_FOUND = json_reply({"message": "Not Found"}, status=404)
_MOST_PER_PAGE = 10
_MARKETS = {
    156: PropMarket.POINTS,
    157: PropMarket.REBOUNDS,
    151: PropMarket.ASSISTS,
    162: PropMarket.THREES,
    338: PropMarket.PRA,
}
_STATUS = {
    GameStatus.SCHEDULED: "scheduled",
    GameStatus.LIVE: "inprogress",
    GameStatus.FINAL: "closed",
}
_OPENED = timedelta(hours=20)  # before the start: what an opening line is looked up at


class BettingPros:
    """Events of a day, and what books offer on their players."""

    hosts = (HOST,)
    busy = html_reply(429, "Too Many Requests")

    def __init__(self, directory: Directory, *, key: str) -> None:
        self._directory = directory
        self._key = key
        self._routes = Routes({"/v3/events": self._events, "/v3/offers": self._offers})

    def answer(self, request: Request) -> Reply:
        """The reply; 403 without the key."""
        is_known = request.headers.get("x-api-key") == self._key
        if not is_known or request.account is not Account.GOOD:
            return _FORBIDDEN
        if request.first("sport") != "NBA":
            return _BAD
        return self._routes.answer(request, _NOT_FOUND)

    def _events(self, request: Request, _: re.Match[str]) -> Reply:
        asked = request.first("date")
        day = day_of(asked, _BAD) if asked else league_day(request.at)
        games = self._directory.on_day(day, request.at)
        utc = f"{request.at:%Y-%m-%d %H:%M:%S}"
        return json_reply(
            {
                "_parameters": {"sport": "NBA", "date": day.isoformat(), "lineups": "false"},
                "events": [self._event(view, request.at) for view in games],
                "ts": int(request.at.timestamp()),
                "utc": utc,
            }
        )

    def _event(self, view: GameView, at: datetime) -> dict[str, Any]:
        fixture = view.fixture
        home, away = facts_of(fixture.home), facts_of(fixture.away)
        records = self._directory.records(at, fixture.season)
        link = f"/nba/matchups/{home.long_slug}-vs-{away.long_slug}/?date={fixture.game_date}"
        return {
            "id": self._directory.game_id_bettingpros(fixture.game_id),
            "sport": "NBA",
            "scheduled": f"{view.starts_at:%Y-%m-%d %H:%M:%S}",
            "season": int(fixture.season[:4]),
            "season_type": "POST" if fixture.season_type is SeasonType.PLAYOFFS else "REG",
            "event_name": None,
            "status": _STATUS[view.status],
            "home": fixture.home.team,
            "visitor": fixture.away.team,
            "link": link,
            "series_summary": None,
            "venue": {
                "name": fixture.home.arena,
                "id": None,
                "city": fixture.home.arena_city,
                "state": home.state,
                "country": "USA",
            },
            "participants": [
                _participant(facts, records.get(facts.club.team_id)) for facts in (home, away)
            ],
            "broadcasts": [],
            "results": _results(view),
            "is_free": False,
        }

    def _offers(self, request: Request, _: re.Match[str]) -> Reply:
        market_id = number_of(request.first("market_id"), _BAD)
        if market_id not in _MARKETS:
            raise Refusal(_BAD)
        offers = []
        for text in request.first("event_id").split(":"):
            game_id = self._directory.of_bettingpros(number_of(text, _BAD))
            if game_id and (view := self._directory.one(game_id, request.at)):
                offers += self._offers_on(view, market_id, request.at)
        return _page(request, offers)

    def _offers_on(self, view: GameView, market_id: int, at: datetime) -> list[dict[str, Any]]:
        """One offer for each player whom any of its books lists."""
        event_id = self._directory.game_id_bettingpros(view.fixture.game_id)
        now = self._main_lines(view, market_id, at)
        opened = self._main_lines(view, market_id, min(at, view.starts_at - _OPENED))
        offers = []
        for player_id, quotes in sorted(now.items()):
            participant = self._player(quotes[0], view, at)
            offers.append(
                {
                    "id": f"{event_id}-{market_id}-{player_id}",
                    "sport": "NBA",
                    "event_id": event_id,
                    "market_id": market_id,
                    "participants": [participant],
                    "selections": [
                        selection(label, quotes, opened.get(player_id, []))
                        for label in ("Over", "Under")
                    ],
                    "active": True,
                }
            )
        return offers

    def _main_lines(
        self, view: GameView, market_id: int, at: datetime
    ) -> dict[int, list[PropQuote]]:
        found: dict[int, list[PropQuote]] = {}
        for quote in self._directory.world.prop_quotes(view.fixture.game_id, at):
            is_listed = quote.book in BOOKS and not quote.is_alternate
            if is_listed and quote.market is _MARKETS[market_id]:
                found.setdefault(quote.player.player_id, []).append(quote)
        return found

    def _player(self, quote: PropQuote, view: GameView, at: datetime) -> dict[str, Any]:
        player = quote.player
        name = spelled(player.player_name, "bettingpros")
        first, last = split_name(name)
        sides = (view.fixture.home, view.fixture.away)
        rosters = {club: self._directory.world.roster(club.team_id, at) for club in sides}
        ids = {club: {each.player_id for each in roster} for club, roster in rosters.items()}
        club = next((club for club in sides if player.player_id in ids[club]), None)
        return {
            "id": str(player.player_id - 8_990_000),
            "name": name,
            "link": f"/nba/props/{slug_of(name)}/",
            "player": {
                "short_name": initialled(name),
                "first_name": first,
                "last_name": last,
                "position": player.position_group,
                "team": club.team if club else None,
                "slug": slug_of(name),
            },
        }


def _participant(facts: ClubFacts, record: Any) -> dict[str, Any]:
    return {
        "id": facts.club.team,
        "name": facts.name,
        "link": f"/nba/teams/{facts.long_slug}/",
        "team": {
            "city": facts.city,
            "abbreviation": facts.club.team,
            "conference": f"{facts.conference}ern",
            "division": facts.division,
            "record": {"W": record.wins, "L": record.losses, "T": 0} if record else None,
            "slug": facts.long_slug,
        },
    }


def _results(view: GameView) -> dict[str, Any] | None:
    """Scores of the game and of its quarters; None until it is over."""
    if view.status is not GameStatus.FINAL:
        return None
    home, away = view.fixture.home.team, view.fixture.away.team

    def scores(points: Sequence[int | None]) -> list[dict[str, Any]]:
        each = zip((home, away), points, strict=True)
        return [{"participant": team, "score": score} for team, score in each]

    winner = home if home_won(view) else away
    total = scores((view.home_points, view.away_points))
    periods = [
        {"name": "quarter" if number <= 4 else "overtime", "number": number, "scores": scores(both)}
        for number, both in enumerate(zip(*period_points(view), strict=True), 1)
    ]
    outcomes = [{"label": "event", "winner": winner, "scores": total}]
    return {"outcomes": outcomes, "periods": periods}


def _page(request: Request, offers: list[dict[str, Any]]) -> Reply:
    page = number_of(request.first("page", "1"), _BAD)
    size = number_of(request.first("limit", str(_MOST_PER_PAGE)), _BAD)
    if page < 1 or not 1 <= size <= _MOST_PER_PAGE:
        raise Refusal(_BAD)
    pages = -(-len(offers) // size)
    following = f"/v3/offers?page={page + 1}" if page < pages else None
    return json_reply(
        {
            "_parameters": {"sport": "NBA", "market_id": request.first("market_id")},
            "_pagination": {
                "page": page,
                "limit": size,
                "total_pages": pages,
                "total_items": len(offers),
                "next_page": following,
            },
            "offers": offers[(page - 1) * size : page * size],
        }
    )
