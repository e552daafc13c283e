"""Results: what became of a day's picks, of what was refused, and of every prediction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from boxline.forecasting.evaluation.names import HEADLINES, PROPS
from boxline.web.site.drawing import draw
from boxline.web.site.kinds import Page, PageKind

DAY, BETS_OF_DAY = "v1/results/{date}.json", "v1/best-bets/{date}.json"
LATEST, LATEST_BETS = "v1/results/latest.json", "v1/best-bets/latest.json"
CALENDAR = "v1/calendar.json"

#: How results are written; beside each stands its word, because colours alone tell nothing.
RESULTS = {
    "WON": ("Won", "good"),
    "LOST": ("Lost", "bad"),
    "PUSH": ("Push", ""),
    "VOID": ("Void", ""),
}

Told = Mapping[str, Any]


def _results(page: Page) -> str:
    told, bets, *calendar = page.documents
    assert told is not None
    if bets and bets["game_date"] != told["game_date"]:
        bets = None  # of another day than the newest with results
    props = [prop for prop in PROPS if any(one["prop_type"] == prop for one in told["results"])]
    return draw(
        "results.html.j2",
        page,
        title=f"Results of {told['game_date']}",
        section="results",
        bets=bets,
        words=RESULTS,
        props=props,
        speaker=_speaker(told["results"]),
        errors=_errors(told["summary"]),
        players=_players(told["results"]),
        months=_months(calendar[0], told["game_date"]) if calendar and calendar[0] else None,
    )


def _speaker(results: Sequence[Told]) -> str:
    """Whose numbers are shown: the first of the headline systems that said anything."""
    return next(
        (
            name
            for name in HEADLINES
            if any(one["forecast"].get(name) is not None for one in results)
        ),
        HEADLINES[-1],
    )


def _errors(summary: Sequence[Told]) -> dict[tuple[str, str], dict[str, float]]:
    """Mean absolute error of each prop by system and origin."""
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for one in summary:
        if one["graded"]:
            found[one["system"], one["origin"]][one["prop_type"]] = one["mean_absolute_error"]
    return found


def _players(results: Sequence[Told]) -> list[dict[str, Any]]:
    """Each player of the day with his props by name, by club and name."""
    found: dict[tuple[str, int, str], dict[str, Any]] = {}
    for one in results:
        key = one["game_id"], one["player_id"], one["origin"]
        row = found.setdefault(
            key,
            {
                "player_id": one["player_id"],
                "name": one["name"] or f"player {one['player_id']}",
                "team": one["team"] or "",
                "origin": one["origin"],
                "void_reason": one["void_reason"],
                "props": {},
            },
        )
        row["props"][one["prop_type"]] = one
    return sorted(found.values(), key=lambda row: (row["team"], row["name"], row["origin"]))


def _months(calendar: Told, newest: str) -> list[tuple[str, list[Told]]]:
    """Days with finished games by month, the newest month first."""
    months: dict[str, list[Told]] = defaultdict(list)
    for one in calendar["days"]:
        if one["final"] and one["date"] <= newest:
            months[one["date"][:7]].append(one)
    return sorted(months.items(), reverse=True)


RESULTS_OF_DAY = PageKind(path="results/{date}.html", reads=(DAY, BETS_OF_DAY), draw=_results)
NEWEST_RESULTS = PageKind(path="results.html", reads=(LATEST, LATEST_BETS, CALENDAR), draw=_results)
