"""Who bats for a club today, where in the order, and where in the field."""

from __future__ import annotations

from random import Random

from boxline.sandbox.baseball.players import FIELD, BallPlayer
from boxline.sandbox.baseball.plays import Nine
from boxline.sandbox.baseball.squads import Squad

_RESTED = 0.06  # of days on which a regular sits
_PLATOON = 0.35  # of days on which one sits because the pitcher throws with his hand
_SHUFFLE = 0.12  # log-odds: how much the order changes from day to day


def todays_nine(
    squad: Squad, *, starter: BallPlayer, against: BallPlayer, hurt: set[int], rng: Random
) -> Nine:
    """The nine: a regular in each place, now and then one of the bench.

    Args:
        squad: of the club.
        starter: its pitcher.
        against: the other side's pitcher.
        hurt: player ids on the injured list.
        rng: of the draws.
    """
    bench = [p for p in squad.batters[len(FIELD) :] if p.player_id not in hurt]
    chosen: list[tuple[BallPlayer, str]] = []
    for regular, position in zip(squad.batters, FIELD, strict=False):
        player = regular
        if _sits(regular, against, hurt, rng) and bench:
            fit = [p for p in bench if p.position == position] or bench
            player = fit[0]
            bench.remove(player)
        chosen.append((player, position))
    ranked = sorted(chosen, key=lambda each: -(_worth(each[0]) + rng.gauss(0, _SHUFFLE)))
    return Nine(
        order=tuple(player for player, _ in ranked),
        positions=tuple(position for _, position in ranked),
        starter=starter,
    )


def with_another(nine: Nine, squad: Squad, hurt: set[int], rng: Random) -> Nine:
    """The nine with one batter changed for another of the bench; the same where there is none."""
    here = {player.player_id for player in nine.order} | hurt
    bench = [player for player in squad.batters if player.player_id not in here]
    if not bench:
        return nine
    slot = rng.randrange(9)
    order = (*nine.order[:slot], rng.choice(bench), *nine.order[slot + 1 :])
    return Nine(order=order, positions=nine.positions, starter=nine.starter)


def bench_of(nine: Nine, squad: Squad, hurt: set[int]) -> tuple[BallPlayer, ...]:
    """The batters who are left."""
    here = {player.player_id for player in nine.order} | hurt
    return tuple(player for player in squad.batters if player.player_id not in here)


def usual_nine(squad: Squad) -> tuple[BallPlayer, ...]:
    """The order to expect before any is named: the regulars, the best first."""
    return tuple(sorted(squad.batters[:9], key=lambda player: -_worth(player)))


def _sits(regular: BallPlayer, against: BallPlayer, hurt: set[int], rng: Random) -> bool:
    draw = rng.random()
    if regular.player_id in hurt:
        return True
    is_weak = regular.bats == "L" and against.throws == "L" and regular.knack.hits < 0
    return draw < (_PLATOON if is_weak else _RESTED)


def _worth(player: BallPlayer) -> float:
    knack = player.knack
    return knack.walks + knack.home_runs + 2 * knack.hits - 0.5 * knack.strikeouts
