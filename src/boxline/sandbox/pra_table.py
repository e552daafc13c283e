"""Lines of points + rebounds + assists as the archive's file has them: both prices in one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.blemishes import altered, repeated, unknown
from boxline.sandbox.parquet_schema import Row, schema_of
from boxline.sandbox.prices import consensus, half_line, opinion, two_sided
from boxline.sandbox.spellings import spelled
from boxline.sandbox.squads import Event, odds_api_name

PRA_LINES = schema_of("""
    player str, event_id str, event_date date, home_team str, away_team str, bookmaker str,
    line f64, last_update str, over_price_american f64, under_price_american f64, season str
""")
_BOOKS = ("BetOnline.ag", "BetMGM", "Caesars", "DraftKings", "FanDuel")
_SHARE_OFFERED = 0.7  # of players, by each book
_LEAST = 8.0  # mean below which nobody offers a line
_AFTER_START = timedelta(minutes=5, seconds=38)
_SHARE_BEFORE_START = 0.22


def pra_rows(events: Iterable[Event], *, seed: int, until: datetime) -> Iterator[Row]:
    """A row a player and book; most were updated once the game had begun, none after `until`."""
    for event in events:
        rng = Random(f"{seed}/pra/{event.fixture.game_id}")
        updates = {book: _last_update(event, rng) for book in _BOOKS}
        for member in event.members:
            mean = sum(member.usual[stat] for stat in ("pts", "reb", "ast"))
            if mean < _LEAST or not member.plays:
                continue
            shared = consensus(mean, rng)
            for book in _BOOKS:
                if rng.random() > _SHARE_OFFERED or updates[book] > until:
                    continue
                expected = opinion(shared, rng)
                line = half_line(expected)
                over, under = two_sided(expected, line)
                yield {
                    "player": spelled(member.player.player_name, book),
                    "event_id": event.event_id,
                    "event_date": event.fixture.game_date,
                    "home_team": odds_api_name(event.fixture.home),
                    "away_team": odds_api_name(event.fixture.away),
                    "bookmaker": book,
                    "line": line,
                    "last_update": f"{updates[book]:%Y-%m-%dT%H:%M:%SZ}",
                    "over_price_american": float(over),
                    "under_price_american": float(under),
                    "season": event.fixture.season,
                }


def _last_update(event: Event, rng: Random) -> datetime:
    """Minutes after the scheduled start; now and then, and before it, of that morning."""
    if event.game.is_played and rng.random() > _SHARE_BEFORE_START:
        return event.starts_at + _AFTER_START
    morning = datetime.combine(event.fixture.game_date, time(10, 30), EASTERN)
    return morning.astimezone(UTC) + timedelta(seconds=rng.randrange(3600))


#: A row that comes twice, one under the UTC date, a second line, one price of two, a stranger.
PRA_BLEMISHES = (
    repeated,
    altered(lambda row: {"event_date": row["event_date"] + timedelta(days=1)}),
    lambda rows: [*rows, *({**row, "line": row["line"] + 2} for row in rows)],
    altered(lambda row: {"under_price_american": None}),
    unknown("player"),
)
