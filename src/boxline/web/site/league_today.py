"""Today of a further league: everybody of its games, what is expected, and the market beside it.

A further league's documents stand under its name, and bring their words (`catalog/worded.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boxline.web.site.drawing import draw
from boxline.web.site.kinds import Page, PageKind
from boxline.web.site.strips import strip

DOCUMENT = "v1/{league}/predictions/latest.json"

Told = Mapping[str, Any]


def _today(page: Page) -> str:
    (told,) = page.documents
    assert told is not None
    words, league = told["words"], page.values["league"].upper()
    most = _most(told, words["speaker"])
    games = [(game, _rows(game, words, most)) for game in told["games"]]
    return draw(
        "league_today.html.j2",
        page,
        title=f"{league}: {words['people']}",
        section="today",
        words=words,
        games=games,
    )


def _most(told: Told, speaker: str) -> dict[str, float]:
    """Where the scale of each prop ends: one for all games."""
    found: dict[str, float] = {}
    for game in told["games"]:
        for player in game["players"]:
            for prop in player["props"]:
                told_of = (prop["high_80"], prop["line"], prop["forecast"].get(speaker), 1.0)
                least = found.get(prop["prop_type"], 1.0)
                found[prop["prop_type"]] = max(least, *(n for n in told_of if n is not None))
    return found


def _rows(game: Told, words: Told, most: Mapping[str, float]) -> list[dict[str, Any]]:
    """Each prop of each of its people, the visitors first, in the order of the words."""
    order = {prop: place for place, prop in enumerate(words["props"])}
    rows = [
        {
            "player": player,
            "prop": prop,
            "word": words["props"].get(prop["prop_type"], prop["prop_type"]),
            "forecast": prop["forecast"].get(words["speaker"]),
            "reason": prop["not_made_reason"].get(words["speaker"]),
            "strip": strip(
                forecast=prop["forecast"].get(words["speaker"]),
                low=prop["low_80"],
                high=prop["high_80"],
                line=prop["line"],
                most=most[prop["prop_type"]],
            ),
        }
        for player in game["players"]
        for prop in player["props"]
    ]
    return sorted(
        rows,
        key=lambda row: (
            row["player"]["is_home"],
            row["player"]["name"] or "",
            row["player"]["player_id"],
            order.get(row["prop"]["prop_type"], len(order)),
            row["prop"]["origin"],
        ),
    )


LEAGUE_TODAY = PageKind(path="{league}/index.html", reads=(DOCUMENT,), draw=_today)
