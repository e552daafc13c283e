"""`v1/best-bets/...`: what is recommended each day, what was refused by what, and the record."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.forecasting.market.recommendation import GAIN_BOUNDS
from boxline.nba.bets.candidates import READS, Candidate, candidates
from boxline.nba.bets.filters import ALL_FILTERS, RANKED_BY, Decision, decide
from boxline.nba.bets.reasons import reasons
from boxline.nba.bets.tallies import Series, Tally, bets_of, rounded, series, tally
from boxline.nba.props import PROP_TYPES

DAY, TODAY = "v1/best-bets/{date}.json", "v1/best-bets/today.json"
LATEST, ALL = "v1/best-bets/latest.json", "v1/best-bets/all.json"

#: The day whose results are the newest.
GRADED_DAY = """\
SELECT max(game_date) AS day FROM nba_predictions.prediction_accuracy
WHERE population = 'everybody' AND game_date >= $begins
"""

#: Buckets of edges, each from its bound to the next.
EDGES = [f"{100 * bound:g} % or more" for bound in GAIN_BOUNDS]
EDGES[:-1] = [f"{100 * a:g} % to {100 * b:g} %" for a, b in pairwise(GAIN_BOUNDS)]


class Bet(msgspec.Struct, kw_only=True):
    """One candidate: a pick has a `rank`, one that was refused the `filter` that took it.

    `price` is the best of the side, decimal odds, null where nobody has one; `confidence` the
    calibrated chance that the side wins if no push comes, `fair_chance` what all prices say of it;
    `edge` the expected gain per unit staked, `stake_share` of the bankroll. `result` is WON, LOST,
    PUSH or VOID, null before the box score is in, as is `actual`. `units` are won at a stake of 1,
    at a reference price where there is no other; null where the stake came back. `closing_value`
    is the chance gained until the start, null with `closing_missing_reason`.
    """

    rank: int | None
    filter: str | None
    game_id: str
    tipped_off_at: datetime | None
    player_id: int
    name: str | None
    team: str | None
    opponent: str | None
    is_home: bool | None
    prop_type: str
    system: str
    origin: str
    side: str
    line: float
    forecast: float | None
    price: float | None
    bookmaker: str | None
    confidence: float
    fair_chance: float | None
    edge: float
    stake_share: float | None
    reasons: list[str]
    actual: int | None
    result: str | None
    void_reason: str | None
    units: float | None
    closing_value: float | None
    closing_missing_reason: str | None


class FilterTold(msgspec.Struct):
    """A filter: what it takes, and why."""

    name: str
    limit: str
    reason: str


class BestBets(Document, kw_only=True):
    """The document. `tally` is of the picks. Where nothing is recommended, `picks` is empty."""

    game_date: date
    ranked_by: str
    total_candidates: int
    filters: list[FilterTold]
    tally: Tally
    picks: list[Bet]
    filtered: list[Bet]


class Named(msgspec.Struct):
    """What the picks of one part came to: of a month, a prop, or from an edge on to the next; or
    what those came to that a filter refused."""

    name: str
    tally: Tally


class BetsOfOrigin(msgspec.Struct, kw_only=True):
    """The season's record of bets that were made live, or in a replay; never mixed.

    `candidates` counts picks and those refused. `filters` tells what each filter's would have come
    to."""

    origin: str
    candidates: int
    picks: Tally
    months: list[Named]
    props: list[Named]
    edges: list[Named]
    filters: list[Named]
    series: Series


class AllBestBets(Document, kw_only=True):
    """The document. `origins` has live bets and replayed ones apart, and is empty before any."""

    begins: date | None
    ranked_by: str
    filters: list[FilterTold]
    origins: list[BetsOfOrigin]


BEST_BETS = Feed(
    "nba_exports.best_bets",
    grain="one side of a line that a system which speaks first would take",
    documents={DAY: BestBets, TODAY: BestBets, LATEST: BestBets, ALL: AllBestBets},
    reads=READS,
    shrinks_because="lines and prices moved, and what paid enough no longer does",
)


@feed(BEST_BETS)
def best_bets(view: View) -> Iterator[Made]:
    """Every day's bets, today's and the newest with results again, and the season's record."""
    (graded,) = view.rows(GRADED_DAY, begins=view.begins or date.min)
    again = {view.today: [TODAY]}
    again.setdefault(graded.day or view.today, []).append(LATEST)
    by_day: dict[date, list[Candidate]] = defaultdict(list)
    for one in candidates(view):
        by_day[one.game_date].append(one)
    season: list[Decision] = []
    for day in view.days:
        standing = view.standing(day)
        is_shown = standing.is_forecasting or day < view.today
        found = decide(by_day[day] if is_shown else (), is_betting=standing.is_betting)
        season += found
        path = DAY.replace("{date}", day.isoformat())
        document, rows = best_bets_of(day, found), len(found)
        yield Made(template=DAY, path=path, document=document, day=day, rows=rows)
        for name in again.get(day, ()):
            document = best_bets_of(day, found)
            yield Made(template=name, path=name, document=document, day=day, rows=rows)
    yield Made(
        template=ALL, path=ALL, document=_season(view, season), day=view.today, rows=len(season)
    )


