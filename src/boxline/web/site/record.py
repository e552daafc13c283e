"""The record: how good each system was, beside the market and simple averages, and what bets
came to. Everything is drawn from two published documents, and losing months as large as others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boxline.forecasting.evaluation.names import HEADLINES, PROPS
from boxline.web.charts import Chart
from boxline.web.site.drawing import draw
from boxline.web.site.kinds import Page, PageKind
from boxline.web.site.record_charts import (
    beside_chart,
    calibration_chart,
    month_bars,
    tone,
    units_chart,
)

DOCUMENT, BETS = "v1/systems/performance.json", "v1/best-bets/all.json"

CHAMPION, MARKET, SEASON_AVERAGE = "champion", "market", "season_average"

SEASON, NEWEST = "season", ("30 days", "7 days")

ORIGINS = {
    "live": "Made live, before games began",
    "replay": "Made in a replay: games are over, and only what was known before each counts",
}

Told = Mapping[str, Any]


def _record(page: Page) -> str:
    told, bets = page.documents
    assert told is not None
    of_bets = {one["origin"]: one for one in bets["origins"]} if bets else {}
    return draw(
        "record.html.j2",
        page,
        title="Record",
        section="record",
        origins=[_origin(one, of_bets.get(one["origin"])) for one in told["origins"]],
        filters={one["name"]: one for one in bets["filters"]} if bets else {},
        tone=tone,
    )


def _origin(told: Told, bets: Told | None) -> dict[str, Any]:
    found = Errors(told["errors"])
    speaker = found.speaker
    own = [one for one in told["bets"] if one["system"] == speaker]
    whole = [one for one in own if one["prop_type"] is None and one["span"] == SEASON]
    whole.sort(key=lambda one: -one["tally"]["bets"])
    calibration = [one for one in told["calibration"] if one["system"] == speaker]
    return {
        "origin": told["origin"],
        "words": ORIGINS[told["origin"]],
        "graded": told["graded"],
        "spans": told["spans"],
        "speaker": speaker,
        "props": [found.of_prop(prop) for prop in found.props],
        "months": found.months(),
        "picks": _picks(bets) if bets else None,
        "bets": [_bets(told, speaker, market) for market in (one["market"] for one in whole)],
        "systems": [
            one for one in told["bets"] if one["prop_type"] is None and one["span"] == SEASON
        ],
        "calibration": calibration,
        "calibration_chart": calibration_chart(calibration[0]) if calibration else None,
    }


class Errors:
    """The errors of one origin, to be looked up."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.found = {
            (one["prop_type"], one["system"], one["span"], one["tier"]): one for one in told
        }
        self.systems = list(dict.fromkeys(one["system"] for one in told))
        self.props = [prop for prop in PROPS if any(prop == one["prop_type"] for one in told)]
        self.spans = list(dict.fromkeys(one["span"] for one in told))
        self.tiers = {
            prop: list(
                dict.fromkeys(o["tier"] for o in told if o["prop_type"] == prop and o["tier"])
            )
            for prop in self.props
        }

    @property
    def speaker(self) -> str:
        """Who is told of first: the champion, where there is one, else one that spoke as a rule."""
        rows = dict.fromkeys(self.systems, 0)
        for (_, system, span, tier), one in self.found.items():
            rows[system] += one["mae"]["n"] if span == SEASON and tier is None else 0
        as_a_rule = max(rows.values(), default=0) / 2
        told = [one for one in (CHAMPION, *HEADLINES) if rows.get(one, 0) > as_a_rule]
        return told[0] if told else next(iter(rows), "")

    def of_prop(self, prop: str) -> dict[str, Any]:
        """A prop's systems beside one another, and its tiers."""
        rows = [
            {
                "system": system,
                "season": self.found[prop, system, SEASON, None],
                "newest": [self.found.get((prop, system, span, None)) for span in NEWEST],
                "beside": rivals(self.found[prop, system, SEASON, None]),
            }
            for system in self.systems
            if (prop, system, SEASON, None) in self.found
        ]
        return {
            "prop": prop,
            "rows": rows,
            "charts": [_beside(rows, MARKET), _beside(rows, SEASON_AVERAGE)],
            "tiers": [
                (tier, found, rivals(found))
                for tier in self.tiers[prop]
                if (found := self.found.get((prop, self.speaker, SEASON, tier)))
                and found["mae"]["n"]
            ],
        }

    def months(self) -> list[tuple[str, list[Told | None], list[Told]]]:
        """The speaker's errors by month: one per prop, and who stands beside him."""
        return [
            (
                span,
                [self.found.get((prop, self.speaker, span, None)) for prop in self.props],
                [rivals(self.found.get((prop, self.speaker, span, None))) for prop in self.props],
            )
            for span in self.spans
            if span not in (SEASON, *NEWEST)
        ]


def rivals(found: Told | None) -> dict[str, Told]:
    """Who stands beside a system, by name; only those with rows that both speak of."""
    return {one["rival"]: one for one in found["beside"] if one["n"]} if found else {}


def _beside(rows: Sequence[Told], rival: str) -> Chart | None:
    word = {MARKET: "the market", SEASON_AVERAGE: "a season average"}[rival]
    told = [
        (row["system"].replace("_", " "), row["beside"][rival]["difference"])
        for row in rows
        if rival in row["beside"]
    ]
    return beside_chart(
        f"Error less that of {word}",
        f"Mean absolute error less that of {word} on the rows that both speak of, with 95 % "
        "intervals; left of the line is better.",
        told,
        is_less_better=True,
    )


def _bets(told: Told, speaker: str, market: str) -> dict[str, Any]:
    own = [o for o in told["bets"] if o["system"] == speaker and o["market"] == market]
    every = [one for one in own if one["prop_type"] is None]
    whole = next(one["tally"] for one in every if one["span"] == SEASON)
    series = next(
        (
            one["series"]
            for one in told["series"]
            if one["system"] == speaker and one["market"] == market
        ),
        None,
    )
    months = [(o["span"], o["tally"]) for o in every if o["span"] not in (SEASON, *NEWEST)]
    return {
        "market": market,
        "tally": whole,
        "props": [(o["prop_type"], o["tally"]) for o in own if o["span"] == SEASON],
        "months": months,
        "bars": month_bars(months),
        "chart": units_chart("Units won so far", series, whole) if series else None,
    }


def _picks(bets: Told) -> dict[str, Any]:
    months = [(one["name"], one["tally"]) for one in bets["months"]]
    per_bet = [("picks", bets["picks"]["units_per_bet"])]
    per_bet += [(one["name"], one["tally"]["units_per_bet"]) for one in bets["filters"]]
    return {
        **bets,
        "bars": month_bars(months),
        "month_rows": months,
        "prop_rows": [(one["name"], one["tally"]) for one in bets["props"]],
        "edge_rows": [(one["name"], one["tally"]) for one in bets["edges"]],
        "chart": units_chart("Units won by picks so far", bets["series"], bets["picks"]),
        "filter_chart": beside_chart(
            "Units per bet: picks, and what each filter refused",
            "Units per bet at flat stakes with 95 % intervals; right of the line they won.",
            per_bet,
            is_less_better=False,
        ),
    }


RECORD = PageKind(path="record.html", reads=(DOCUMENT, BETS), draw=_record)
