"""The warehouse in memory: each write is all or nothing, so a run may be killed between any two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from boxline.catalog import League
from boxline.domain.days import from_eastern
from boxline.engine.calendar import Calendar, Game
from boxline.engine.landed_work import LoadRecord
from boxline.engine.ports import Batch, Loaded, Outcome, Replacement, Selection
from boxline.engine.versions import MODULUS, Commit
from boxline.errors import ContractBroken, WorkError
from tests.engine.histories.league import (
    CATALOG,
    GAMES,
    LINES,
    REJECTED,
    ROWS,
    SEASONS,
    UNLUCKY,
    Row,
    Seen,
    is_in_reach,
)
from tests.engine.histories.ledger import MemoryLedger
from tests.engine.histories.tables import Tables, number_of, row_version


@dataclass
class MemoryWarehouse:
    """The warehouse. `failing` is dataset -> the errors of its next pieces of work."""

    tables: Tables
    ledger: MemoryLedger
    judge: Any
    failing: dict[str, list[WorkError]]
    dialect: str = "memory"

    def commits(self) -> dict[str, dict[date, Commit]]:
        return {name: dict(days) for name, days in self.tables.commits.items()}

    def games(self) -> list[Game]:
        found = []
        for day, rows in self.tables.days(GAMES.name).items():
            starts = from_eastern(day, "19:30").astimezone(UTC)
            season = SEASONS.season_of(day)
            for game, is_final in rows:
                found.append(
                    Game("toy", game, day, season, "regular", starts, bool(is_final), (1, 2))
                )
        return found

    def calendar(self, _: Sequence[League]) -> Calendar:
        return Calendar.of(self.games())

    def load(self, batch: Batch) -> Loaded:
        name, outcomes = batch.raw.name, {}
        after = self.tables.copy()
        held = after.versions.setdefault(name, {})
        for load in batch.loads:
            assert load.rows is not None
            sent = {(r["game_id"], r["game_date"]): self._value(r) for r in load.rows.to_pylist()}
            stored = _add(held, sent, load.landed.fetched_at)
            after.loads[name, load.landed.landed_id] = LoadRecord(code=load.code, rejected=0)
            outcomes[load.landed.landed_id] = Outcome(
                dataset=name, days=0, rows_in=len(sent), kept=len(sent), rejected=0, stored=stored
            )
        days = Counter(day for _, day in held)
        after.commits[name] = {
            day: Commit(content=content, inputs=0, code="", rows=days[day], rejected=0)
            for day, content in after.content(name).items()
        }
        vars(self.tables).update(vars(after))
        return Loaded(outcomes=outcomes, failed={})

    @staticmethod
    def _value(row: Mapping[str, Any]) -> int:
        return int(row["is_final"]) or int(row["n"])

    def replace(self, work: Replacement) -> Outcome:
        table, tables = work.table, self.tables
        self.judge.before(work)
        if self.failing.get(table.name):
            raise self.failing[table.name].pop(0)
        days = {day: self._rows(work, day) for day in work.wanted}
        rejected = {day: sum(n == REJECTED for _, n in rows) for day, rows in days.items()}
        for day, count in rejected.items():  # before the commit, as the real ones go
            self.ledger.rejected[table.name, day.isoformat()] = count
        held = tables.rows.setdefault(table.name, {})
        stored, commits = 0, {}
        for day, rows in days.items():
            kept = [row for row in rows if row[1] != REJECTED]
            if table.is_history:
                kept = self._appended(held.get(day, []), kept, is_anew=work.remake)
            stored += kept != held.get(day, [])
            before = work.committed.get(day)
            keeps = table.is_history and not work.remake and before is not None and before.rows > 0
            tables.made[table.name, day] = (tables.made_of(table.name, day), work.code)
            held[day] = kept
            commits[day] = Commit(
                content=sum(row_version(day, *row) for row in kept) % MODULUS,
                inputs=work.wanted[day],
                code=before.code if keeps and before else work.code,
                rows=len(kept),
                rejected=rejected[day],
            )
        tables.commits.setdefault(table.name, {}).update(commits)
        kept_rows = sum(c.rows for c in commits.values())
        return Outcome(
            dataset=table.name,
            days=len(days),
            rows_in=kept_rows + sum(rejected.values()),
            kept=kept_rows,
            rejected=sum(rejected.values()),
            stored=stored,
            first=min(days),
            last=max(days),
            commits=commits,
        )

    def _rows(self, work: Replacement, day: date) -> list[Row]:
        seen: Seen = {}
        for parameter, given in CATALOG.inputs(work.table.name).items():
            span = work.inputs[parameter]
            assert given.dataset is not None
            held = self.tables.days(given.dataset.name)
            near = [d for d in held if is_in_reach(given.reach, day, d)]
            # The span that the runner asks for must hold all that the cell sees.
            assert all(span.first <= d <= span.last for d in near), (work.table.name, day, span)
            seen[parameter] = [row for d in sorted(near) for row in held[d]]
        rows = sorted(ROWS[work.table.name](seen, number_of(work.code)))
        if work.table is LINES and any(n == UNLUCKY for _, n in rows):
            raise ContractBroken(work.table.name, f"thirteen goals on {day}")
        return rows

    @staticmethod
    def _appended(held: list[Row], new: list[Row], *, is_anew: bool) -> list[Row]:
        known = {game.partition("/")[0] for game, _ in held}
        added = [
            (f"{game}/{sum(g.partition('/')[0] == game for g, _ in held)}", n)
            for game, n in new
            if game not in known or is_anew
        ]
        return held + added

    def select(self, selection: Selection) -> list[tuple[Any, ...]]:
        found = []
        for day in sorted(self.judge.drafting):
            if selection.first <= day <= selection.last:
                rows = self.tables.rows_now(selection.export.name, day, 0)
                found += [(game, day, n) for game, n in rows]
        return found


def _add(
    held: dict[tuple[str, date], dict[datetime, int | None]],
    sent: Mapping[tuple[str, date], int],
    at: datetime,
) -> int:
    """Add what differs from the newest version known by then, and retract what left its game."""
    games, added = {game for game, _ in sent}, 0
    standing = {
        key: known[max(a for a in known if a <= at)]
        for key, known in held.items()
        if key[0] in games and any(a <= at for a in known)
    }
    for key, n in sent.items():
        if key not in standing or standing[key] != n:
            held.setdefault(key, {})[at] = n
            added += 1
    for key, n in standing.items():
        if key not in sent and n is not None:
            held[key][at] = None
            added += 1
    return added
