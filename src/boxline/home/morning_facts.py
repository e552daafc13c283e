"""What the parts of a morning report are told from: facts of a home, each gathered by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from boxline.catalog import Catalog, League
from boxline.catalog.datasets import league_in, names_games
from boxline.catalog.expectations import GameState
from boxline.domain.days import from_eastern, league_day
from boxline.domain.standing import Standing
from boxline.engine.calendar import Calendar, Game
from boxline.engine.work import Window
from boxline.errors import NothingPublished
from boxline.health.alerting.judging import NO_FACTS
from boxline.health.completeness import Completeness
from boxline.health.grid.cells import GridCell
from boxline.health.grid.gaps import Gaps, find_gaps
from boxline.health.grid.reading import Look
from boxline.health.morning.games import Kind, LastDay, last_day
from boxline.health.morning.grades import GradedProp
from boxline.health.morning.overnight import Night, evening_before
from boxline.health.morning.setbacks import FailingHost
from boxline.health.morning.tonight import Tonight
from boxline.health.morning.watching import DueJob
from boxline.stores.contract_sql import quoted
from boxline.stores.feed_view import SnapshotView
from boxline.stores.ledger_loss import MADE_ANEW
from boxline.web.scheduling.calendar import SnapshotCalendar
from boxline.web.scheduling.standing import State as JobState
from boxline.web.scheduling.standing import standing_of_jobs

if TYPE_CHECKING:
    from boxline.home.home import Home
    from boxline.stores.ledger import Ledger

#: Since when, Eastern, of the day before a refused row is new.
SINCE = "07:00"

T = TypeVar("T")


@dataclass(kw_only=True)
class MorningFacts:
    """Facts of a home for the morning of a day. What two parts need is read once, and where that
    fails, it fails both at once.

    Attributes:
        opened: closes what they open.
    """

    home: Home
    day: date
    now: datetime
    opened: ExitStack
    _known: dict[str, Any] = field(default_factory=dict)
    _failed: dict[str, Exception] = field(default_factory=dict)

    @property
    def catalog(self) -> Catalog:
        """What is declared."""
        return self._once("catalog", lambda: self.home.catalog)

    @property
    def leagues(self) -> Sequence[League]:
        """Each is told of by itself."""
        return tuple(self.catalog.leagues.values())

    def games(self, league: League) -> Sequence[Game]:
        """Every game of a league's calendar."""
        self._need_snapshot()
        calendar = SnapshotCalendar(snapshot=self.home.snapshot, catalog=self.catalog)
        return [one for one in self._once("games", calendar.games) if one.league == league.name]

    def last(self, league: League) -> LastDay:
        """The last day with games."""
        return last_day(self.games(league), self.day)

    def kinds(self, league: League, games: Sequence[Game]) -> list[Kind]:
        """What is held of some games of one day, by kinds."""
        return [self._kind(*one, games) for one in league.coverage.items()]

    def completeness(
        self, league: League, last: LastDay
    ) -> tuple[Completeness | None, Mapping[int, str]]:
        """A league's box scores of a day, and codes of its teams."""
        from boxline.home.box_scores import box_scores

        if last.day is None:
            return None, {}
        told = box_scores(self.home, last.day, last.day, [league])
        return told.found, told.codes.get(league.name, {})

    def gaps(self, league: League) -> Gaps:
        """A league's gaps of all of history."""
        own = frozenset(name for name in self.catalog.datasets if league_in(name) == league.name)
        return find_gaps(self._look.grid, Window(only=own))

    def failing_hosts(self) -> list[FailingHost]:
        """Hosts that failed when they were last asked."""
        from boxline.home.fetching import policy_of

        policy = policy_of(self.home)
        return [
            FailingHost(
                host=host,
                failures=record.failures,
                until=record.left_alone_until(policy, self.now),
            )
            for host, record in self.ledger.host_records(policy.failure_threshold).items()
            if record.failures
        ]

    def rejected(self) -> Mapping[str, int]:
        """Dataset -> rows that were refused since yesterday."""
        since = from_eastern(league_day(evening_before(self.day)), SINCE)
        found: Counter[str] = Counter()
        for step in self.ledger.steps_since(since):
            found[step["dataset"]] += step["rows_rejected"]
        return found

    def grades(self, league: League, last: LastDay) -> list[GradedProp]:
        """How the predictions of a day fared."""
        if last.day is None or not league.grades:
            return []
        view = SnapshotView(connection=self._look.connection, now=self.now)
        return [_graded(row._asdict()) for row in view.rows(league.grades, begins=last.day)]

    def graded(self, league: League, last: LastDay) -> list[GridCell]:
        """How the dataset of graded predictions stands for the games of a day."""
        return self._cells(league.graded, last.games)

    def predicted(self, games: Iterable[Game]) -> int:
        """How many rows of predictions some games have."""
        names = self._predictions()
        return sum(cell.held for name in names for cell in self._cells(name, games))

    def tonight(self, league: League) -> Tonight:
        """What is there before the games of the day."""
        games = [one for one in self.games(league) if one.day == self.day]
        cells = {
            name: self._cells(name, games)
            for name in self._look.grid.columns
            if self.catalog.league(self.catalog[name]) is league
            and (expects := self.catalog[name].expects) is not None
            and expects.state is GameState.SCHEDULED
        }
        lines = [one for one in self.kinds(league, games) if one.name == league.lines]
        return Tonight(
            day=self.day,
            games=len(games),
            cells=cells,
            predictions=self._predictions(),
            with_lines=len(lines[0].held) if lines else None,
            standing=self._standing(league),
        )

    def night(self) -> Night:
        """What came to pass since the evening."""
        since = evening_before(self.day)
        instant = since.isoformat()
        ledger = self.ledger
        runs = ledger.runs_since(since)
        cleared = ledger.clearances(limit=10_000)
        alerts = ledger.alerts.listed(1_000)
        return Night(
            since=since,
            runs=[one for one in runs if one["command"] != MADE_ANEW],
            ledgers_lost=sum(one["command"] == MADE_ANEW for one in runs),
            steps=ledger.steps_since(since),
            cleared=[one for one in cleared if one["cleared_at"] >= instant],
            alerts=sum(one.resolved_at is not None and one.resolved_at >= since for one in alerts),
        )

    def jobs(self) -> list[DueJob]:
        """How the schedule stands."""
        calendar = SnapshotCalendar(snapshot=self.home.snapshot, catalog=self.catalog)
        games = self._once("games", calendar.games)
        return [
            DueJob(
                name=one.job.name,
                when=one.job.when,
                state=one.state.value,
                is_missed=one.state is JobState.MISSED,
                last_due_at=one.last_due_at,
            )
            for one in standing_of_jobs(self.ledger, games, self.now)
        ]

    @property
    def ledger(self) -> Ledger:
        """The ledger.

        Raises:
            NothingPublished: nothing is in this home yet, so none is made here.
        """
        if not self.home.is_begun:
            raise NothingPublished(str(self.home.path))
        return self._once("ledger", lambda: self.home.ledger)

    @property
    def _look(self) -> Look:
        return self._once("look", self._looked)

    def _looked(self) -> Look:
        from boxline.home.asking_again import tell_of_healing
        from boxline.home.looking import looked_at

        self._need_snapshot()
        found = self.opened.enter_context(looked_at(self.home, now=self.now))
        tell_of_healing(self.home, found)
        return found

    def _need_snapshot(self) -> None:
        if self.home.snapshot.manifest() is None:
            raise NothingPublished(str(self.home.path))

    def _kind(self, name: str, datasets: Sequence[str], games: Sequence[Game]) -> Kind:
        held: set[str] = set()
        cells: dict[str, list[GridCell]] = {game.game_id: [] for game in games}
        for dataset in datasets:
            if dataset not in self._look.grid.columns:
                held |= self._held(dataset, games)
            elif names_games(self.catalog[dataset]):
                held |= {one.game_id for one in self._cells(dataset, games) if one.held}
            for game in games:
                cell = self._look.grid.of(dataset, game)
                cells[game.game_id] += [] if cell is None else [cell]
        return Kind(name=name, held=held, cells=cells)

    def _held(self, dataset: str, games: Sequence[Game]) -> set[str]:
        """Which of some games have rows in a dataset that the grid knows nothing of."""
        if not games or not names_games(self.catalog[dataset]):
            return set()
        day = quoted(self.catalog[dataset].partition)
        query = f"SELECT DISTINCT game_id FROM {quoted(dataset)} WHERE {day} BETWEEN ? AND ?"
        days = [game.day for game in games]
        rows = self._look.connection.execute(query, [min(days), max(days)]).fetchall()
        return {game.game_id for game in games} & {game_id for (game_id,) in rows}

    def _cells(self, dataset: str, games: Iterable[Game]) -> list[GridCell]:
        """The cells of some games, each once: of a dataset whose rows name no game, that of the
        day."""
        found = (self._look.grid.of(dataset, game) for game in games)
        return list({one.key: one for one in found if one is not None}.values())

    def _predictions(self) -> list[str]:
        return [
            name
            for name in self._look.grid.columns
            if self.catalog[name].is_history
            and (expects := self.catalog[name].expects) is not None
            and expects.state is GameState.SCHEDULED
        ]

    def _standing(self, league: League) -> Standing | None:
        from boxline.home.judging import judge

        told = self.catalog.facts_of_days.get(league.name)
        if told is None:
            return None
        begins = Calendar.of(self.games(league)).newest_season_begins(league)
        view = SnapshotView(connection=self._look.connection, now=self.now, begins=begins)
        halt = self.home.settings.halt
        order = (halt, self.day) if halt else None
        return judge(told, view, order=order, also={self.day}).of(self.day)

    def _once(self, name: str, gather: Callable[[], T]) -> T:
        if name in self._failed:
            raise self._failed[name]
        if name not in self._known:
            try:
                self._known[name] = gather()
            except NO_FACTS as cause:
                self._failed[name] = cause
                raise
        found: T = self._known[name]
        return found


def _graded(row: dict[str, Any]) -> GradedProp:
    error, units = row["mean_absolute_error"], row["units"]
    return GradedProp(
        **row
        | {
            "mean_absolute_error": None if error is None else round(float(error), 4),
            "units": None if units is None else round(float(units), 3),
        }
    )
