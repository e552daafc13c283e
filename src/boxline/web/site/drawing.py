"""How a page becomes text: the templates, and the words that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from boxline.web.numbers import count, number, percent, signed
from boxline.web.site.kinds import Page

#: Path and word of every entry of the navigation.
SECTIONS = {
    "tonight": ("index.html", "Tonight"),
    "players": ("players/index.html", "Players"),
    "record": ("record.html", "Record"),
    "results": ("results.html", "Results"),
    "health": ("health.html", "Health"),
}

#: How props are written.
PROPS = {
    "points": "Points",
    "rebounds": "Rebounds",
    "assists": "Assists",
    "threes": "Threes",
    "points_rebounds_assists": "Pts + Reb + Ast",
}


def draw(template: str, page: Page, *, title: str, section: str, **values: Any) -> str:
    """The text of a page by its template; `values` are what it names beside `page`."""
    told = page.documents[0] or {}
    return (
        _environment()
        .get_template(f"site/{template}")
        .render(
            page=page,
            root=page.root,
            title=title,
            section=section,
            sections=SECTIONS,
            told=told,
            source=page.source,
            **values,
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("boxline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"count": count, "number": number, "percent": percent, "signed": signed}
    made.filters["prop"] = lambda name: PROPS.get(name, name)
    return made


def as_script(path: str, document: Mapping[str, Any] | None) -> str:
    """A document as a classic script, because pages opened as files may read no other.

    `<` is written so that no text in it can end a script element.
    """
    import msgspec

    body = msgspec.json.encode(document).decode().replace("<", "\\u003c")
    return f'boxline.receive("{path}", {body});\n'
