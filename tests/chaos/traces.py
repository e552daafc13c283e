"""What the home's own page must tell of what befell it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from boxline.engine.ports import LandedPage
from boxline.errors import StoreDamaged
from boxline.sandbox.servers.faults import TRANSPORT, FaultKind
from boxline.stores.landing import Landing
from tests.chaos.league import chaos_catalog
from tests.chaos.weather import ASKED_AGAIN, LACKING, OF_BODIES

Page = dict[str, Any]
Request = dict[str, Any]

_ON_THE_WAY = {kind.value for kind in TRANSPORT}
_LACKING = {kind.value for kind in LACKING}
_OF_BODIES = {kind.value for kind in OF_BODIES}


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Something that the page must tell, in words, and how it is looked for."""

    what: str
    is_told: Callable[[Page], bool]


def page_of(home: Path) -> Page:
    """The home's page as it is published now."""
    found: Page = json.loads((home / "published" / "current" / "v1" / "health.json").read_bytes())
    return found


def run_told(run_id: str, *states: str, words: str = "") -> Trace:
    """A run stands in its list in one of some states."""

    def is_told(page: Page) -> bool:
        return any(
            run["run_id"] == run_id and run["state"] in states and words in run["message"]
            for run in page["runs"]
        )

    return Trace(what=f"run {run_id} as {' or '.join(states)} {words}".rstrip(), is_told=is_told)


def command_told(command: str) -> Trace:
    """A command stands in its list of runs."""
    return Trace(
        what=f"that somebody had to {command}",
        is_told=lambda page: any(run["command"] == command for run in page["runs"]),
    )


def failure_told(words: str) -> Trace:
    """Words stand in the message of a piece of work that failed, or of a run."""

    def is_told(page: Page) -> bool:
        return any(words in one["message"] for one in (*page["breakers"], *page["runs"]))

    return Trace(what=f"a failure that speaks of {words}", is_told=is_told)


def verification_tells(home: Path, page: Path) -> Trace:
    """A page that nobody has to read any more is other than what landed. Whoever verifies the home
    is told so as long as it stands so: a reply that says the same mends it."""
    landing = Landing(str(home / "landing"))
    pages = [one for request in landing.described() for one in request.pages]
    is_found = not all(_holds(landing, one) for one in pages if page == home / "landing" / one.path)
    return Trace(what=f"that {page.name} is damaged", is_told=lambda _: is_found)


def _holds(landed: Landing, page: LandedPage) -> bool:
    try:
        landed.verify(page)
    except StoreDamaged:
        return False
    return True


def traces_of_replies(home: Path, asked: Sequence[Request], *, is_whole: bool) -> list[Trace]:
    """What must be told of the requests of a night.

    Args:
        is_whole: whether nothing befell the ledger in it.
    """
    newest = {(each["path"], each["query"]): each for each in asked}
    lacking = {
        (ASKED_AGAIN[each["path"]], _day(each))
        for each in newest.values()
        if each["fault"] in _LACKING and _lacks(home, each)
    }
    return [
        *([_requests_told(sum(map(_failed, asked)))] if is_whole else []),
        *(_lack_told(dataset, day) for dataset, day in sorted(lacking)),
    ]


def _failed(request: Request) -> bool:
    """Whether a request failed on its way. Of a reply that says "not modified" or "not there"
    nobody reads a body that could be spoilt."""
    fault = request["fault"]
    return fault in _ON_THE_WAY and (request["status"] == 200 or fault not in _OF_BODIES)


def _lacks(home: Path, request: Request) -> bool:
    """Whether rows are lacking after wrong words: of a renamed field, if anybody reads it."""
    if request["fault"] != FaultKind.RENAMED_FIELD.value:
        return True
    name = ASKED_AGAIN[request["path"]]
    return bool(_renamed(home, name, _day(request)) & _fields_read(name))


def _day(request: Request) -> str:
    """The league day that a request is about."""
    day, *_ = re.findall(r"\d{4}-\d\d-\d\d", request["query"])
    return str(day)


def _renamed(home: Path, name: str, day: str) -> set[str]:
    """The fields that the newest reply of a day has under another name."""
    landing = Landing(str(home / "landing"))
    landed = [
        one for one in landing.described() if (one.dataset, one.asked.get("date")) == (name, day)
    ]
    newest = max(landed, key=lambda one: one.fetched_at, default=None)
    pages = [landing.read(page) for page in newest.pages if landing.holds(page)] if newest else []
    return {each.decode() for page in pages for each in re.findall(rb'"(\w+)_v2"', page)}


def _fields_read(name: str) -> set[str]:
    """The fields that a dataset's reader reads of a row."""
    row, *_ = get_type_hints(chaos_catalog().readers[name].function).values()
    return {field.encode_name for field in msgspec.structs.fields(row)}


def _requests_told(failed: int) -> Trace:
    """At least so many requests failed within a day."""

    def is_told(page: Page) -> bool:
        return sum(source["failed_requests"] for source in page["sources"]) >= failed

    return Trace(what=f"{failed} failed requests", is_told=is_told)


def _lack_told(name: str, day: str) -> Trace:
    """Rows of a day are lacking, or were refused."""

    def is_told(page: Page) -> bool:
        (dataset,) = [one for one in page["datasets"] if one["name"] == name]
        gaps = [gap for gap in page["gaps"] if (gap["dataset"], gap["day"]) == (name, day)]
        breakers = [one for one in page["breakers"] if one["dataset"] == name]
        return bool(dataset["rejected"] or gaps or breakers)

    return Trace(what=f"rows of {name} of {day} that are lacking", is_told=is_told)
