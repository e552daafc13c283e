"""An explanation: a cell's state, what it is made of down to the bytes, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from boxline.catalog import Catalog, Table
from boxline.catalog.datasets import Dataset, layer, league_name
from boxline.engine.calendar import Game
from boxline.errors import BadWindow, UnknownGame
from boxline.health.explaining.backward import Node, Stores, backward
from boxline.health.explaining.forward import Forward, forward, later_rows, names_players
from boxline.health.explaining.names import Names
from boxline.health.explaining.player import PlayerAnswer, explain_player


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One game of one dataset."""

    game_id: str
    day: date
    teams: str
    made_of: Node
    rests_on_it: Forward


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The answer to one question; `player` where one was asked about."""

    dataset: str
    player: PlayerAnswer | None
    games: tuple[Explained, ...]


def explain(
    stores: Stores,
    names: Names,
    dataset: Dataset,
    *,
    day: date | None,
    game_id: str | None,
    player: str | None,
) -> Explanation:
    """Explain a dataset's cell of a game, or its cells of a day, or a player's rows there.

    Raises:
        BadWindow: neither day nor game is given, or the game is of another day.
        UnknownGame, UnknownPlayer: with the nearest that is known.
    """
    known = stores.look.facts.by_id[league_name(dataset)]
    game = _game(known, day, game_id)
    when = day or (game.day if game else None)
    if when is None:
        raise BadWindow("Say what to explain: --date DAY or --game ID.")
    stores.look.about = when
    answer = None
    if player is not None:
        if not isinstance(dataset, Table) or not names_players(dataset):
            raise BadWindow(f"{dataset.name} tells of no players; leave --player out.")
        answer = explain_player(stores, names, dataset, names.find_player(player), when, game)
        games = [known[answer.game_id]] if answer.game_id else []
    else:
        of_league = stores.look.facts.by_league[league_name(dataset)]
        games = [game] if game else [one for one in of_league if one.day == when]
    return Explanation(
        dataset=dataset.name,
        player=answer,
        games=tuple(_explained(stores, names, dataset, one) for one in games),
    )


def predicted_in(catalog: Catalog) -> dict[str, Table]:
    """League -> its predictions, which a question about a player means where it names no
    dataset."""
    tables = [t for t in catalog.computed if isinstance(t, Table) and layer(t) == "predictions"]
    said = [t for t in tables if t.is_history and names_players(t)]
    return {league_name(table): table for table in reversed(said)}


def _game(games: Mapping[str, Game], day: date | None, game_id: str | None) -> Game | None:
    if game_id is None:
        return None
    if game_id not in games:
        raise UnknownGame(game_id, games)
    game = games[game_id]
    if day is not None and game.day != day:
        raise BadWindow(f"Game {game_id} is on {game.day}, not on {day}; give one of them.")
    return game


def _explained(stores: Stores, names: Names, dataset: Dataset, game: Game) -> Explained:
    # What is later is counted while the walk backward goes on: DuckDB needs Python for nearly
    # nothing of that.
    with stores.connection.cursor() as own, ThreadPoolExecutor(1) as beside:
        later = beside.submit(later_rows, stores, own, dataset, game)
        return Explained(
            game_id=game.game_id,
            day=game.day,
            teams=names.sides(game),
            made_of=backward(stores, dataset, game),
            rests_on_it=forward(stores, dataset, game, later.result()),
        )
