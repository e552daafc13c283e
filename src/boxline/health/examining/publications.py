"""How old what is published is: by the day each document is for, not by when a file was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.catalog.datasets import league_in
from boxline.domain.days import league_day
from boxline.engine.calendar import Game

#: A document of a game that is on may be so old: a half-time lasts a quarter of an hour.
LIVE_MINUTES = 45
#: So long after its start nobody waits any more for a game that nobody calls final.
LIVE_HOURS = 6

#: The subject of an alarm that is about the whole set.
ALL_DOCUMENTS = "all documents"

#: What the manifest calls documents that are copies of the newest of others.
COPIES = "latest"


@dataclass(frozen=True, kw_only=True)
class Publications:
    """What is published.

    Attributes:
        made_at: of the set; None where there is none.
        newest_day: dataset -> the newest league day that a document of it is for.
        live_made_at: league -> when the newest document of its games that are on was made, None
            where there is none; without the leagues that have no such documents.
        games: the calendars.
    """

    made_at: datetime | None
    newest_day: Mapping[str, date]
    live_made_at: Mapping[str, datetime | None]
    games: Sequence[Game]


def publications_of(
    manifest: Mapping[str, Any], live: Iterable[str], games: Sequence[Game]
) -> Publications:
    """What a manifest tells. A copy of the newest results is for the last day with games, however
    long ago that was, and is left out.

    Args:
        live: names of the feeds of games that are on.
    """
    newest: dict[str, date] = {}
    names = set(live)
    made_live: dict[str, datetime | None] = dict.fromkeys(map(league_in, names))
    made_at = manifest.get("made_at")
    for entry in manifest["documents"].values():
        if "standing" in entry and entry["dataset"] != COPIES:
            day = date.fromisoformat(entry["date"])
            newest[entry["dataset"]] = max(day, newest.get(entry["dataset"], day))
        if entry["dataset"] in names:
            league, made = league_in(entry["dataset"]), datetime.fromisoformat(entry["made_at"])
            made_live[league] = max(made, made_live[league] or made)
    return Publications(
        made_at=datetime.fromisoformat(made_at) if made_at else None,
        newest_day=newest,
        live_made_at=made_live,
        games=games,
    )


@alarm(
    "publish-stale",
    severity=Severity.CRITICAL,
    blocks="whoever reads the documents: they are told of a day that is over as if it were today",
    next_step="boxline run",
)
def publish_stale(published: Publications, now: datetime) -> Iterator[Firing]:
    """The newest document of a kind is for a day before yesterday, or nothing is published."""
    if not published.newest_day:
        yield Firing(subject=ALL_DOCUMENTS, found="nothing is published yet")
        return
    today, made = league_day(now), published.made_at
    oldest = today - timedelta(days=1)
    newest = max(published.newest_day.values())
    if newest < oldest:
        when = "" if made is None else f"; the set was made {_hours(now - made)} h ago"
        found = f"the newest is for {newest}, {(today - newest).days} days ago{when}"
        yield Firing(subject=ALL_DOCUMENTS, found=found)
        return
    for dataset, day in published.newest_day.items():
        if day < oldest:
            found = f"its newest document is for {day}, {(today - day).days} days ago"
            yield Firing(subject=dataset, found=found)


@alarm(
    "live-stale",
    severity=Severity.CRITICAL,
    blocks="scores and live grades of the games that are on",
    next_step="boxline run; `boxline schedule` shows whether the live job is at work",
)
def live_stale(published: Publications, now: datetime) -> Iterator[Firing]:
    """A game is on for a while, and what is published of it is older than that."""
    patience = timedelta(minutes=LIVE_MINUTES)
    on = Counter(game.league for game in published.games if _is_on(game, now, patience))
    for league, made in published.live_made_at.items():
        if on[league] and (made is None or now - made > patience):
            of = f" of {league}" if len(published.live_made_at) > 1 else ""
            age = "never made" if made is None else f"made {_hours(now - made)} h ago"
            yield Firing(subject=f"live documents{of}", found=f"{on[league]} games are on; {age}")


def _is_on(game: Game, now: datetime, patience: timedelta) -> bool:
    if game.starts_at is None or game.is_final:
        return False
    return game.starts_at + patience <= now < game.starts_at + timedelta(hours=LIVE_HOURS)


def _hours(age: timedelta) -> str:
    return f"{age.total_seconds() / 3600:.1f}"
