"""What is said of one cell: why it is as it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from boxline.catalog import Export, Raw
from boxline.catalog.datasets import Dataset, league_name
from boxline.domain.days import league_day
from boxline.engine.calendar import Game
from boxline.engine.reachable import first_wanted
from boxline.health.grid.cells import GridCell, State, Told
from boxline.health.grid.facts import Facts
from boxline.health.grid.next_steps import next_step


class Telling:
    """Tells of the cells of one dataset, when it is asked."""

    def __init__(self, facts: Facts, dataset: Dataset) -> None:
        self._facts, self._dataset = facts, dataset

    def __call__(self, cell: GridCell) -> Told:
        def is_planned() -> bool:
            return self._facts.unloaded(cell.dataset) or cell.day in self._work

        return Told(self._cause(cell), next_step(self._dataset, cell, is_planned=is_planned))

    def of_stray(self, cell: GridCell) -> Told:
        """What is said of rows whose game is not on the calendar that day."""
        cause = "the calendar has no such game on that day"
        if cell.state is State.REJECTED:
            cause = self._facts.rejected[cell.dataset][cell.game_id].why
        return Told(cause, f"boxline explain {cell.dataset} --date {cell.day}")

    def aged(self, cell: GridCell) -> GridCell:
        """A cell, stale where it is present and a run would make it anew."""
        reason = self._work.get(cell.day) if cell.state is State.PRESENT else None
        if reason is None:
            return cell
        told = Told(reason)
        return cell._replace(state=State.STALE, tell=lambda _: told)

    @cached_property
    def _work(self) -> Mapping[date, str]:
        return self._facts.work(self._dataset.name)

    def _cause(self, cell: GridCell) -> str:
        match cell.state:
            case State.UNEXPECTED:
                return f"{cell.held} rows, where a game has at most {cell.at_most}"
            case State.NOT_AVAILABLE:
                return self._why_unavailable(cell)
            case State.BLOCKED if cell.needs is not None:
                game_id, day = cell.needs.place
                of = f" of {game_id or day}" if day != cell.day else ""
                return f"it waits for {cell.needs.dataset}{of}"
            case State.REJECTED:
                return self._facts.rejected[cell.dataset][cell.game_id].why
            case State.PARKED:
                return self._facts.parked[cell.dataset, cell.day].why
            case State.MISSING | State.LATE | State.SHORT:
                return self._why_absent(cell)
        return ""

    def _why_unavailable(self, cell: GridCell) -> str:
        reachable = self._facts.reachable
        if not self._is_covered(cell):
            return "its source has no such games"
        begins = reachable.begins(cell.dataset)
        if isinstance(self._dataset, Export) and begins is not None:
            wanted = self._facts.documents_from.get(league_name(self._dataset))
            if wanted is None or cell.day < wanted:
                return "documents of earlier seasons are made only where they are asked for"
        if begins is None:
            return "nothing of it was ever brought in"
        if begins == first_wanted(self._dataset, league_day(self._facts.now)):
            return f"days before {begins} are made only where `--only` names it"
        return f"its history begins on {begins}"

    def _why_absent(self, cell: GridCell) -> str:
        others = [day for day in self._days_held.get(cell.game_id, ()) if day != cell.day]
        if others:
            return f"its rows stand on {', '.join(map(str, others))}"
        if isinstance(self._dataset, Raw):
            if self._facts.unloaded(cell.dataset):
                return "a file that landed for it is not loaded yet"
            is_said = all(game.is_final for game in self._games(cell))
            unsaid = "" if is_said else ", and nothing says that the game was played"
            return f"no source has brought them{unsaid}"
        if cell.day in self._work:
            return f"no run has {self._made} it ({self._work[cell.day]})"
        return "its inputs are in, and too few rows came of them"

    @property
    def _made(self) -> str:
        return "published" if isinstance(self._dataset, Export) else "computed"

    def _games(self, cell: GridCell) -> list[Game]:
        """The games that a cell is about."""
        league = league_name(self._dataset)
        if cell.game_id:
            return [self._facts.by_id[league][cell.game_id]]
        return [game for game in self._facts.by_league[league] if game.day == cell.day]

    def _is_covered(self, cell: GridCell) -> bool:
        coverage = self._facts.reachable.coverage(cell.dataset)
        return coverage is None or any(
            coverage.holds(game.season, game.season_type, game.game_id)
            for game in self._games(cell)
        )

    @cached_property
    def _days_held(self) -> Mapping[str, list[date]]:
        days: dict[str, list[date]] = {}
        held = self._facts.held.get(self._dataset.name)
        for game_id, day in held.strays if held else ():
            if game_id:
                days.setdefault(game_id, []).append(day)
        return days
