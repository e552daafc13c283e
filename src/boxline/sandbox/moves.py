"""Players who change clubs: what is announced and when, and who is where at an instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.players import Player
from boxline.sandbox.rosters import Roster, Trade
from boxline.sandbox.seasons import Season
from boxline.sandbox.teams import Club

_SIGNING_DAYS = 30  # of July
_POSITION_NAMES = {"G": "guard", "F": "forward", "C": "center"}


class MoveKind(Enum):
    """How a player came or went; the value is NBA.com's word."""

    TRADE = "Trade"  # one move for each player; those of one trade share the instant
    SIGNING = "Signing"  # a newcomer; no club before
    WAIVE = "Waive"  # he ends his career; no club after


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One player's change of club.

    Attributes:
        moved_at: when it is announced and takes effect, UTC; never while his clubs play.
        player: who moves.
        from_club: where he was; None for a newcomer.
        to_club: where he goes; None for one who is waived.
        kind: how.
        text: the sentence of the announcement.
    """

    moved_at: datetime
    player: Player
    from_club: Club | None
    to_club: Club | None
    kind: MoveKind
    text: str


class Movement:
    """All moves of a league, and the rosters that follow from them.

    A season's players, a year older, stand in the rosters from 1 July on; those who end their
    career are waived that day, and who takes their place is signed in the weeks after.
    """

    def __init__(self, seasons: Sequence[Season], clubs: Sequence[Club], *, seed: int) -> None:
        self._seasons = seasons
        self._seed = seed
        self._club = {club.team_id: club for club in clubs}
        self._summers = [_first_of_july(season) for season in seasons]
        summers = (move for place in range(1, len(seasons)) for move in self._summer(place))
        trades = (move for season in seasons for made in season.trades for move in self._of(made))
        self.moves = sorted((*summers, *trades), key=lambda m: (m.moved_at, m.player.player_id))
        self._signed_at = {
            move.player.player_id: move.moved_at
            for move in self.moves
            if move.kind is MoveKind.SIGNING
        }

    def until(self, at: datetime) -> list[Move]:
        """The moves announced by then, oldest first."""
        return self.moves[: bisect_right(self.moves, at, key=lambda move: move.moved_at)]

    def roster(self, team_id: int, at: datetime) -> Roster:
        """A club's players by id; empty for a club that the league lacks."""
        season = self._seasons[max(0, bisect_right(self._summers, at) - 1)]
        rosters = season.opening
        for made in season.trades:
            if made.traded_at <= at:
                rosters = made.applied_to(rosters)
        here = (p for p in rosters.get(team_id, ()) if self._signed_at.get(p.player_id, at) <= at)
        return tuple(sorted(here, key=lambda player: player.player_id))

    def _of(self, made: Trade) -> Iterator[Move]:
        left, right = (self._club[team_id] for team_id in made.team_ids)
        for player, origin, goal in zip(made.players, (left, right), (right, left), strict=True):
            yield Move(
                moved_at=made.traded_at,
                player=player,
                from_club=origin,
                to_club=goal,
                kind=MoveKind.TRADE,
                text=f"{goal.team_name} received {_titled(player)} from {origin.team_name}.",
            )

    def _summer(self, place: int) -> Iterator[Move]:
        july = self._summers[place]
        before, after = self._seasons[place - 1].rosters, self._seasons[place].opening
        for team_id, club in self._club.items():
            was, comes = _by_id(before[team_id]), _by_id(after[team_id])
            for who in was.keys() - comes.keys():
                yield Move(
                    moved_at=july,
                    player=was[who],
                    from_club=club,
                    to_club=None,
                    kind=MoveKind.WAIVE,
                    text=_sentence(f"{club.team_name} waived {_titled(was[who])}"),
                )
            for who in comes.keys() - was.keys():
                rng = Random(f"{self._seed}/signing/{who}")
                yield Move(
                    moved_at=july + timedelta(minutes=rng.randrange(_SIGNING_DAYS * 24 * 60)),
                    player=comes[who],
                    from_club=None,
                    to_club=club,
                    kind=MoveKind.SIGNING,
                    text=_sentence(f"{club.team_name} signed {_titled(comes[who])}"),
                )


def _first_of_july(season: Season) -> datetime:
    return datetime(int(season.season[:4]), 7, 1, 12, tzinfo=EASTERN).astimezone(UTC)


def _by_id(roster: Roster) -> Mapping[int, Player]:
    return {player.player_id: player for player in roster}


def _titled(player: Player) -> str:
    return f"{_POSITION_NAMES[player.position_group]} {player.player_name}"


def _sentence(words: str) -> str:
    """With its full stop, of which a name such as Vossler Jr. brings its own."""
    return words if words.endswith(".") else f"{words}."
