"""One dataset's cells: each game of the calendar judged by what is held of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np

from boxline.catalog import Export, Raw
from boxline.catalog.datasets import Dataset, league_name, names_games
from boxline.catalog.inputs import Past
from boxline.domain.days import day_number
from boxline.engine.calendar import Game
from boxline.engine.reachable import is_required
from boxline.health.grid.cells import CellKey, GridCell, Place, State, Told
from boxline.health.grid.facts import Facts
from boxline.health.grid.judging import CODE, STATES, Inputs, Judged, Resting, judge, told_elsewhere
from boxline.health.grid.resting import PastGames
from boxline.health.grid.telling import Telling


class Column:
    """The cells of one dataset, when those of its inputs are known.

    Attributes:
        judged: how each stands.
        sources: the columns that a cell may wait for; `judged.needs` counts in them.
        games: its league's calendar.
    """

    def __init__(self, facts: Facts, dataset: Dataset, found: Mapping[str, Column]) -> None:
        self._facts, self._dataset = facts, dataset
        self._league = league_name(dataset)
        self._places = facts.places[self._league]
        self.games: Sequence[Game] = self._places.games
        slots = self._places.slots(
            is_by_game=names_games(dataset) and not isinstance(dataset, Export),
            coverage=facts.reachable.coverage(dataset.name),
        )
        given = [
            (one, found[one.dataset.name])
            for one in facts.catalog.inputs(dataset.name).values()
            if one.dataset is not None and one.dataset.name in found
        ]
        self.sources = [column for _, column in given]
        seen = [(at, column.judged.seen_by(slots)) for at, (_, column) in enumerate(given)]
        required = [seen[at] for at, (one, _) in enumerate(given) if is_required(one)]
        either = [seen[at] for at, (one, _) in enumerate(given) if one.is_either]
        past: list[tuple[int, Resting]] = [
            (at, self._past(one.reach, column, is_by_day=not slots.is_by_game))
            for at, (one, column) in enumerate(given)
            # Where only the calendar is read of the day itself, the rows come from the games
            # before; so they do where a past limits them.
            if isinstance(one.reach, Past) and (one.is_limit or not (required or either))
        ]
        self._telling = Telling(facts, dataset)
        self._said: dict[Place, tuple[State, Told]] = {}
        self.judged: Judged = judge(
            facts,
            dataset,
            slots,
            Inputs(
                required=required,
                either=either,
                past=past,
                told_elsewhere=told_elsewhere(facts, dataset, self._is_alike),
            ),
        )

    @property
    def name(self) -> str:
        """The dataset's."""
        return self._dataset.name

    def _is_alike(self, other: Dataset) -> bool:
        return names_games(other) == names_games(self._dataset)

    def _past(self, reach: Past, column: Column, *, is_by_day: bool) -> PastGames:
        seen = column.judged.seen_by(self._places.slots(is_by_game=True, coverage=None))
        return PastGames(reach, self._places, seen, is_by_day=is_by_day)

    def slot_of(self, cell: GridCell) -> int | None:
        """The slot of one of its cells; None of a stray."""
        place = (cell.game_id, cell.day)
        return self._places.slot_of(place, is_by_game=self.judged.slots.is_by_game)

    def cell(self, game: Game) -> GridCell | None:
        """The cell of a game, or of its day; a present one that a run would make anew is stale.
        None where its league's calendar has no such game."""
        if game.league != self._league:
            return None
        is_by_game = self.judged.slots.is_by_game
        place = (game.game_id if is_by_game else "", game.day)
        slot = self._places.slot_of(place, is_by_game=is_by_game)
        return None if slot is None else self._telling.aged(self.at(slot))

    def at(self, slot: int) -> GridCell:
        """The cell of a slot."""
        judged = self.judged
        game_id, day = self._places.place(slot, is_by_game=judged.slots.is_by_game)
        most, column = int(judged.most[slot]), int(judged.needs[0][slot])
        cell = GridCell(
            dataset=self.name,
            day=day,
            game_id=game_id,
            at_least=int(judged.least[slot]),
            at_most=None if most < 0 else most,
            held=int(judged.held[slot]),
            state=STATES[judged.state[slot]],
            needs=None if column < 0 else self.sources[column].key(int(judged.needs[1][slot])),
            tell=self._telling,
        )
        if (game_id, day) not in self._said:
            return cell
        state, told = self._said[game_id, day]
        return cell._replace(state=state, tell=lambda _: told)

    def say(self, place: Place, state: State, told: Told) -> None:
        """Say of a gap, from now on, what was done about it: more than calendar and rows know."""
        self._said[place] = state, told

    def key(self, slot: int) -> CellKey:
        """Which cell a slot is."""
        place = self._places.place(slot, is_by_game=self.judged.slots.is_by_game)
        return CellKey(self.name, place)

    def odd(self, first: date = date.min, last: date = date.max) -> list[GridCell]:
        """Every cell of some days that is not simply present, and every held one that nothing
        expects. A stale cell is present: whether it is stale is asked of one cell at a time."""
        judged, day = self.judged, self.judged.slots.day
        is_odd = (judged.state != CODE[State.PRESENT]) | judged.is_excused
        is_odd &= (day >= day_number(first)) & (day <= day_number(last))
        slots = map(int, np.flatnonzero(is_odd))
        return [
            *map(self.at, slots),
            *(cell for cell in self.strays if first <= cell.day <= last),
        ]

    @cached_property
    def strays(self) -> list[GridCell]:
        """Rows of a computed table, held or rejected, whose game is not on the calendar that day.

        Raw tables hold what the calendar leaves out on purpose (exhibitions, a day that was moved),
        and a history keeps what was made for the day that a game was first set for.
        """
        dataset, facts = self._dataset, self._facts
        is_kept = isinstance(dataset, Raw) or dataset.is_history
        if is_kept or not self.judged.slots.is_by_game:
            return []
        held = facts.held.get(dataset.name)
        cells = [
            self._stray(place, count, State.UNEXPECTED)
            for place, count in (held.strays if held else {}).items()
        ]
        known = facts.by_id[self._league]
        for game_id, rejection in facts.rejected.get(dataset.name, {}).items():
            if game_id not in known and rejection.day is not None:
                cells.append(self._stray((game_id, rejection.day), 0, State.REJECTED))
        return cells

    def _stray(self, place: Place, held: int, state: State) -> GridCell:
        game_id, day = place
        return GridCell(
            dataset=self.name,
            day=day,
            game_id=game_id,
            at_least=0,
            at_most=0,
            held=held,
            state=state,
            tell=self._telling.of_stray,
        )
