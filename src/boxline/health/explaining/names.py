"""Names people know, beside the ids that the tables carry: team codes and players."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from boxline.catalog import Catalog
from boxline.engine.calendar import Game
from boxline.errors import BadWindow, UnknownPlayer
from boxline.stores.contract_sql import quoted


@dataclass(frozen=True, kw_only=True)
class Names:
    """Newest names in one league: team id -> three-letter code, player id -> name. An id may be
    somebody else's in another league."""

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
        same = self.meant_by(text)
        if len(same) == 1:
            return same[0]
        known = map(str, self.players) if text.isdecimal() else self.players.values()
        raise UnknownPlayer(text, known, same=same)

    def meant_by(self, text: str) -> list[int]:
        """The ids of the players who have this id or name."""
        if text.isdecimal():
            return [int(text)] if int(text) in self.players else []
        return [one for one, name in self.players.items() if name.casefold() == text.casefold()]


def read_names(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> dict[str, Names]:
    """League -> the newest names in its tables of names."""
    return {
        name: Names(
            teams=_newest(connection, "team_id", "team", league.teams),
            players=_newest(connection, "player_id", "player_name", league.players),
        )
        for name, league in catalog.leagues.items()
    }


def league_of_player(names: Mapping[str, Names], text: str) -> str:
    """The league that a player is meant in who is given by id or by name.

    Args:
        names: of the leagues that may be meant.
    Raises:
        BadWindow: several know him, or none of several does.
    """
    knowing = [league for league, known in names.items() if known.meant_by(text)]
    if len(names) == 1 or len(knowing) == 1:
        return (knowing or list(names))[0]
    those = " and ".join(knowing) or f"none of {', '.join(names)}"
    raise BadWindow(f"{text!r} is known in {those}; name the dataset that is meant.")


def _newest(
    connection: duckdb.DuckDBPyConnection, entity: str, name: str, table: str
) -> dict[int, str]:
    if not table:
        return {}
    query = f"SELECT {entity}, arg_max({name}, game_date) FROM {quoted(table)} GROUP BY ALL"
    return dict(connection.execute(query).fetchall())
