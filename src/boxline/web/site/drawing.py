"""How a page becomes text: the templates, and the words that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from boxline.web.numbers import american, count, number, percent, signed
from boxline.web.site.kinds import Page
from boxline.web.site.navigation import front_of, leagues_of, sections_of

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
        environment()
        .get_template(f"site/{template}")
        .render(
            page=page,
            root=page.root,
            title=title,
            section=section,
            sections=sections_of(page),
            leagues=leagues_of(page),
            front=front_of(page),
            told=told,
            source=page.source,
            **values,
        )
    )


@cache
def environment() -> Environment:
    """The templates, each compiled once in a process."""
    made = Environment(
        loader=PackageLoader("boxline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"count": count, "number": number, "percent": percent, "signed": signed}
    made.filters |= {"american": american, "bookmaker": bookmaker}
    made.filters["prop"] = lambda name: PROPS.get(name, name)
    return made


def bookmaker(name: str | None) -> str:
    """A bookmaker's name; some sources name one by a number of theirs.

    >>> bookmaker("betmgm_us"), bookmaker("19")
    ('betmgm us', 'book 19')
    """
    return f"book {name}" if name and name.isdigit() else (name or "").replace("_", " ")


def as_script(path: str, document: Mapping[str, Any] | None) -> str:
    """A document as a classic script, because pages opened as files may read no other.

    `<` is written so that no text in it can end a script element.
    """
    import msgspec

    body = msgspec.json.encode(document).decode().replace("<", "\\u003c")
    return f'boxline.receive("{path}", {body});\n'
