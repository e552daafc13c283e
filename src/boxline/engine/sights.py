"""What the cells of a dataset see of its inputs: input versions, and what is absent or coming.

Versions are sums over reaches, so each input is passed once over the sorted days, and not looked
up again for every cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from boxline.catalog import Catalog
from boxline.catalog.datasets import Dataset
from boxline.catalog.inputs import Input, Same
from boxline.domain.seasons import SeasonRule
from boxline.engine.reachable import is_required
from boxline.engine.versions import MODULUS, Settled, any_between, odd_constant, span_of


@dataclass(frozen=True, kw_only=True)
class Watched:
    """An input as the planner sees it; `pending` are the days of it that are about to change."""

    dataset: str
    given: Input
    weight: int
    pending: list[date]


def watched(catalog: Catalog, dataset: Dataset, pending: Mapping[str, list[date]]) -> list[Watched]:
    """The inputs of a dataset that have days."""
    return [
        Watched(
            dataset=given.dataset.name,
            given=given,
            weight=odd_constant(dataset.name, parameter),
            pending=pending.get(given.dataset.name, []),
        )
        for parameter, given in catalog.inputs(dataset.name).items()
        if given.dataset is not None
    ]


class Sight(NamedTuple):
    """What a cell sees: its input version, a required input that is absent and not coming, one
    that is absent and coming, and whether anything in reach is about to change."""

    version: int
    absent: str = ""
    waits: bool = False
    is_unsettled: bool = False


class _Seen(NamedTuple):
    """One input as each of some sorted days sees it.

    Attributes:
        contents: sums of the content versions in reach, not yet reduced.
        is_there: whether it is present; a day committed without a row is there, and empty.
        coming: whether anything in reach is about to change.
    """

    watched: Watched
    is_required: bool
    contents: Sequence[int]
    is_there: Sequence[bool]
    coming: Sequence[bool]


def sights(
    inputs: Sequence[Watched], settled: Settled, days: Sequence[date], seasons: SeasonRule
) -> Iterator[Sight]:
    """What the cell of each of some sorted days sees now, in their order."""
    runs = list(_seasons_of(days, seasons))
    seen = [_seen(one, settled, days, runs, seasons) for one in inputs]
    versions = [0] * len(days)
    is_plain = [True] * len(days)  # nothing is absent, and nothing about to change
    for one in seen:
        weight = one.watched.weight
        versions = [v + weight * content for v, content in zip(versions, one.contents, strict=True)]
        if one.watched.pending:
            is_plain = [p and not c for p, c in zip(is_plain, one.coming, strict=True)]
        if one.is_required:
            is_plain = [p and t for p, t in zip(is_plain, one.is_there, strict=True)]
    either = [one for one in seen if one.watched.given.is_either]
    if either:
        told = map(any, zip(*(one.is_there for one in either), strict=True))
        is_plain = [p and t for p, t in zip(is_plain, told, strict=True)]
    tellers = _tellers([one.watched.dataset for one in either], settled)
    for place, (total, plain) in enumerate(zip(versions, is_plain, strict=True)):
        version = total % MODULUS
        yield Sight(version) if plain else _closer(seen, tellers, days[place], place, version)


def _closer(seen: Sequence[_Seen], tellers: str, day: date, place: int, version: int) -> Sight:
    """What is absent for one cell, or about to change."""
    absent, waits, is_unsettled = "", False, False
    has_either, is_told, is_coming = False, False, False
    for watched, required, _, there, pending in seen:
        is_there, coming = there[place], pending[place]
        is_unsettled = is_unsettled or coming
        if watched.given.is_either:
            has_either, is_told, is_coming = True, is_told or is_there, is_coming or coming
        elif required and not is_there:
            waits = waits or coming
            absent = absent or ("" if coming else f"{watched.dataset} of {day}")
    if has_either and not is_told:
        waits = waits or is_coming
        absent = absent or ("" if is_coming else f"{tellers} of {day}")
    return Sight(version, absent, waits, is_unsettled)


def _tellers(names: Sequence[str], settled: Settled) -> str:
    """Those of some sources of one fact that have ever said anything; all, where none has."""
    return " or ".join([name for name in names if settled.of(name)] or names)


def _seasons_of(days: Sequence[date], seasons: SeasonRule) -> Iterator[tuple[int, int]]:
    """The bounds of the runs of sorted days that are of one season."""
    first = 0
    while first < len(days):
        last = bisect_right(days, seasons.span(days[first])[1])
        yield first, last
        first = last


def _seen(
    watched: Watched,
    settled: Settled,
    days: Sequence[date],
    runs: Sequence[tuple[int, int]],
    seasons: SeasonRule,
) -> _Seen:
    reach, pending, required = watched.given.reach, watched.pending, is_required(watched.given)
    coming = [False] * len(days)
    if isinstance(reach, Same):
        held = settled.of(watched.dataset)
        commits = [held.get(day) for day in days]
        contents = [commit.content if commit else 0 for commit in commits]
        is_there = [commit is not None for commit in commits]
        if pending:
            changing = set(pending)
            coming = [day in changing for day in days]
        return _Seen(watched, required, contents, is_there, coming)
    timeline = settled.timeline(watched.dataset)
    contents = list[int]()
    for first, last in runs:
        contents += timeline.reached(reach, days[first:last], seasons)
    if pending:
        spans = (span_of(reach, day, day, seasons) for day in days)
        coming = [any_between(pending, first, last) for first, last in spans]
    is_there = [content % MODULUS > 0 for content in contents]
    return _Seen(watched, required, contents, is_there, coming)
