"""Random histories of a home: what providers, people, machines and clocks do to it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from boxline.errors import ComputeFailed, GameStarted, WorkTimedOut
from tests.engine.histories.home import BUDGET, MemoryHome
from tests.engine.histories.judge import insist_on_whole, instant_after, is_idle, plans_of
from tests.engine.histories.league import (
    BACKUP,
    CALLS,
    CATALOG,
    DAYS,
    REJECTED,
    SCHEDULE,
    SCORES,
    TABLES,
    UNLUCKY,
)
from tests.engine.histories.ledger import Killed

GAMES = ("g1", "g2", "g3", "g4")
day = st.sampled_from(DAYS)
game = st.sampled_from(GAMES)
goals = st.sampled_from([0, 1, 2, 3, 5, 8, UNLUCKY, REJECTED])
table = st.sampled_from([one.name for one in TABLES])
dataset = st.sampled_from(sorted(CATALOG.datasets))

#: Runs after which a history that goes on works without end.
MOST_RUNS = 20
#: Steps and cells of all histories that this process went through.
COUNTED: Counter[str] = Counter()


class Histories(RuleBasedStateMachine):
    """One home, and everything that may happen to it; at the end it must be whole."""

    def __init__(self) -> None:
        super().__init__()
        self.home = MemoryHome()
        self.schedule: dict[str, tuple[date, bool]] = {}
        self.saved = self.home.tables.copy()
        COUNTED["histories"] += 1

    def _tick(self) -> None:
        self.home.now += timedelta(minutes=1)
        COUNTED["steps"] += 1

    def _send_schedule(self) -> None:
        rows = [
            {"game_id": name, "game_date": on.isoformat(), "is_final": is_final}
            for name, (on, is_final) in sorted(self.schedule.items())
        ]
        self.home.land(SCHEDULE, msgspec.json.encode({"rows": rows}))

    @initialize(days=st.lists(day, min_size=1, max_size=4))
    def begin(self, days: list[date]) -> None:
        for name, on in zip(GAMES, days, strict=False):
            self.schedule[name] = (on, True)
            self.home.wire.scores[name, on] = 1
        self._tick()
        self._send_schedule()

    @rule(game=game, on=day, is_final=st.booleans())
    def a_game_is_added_or_moved_or_ends(self, game: str, on: date, is_final: bool) -> None:
        self._tick()
        self.schedule[game] = (on, is_final)
        self._send_schedule()

    @rule(game=game, on=day, goals=goals)
    def the_wire_tells_or_corrects_a_score(self, game: str, on: date, goals: int) -> None:
        self._tick()
        self.home.wire.scores[game, on] = goals

    @rule(game=game, on=day)
    def the_wire_forgets_a_score(self, game: str, on: date) -> None:
        self._tick()
        self.home.wire.scores.pop((game, on), None)

    @rule(game=game, n=st.integers(0, 2))
    def the_wire_notes_something(self, game: str, n: int) -> None:
        self._tick()
        self.home.wire.notes[game] = n

    @rule(game=game, on=day, goals=goals)
    def a_backup_comes(self, game: str, on: date, goals: int) -> None:
        self._tick()
        row = {"game_id": game, "game_date": on.isoformat(), "n": goals}
        self.home.land(BACKUP, msgspec.json.encode({"rows": [row]}))

    @rule(raw=st.sampled_from([SCHEDULE, BACKUP, SCORES]), n=st.integers(0, 2))
    def garbage_comes(self, raw: Any, n: int) -> None:
        self._tick()
        self.home.land(raw, b"<html>" * (n + 1))

    @rule(failures=st.integers(1, 5))
    def the_wire_is_down(self, failures: int) -> None:
        self._tick()
        self.home.wire.failures_left = failures

    @rule(on=day)
    def the_wire_has_nothing_yet(self, on: date) -> None:
        self._tick()
        self.home.wire.not_there ^= {on}

    @rule(name=dataset)
    def code_changes(self, name: str) -> None:
        self._tick()
        number = int(self.home.code[name].split()[1])
        self.home.code[name] = f"code {number + 1}"

    @rule(name=table, times=st.integers(1, 4), kind=st.integers(0, 2))
    def a_table_fails(self, name: str, times: int, kind: int) -> None:
        self._tick()
        errors = (ComputeFailed(name, "no"), WorkTimedOut(name, 1), GameStarted(name, 1))
        self.home.failing[name] = [errors[kind]] * times

    @rule(name=table)
    def a_table_is_lost(self, name: str) -> None:
        """As where its columns changed: its rows and commits are gone."""
        self._tick()
        if name == CALLS.name:
            return  # a history's are refused
        self.home.tables.rows.pop(name, None)
        self.home.tables.commits.pop(name, None)

    @rule()
    def the_warehouse_is_copied(self) -> None:
        self._tick()
        self.saved = self.home.tables.copy()

    @rule()
    def the_warehouse_is_put_back(self) -> None:
        self._tick()
        vars(self.home.tables).update(vars(self.saved.copy()))

    @rule()
    def the_ledger_is_lost(self) -> None:
        self._tick()
        ledger = self.home.ledger
        for kept in (ledger.attempts, ledger.rejected, ledger.exchanges, ledger.seen_at):
            kept.clear()
        ledger.credits.clear()
        self.home.wire.sent_on.clear()  # what was spent today was known to it alone

    @rule()
    def breakers_are_cleared(self) -> None:
        self._tick()
        self.home.ledger.forget_attempts()

    @rule(hours=st.sampled_from([1, 6, 25, 72, -1, -30]))
    def the_clock_moves(self, hours: int) -> None:
        self._tick()
        self.home.now += timedelta(hours=hours)

    @rule(kill_after=st.none() | st.integers(0, 12))
    def a_run(self, kill_after: int | None) -> None:
        self._run({}, kill_after)

    @rule(first=day, last=day, kill_after=st.none() | st.integers(0, 5))
    def a_run_of_some_days(self, first: date, last: date, kill_after: int | None) -> None:
        self._run({"first": min(first, last), "last": max(first, last)}, kill_after)

    @rule(name=dataset)
    def a_run_of_one_dataset(self, name: str) -> None:
        self._run({"only": frozenset({name})}, None)

    @rule(on=day, name=table)
    def a_replay(self, on: date, name: str) -> None:
        self._run({"replay": frozenset({(name, on.isoformat())})}, None)

    @rule(only=st.sampled_from([(), ("toy_predictions.calls",), ("toy_predictions.model",)]))
    def a_remake(self, only: tuple[str, ...]) -> None:
        self._run({"remake": True, "only": frozenset(only)}, None)

    @rule()
    def a_run_that_lets_documents_shrink(self) -> None:
        self._run({"shrink_reason": "so it is"}, None)

    @rule(seed=st.integers(0, 99))
    def plans_are_made_twice(self, seed: int) -> None:
        self._tick()
        assert plans_of(self.home) == plans_of(self.home, seed)

    def _run(self, asked: dict[str, Any], kill_after: int | None) -> None:
        self._tick()
        COUNTED["runs"] += 1
        try:
            self.home.run(self.home.window(**asked), kill_after)
        except Killed:
            COUNTED["kills"] += 1
        self._insist_on_budget()

    def _insist_on_budget(self) -> None:
        sent = self.home.wire.sent_on
        assert all(count <= BUDGET for count in sent.values()), f"more than {BUDGET}: {sent}"

    def teardown(self) -> None:
        """Everybody is well again. What fails now is bad data, found once each, or waits for the
        credits of another day; of the other runs two mend all: what landed is read after what is
        due was asked for."""
        home = self.home
        home.failing.clear()
        home.wire.failures_left, home.wire.not_there = 0, set()
        home.now = instant_after(home)
        well = 0
        for _ in range(MOST_RUNS):
            before = (len(home.ledger.exchanges), home.judge.worked)
            report = home.run()
            self._insist_on_budget()
            if any("credits is spent" in failure.message for failure in report.failures):
                home.now += timedelta(hours=25)
            elif is_idle(home, before) and not report.failures:
                break
            well += not report.failures
            assert well <= 2, f"a third run without a failure still works: {report}"
        else:
            raise AssertionError(f"it works without end: {report}")
        insist_on_whole(home)
        COUNTED["cells"] += home.judge.worked
