"""What the page must tell of replies that come in good form and say something wrong.

What a reply came to is read off the newest one that landed about its day: that is what the runs of
the night went by; games that it leaves out may have come with another. Of a page that was damaged
since nobody could say it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from boxline.catalog import Raw
from boxline.engine.parsing import parse
from boxline.engine.ports import Landed
from boxline.errors import StoreDamaged
from boxline.sandbox.servers.faults import FaultKind
from boxline.stores.contract_sql import DOUBLED
from boxline.stores.landing import Landing
from boxline.stores.ledger_loss import MADE_ANEW
from tests.chaos.league import chaos_catalog, world
from tests.chaos.traces import Page, Trace
from tests.chaos.weather import ASKED_AGAIN, GOES_BY_IDS, IDS_BESIDE

Request = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A reply that landed about a day."""

    dataset: str
    day: str
    landed: Landed
    pages: Sequence[tuple[str, bytes]]

    @property
    def rows(self) -> Iterator[Mapping[str, Any]]:
        """The lines as they were sent."""
        for _, body in self.pages:
            sent = json.loads(body)
            yield from sent.get("data", ())
            for table in sent.get("resultSets", ()):
                for row in table["rowSet"]:
                    yield dict(zip(table["headers"], row, strict=True))


def traces_of_wrong_words(home: Path, asked: Sequence[Request]) -> Iterator[Trace]:
    """What must be told of the newest reply about each day that was asked for in a night."""
    newest = {(each["path"], each["query"]): each for each in asked}
    for each in newest.values():
        tell = _TOLD.get(each["fault"])
        if tell and each["path"] in ASKED_AGAIN:
            replies = _replies(home, each)
            yield from tell(replies) if replies else ()


def _replies(home: Path, request: Request) -> list[Reply]:
    """What landed about the day of a request, the newest last; none where that one is damaged."""
    dataset = ASKED_AGAIN[request["path"]]
    day, *_ = re.findall(r"\d{4}-\d\d-\d\d", request["query"])
    landing = Landing(str(home / "landing"))
    landed = sorted(
        (
            one
            for one in landing.described()
            if (one.dataset, one.asked.get("date")) == (dataset, day)
        ),
        key=lambda one: one.fetched_at,
    )
    found: list[Reply] = []
    for one in landed:
        try:
            pages = [(page.file_name, landing.read(page)) for page in one.pages]
        except StoreDamaged:
            if one is landed[-1]:
                return []
            continue
        found.append(Reply(dataset=dataset, day=day, landed=one, pages=pages))
    return found


def _games_left_out(replies: Sequence[Reply]) -> Iterator[Trace]:
    """Games of the day that are lacking. None may be where the newest leaves some out: one that was
    whole was asked by a clock a day ahead, or by a run that stood still in the midst of asking."""
    newest = replies[-1]
    told = {_game_of(row) for reply in replies for row in reply.rows} - {None}
    if len(told) < _games_of(newest.day):
        yield _lack_told(newest.dataset, newest.day)


def _game_of(row: Mapping[str, Any]) -> object:
    """The game that a row is of; None where that field has another name."""
    return row["GAME_ID"] if "GAME_ID" in row else row.get("game", {}).get("id")


def _refused(replies: Sequence[Reply]) -> Iterator[Trace]:
    """A field under another name, or a number as text: if the reader minds."""
    reply = replies[-1]
    catalog = chaos_catalog()
    raw = catalog[reply.dataset]
    assert isinstance(raw, Raw)
    if parse(catalog, raw, reply.landed, reply.pages).rejects:
        yield _lack_told(reply.dataset, reply.day)


def _doubled(replies: Sequence[Reply]) -> Iterator[Trace]:
    reply = replies[-1]
    times = Counter(json.dumps(row) for row in reply.rows)
    if any(count > 1 for count in times.values()):
        yield _doubling_told(reply.dataset, reply.day)


def _swapped(replies: Sequence[Reply]) -> Iterator[Trace]:
    """Two players with each other's id, of the source whose ids somebody goes by."""
    reply = replies[-1]
    if reply.dataset == GOES_BY_IDS:
        sent = {(row["PLAYER_ID"], row["PLAYER_NAME"]) for row in reply.rows}
        names = {name for _, name in sent - _players()}
        if names:
            yield _swap_told(reply.day, names)


_TOLD: Mapping[str | None, Callable[[Sequence[Reply]], Iterator[Trace]]] = {
    FaultKind.MISSING_GAMES.value: _games_left_out,
    FaultKind.RENAMED_FIELD.value: _refused,
    FaultKind.NUMBER_AS_STRING.value: _refused,
    FaultKind.DUPLICATED_ROWS.value: _doubled,
    FaultKind.SWAPPED_IDS.value: _swapped,
}


@cache
def _games_of(day: str) -> int:
    """How many games are played on a day of the season."""
    return sum(str(game.fixture.game_date) == day for game in world().league.newest.games)


@cache
def _players() -> frozenset[tuple[int, str]]:
    """Id and name of everybody who is on the floor in the season."""
    sides = (side for game in world().league.newest.games for side in (game.home, game.away))
    return frozenset(
        (line.player.player_id, line.player.player_name)
        for side in sides
        if side is not None
        for line in side.lines
    )


def _is_lacking(page: Page, name: str, day: str) -> bool:
    """Whether rows of a day are said to be missing, or work at their dataset to have failed."""
    gaps = any((gap["dataset"], gap["day"]) == (name, day) for gap in page["gaps"])
    return gaps or any(one["dataset"] == name for one in page["breakers"])


def _lack_told(name: str, day: str) -> Trace:
    """Rows of a day are lacking, or were refused."""

    def is_told(page: Page) -> bool:
        (dataset,) = [one for one in page["datasets"] if one["name"] == name]
        return bool(dataset["rejected"]) or _is_lacking(page, name, day)

    return Trace(what=f"rows of {name} of {day} that are lacking", is_told=is_told)


def _doubling_told(name: str, day: str) -> Trace:
    """Rows were refused because they came twice. A ledger that is lost afterwards takes that with
    it, and says so: one row of the two is held, and nothing is wrong with the data."""

    def is_told(page: Page) -> bool:
        rejects = any((one["dataset"], one["field"]) == (name, DOUBLED) for one in page["rejects"])
        is_lost = any(run["command"] == MADE_ANEW for run in page["runs"])
        return rejects or is_lost or _is_lacking(page, name, day)

    return Trace(what=f"rows of {name} of {day} that came twice", is_told=is_told)


def _swap_told(day: str, names: set[str]) -> Trace:
    """Something is questionable about one of those players on that day; or lines are lacking, of
    that source or of the one whose ids they are compared with."""

    def is_told(page: Page) -> bool:
        found = page["findings"]["listed"]
        is_found = any(one["day"] == day and one["subject"] in names for one in found)
        return is_found or any(_is_lacking(page, name, day) for name in (GOES_BY_IDS, IDS_BESIDE))

    return Trace(what=f"that {' and '.join(sorted(names))} are mixed up on {day}", is_told=is_told)
