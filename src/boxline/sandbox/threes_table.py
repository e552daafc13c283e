"""Lines of made threes as the archive's file has them: both prices in one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.blemishes import altered, unknown
from boxline.sandbox.parquet_schema import Row, schema_of
from boxline.sandbox.prices import consensus, half_line, opinion, two_sided
from boxline.sandbox.spellings import spelled
from boxline.sandbox.squads import Event, odds_api_name

THREES_LINES = schema_of("""
    player str, game str, game_time str, market str, line f64, bookmaker str, over_odds f64,
    under_odds f64, file_date date, bookmaker_last_update str, market_last_update str
""")
_BOOKS = ("betmgm", "betonlineag", "bovada", "draftkings", "fanduel")
_SHARE_OFFERED = 0.75  # of players, by each book
_LEAST = 0.6  # mean below which nobody offers a line
_SHARE_STAMPED = 0.08  # of games: the others say nowhere when a line was updated
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def threes_rows(events: Iterable[Event], *, seed: int, until: date) -> Iterator[Row]:
    """A row a player and book, pulled once, on the day of the game, up to `until`."""
    for event in events:
        rng = Random(f"{seed}/threes/{event.fixture.game_id}")
        stamp = _stamp(event) if rng.random() < _SHARE_STAMPED else None
        for member in event.members if event.fixture.game_date <= until else ():
            mean = member.usual["fg3m"]
            if mean < _LEAST or not member.plays:
                continue
            shared = consensus(mean, rng)
            for book in _BOOKS:
                if rng.random() > _SHARE_OFFERED:
                    continue
                expected = opinion(shared, rng)
                line = half_line(expected)
                over, under = two_sided(expected, line)
                home, away = odds_api_name(event.fixture.home), odds_api_name(event.fixture.away)
                yield {
                    "player": spelled(member.player.player_name, book),
                    "game": f"{away} @ {home}",
                    "game_time": f"{event.commence_at:{_STAMP}}",
                    "market": "player_threes",
                    "line": line,
                    "bookmaker": book,
                    "over_odds": float(over),
                    "under_odds": float(under),
                    "file_date": event.fixture.game_date,
                    "bookmaker_last_update": stamp,
                    "market_last_update": stamp,
                }


def _stamp(event: Event) -> str:
    pulled = datetime.combine(event.fixture.game_date, time(10, 49, 30), EASTERN)
    return f"{pulled.astimezone(UTC):{_STAMP}}"


#: One price of two, and a stranger.
THREES_BLEMISHES = (altered(lambda row: {"under_odds": None}), unknown("player"))
