"""Names people know, beside the ids that the tables carry: team codes and players."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from boxline.catalog import Catalog
from boxline.engine.calendar import Game
from boxline.errors import UnknownPlayer
from boxline.stores.contract_sql import quoted


@dataclass(frozen=True, kw_only=True)
class Names:
    """Newest names: team id -> three-letter code, player id -> name."""

    teams: Mapping[int, str]
    players: Mapping[int, str]

    def team(self, team_id: int) -> str:
        """The team's code; its id where it has none yet."""
        return self.teams.get(team_id, str(team_id))

    def player(self, player_id: int) -> str:
        """The player's name; his id where he has none yet."""
        return self.players.get(player_id, str(player_id))

    def sides(self, game: Game | None) -> str:
        """`BOS @ MIA`, the visitors first; empty for no game."""
        return " @ ".join(map(self.team, reversed(game.teams))) if game else ""

    def find_player(self, text: str) -> int:
        """The id of a player given by id or by name, upper and lower case alike.

        Raises:
            UnknownPlayer: nobody is known by it, or several are.
        """
        if text.isdecimal():
            if int(text) in self.players:
                return int(text)
            raise UnknownPlayer(text, map(str, self.players))
        same = [one for one, name in self.players.items() if name.casefold() == text.casefold()]
        if len(same) != 1:
            raise UnknownPlayer(text, self.players.values(), same=same)
        return same[0]


def read_names(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> Names:
    """The newest names in the leagues' tables of names."""
    leagues = catalog.leagues.values()
    return Names(
        teams=_newest(connection, "team_id", "team", (league.teams for league in leagues)),
        players=_newest(
            connection, "player_id", "player_name", (league.players for league in leagues)
        ),
    )


def _newest(
    connection: duckdb.DuckDBPyConnection, entity: str, name: str, tables: Iterable[str]
) -> dict[int, str]:
    found: dict[int, str] = {}
    for table in filter(None, tables):
        query = f"SELECT {entity}, arg_max({name}, game_date) FROM {quoted(table)} GROUP BY ALL"
        found |= dict(connection.execute(query).fetchall())
    return found
