"""Why a player has rows of a game in a dataset, or has none: above all, why no prediction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from boxline.catalog import Catalog, Table
from boxline.catalog.expectations import GameState
from boxline.catalog.inputs import Past, Same
from boxline.engine.calendar import Game
from boxline.health.explaining.backward import Stores
from boxline.health.explaining.forward import names_players
from boxline.health.explaining.names import Names
from boxline.stores.contract_sql import quoted


@dataclass(frozen=True, kw_only=True)
class LastSeen:
    """A player's newest appearance before a day, and how many games his team has played since."""

    day: date
    game_id: str
    team_id: int
    team_games_since: int


@dataclass(frozen=True, kw_only=True)
class PlayerAnswer:
    """What is known of a player in a dataset on a day.

    Attributes:
        game_id: of his team's game that day; empty where it has none.
        rows: held of him in that game; `reasons` are what they say where no value was made.
        missing: ids of his team's games since he was last seen whose rows are gaps: he may have
            appeared in them, for whichever team.
    """

    player_id: int
    dataset: str
    day: date
    game_id: str
    rows: int
    reasons: tuple[str, ...]
    last_seen: LastSeen | None
    missing: tuple[str, ...]
    answer: str


#: Of rows of one player in one game. Where one system speaks he is predicted, whatever others lack.
_REASONS = (
    "CASE WHEN bool_and(not_made_reason IS NOT NULL) "
    "THEN list_sort(list(DISTINCT not_made_reason)) ELSE [] END"
)


@dataclass(frozen=True, kw_only=True)
class _Held:
    """Rows of a player in a game, and what they say where none of them has a value."""

    rows: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Case:
    """One question; `spine` says who could appear, by the appearances in `seen`."""

    stores: Stores
    names: Names
    player_id: int
    table: Table
    spine: Table | None
    seen: Table | None

    @property
    def games(self) -> Sequence[Game]:
        """The league's games."""
        return self.stores.look.facts.by_league[self.stores.catalog.league(self.table).name]

    def last_seen(self, day: date) -> LastSeen | None:
        if self.seen is None:
            return None
        columns = {column.name for column in self.seen.columns}
        appeared = "AND has_played" if "has_played" in columns else ""
        row = self.stores.connection.execute(
            f"SELECT game_date, game_id, team_id FROM {quoted(self.seen.name)} WHERE "
            f"player_id = $player AND game_date < $day {appeared} ORDER BY ALL DESC LIMIT 1",
            {"player": self.player_id, "day": day},
        ).fetchone()
        if row is None:
            return None
        on, game_id, team_id = row
        since = sum(on < g.day < day and team_id in g.teams for g in self.games)
        return LastSeen(day=on, game_id=game_id, team_id=team_id, team_games_since=since)

    def held(self, table: Table, day: date) -> dict[str, _Held]:
        """Game of a day -> what a table holds of him."""
        part = self.stores.look.parts_within({table.name: (day, day)}).get(table.name)
        if part is None:
            return {}
        has_reasons = any(column.name == "not_made_reason" for column in table.columns)
        rows = self.stores.connection.execute(
            f"SELECT game_id, count(*), {_REASONS if has_reasons else '[]'} "
            f"FROM {part} WHERE {quoted(table.partition)} = $day "
            "AND player_id = $player GROUP BY game_id",
            {"day": day, "player": self.player_id},
        ).fetchall()
        return {game_id: _Held(rows=held, reasons=tuple(why)) for game_id, held, why in rows}

    def missing(self, seen: LastSeen | None, day: date) -> tuple[str, ...]:
        if seen is None or self.seen is None:
            return ()
        cells = (
            self.stores.look.grid.of(self.seen.name, game)
            for game in self.games
            if seen.day < game.day < day and seen.team_id in game.teams
        )
        return tuple(cell.game_id for cell in cells if cell is not None and cell.is_gap)

    def why(self, game: Game, held: _Held, seen: LastSeen | None) -> str:
        """The answer for a game of his team."""
        if held.reasons:
            return f"not made: {'; '.join(held.reasons)}"
        if held.rows:
            return f"{held.rows} rows of him are there"
        spine = None if self.spine is self.table else self.spine
        if spine is not None and game.game_id in self.held(spine, game.day):
            return f"he is expected, and {self._standing(self.table, game)}"
        judged = self.spine or self.table
        cell = self.stores.look.grid.of(judged.name, game)
        if cell is not None and cell.is_gap:
            return self._standing(judged, game)
        if self.spine is None:
            return "no row of him came in"
        who = f"`boxline datasets show {self.spine.name}` says who is"
        if seen is None:
            return f"not expected: he was never seen before that day ({who})"
        return f"not expected: {self._seen(seen)} ({who})"

    def idle(self, seen: LastSeen | None, day: date) -> str:
        """The answer for a day on which his team has no game."""
        if seen is None:
            return "he was never seen before that day, so no team is known for him"
        return f"{self.names.team(seen.team_id)} has no game on {day}; {self._seen(seen)}"

    def _seen(self, seen: LastSeen) -> str:
        team = self.names.team(seen.team_id)
        since = f"{seen.team_games_since} of its games have been since"
        return f"he was last seen on {seen.day} for {team}, and {since}"

    def _standing(self, table: Table, game: Game) -> str:
        cell = self.stores.look.grid.of(table.name, game)
        if cell is None or not cell.cause:
            state = cell.state.value if cell else "there without him"
            return f"{table.name} of this game is {state}"
        return f"{table.name} of this game is {cell.state.value}: {cell.cause}"


