"""What the home's own page must tell of what befell it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boxline.engine.ports import LandedPage
from boxline.errors import StoreDamaged
from boxline.sandbox.servers.faults import TRANSPORT
from boxline.stores.landing import Landing
from tests.chaos.weather import OF_BODIES

Page = dict[str, Any]
Request = dict[str, Any]

_ON_THE_WAY = {kind.value for kind in TRANSPORT}
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


def traces_of_replies(asked: Sequence[Request]) -> list[Trace]:
    """What must be told of requests that failed on their way, in a night in which nothing befell
    the ledger."""
    return [_requests_told(sum(map(_failed, asked)))]


def _failed(request: Request) -> bool:
    """Whether a request failed on its way. Of a reply that says "not modified" or "not there"
    nobody reads a body that could be spoilt."""
    fault = request["fault"]
    return fault in _ON_THE_WAY and (request["status"] == 200 or fault not in _OF_BODIES)


def _requests_told(failed: int) -> Trace:
    """At least so many requests failed within a day."""

    def is_told(page: Page) -> bool:
        return sum(source["failed_requests"] for source in page["sources"]) >= failed

    return Trace(what=f"{failed} failed requests", is_told=is_told)
