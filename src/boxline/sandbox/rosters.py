"""Who plays for whom: opening rosters, the summer between seasons, and trades."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice, product
from random import Random

from boxline.sandbox.players import POSITIONS, Newcomers, Player, Role, a_year_older
from boxline.sandbox.teams import Club

Roster = tuple[Player, ...]
Rosters = Mapping[int, Roster]
_TRADEABLE = slice(4, 8)  # places in the club by standing: they play, but no club is built on them


@dataclass(frozen=True, kw_only=True, slots=True)
class Trade:
    """A swap of two players.

    Attributes:
        traded_at: when it is announced and takes effect, UTC; before every game of its day.
        team_ids: the two clubs.
        players: who leaves the first club for the second, and who comes the other way.
    """

    traded_at: datetime
    team_ids: tuple[int, int]
    players: tuple[Player, Player]

    def applied_to(self, rosters: Rosters) -> Rosters:
        """The rosters after the trade."""
        (left_id, right_id), (leaves, joins) = self.team_ids, self.players
        return {
            **rosters,
            left_id: _swapped(rosters[left_id], leaves, joins),
            right_id: _swapped(rosters[right_id], joins, leaves),
        }


def by_standing(roster: Roster) -> Roster:
    """The roster, best player first."""
    return tuple(sorted(roster, key=lambda player: (-player.skill.standing, player.player_id)))


def opening_rosters(clubs: Sequence[Club], newcomers: Newcomers, rng: Random) -> Rosters:
    """13 to 15 players a club: a star, his partner, three starters, a bench, reserves."""
    return {club.team_id: _opening_roster(newcomers, rng) for club in clubs}


def _opening_roster(newcomers: Newcomers, rng: Random) -> Roster:
    first_five = [Role.STAR, Role.SECOND, Role.STARTER, Role.STARTER, Role.STARTER]
    rng.shuffle(first_five)
    roles = (first_five + [Role.BENCH] * 5 + [Role.RESERVE] * 5)[: rng.randint(13, 15)]
    positions = islice(cycle(POSITIONS), len(roles))
    return tuple(
        newcomers.player(role, position, seasons_left=rng.randint(0, 10))
        for role, position in zip(roles, positions, strict=True)
    )


def next_season(rosters: Rosters, newcomers: Newcomers, rng: Random) -> Rosters:
    """Everyone carries over a year older; a rookie takes the place of each who retires."""
    return {
        team_id: tuple(_himself_or_a_rookie(player, newcomers, rng) for player in roster)
        for team_id, roster in rosters.items()
    }


def _himself_or_a_rookie(player: Player, newcomers: Newcomers, rng: Random) -> Player:
    if player.seasons_left > 0:
        return a_year_older(player, rng)
    role = rng.choice((Role.SECOND, Role.STARTER, Role.BENCH, Role.RESERVE))
    return newcomers.player(role, player.position, seasons_left=rng.randint(3, 12))


def draw_trade(
    rosters: Rosters, rng: Random, *, traded_at: datetime, untouchable: Collection[int]
) -> Trade:
    """Two clubs swap one rotation player each, of the same position if they can.

    Args:
        rosters: before the trade.
        rng: of the draws.
        traded_at: when, UTC.
        untouchable: ids of players who stay, as those already traded this season.
    """
    left_id, right_id = rng.sample(sorted(rosters), 2)
    pairs = list(
        product(_on_offer(rosters[left_id], untouchable), _on_offer(rosters[right_id], untouchable))
    )
    rng.shuffle(pairs)
    leaves, joins = min(pairs, key=lambda pair: pair[0].position != pair[1].position)
    return Trade(traded_at=traded_at, team_ids=(left_id, right_id), players=(leaves, joins))


def _on_offer(roster: Roster, untouchable: Collection[int]) -> Roster:
    free = tuple(p for p in by_standing(roster) if p.player_id not in untouchable)
    return free[_TRADEABLE]


def _swapped(roster: Roster, leaves: Player, joins: Player) -> Roster:
    return tuple(joins if player is leaves else player for player in roster)