def _told() -> list[FilterTold]:
    return [FilterTold(one.name, one.limit, one.reason) for one in ALL_FILTERS]


def best_bets_of(day: date, found: Sequence[Decision]) -> BestBets:
    """The document of one day, of what was decided of its candidates."""
    picks = [one for one in found if one.taken_by is None]
    return BestBets(
        game_date=day,
        ranked_by=RANKED_BY,
        total_candidates=len(found),
        filters=_told(),
        tally=_tally(picks),
        picks=[_bet(one) for one in picks],
        filtered=[_bet(one) for one in found if one.taken_by is not None],
    )


def _bet(one: Decision) -> Bet:
    told = one.candidate
    own = {name: getattr(told, name) for name in Bet.__struct_fields__ if hasattr(told, name)}
    units = bets_of([told]).won.item()
    return Bet(
        **{
            **own,
            "rank": one.rank,
            "filter": one.taken_by.name if one.taken_by else None,
            "fair_chance": rounded(told.fair_chance),
            "reasons": reasons(told),
            "units": None if units != units else rounded(units),
        }
    )


def _tally(found: Sequence[Decision]) -> Tally:
    return tally(bets_of([one.candidate for one in found]))


def _season(view: View, season: Sequence[Decision]) -> AllBestBets:
    return AllBestBets(
        begins=view.begins,
        ranked_by=RANKED_BY,
        filters=_told(),
        origins=[
            _of_origin(origin, [one for one in season if one.candidate.origin == origin])
            for origin in sorted({one.candidate.origin for one in season})
        ],
    )


def _of_origin(origin: str, found: Sequence[Decision]) -> BetsOfOrigin:
    picks = [one for one in found if one.taken_by is None]

    def parts(name_of: Callable[[Candidate], str], names: Sequence[str]) -> list[Named]:
        return [
            Named(name, _tally([one for one in picks if name_of(one.candidate) == name]))
            for name in names
        ]

    months = sorted({_month(one.candidate) for one in found})
    refused = [
        Named(each.name, _tally([one for one in found if one.taken_by is each]))
        for each in ALL_FILTERS
    ]
    return BetsOfOrigin(
        origin=origin,
        candidates=len(found),
        picks=_tally(picks),
        months=parts(_month, months),
        props=parts(lambda one: one.prop_type, PROP_TYPES),
        edges=parts(_edge, EDGES),
        filters=refused,
        series=series(bets_of([one.candidate for one in picks])),
    )


def _month(one: Candidate) -> str:
    return f"{one.game_date:%Y-%m}"


def _edge(one: Candidate) -> str:
    """The bucket of its edge; nothing under the first bound is recommended."""
    return EDGES[max(bisect_right(GAIN_BOUNDS, one.edge) - 1, 0)]
