"""Plays one game: minutes, then shots until one side leads, then all else that is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from boxline.sandbox import rest_of_the_box
from boxline.sandbox.box_scores import PlayerLine, TeamBox, sum_of
from boxline.sandbox.chance import poisson, successes
from boxline.sandbox.lineups import Lineup
from boxline.sandbox.tallies import Tally

_TEAM_MINUTES = 240  # five players on the floor for 48 minutes
_OVERTIME_MINUTES = 5.0
_TEAM_SHOTS = 89  # field-goal attempts of one side in 48 minutes
_SHOTS_SPREAD = 0.02  # of one side's attempts around what the pace gives
_STARTER_MINUTES = (35.0, 33.0, 31.0, 30.0, 28.0)
_BENCH_MINUTES = (22.0, 18.0, 15.0, 12.0, 9.0, 6.0)
_MOST_MINUTES = 44.0  # in regulation
_CAMEO_MINUTES = 0.3
_LATE_EQUALISER = 0.15  # chance that a side trailing by one shot ties the game


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A game that has been played."""

    home: TeamBox
    away: TeamBox
    overtimes: int


def play_game(home: Lineup, away: Lineup, rng: Random) -> Result:
    """One game; it goes to overtime until somebody wins."""
    sides = _tallies(home), _tallies(away)
    pace = rng.gauss(1, 0.035)
    minutes = tuple(_regulation_minutes(side, rng) for side in sides)
    _play_period(sides, minutes, edges=(home.edge, away.edge), pace=pace, rng=rng)
    _maybe_equalise(sides, rng)
    overtimes = 0
    while _points(sides[0]) == _points(sides[1]):
        overtimes += 1
        minutes = tuple(_overtime_minutes(side) for side in sides)
        _play_period(sides, minutes, edges=(home.edge, away.edge), pace=pace, rng=rng)
    rest_of_the_box.fill_in(sides[0], sides[1], rng)
    rest_of_the_box.fill_in(sides[1], sides[0], rng)
    return _result(home, away, sides, overtimes, rng)


def _tallies(lineup: Lineup) -> list[Tally]:
    starters = zip(lineup.starters, _STARTER_MINUTES, strict=True)
    bench = zip(lineup.bench, _BENCH_MINUTES, strict=False)
    tallies = [
        Tally(player=player, start_position=slot, usual_minutes=usual)
        for (player, slot), usual in starters
    ]
    tallies += [Tally(player=player, usual_minutes=usual) for player, usual in bench]
    if lineup.cameo:
        tallies.append(Tally(player=lineup.cameo))
    for tally in tallies:
        tally.form = lineup.form[tally.player.player_id]
    return tallies


def _regulation_minutes(side: Sequence[Tally], rng: Random) -> list[float]:
    """Near everybody's usual minutes, 240 together; nobody above 44."""
    wanted = [tally.usual_minutes * rng.lognormvariate(0, 0.12) for tally in side]
    scale = _TEAM_MINUTES / sum(wanted)
    given = [min(_MOST_MINUTES, minutes * scale) for minutes in wanted]
    spare = _TEAM_MINUTES - sum(given)
    below = sum(minutes for minutes in given if minutes < _MOST_MINUTES)
    return [
        (minutes * (1 + spare / below) if minutes < _MOST_MINUTES else minutes) or _CAMEO_MINUTES
        for minutes in given
    ]


def _overtime_minutes(side: Sequence[Tally]) -> list[float]:
    """The starters play it out."""
    return [_OVERTIME_MINUTES if tally.start_position else 0.0 for tally in side]


def _play_period(
    sides: tuple[list[Tally], list[Tally]],
    minutes: tuple[Sequence[float], ...],
    *,
    edges: tuple[float, float],
    pace: float,
    rng: Random,
) -> None:
    for mine, other in ((0, 1), (1, 0)):
        defence = _defence(sides[other], minutes[other])
        _shoot(sides[mine], minutes[mine], edge=edges[mine] - defence, pace=pace, rng=rng)


def _defence(side: Sequence[Tally], minutes: Sequence[float]) -> float:
    played = zip(side, minutes, strict=True)
    return sum(tally.player.skill.defence * each for tally, each in played) / sum(minutes)


def _shoot(
    side: Sequence[Tally], minutes: Sequence[float], *, edge: float, pace: float, rng: Random
) -> None:
    """Share the side's shots out by minutes and by who likes to shoot, then see which go in."""
    wishes = [
        tally.player.skill.shots * tally.form * each
        for tally, each in zip(side, minutes, strict=True)
    ]
    expected = _TEAM_SHOTS * pace * sum(minutes) / _TEAM_MINUTES
    taken = round(expected * rng.gauss(1, _SHOTS_SPREAD))
    shooters = Counter(rng.choices(range(len(side)), wishes, k=taken))
    for place, (tally, each) in enumerate(zip(side, minutes, strict=True)):
        skill, hand = tally.player.skill, edge + rng.gauss(0, 0.02)
        shots = shooters[place]
        threes = successes(rng, shots, skill.habits.threes)
        made_threes = successes(rng, threes, skill.three_accuracy + hand)
        free_throws = poisson(rng, shots * skill.free_throws_per_shot)
        tally.minutes += each
        tally.fga += shots
        tally.fg3a += threes
        tally.fg3m += made_threes
        tally.fgm += made_threes + successes(rng, shots - threes, skill.two_accuracy + hand)
        tally.fta += free_throws
        tally.ftm += successes(rng, free_throws, skill.free_throw_accuracy)


def _points(side: Sequence[Tally]) -> int:
    return sum(tally.points for tally in side)


def _maybe_equalise(sides: tuple[list[Tally], list[Tally]], rng: Random) -> None:
    """Now and then a side that trails by one shot makes it: as many overtimes as in the NBA."""
    trailing = min(sides, key=_points)
    deficit = _points(max(sides, key=_points)) - _points(trailing)
    if deficit > 3 or rng.random() > _LATE_EQUALISER:
        return
    if deficit == 1:
        trailing[0].ftm, trailing[0].fta = trailing[0].ftm + 1, trailing[0].fta + 1
    elif deficit:
        trailing[0].fgm, trailing[0].fga = trailing[0].fgm + 1, trailing[0].fga + 1
        trailing[0].fg3m += deficit == 3
        trailing[0].fg3a += deficit == 3


def _result(
    home: Lineup,
    away: Lineup,
    sides: tuple[list[Tally], list[Tally]],
    overtimes: int,
    rng: Random,
) -> Result:
    margin = _points(sides[0]) - _points(sides[1])
    return Result(
        home=_team_box(home, sides[0], margin, rng),
        away=_team_box(away, sides[1], -margin, rng),
        overtimes=overtimes,
    )


def _team_box(lineup: Lineup, side: Sequence[Tally], margin: int, rng: Random) -> TeamBox:
    shares = rest_of_the_box.plus_minus([tally.minutes for tally in side], margin, rng)
    lines = tuple(
        PlayerLine(
            player=tally.player,
            stats=tally.stats(),
            plus_minus=share,
            start_position=tally.start_position,
        )
        for tally, share in zip(side, shares, strict=True)
    )
    stats = sum_of(line.stats for line in lines)
    return TeamBox(club=lineup.club, stats=stats, plus_minus=margin, lines=lines)
