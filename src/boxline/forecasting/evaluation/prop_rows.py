"""The graded predictions of one prop, laid beside one another: a row per player and game.

Systems are compared on the same rows, so each one's columns are put at the places of a common list
of player-games, with NaN where the system has no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.evaluation.names import EVERYBODY, PROPS
from boxline.forecasting.rows import Flags, Floats, Rows
from boxline.forecasting.scoring.slices import populations

#: Why a row is left out where nobody said.
NO_ROW = "the system has no row for it"
NO_REASON = "no forecast, and no reason was given"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one system said of one prop for one population.

    Attributes:
        place: of each of its rows, the number of the player-game in `PropRows`.
        rows: its rows as they came.
        size: player-games of the prop.
    """

    system: str
    population: str
    place: NDArray[np.int64]
    rows: Rows
    size: int

    def floats(self, name: str) -> Floats:
        """A column, one value per player-game; NaN where there is none."""
        found = np.full(self.size, np.nan)
        found[self.place] = self.rows.floats(name)
        return found

    def texts(self, name: str) -> NDArray[np.object_]:
        """A column of texts, one per player-game; None where there is none."""
        found = np.full(self.size, None, dtype=object)
        found[self.place] = self.rows[name]
        return found

    @cached_property
    def forecast(self) -> Floats:
        """Its own number, unrounded."""
        return self.floats("forecast")

    def reasons(self, left_out: Flags) -> Mapping[str, int]:
        """Why player-games of a mask have no forecast, with how many each reason left out."""
        why = np.full(self.size, NO_ROW, dtype=object)
        given = np.full(len(self.rows), NO_REASON, dtype=object)
        if "not_made_reason" in self.rows:
            told = self.rows["not_made_reason"]
            given = np.where(told.astype(bool), told, NO_REASON)
        why[self.place] = given
        return dict(Counter(why[left_out].tolist()).most_common())


@dataclass(frozen=True, kw_only=True)
class PropRows:
    """A prop's player-games, and what each system said of them.

    Attributes:
        games: one row per player-game: what came, and the line.
        said: what systems said, in the order in which they are told.
    """

    prop: str
    games: Rows
    said: tuple[Said, ...]

    def __len__(self) -> int:
        return len(self.games)

    @cached_property
    def actual(self) -> Floats:
        """What came; NaN where void."""
        return self.games.floats("actual")

    @cached_property
    def day(self) -> NDArray[np.int64]:
        """Days since 1970."""
        return self.games["game_day"].astype(np.int64)

    @cached_property
    def masks(self) -> Mapping[str, Flags]:
        """p1, p2 and p3 (`scoring.slices.populations`), of those who appeared."""
        appeared = ~np.isnan(self.actual)
        return populations(
            minutes_played=np.where(appeared, self.games.floats("minutes_played"), np.nan),
            earlier_games=self.games.floats("games_this_season"),
            has_line=~np.isnan(self.games.floats("line")),
        )

    def of(self, system: str, population: str = EVERYBODY) -> Said | None:
        """What a system said for a population, else for everybody, else nothing."""
        found = {each.population: each for each in self.said if each.system == system}
        return found.get(population) or found.get(EVERYBODY)

    @cached_property
    def systems(self) -> tuple[str, ...]:
        """Names of systems, in order."""
        return tuple(dict.fromkeys(each.system for each in self.said))


def by_prop(graded: Rows) -> Iterator[PropRows]:
    """The graded rows, prop by prop.

    Raises:
        ValueError: a system graded one prop of a player and game twice for one population.
    """
    if not len(graded):
        return
    player = _numbered(graded["player_id"])
    key = _numbered(graded["game_id"]) * (int(player.max()) + 1) + player
    kinds = graded["prop_type"]
    told = set(kinds.tolist())
    for prop in [*(each for each in PROPS if each in told), *sorted(told - set(PROPS))]:
        chosen = np.flatnonzero(kinds == prop)
        yield _laid_out(prop, graded.where(chosen), key[chosen])


def _laid_out(prop: str, rows: Rows, key: NDArray[np.int64]) -> PropRows:
    # A row with line and price goes first: a system that was never told of them must not hide them.
    missing = np.isnan(rows.floats("line")) * 2 + np.isnan(rows.floats("fair_chance_over"))
    order = np.argsort(missing, kind="stable")
    keys, first = np.unique(key[order], return_index=True)
    place = np.searchsorted(keys, key)
    system, population = rows["system"], rows["population"]
    said = []
    for name in dict.fromkeys(system.tolist()):
        of_system = system == name
        for group in dict.fromkeys(population[of_system].tolist()):
            chosen = np.flatnonzero(of_system & (population == group))
            places = place[chosen]
            if len(np.unique(places)) < len(places):
                raise ValueError(
                    f"{name} graded {prop} of one player and game twice ({group}): give the "
                    "predictions of one origin, and of each the version that counts"
                )
            said.append(
                Said(
                    system=name,
                    population=group,
                    place=places,
                    rows=rows.where(chosen),
                    size=len(keys),
                )
            )
    return PropRows(prop=prop, games=rows.where(order[first]), said=tuple(said))


def _numbered(values: NDArray[np.generic]) -> NDArray[np.int64]:
    """Ids as numbers: sorting a million texts takes seconds."""
    places: dict[object, int] = {}
    found = (places.setdefault(each, len(places)) for each in values.tolist())
    return np.fromiter(found, np.int64, len(values))
