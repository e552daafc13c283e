"""The lists that can be asked for: which table of a league each is of, and what its rows are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import BaseModel

from boxline.catalog import Catalog, Column, Dataset, Int, League, Text
from boxline.stores.contract_sql import names, quoted
from boxline.web.api.listings import Listing
from boxline.web.api.row_models import page_model, row_model


@dataclass(frozen=True, kw_only=True)
class LeagueLists:
    """The lists of one league.

    Attributes:
        under: where they stand; empty of the league that stands first.
        tables: kind of list -> its table.
        teams: the table of codes of clubs.
        codes: of the clubs, three letters or so each.
    """

    under: str
    tables: Mapping[str, Dataset]
    teams: str
    codes: frozenset[str]

    @cached_property
    def predictions(self) -> Listing:
        """Of each prediction the active version: of whatever has a grade of its own."""
        table = self.tables["predictions"]
        key = self.tables["results"].key
        return Listing(
            source=(
                f"SELECT * FROM {quoted(table.name)} WHERE {{where}} QUALIFY row_number() "
                f"OVER (PARTITION BY {names(key)} ORDER BY version DESC) = 1"
            ),
            columns=table.columns,
            key=_key(self.tables["results"]),
        )

    @cached_property
    def results(self) -> Listing:
        """One row per grade."""
        return _whole(self.tables["results"])

    @cached_property
    def lines(self) -> Listing:
        """One row per change of a line."""
        return _whole(self.tables["lines"])

    @cached_property
    def games(self) -> Listing:
        """Of a player, the newest first."""
        table = self.tables["games"]
        return replace(_whole(table), key=("game_date", "game_id"), is_newest_first=True)

    @cached_property
    def players(self) -> Listing:
        """Everybody who appeared, by the newest name he is known under."""
        games, known = self.tables["games"].name, self.tables["names"].name
        return Listing(
            source=(
                "WITH one AS (SELECT player_id, arg_max(team_id, game_date) AS team_id, "
                "arg_max(season, game_date) AS season, max(game_date) AS newest_game_date, "
                f"count(*) AS games FROM {quoted(games)} GROUP BY player_id), "
                "named AS (SELECT player_id, arg_max(player_name, game_date) AS player_name "
                f"FROM {quoted(known)} GROUP BY player_id), "
                "club AS (SELECT team_id, arg_max(team, game_date) AS team "
                f"FROM {quoted(self.teams)} GROUP BY team_id) "
                "SELECT one.*, named.player_name, club.team FROM one "
                "JOIN named USING (player_id) LEFT JOIN club USING (team_id) WHERE {where}"
            ),
            columns=self._player_columns,
            key=("player_name", "player_id"),
        )

    @cached_property
    def _player_columns(self) -> tuple[Column, ...]:
        of_games = {column.name: column for column in self.tables["games"].columns}
        return (
            of_games["player_id"],
            Column("player_name", Text, doc="The newest name he appeared under."),
            of_games["team_id"],
            Column(
                "team", Text, nullable=True, doc=f"Its {self.letters} code; NULL while unknown."
            ),
            replace(of_games["season"], doc="Of his newest game."),
            replace(
                of_games["game_date"],
                name="newest_game_date",
                doc="The league day of his newest game.",
            ),
            Column("games", Int, "games", 1, doc="In how many box scores he is listed."),
        )

    @property
    def letters(self) -> str:
        """How long a club's code is, in words."""
        return "three-letter" if self.code_lengths == (3, 3) else "short"

    @property
    def code_lengths(self) -> tuple[int, int]:
        """Of the shortest and the longest code of a club."""
        lengths = [len(code) for code in self.codes]
        return min(lengths, default=3), max(lengths, default=3)

    def page(self, row: str, doc: str, listing: Listing) -> type[BaseModel]:
        """The model of a page of a list; `row` names one of its rows among all leagues'."""
        return page_model(row_model(f"{self.under.title()}{row}", doc, listing.columns))


def _whole(table: Dataset) -> Listing:
    source = f"SELECT * FROM {quoted(table.name)} WHERE {{where}}"
    return Listing(source=source, columns=table.columns, key=_key(table))


def _key(table: Dataset) -> tuple[str, ...]:
    """The key of a table, its day first."""
    return ("game_date", *(name for name in table.key if name != "game_date"))


def lists_of(catalog: Catalog) -> list[LeagueLists]:
    """The lists of every league that has any; those that stand first come first."""
    found = [
        LeagueLists(
            under=league.lists.under,
            tables={kind: catalog[name] for kind, name in league.lists.tables.items()},
            teams=league.teams,
            codes=frozenset(league.codes.values()),
        )
        for league in catalog.leagues.values()
        if league.lists is not None
    ]
    return sorted(found, key=lambda one: one.under)


def queried(leagues: Iterable[League]) -> frozenset[str]:
    """What is open to queries of the API, beside what completeness is judged by."""
    return frozenset(
        name
        for league in leagues
        if league.lists is not None
        for name in (*league.lists.tables.values(), league.teams)
    )
