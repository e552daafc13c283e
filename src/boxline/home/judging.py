"""How a league's days stand at a publishing, and what each document tells of that."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from boxline.catalog.feeds import Document, FactsOfDays
from boxline.domain.standing import DayFacts, Standing, standings
from boxline.engine.documents import NewDocument
from boxline.errors import StoreDamaged

if TYPE_CHECKING:
    from datetime import datetime

    from boxline.stores.feed_view import SnapshotView


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The days of a league of which documents are wanted, and how they stand.

    Attributes:
        final: sorted days that have a finished game.
    """

    days: Sequence[date]
    standings: Mapping[date, Standing]
    final: Sequence[date]

    @cached_property
    def wanted(self) -> frozenset[date]:
        """The days of which documents are wanted, whether or not anything is known of them."""
        return frozenset(self.days)

    def of(self, day: date) -> Standing:
        """How a day stands."""
        return self.standings[day]

    def told(self, day: date) -> str:
        """All that a document tells of how its day stands, as one text to compare."""
        one = self.standings[day]
        told = (one.state.value, one.reason, str(one.since), *one.missing)
        return json.dumps([*told, str(self.through(day))])

    def through(self, day: date) -> date | None:
        """The newest day up to one whose games are in."""
        place = bisect_right(self.final, day)
        return self.final[place - 1] if place else None

    def document(
        self,
        document: Document,
        now: datetime,
        *,
        dataset: str,
        path: str,
        day: date,
        rows: int,
        **versions: Any,
    ) -> NewDocument:
        """A document as it is published: with how its day stands, and when it was made."""
        standing = self.standings[day]
        document.data_through = self.through(day)
        document.state = standing.state.value
        document.state_reason = standing.reason or None
        document.halted_since = standing.since
        document.missing = list(standing.missing)
        document.generated_at = None
        content = hashlib.sha256(msgspec.json.encode(document)).hexdigest()
        document.generated_at = now.replace(microsecond=0)
        return NewDocument(
            dataset=dataset,
            path=path,
            day=day,
            body=msgspec.json.encode(document),
            rows=rows,
            content=content,
            standing=self.told(day),
            **versions,
        )


def judge(
    told: FactsOfDays | None,
    view: SnapshotView,
    *,
    order: tuple[str, date] | None,
    also: Iterable[date] = (),
) -> Judged:
    """How the days of a league stand from the first of which documents are wanted to tomorrow, and
    some further ones, by what the snapshot tells of them.

    Args:
        told: what tells of its days; None where nothing does.
        view: of that league.
    """
    facts: dict[date, DayFacts] = {}
    failure = ""
    try:
        if told is not None:
            facts = {one.day: one for one in told.function(view)}
    except StoreDamaged as cause:
        failure = str(cause)
    begins = view.begins
    days = _days(facts, begins, view.today)
    season = begins if begins and begins > date.min else None
    found = standings(
        {*days, *also}, facts, today=view.today, begins=season, order=order, failure=failure
    )
    return Judged(
        days=days, standings=found, final=sorted(day for day, one in facts.items() if one.final)
    )


def _days(facts: Mapping[date, DayFacts], begins: date | None, today: date) -> list[date]:
    """Every day of the season up to tomorrow, and of one that is over up to its last game; today
    and tomorrow whatever they are."""
    present = [today, today + timedelta(days=1)]
    games = [day for day in facts if begins is None or day >= begins]
    if not games:
        return present
    last = min(max(games), present[-1])
    season = [min(games) + timedelta(days=n) for n in range((last - min(games)).days + 1)]
    return sorted({*season, *present})


def standing_document(body: bytes, kind: type[Document]) -> Document | None:
    """A document as it stands; None of one that is none of today's kind, which the planner makes
    anew, or leaves alone for a reason that is told."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError:
        return None
