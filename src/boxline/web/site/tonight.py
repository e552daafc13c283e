"""Tonight: every player of today's games, what is expected of him, and the market beside it."""

from __future__ import annotations

from boxline.web.site.drawing import PROPS, as_script, draw
from boxline.web.site.kinds import Page, PageKind

DOCUMENT = "v1/tonight/all-players.json"


def _tonight(page: Page) -> str:
    return draw("tonight.html.j2", page, title="Tonight", section="tonight", props=PROPS)


def _data(page: Page) -> str:
    return as_script(DOCUMENT, page.documents[0])


TONIGHT = PageKind(path="index.html", reads=(DOCUMENT,), draw=_tonight)
TONIGHT_DATA = PageKind(path="data/tonight.js", reads=(DOCUMENT,), draw=_data)
