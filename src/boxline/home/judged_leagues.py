"""Every league's days judged at one publishing, each league by its own facts; and all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from boxline.catalog import Catalog
from boxline.catalog.datasets import league_in
from boxline.domain.standing import Halt, Standing, State
from boxline.home.judging import Judged, judge

if TYPE_CHECKING:
    import duckdb

    from boxline.engine.documents import Draft
    from boxline.stores.feed_view import SnapshotView

#: The worst first; any other halt is worse. A league that has nothing to tell says nothing against
#: one that has.
_WORST_FIRST = (
    State.PARTIAL,
    Halt.NO_LINES,
    State.LIVE,
    Halt.BETWEEN_ROUNDS,
    State.NO_GAMES,
    Halt.OFF_SEASON,
)


@dataclass(frozen=True, kw_only=True)
class Judging:
    """One look at a snapshot, by which the days of its leagues are judged.

    Attributes:
        begins: league -> the first day of which documents are wanted; of one that is not named
            every day's are.
        order: why somebody halted everything, and since which day.
    """

    catalog: Catalog
    connection: duckdb.DuckDBPyConnection
    now: datetime
    begins: Mapping[str, date]
    order: tuple[str, date] | None

    def views(
        self, drafts: Iterable[Draft], entries: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, tuple[SnapshotView, Judged]]:
        """League -> what its feeds are made from, and how its days stand.

        Args:
            drafts: documents of days that are judged too.
            entries: those that are published; their days are judged again, where they are wanted.
        """
        from boxline.stores.feed_view import SnapshotView

        days = [(draft.dataset, draft.day) for draft in drafts]
        told = [
            (one["dataset"], date.fromisoformat(one["date"]))
            for one in entries.values()
            if "standing" in one
        ]
        found: dict[str, tuple[SnapshotView, Judged]] = {}
        for name in self.catalog.leagues:
            begins = self.begins.get(name)
            view = SnapshotView(connection=self.connection, now=self.now, begins=begins)
            also = {day for dataset, day in days if self._is_of(name, dataset)} | {
                day
                for dataset, day in told
                if self._is_of(name, dataset) and (begins is None or day >= begins)
            }
            facts = self.catalog.facts_of_days.get(name)
            judged = judge(facts, view, order=self.order, also=also)
            view.days, view.standings = judged.days, judged.standings
            found[name] = view, judged
        return found

    def _is_of(self, league: str, dataset: str) -> bool:
        """Whether documents tell how a league's days stand; those of the home are of every one."""
        return dataset not in self.catalog.names or league_in(dataset) == league


def together(leagues: Mapping[str, Judged]) -> Judged:
    """How the days stand for what tells of the home: each as it does for the league for which it
    stands worst, of those that have anything to tell."""
    if len(leagues) == 1:
        return next(iter(leagues.values()))
    days = sorted({day for one in leagues.values() for day in one.days})
    final = sorted({day for one in leagues.values() for day in one.final})
    standings = {
        day: _worst({n: one.standings[day] for n, one in leagues.items() if day in one.standings})
        for day in {day for one in leagues.values() for day in one.standings}
    }
    return Judged(days=days, standings=standings, final=final)


def _worst(standings: Mapping[str, Standing]) -> Standing:
    league, worst = min(standings.items(), key=lambda each: _rank(each[1]))
    lacking = [f"{what} ({name})" for name, one in standings.items() for what in one.missing]
    reason = f"{league}: {worst.reason}" if worst.reason else ""
    return replace(worst, reason=reason, missing=tuple(lacking))


def _rank(one: Standing) -> int:
    how = one.halt or one.state
    return _WORST_FIRST.index(how) if how in _WORST_FIRST else -1
