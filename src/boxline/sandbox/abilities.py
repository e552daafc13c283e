"""What each player is likely to do in tonight's game, as the chances and weights of its draws."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from boxline.sandbox.players import Player

AND_ONE = 0.22  # chance that a fouled shot goes in
_THREES_FOULED = 0.1  # how often a three is fouled, against a two
_TOUCH = 0.02  # spread of one night's accuracy around a player's own


@dataclass(kw_only=True, slots=True, eq=False)
class Ability:
    """One player for one night; chances between 0 and 1.

    Attributes:
        player: who he is.
        place: his place in the game's event log.
        fouls: personal fouls so far.
        threes: chance that his shot is a three.
        makes_two: chance that a two goes in which nobody fouls, against an average defence.
        makes_three: the same of a three.
        makes_free_throw: chance of a free throw.
        fouled_on_two: chance that a two is fouled.
        fouled_on_three: chance that a three is fouled.
        weights: in 36 minutes his shots, fouled or not, turnovers, offensive rebounds, defensive
            ones, passes to a basket, steals, blocks, fouls.
    """

    player: Player
    place: int
    fouls: int
    threes: float
    makes_two: float
    makes_three: float
    makes_free_throw: float
    fouled_on_two: float
    fouled_on_three: float
    weights: tuple[float, float, float, float, float, float, float, float]


def ability(player: Player, place: int, *, form: float, edge: float, rng: Random) -> Ability:
    """Tonight's chances, so that what he counts comes out as his skill says.

    Args:
        player: who plays.
        place: his place in the event log.
        form: factor on his shots.
        edge: added to his accuracy.
        rng: of how his hand is tonight.
    """
    skill, habits = player.skill, player.skill.habits
    # With t the threes' share of attempts, f the chance of a foul on a two and q of AND_ONE, an
    # attempt at two takes 1 / (1 - f(1 - q)) shots, of which f(2 - q) free throws come: solved for
    # f, without the terms of f squared.
    threes, trips = habits.threes, skill.free_throws_per_shot
    of_twos = (1 - threes) * (2 - AND_ONE)
    of_threes = threes * _THREES_FOULED * (3 - 2 * AND_ONE)
    on_two = trips / (of_twos + of_threes + (1 - AND_ONE) * trips)
    on_three = _THREES_FOULED * on_two
    twos_shot = (1 - threes) / (1 - on_two * (1 - AND_ONE))
    threes_shot = threes / (1 - on_three * (1 - AND_ONE))
    hand = edge + rng.gauss(0, _TOUCH)
    return Ability(
        player=player,
        place=place,
        fouls=0,
        threes=threes_shot / (twos_shot + threes_shot),
        makes_two=_unfouled(skill.two_accuracy + hand, on_two),
        makes_three=_unfouled(skill.three_accuracy + hand, on_three),
        makes_free_throw=skill.free_throw_accuracy,
        fouled_on_two=on_two,
        fouled_on_three=on_three,
        weights=(
            form * skill.shots * (twos_shot + threes_shot),
            0.55 + 0.035 * skill.shots + 0.22 * habits.ast,
            habits.oreb,
            habits.dreb,
            habits.ast,
            habits.stl,
            habits.blk,
            habits.pf,
        ),
    )


def _unfouled(accuracy: float, fouled: float) -> float:
    """What the accuracy is without baskets that were fouled, which count as attempts."""
    and_ones = fouled * AND_ONE
    return (accuracy * (1 - fouled + and_ones) - and_ones) / (1 - fouled)
