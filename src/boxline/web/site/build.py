"""Which pages there are, which of them do not show what is published, and their files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import msgspec

from boxline.web.site.health import HEALTH, HEALTH_DATA
from boxline.web.site.kinds import Content, Page, PageKind, filled
from boxline.web.site.league_player import LEAGUE_PLAYER
from boxline.web.site.league_record import LEAGUE_RECORD
from boxline.web.site.league_results import LEAGUE_RESULTS, LEAGUE_RESULTS_OF_DAY
from boxline.web.site.league_today import LEAGUE_TODAY
from boxline.web.site.player import PLAYER, PLAYERS
from boxline.web.site.record import RECORD
from boxline.web.site.results import NEWEST_RESULTS, RESULTS_OF_DAY
from boxline.web.site.tonight import TONIGHT, TONIGHT_DATA

FOLDER = "site"

#: Every kind of page; scripts that hold a document for a page are kinds too.
PAGES: tuple[PageKind, ...] = (
    TONIGHT,
    TONIGHT_DATA,
    PLAYERS,
    PLAYER,
    RECORD,
    NEWEST_RESULTS,
    RESULTS_OF_DAY,
    HEALTH,
    HEALTH_DATA,
    LEAGUE_TODAY,
    LEAGUE_PLAYER,
    LEAGUE_RECORD,
    LEAGUE_RESULTS,
    LEAGUE_RESULTS_OF_DAY,
)

#: Kinds of which the navigation between leagues is made, the first page of each league first.
FRONTS = (TONIGHT, LEAGUE_TODAY, LEAGUE_RECORD, LEAGUE_RESULTS)

ASSETS = ("site.css", "site.js", "tonight.js", "health.js", "icon.svg")


@dataclass(frozen=True, kw_only=True)
class SiteFile:
    """A file of the site.

    Attributes:
        path: inside the published set.
        content: hash of all that it is made from.
        draw: gives its bytes.
    """

    path: str
    content: str
    draw: Callable[[], bytes]


def site_files(documents: Mapping[str, str], read: Callable[[str], bytes]) -> Iterator[SiteFile]:
    """Every file of the site. None is drawn before somebody asks for its bytes.

    Args:
        documents: path of every published document -> hash of what it says.
        read: gives the bytes of one.
    """
    code, fronts = code_version(), fronts_of(documents)
    for name in ASSETS:
        body = _asset(name)
        content = hashlib.sha256(body).hexdigest()
        yield SiteFile(path=f"{FOLDER}/assets/{name}", content=content, draw=partial(_asset, name))
    for kind in PAGES:
        for document in documents:
            values = kind.values_of(document)
            if values is not None:
                yield _site_file(kind, values, documents, read, (code, fronts))


def fronts_of(documents: Iterable[str]) -> frozenset[str]:
    """The pages, by their documents, that lead to all others."""
    return frozenset(
        filled(kind.path, values)
        for document in documents
        for kind in FRONTS
        if (values := kind.values_of(document)) is not None
    )


def front_page(documents: Iterable[str]) -> str | None:
    """The page to begin at: that of the league that stands first, else of another; None before any
    is published."""
    firsts = {path for path in fronts_of(documents) if path.endswith("index.html")}
    return min(firsts, key=lambda path: (path.count("/"), path), default=None)


def _site_file(
    kind: PageKind,
    values: Mapping[str, str],
    documents: Mapping[str, str],
    read: Callable[[str], bytes],
    around: tuple[str, frozenset[str]],
) -> SiteFile:
    code, fronts = around
    path = filled(kind.path, values)
    shown = [filled(each, values) for each in kind.reads]
    told = [code, path, *sorted(fronts), *(f"{each}={documents.get(each)}" for each in shown)]

    def draw() -> bytes:
        contents: list[Content | None] = [
            msgspec.json.decode(read(each)) if each in documents else None for each in shown
        ]
        page = Page(
            path=path,
            values=values,
            source=shown[0],
            documents=contents,
            root="../" * path.count("/"),
            fronts=fronts,
        )
        return kind.draw(page).encode()

    content = hashlib.sha256("\n".join(told).encode()).hexdigest()
    return SiteFile(path=f"{FOLDER}/{path}", content=content, draw=draw)


def _asset(name: str) -> bytes:
    return files("boxline.web").joinpath("site", "static", name).read_bytes()


@cache
def code_version() -> str:
    """Hash of every file that shapes a page."""
    folder = Path(str(files("boxline.web")))
    parts = (folder, folder / "site", folder / "templates", folder / "templates" / "site")
    shaping = sorted(
        each for part in parts for each in part.iterdir() if each.suffix in {".py", ".j2"}
    )
    return hashlib.sha256(b"".join(each.read_bytes() for each in shaping)).hexdigest()[:32]
