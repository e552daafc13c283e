"""Pick'em lines of points, rebounds and assists as the archive's file has them: a row a side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from boxline.sandbox.blemishes import Rows, altered, unknown
from boxline.sandbox.parquet_schema import Row, schema_of
from boxline.sandbox.prices import consensus
from boxline.sandbox.spellings import spelled
from boxline.sandbox.squads import Event, Member, odds_api_name

PICKEM_LINES = schema_of("""
    file_date date, event_id str, commence_time utc, home_team str, away_team str,
    bookmaker str, market str, player str, side str, line f64, price_american f64
""")
_SITES = {"PrizePicks": 0.8, "Underdog": 0.6}  # site -> share of players it has a line for
_LEAST = {"pts": 5.0, "reb": 2.5, "ast": 1.5}  # means below which nobody offers a line
_MARKETS = {"pts": "player_points", "reb": "player_rebounds", "ast": "player_assists"}
_PRICE = -137.0  # both ways: the line alone carries information
_SHARE_PULLED_EARLY = 0.34  # also on the day before the game
_SHARE_MOVED = 0.4  # of those, until the game's own day
_SHARE_LISTED_ABSENT = 0.2  # of players who will not play after all


def pickem_rows(events: Iterable[Event], *, seed: int, until: date) -> Iterator[Row]:
    """Over and Under after one another, for the pulls up to `until`."""
    for event in events:
        rng = Random(f"{seed}/pickem/{event.fixture.game_id}")
        for member in event.members:
            if member.plays or rng.random() < _SHARE_LISTED_ABSENT:
                yield from _of_member(event, member, rng, until)


def _of_member(event: Event, member: Member, rng: Random, until: date) -> Iterator[Row]:
    day = event.fixture.game_date
    for stat, least in _LEAST.items():
        if member.usual[stat] < least:
            continue
        line = max(0.5, round(2 * consensus(member.usual[stat], rng)) / 2)
        for site, share in _SITES.items():
            if rng.random() > share:
                continue
            if rng.random() < _SHARE_PULLED_EARLY and day - timedelta(days=1) <= until:
                moved = rng.choice((-0.5, 0.5)) if rng.random() < _SHARE_MOVED else 0.0
                early = max(0.5, line + moved)
                yield from _sides(event, member, stat, site, early, day - timedelta(days=1))
            if day <= until:
                yield from _sides(event, member, stat, site, line, day)


def _sides(
    event: Event, member: Member, stat: str, site: str, line: float, file_date: date
) -> Iterator[Row]:
    for side in ("Over", "Under"):
        yield {
            "file_date": file_date,
            "event_id": event.event_id,
            "commence_time": event.commence_at,
            "home_team": odds_api_name(event.fixture.home),
            "away_team": odds_api_name(event.fixture.away),
            "bookmaker": site,
            "market": _MARKETS[stat],
            "player": spelled(member.player.player_name, site),
            "side": side,
            "line": line,
            "price_american": _PRICE,
        }


def _with_alternate(rows: Rows) -> Rows:
    return [*rows, *({**row, "line": row["line"] + 3} for row in rows)]


#: Of a line's two sides: a price that stands for none, a second line, a lone Over, a stranger.
PICKEM_BLEMISHES = (
    altered(lambda row: {"price_american": -100_000.0}),
    _with_alternate,
    lambda rows: rows[:1],
    unknown("player"),
)
