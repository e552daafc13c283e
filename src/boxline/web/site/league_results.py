"""Results of a further league: what came of every prediction of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from boxline.web.site.drawing import draw
from boxline.web.site.kinds import Page, PageKind
from boxline.web.site.league_record import DOCUMENT as RECORD

DAY, LATEST = "v1/{league}/results/{date}.json", "v1/{league}/results/latest.json"

Told = Mapping[str, Any]


def _results(page: Page) -> str:
    told, *record = page.documents
    assert told is not None
    words, league = told["words"], page.values["league"]
    order = {prop: place for place, prop in enumerate(words["props"])}
    results = sorted(
        told["results"],
        key=lambda one: (
            order.get(one["prop_type"], len(order)),
            one["team"] or "",
            one["name"] or "",
            one["player_id"],
        ),
    )
    return draw(
        "league_results.html.j2",
        page,
        title=f"{league.upper()}: results of {told['game_date']}",
        section="results",
        words=words,
        newest=f"{league}/results.html",
        players=f"{page.root}{league}/players/",
        errors=_errors(told["summary"]),
        results=results,
        months=_months(record[0]["days"], told["game_date"]) if record and record[0] else None,
    )


def _errors(summary: Sequence[Told]) -> dict[tuple[str, str], dict[str, Told]]:
    """System and origin -> prop -> its errors, where it has any."""
    found: dict[tuple[str, str], dict[str, Told]] = defaultdict(dict)
    for one in summary:
        if one["graded"]:
            found[one["system"], one["origin"]][one["prop_type"]] = one
    return found


def _months(days: Sequence[Told], newest: str) -> list[tuple[str, list[Told]]]:
    """Days with grades by month, the newest month first."""
    months: dict[str, list[Told]] = defaultdict(list)
    for one in days:
        if one["date"] <= newest:
            months[one["date"][:7]].append(one)
    return sorted(months.items(), reverse=True)


LEAGUE_RESULTS_OF_DAY = PageKind(path="{league}/results/{date}.html", reads=(DAY,), draw=_results)
LEAGUE_RESULTS = PageKind(path="{league}/results.html", reads=(LATEST, RECORD), draw=_results)
