"""Invented players: who they are, how good they are, and how they change over the years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from random import Random

FIRST_PLAYER_ID = 9000001
_GIVEN_NAMES = (
    "Abel Amadou Anders Bastien Bogdan Calder Cormac Dario Demarius Dragan Eirik Emeka Étienne "
    "Farouk Gael Goran Hollis Idris Ilja Jaxton Jérôme Kasper Keanu Kwame Léandro Lucian Malakai "
    "Matías Nikša O'Shea Orson Pascal Quill Rashard Rémy Stellan Tavares Tobiah Ulises Vuk Wendell "
    "Xavion Yannis Zoltan"
)
_FAMILY_NAMES = (
    "Abernethy Adeyinka Ashgrove Barrowby Bjelović Brightwater Castellane Čvorović Dahlgrün "
    "Dellacourt Ekwueme Fairhollow Fenwick-Osei Gravelle Hærland Hallowell Ibekwe Jankauskis "
    "Kestrelman Kovačina Lindqvarn Lovelace-Amun Makonde Moonwright Nørbeck Nwokedi Oakhollow "
    "Ózguler Pemberwick Petrušin Quarterman Radonjević Ravensworth Sablefield Sørvik Stonebridger "
    "Tillinghast Tshimanga Underhay Valdecañas Vossler Wetherington Yellowlees Zdravkov Žilinskas"
)
SUFFIXES = ("Jr.", "III", "II")


class Role(Enum):
    """A player's place in his club; the value is (typical standing, shots per 36 minutes)."""

    STAR = (10.0, 18.5)  # most shots and most minutes
    SECOND = (8.0, 16.5)  # the star's partner
    STARTER = (6.0, 12.0)
    BENCH = (4.0, 11.5)  # plays most nights
    RESERVE = (2.0, 10.0)  # plays when others are hurt


@dataclass(frozen=True, kw_only=True, slots=True)
class Habits:
    """What a position adds beyond scoring: counts per 36 minutes."""

    oreb: float
    dreb: float
    ast: float
    stl: float
    blk: float
    pf: float
    threes: float  # share of shots taken from three


_HABITS = {
    "PG": Habits(oreb=0.6, dreb=3.4, ast=7.4, stl=1.5, blk=0.3, pf=2.6, threes=0.48),
    "SG": Habits(oreb=0.7, dreb=3.8, ast=4.0, stl=1.3, blk=0.4, pf=2.6, threes=0.54),
    "SF": Habits(oreb=1.2, dreb=5.0, ast=3.2, stl=1.2, blk=0.6, pf=2.9, threes=0.48),
    "PF": Habits(oreb=2.0, dreb=6.3, ast=2.6, stl=1.0, blk=0.9, pf=3.3, threes=0.38),
    "C": Habits(oreb=3.5, dreb=7.8, ast=2.3, stl=0.9, blk=1.8, pf=3.8, threes=0.15),
}
POSITIONS = tuple(_HABITS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Skill:
    """How a player plays; `habits` and `shots` are per 36 minutes, accuracies are shares.

    Attributes:
        standing: who plays more; the higher plays first.
        shots: field-goal attempts.
        two_accuracy: share of two-pointers made.
        three_accuracy: share of three-pointers made.
        free_throw_accuracy: share of free throws made.
        free_throws_per_shot: free-throw attempts for each field-goal attempt.
        defence: what he takes off the opponents' accuracy when he plays.
        habits: everything else he counts.
    """

    standing: float
    shots: float
    two_accuracy: float
    three_accuracy: float
    free_throw_accuracy: float
    free_throws_per_shot: float
    defence: float
    habits: Habits


@dataclass(frozen=True, kw_only=True, slots=True)
class Player:
    """One invented player; `seasons_left` counts the seasons he still plays after this one."""

    player_id: int
    player_name: str
    position: str
    seasons_left: int
    skill: Skill

    @property
    def position_group(self) -> str:
        """G, F or C."""
        return self.position[-1]


class Newcomers:
    """Hands out players whose ids and names nobody had before."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        pairs = product(_GIVEN_NAMES.split(), _FAMILY_NAMES.split())
        self._names = [f"{given} {family}" for given, family in pairs]
        self._next_id = FIRST_PLAYER_ID
        rng.shuffle(self._names)

    def player(self, role: Role, position: str, *, seasons_left: int) -> Player:
        """The next newcomer, with the skill of his role and the habits of his position."""
        name = self._names.pop()
        if self._rng.random() < 0.08:
            name = f"{name} {self._rng.choice(SUFFIXES)}"
        self._next_id += 1
        return Player(
            player_id=self._next_id - 1,
            player_name=name,
            position=position,
            seasons_left=seasons_left,
            skill=_skill(role, _HABITS[position], is_big=position == "C", rng=self._rng),
        )


def _skill(role: Role, habits: Habits, *, is_big: bool, rng: Random) -> Skill:
    standing, shots = role.value
    return Skill(
        standing=rng.gauss(standing, 0.5),
        shots=shots * rng.gauss(1, 0.06),
        two_accuracy=rng.gauss(0.59 if is_big else 0.53, 0.02),
        three_accuracy=rng.gauss(0.36, 0.02),
        free_throw_accuracy=min(0.93, rng.gauss(0.70 if is_big else 0.79, 0.05)),
        free_throws_per_shot=0.33 if role is Role.STAR else max(0.08, rng.gauss(0.22, 0.06)),
        defence=rng.gauss(0, 0.02),
        habits=_varied(habits, rng),
    )


def _varied(habits: Habits, rng: Random) -> Habits:
    def near(typical: float) -> float:
        return typical * rng.lognormvariate(0, 0.2)

    return Habits(
        oreb=near(habits.oreb),
        dreb=near(habits.dreb),
        ast=near(habits.ast),
        stl=near(habits.stl),
        blk=near(habits.blk),
        pf=near(habits.pf),
        threes=min(0.8, near(habits.threes)),
    )


def a_year_older(player: Player, rng: Random) -> Player:
    """The same player one season later: a little better or worse, one season less to play."""
    skill = replace(
        player.skill,
        standing=player.skill.standing + rng.gauss(0, 0.4),
        shots=player.skill.shots * rng.gauss(1, 0.05),
        three_accuracy=player.skill.three_accuracy + rng.gauss(0, 0.008),
    )
    return replace(player, skill=skill, seasons_left=player.seasons_left - 1)
