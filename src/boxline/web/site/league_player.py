"""A page of a further league's player: his season, and what was said of each game."""

from __future__ import annotations

from boxline.web.site.drawing import draw
from boxline.web.site.kinds import Page, PageKind

DOCUMENT = "v1/{league}/players/{player_id}.json"


def _player(page: Page) -> str:
    (told,) = page.documents
    assert told is not None
    name = told["name"] or f"Player {told['player_id']}"
    return draw(
        "league_player.html.j2",
        page,
        title=f"{page.values['league'].upper()}: {name}",
        section="players",
        name=name,
        words=told["words"],
        games=list(reversed(told["games"])),
    )


LEAGUE_PLAYER = PageKind(path="{league}/players/{player_id}.html", reads=(DOCUMENT,), draw=_player)
