"""Which pages there are, which of them do not show what is published, and their files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import msgspec

from boxline.web.site.health import HEALTH, HEALTH_DATA
from boxline.web.site.kinds import Content, Page, PageKind, filled
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
)

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
    code = code_version()
    for name in ASSETS:
        body = _asset(name)
        content = hashlib.sha256(body).hexdigest()
        yield SiteFile(path=f"{FOLDER}/assets/{name}", content=content, draw=partial(_asset, name))
    for kind in PAGES:
        for document in documents:
            values = kind.values_of(document)
            if values is not None:
                yield _site_file(kind, values, documents, read, code)


def _site_file(
    kind: PageKind,
    values: Mapping[str, str],
    documents: Mapping[str, str],
    read: Callable[[str], bytes],
    code: str,
) -> SiteFile:
    path = filled(kind.path, values)
    shown = [filled(each, values) for each in kind.reads]
    told = [code, path, *(f"{each}={documents.get(each)}" for each in shown)]

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
