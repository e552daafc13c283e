"""The record of a further league: each system on each prop over the season."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boxline.web.site.drawing import draw
from boxline.web.site.kinds import Page, PageKind
from boxline.web.site.record import ORIGINS

DOCUMENT = "v1/{league}/record.json"

Told = Mapping[str, Any]


def _record(page: Page) -> str:
    (told,) = page.documents
    assert told is not None
    origins = sorted({one["origin"] for one in told["systems"]})
    return draw(
        "league_record.html.j2",
        page,
        title=f"{page.values['league'].upper()}: record",
        section="record",
        words=told["words"],
        origins=[
            {
                "origin": origin,
                "words": ORIGINS[origin],
                "props": _by_prop(told, origin),
                "months": _by_month(told["months"], origin),
            }
            for origin in origins
        ],
    )


def _by_prop(told: Told, origin: str) -> list[tuple[str, list[Told]]]:
    """Each prop's word with the records of its systems."""
    found = [
        (word, [one for one in told["systems"] if _is_of(one, prop, origin)])
        for prop, word in told["words"]["props"].items()
    ]
    return [(word, records) for word, records in found if records]


def _is_of(record: Told, prop: str, origin: str) -> bool:
    return (record["prop_type"], record["origin"]) == (prop, origin)


def _by_month(months: Sequence[Told], origin: str) -> list[tuple[str, dict[str, Told]]]:
    """Each month, the newest first, with its records by prop."""
    found: dict[str, dict[str, Told]] = {}
    for one in months:
        if one["origin"] == origin:
            found.setdefault(one["month"], {})[one["prop_type"]] = one
    return sorted(found.items(), reverse=True)


LEAGUE_RECORD = PageKind(path="{league}/record.html", reads=(DOCUMENT,), draw=_record)