def explain_player(
    stores: Stores, names: Names, table: Table, player_id: int, day: date, game: Game | None
) -> PlayerAnswer:
    """Why a player has rows in a table that day, or has none.

    Args:
        game: the game that is meant; None for that of the team he was last seen for.
    """
    spine = spine_of(stores.catalog, table)
    case = _Case(
        stores=stores,
        names=names,
        player_id=player_id,
        table=table,
        spine=spine,
        seen=_past_of(stores.catalog, spine) if spine else None,
    )
    seen = case.last_seen(day)
    held = case.held(table, game.day if game else day)
    meant = game or _his_game(case, held, seen, day)
    of_him = held.get(meant.game_id, _Held()) if meant else _Held()
    return PlayerAnswer(
        player_id=player_id,
        dataset=table.name,
        day=day,
        game_id=meant.game_id if meant else "",
        rows=of_him.rows,
        reasons=of_him.reasons,
        last_seen=seen,
        missing=case.missing(seen, day),
        answer=case.why(meant, of_him, seen) if meant else case.idle(seen, day),
    )


def spine_of(catalog: Catalog, table: Table) -> Table | None:
    """The table that says who could appear: this one, or the one whose players it takes."""
    if _is_spine(catalog, table):
        return table
    given = catalog.inputs(table.name).values()
    sources = (i.reach.dataset for i in given if isinstance(i.reach, Same))
    return next((s for s in sources if isinstance(s, Table) and _is_spine(catalog, s)), None)


def _is_spine(catalog: Catalog, table: Table) -> bool:
    is_pre_game = table.expects is not None and table.expects.state is GameState.SCHEDULED
    return is_pre_game and not table.is_history and _past_of(catalog, table) is not None


def _past_of(catalog: Catalog, table: Table) -> Table | None:
    pasts = (i.reach for i in catalog.inputs(table.name).values() if isinstance(i.reach, Past))
    found = (past.dataset for past in pasts if names_players(past.dataset))
    return next((one for one in found if isinstance(one, Table)), None)


def _his_game(
    case: _Case, held: Mapping[str, _Held], seen: LastSeen | None, day: date
) -> Game | None:
    """His game of the day: one with rows of him, else that of the team he was last seen for."""
    games = [game for game in case.games if game.day == day]
    with_rows = (game for game in games if game.game_id in held)
    of_his_team = (game for game in games if seen is not None and seen.team_id in game.teams)
    return next(with_rows, None) or next(of_his_team, None)
