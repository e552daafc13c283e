"""Who plays tonight: injuries come and go, form drifts, five start and a few come off the bench."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from boxline.sandbox.players import Player
from boxline.sandbox.rosters import Roster, by_standing
from boxline.sandbox.teams import Club

_INJURY_CHANCE = 0.02  # for each player and game played
_LONGEST_INJURY_GAMES = 8
_CAMEO_CHANCE = 0.06  # that one more player gets on for a few seconds
_STARTING_SLOTS = ("G", "G", "F", "F", "C")
_FEWEST_PLAYERS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Lineup:
    """One side before the tip-off.

    Attributes:
        club: the club.
        starters: five players with the position each starts at.
        bench: who comes off the bench, most minutes first.
        cameo: a player who gets on for a few seconds, if any.
        form: player id -> factor on his shots, near 1.
        edge: added to every accuracy: home floor, tired legs.
    """

    club: Club
    starters: tuple[tuple[Player, str], ...]
    bench: Roster
    cameo: Player | None
    form: dict[int, float]
    edge: float

    @property
    def players(self) -> Roster:
        """Everybody who may get on: starters, bench, cameo."""
        cameo = (self.cameo,) if self.cameo else ()
        return (*(player for player, _ in self.starters), *self.bench, *cameo)


class Condition:
    """The state of every player's body through one season."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._games_out: dict[int, int] = {}
        self._form: dict[int, float] = {}

    def lineup(self, club: Club, roster: Roster, *, edge: float) -> Lineup:
        """Pick tonight's players among the healthy, then let time pass for the whole roster."""
        fit = self._fit(by_standing(roster))
        starters = starting_five(fit)
        others = _besides(starters, fit)
        bench_size = self._rng.choices((3, 4, 5, 6), (1, 3, 4, 2))[0]
        bench, spare = others[:bench_size], others[bench_size:]
        has_cameo = spare and bench_size < 6 and self._rng.random() < _CAMEO_CHANCE
        form = {player.player_id: 1 + self._form.get(player.player_id, 0.0) for player in fit}
        self._pass_time(roster, {player.player_id for player in fit})
        return Lineup(
            club=club,
            starters=starters,
            bench=tuple(bench),
            cameo=spare[-1] if has_cameo else None,
            form=form,
            edge=edge,
        )

    def _fit(self, roster: Roster) -> Roster:
        healthy = [player for player in roster if not self._games_out.get(player.player_id)]
        hurt = [player for player in roster if self._games_out.get(player.player_id)]
        return tuple(healthy + hurt[: max(0, _FEWEST_PLAYERS - len(healthy))])

    def _pass_time(self, roster: Roster, fit: set[int]) -> None:
        for player in roster:
            who = player.player_id
            self._form[who] = 0.9 * self._form.get(who, 0.0) + self._rng.gauss(0, 0.05)
            self._games_out[who] = max(0, self._games_out.get(who, 0) - 1)
            if who in fit and self._rng.random() < _INJURY_CHANCE:
                self._games_out[who] = self._rng.randint(1, _LONGEST_INJURY_GAMES)


def starting_five(fit: Roster) -> tuple[tuple[Player, str], ...]:
    """Two guards, two forwards and a centre by standing; the next best where one is missing."""
    left = list(fit)
    chosen: list[tuple[Player, str]] = []
    for slot in _STARTING_SLOTS:
        fitting = [player for player in left if player.position_group == slot]
        player = (fitting or left)[0]
        left.remove(player)
        chosen.append((player, slot))
    return tuple(sorted(chosen, key=lambda starter: -starter[0].skill.standing))


def all_star_lineup(club: Club, players: Roster) -> Lineup:
    """Everybody plays, fresh and in ordinary form, and nobody defends much."""
    starters = starting_five(players)
    return Lineup(
        club=club,
        starters=starters,
        bench=tuple(_besides(starters, players)),
        cameo=None,
        form={player.player_id: 1.0 for player in players},
        edge=0.06,
    )


def _besides(starters: tuple[tuple[Player, str], ...], players: Roster) -> list[Player]:
    starting = {player.player_id for player, _ in starters}
    return [player for player in players if player.player_id not in starting]
