"""One dataset's cells: each game of the calendar judged by what is held of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import repeat

from boxline.catalog import Coverage, Raw, Table
from boxline.catalog.inputs import Past
from boxline.domain.days import league_day
from boxline.engine.calendar import Game
from boxline.engine.reachable import first_wanted, is_required
from boxline.health.cells import CellKey, GridCell, Place, State
from boxline.health.dues import is_owed, late_from
from boxline.health.facts import Facts, names_games
from boxline.health.next_steps import next_step
from boxline.health.resting import PastGames


class Column:
    """The cells of one dataset, when those of its inputs are known.

    Attributes:
        games: its league's calendar.
    """

    def __init__(self, facts: Facts, dataset: Raw | Table, found: Mapping[str, Column]) -> None:
        assert dataset.expects is not None
        self._facts, self._dataset, self._expects = facts, dataset, dataset.expects
        self._held = facts.held.get(dataset.name, {})
        self._rejected = facts.rejected.get(dataset.name, {})
        self._coverage = facts.reachable.coverage(dataset.name)
        self._begins = facts.reachable.begins(dataset.name)
        given = [
            (one, found[one.dataset.name])
            for one in facts.catalog.inputs(dataset.name).values()
            if one.dataset is not None and one.dataset.name in found
        ]
        self._sources = [column for one, column in given if is_required(one)]
        self._either = [column for one, column in given if one.is_either]
        # Where only the calendar is read of the day itself, the rows come from the games before;
        # so they do where a past limits them.
        league = facts.catalog.league(dataset)
        self.games = facts.by_league[league.name]
        self._past = [
            PastGames(one.reach, column.exception, self.games, league.seasons)
            for one, column in given
            if isinstance(one.reach, Past) and (one.is_limit or not (self._sources or self._either))
        ]

    @cached_property
    def exceptions(self) -> dict[Place, GridCell]:
        """Every cell that is not simply held, and every held one that nothing expects. A stale
        cell is held: whether it is stale is asked of one cell at a time."""
        if self._begins is None and not self._held and not self._rejected:
            return {(cell.game_id, cell.day): cell for cell in self._unheard_of()}
        least, most = self._expects.at_least, self._expects.at_most
        enough = max(least, 1)
        found: dict[Place, GridCell] = {}
        for game, count in self._places():
            held = self._held.get((game.game_id, game.day), 0)
            is_plain = held >= enough * count and (most is None or held <= most * count)
            if not is_plain or game.game_id in self._rejected:
                cell = self._cell(game, count)
                if cell.state is not State.PRESENT or cell.is_excused:
                    found[cell.game_id, cell.day] = cell
        return found | {(cell.game_id, cell.day): cell for cell in self._strays()}

    def _unheard_of(self) -> Iterator[GridCell]:
        """The cells of a dataset of which nothing was ever brought in: judged one by one, as the
        others are, they would take most of the time of a grid."""
        name, least, most = self._dataset.name, self._expects.at_least, self._expects.at_most
        for game, count in self._places():
            owed = least * count, None if most is None else most * count
            cause = self._unavailable(game)
            yield GridCell(name, game.day, game.game_id, *owed, 0, State.NOT_AVAILABLE, cause)

    def exception(self, game: Game) -> GridCell | None:
        """The cell of a game, or of its day; None where it is simply present."""
        return self.exceptions.get((game.game_id if self._names_games else "", game.day))

    def cell(self, game: Game) -> GridCell | None:
        """The cell of a game, or of its day."""
        if self._names_games:
            return self._aged(self._cell(game, 1))
        days = (self._cell(day, count) for day, count in self._places() if day.day == game.day)
        return next(map(self._aged, days), None)

    def _aged(self, cell: GridCell) -> GridCell:
        reason = self._work.get(cell.day)
        if cell.state is not State.PRESENT or reason is None:
            return cell
        return cell._replace(state=State.STALE, cause=reason)

    @cached_property
    def _names_games(self) -> bool:
        return names_games(self._dataset)

    def _places(self) -> Iterator[tuple[Game, int]]:
        """What has a cell, and how many games it stands for."""
        if self._names_games:
            return zip(self.games, repeat(1))
        return _days(self.games, self._coverage)

    def _cell(self, game: Game, games: int) -> GridCell:
        least, most = self._expects.at_least * games, self._expects.at_most
        most = None if most is None else most * games
        held = self._held.get((game.game_id, game.day), 0)
        state, cause, needs = self._judge(game, least, most, held)
        return GridCell(
            dataset=self._dataset.name,
            day=game.day,
            game_id=game.game_id,
            at_least=least,
            at_most=most,
            held=held,
            state=state,
            cause=cause,
            next_step=next_step(
                self._dataset, game, state, is_planned=lambda: self._is_planned(game.day)
            ),
            needs=needs,
        )

    def _is_planned(self, day: date) -> bool:
        return self._dataset.name in self._facts.unloaded or day in self._work

    @cached_property
    def _work(self) -> Mapping[date, str]:
        return self._facts.work(self._dataset.name)

    def _judge(
        self, game: Game, least: int, most: int | None, held: int
    ) -> tuple[State, str, CellKey | None]:
        if most is not None and held > most:
            return State.UNEXPECTED, f"{held} rows, where a game has at most {most}", None
        rejection = self._rejected.get(game.game_id)
        if held >= least and held > 0 and (rejection is None or held == most):
            return State.PRESENT, "", None
        unavailable = self._unavailable(game)
        if unavailable:
            return State.NOT_AVAILABLE, unavailable, None
        if not is_owed(self._dataset, game, self._facts.now):
            return State.NOT_DUE, "", None
        needs = self._needs(game)
        if needs is not None and held < max(least, 1):
            return State.BLOCKED, _waits_for(needs, game), needs
        if rejection is not None:
            return State.REJECTED, rejection.why, None
        if held >= least or self._is_excused(game):
            return (State.PRESENT if held else State.EMPTY_OK), "", None
        if any(other.get((game.game_id, game.day)) for other in self._told_elsewhere):
            return State.EMPTY_OK, "", None
        return self._absent(game, held)

    def _unavailable(self, game: Game) -> str:
        if not _is_covered(game, self._coverage):
            return "its source has no such games"
        if self._begins is None:
            return "nothing of it was ever brought in"
        if game.day >= self._begins:
            return ""
        if self._begins == first_wanted(self._dataset, league_day(self._facts.now)):
            return f"days before {self._begins} are made only where `--only` names it"
        return f"its history begins on {self._begins}"

    @cached_property
    def _told_elsewhere(self) -> list[Mapping[Place, int]]:
        """Of an archive, what the other sources of its fact hold: nobody brings a file of games
        that were fetched."""
        if not (isinstance(self._dataset, Raw) and self._dataset.is_archive):
            return []
        catalog, name = self._facts.catalog, self._dataset.name
        names = set[str]()
        for reader in catalog.read_by[name]:
            either = {
                given.dataset.name
                for given in catalog.inputs(reader).values()
                if given.is_either and given.dataset is not None
            }
            names |= either - {name} if name in either else set()
        return [self._facts.held.get(other, {}) for other in sorted(names)]

    def _needs(self, game: Game) -> CellKey | None:
        """The gap among what the cell needs: of the same game, else the newest of those before."""
        for column in self._sources:
            cell = column.exception(game)
            if cell is not None and cell.is_gap:
                return cell.key
        # Of several sources of one fact one suffices; where none has it, the last in order is
        # told, unless nothing of that was ever brought in.
        either = [column.exception(game) for column in self._either]
        if all(cell is not None and (cell.is_gap or not cell.held) for cell in either):
            gap = next((c for c in reversed(either) if c is not None and c.is_gap), None)
            if gap is not None:
                return gap.key
        gaps = [gap for past in self._past if (gap := past.newest_gap(game)) is not None]
        return gaps[0].key if gaps else None

    def _is_excused(self, game: Game) -> bool:
        """Whether fewer rows than owed are all there can be: a side's first game of history."""
        if any(past.is_opening(game) for past in self._past):
            return True
        given = (column.exception(game) for column in (*self._sources, *self._either))
        return any(cell is not None and cell.is_excused for cell in given)

    def _absent(self, game: Game, held: int) -> tuple[State, str, CellKey | None]:
        parked = self._facts.parked.get((self._dataset.name, game.day))
        if parked is not None:
            return State.PARKED, parked.why, None
        due = self._dataset.due
        is_late = due is not None and self._facts.now >= late_from(game, due)
        state = State.SHORT if held else State.LATE if is_late else State.MISSING
        return state, self._why_absent(game), None

    def _why_absent(self, game: Game) -> str:
        name = self._dataset.name
        others = [day for day in self._days_held.get(game.game_id, ()) if day != game.day]
        if others:
            return f"its rows stand on {', '.join(map(str, others))}"
        if isinstance(self._dataset, Raw):
            if name in self._facts.unloaded:
                return "a file that landed for it is not loaded yet"
            unsaid = "" if game.is_final else ", and nothing says that the game was played"
            return f"no source has brought them{unsaid}"
        if game.day in self._work:
            return f"no run has computed it ({self._work[game.day]})"
        return "its inputs are in, and too few rows came of them"

    @cached_property
    def _days_held(self) -> Mapping[str, list[date]]:
        days: dict[str, list[date]] = {}
        for game_id, day in self._held:
            days.setdefault(game_id, []).append(day)
        return days

    def _strays(self) -> Iterator[GridCell]:
        """Rows of a computed table, held or rejected, whose game is not on the calendar that day.

        Raw tables hold what the calendar leaves out on purpose (exhibitions, a day that was moved),
        and a history keeps what was made for the day that a game was first set for.
        """
        if isinstance(self._dataset, Raw) or self._dataset.is_history or not self._names_games:
            return
        for place in self._held.keys() - self._facts.places:
            cause = "the calendar has no such game on that day"
            yield self._stray(place, self._held[place], State.UNEXPECTED, cause)
        for game_id, rejection in self._rejected.items():
            if game_id not in self._facts.by_id and rejection.day is not None:
                yield self._stray((game_id, rejection.day), 0, State.REJECTED, rejection.why)

    def _stray(self, place: Place, held: int, state: State, cause: str) -> GridCell:
        game_id, day = place
        return GridCell(
            dataset=self._dataset.name,
            day=day,
            game_id=game_id,
            at_least=0,
            at_most=0,
            held=held,
            state=state,
            cause=cause,
            next_step=f"boxline explain {self._dataset.name} --date {day}",
        )


def _waits_for(needs: CellKey, game: Game) -> str:
    game_id, day = needs.place
    is_other = day != game.day
    return f"it waits for {needs.dataset}" + (f" of {game_id or day}" if is_other else "")


def _is_covered(game: Game, coverage: Coverage | None) -> bool:
    if coverage is None:
        return True
    return coverage.holds(game.season, game.season_type, game.game_id)


def _days(games: Sequence[Game], coverage: Coverage | None) -> Iterator[tuple[Game, int]]:
    """Each day as one game of all its teams, over when its last is, and how many games it stands
    for: those that are covered, where any is."""
    by_day: dict[date, list[Game]] = {}
    for game in games:
        by_day.setdefault(game.day, []).append(game)
    for every in by_day.values():
        of_day = [game for game in every if _is_covered(game, coverage)] or every
        starts = [game.starts_at for game in of_day if game.starts_at is not None]
        yield (
            of_day[0]._replace(
                game_id="",
                starts_at=max(starts) if len(starts) == len(of_day) else None,
                is_final=all(game.is_final for game in of_day),
                teams=tuple(team for game in of_day for team in game.teams),
            ),
            len(of_day),
        )
