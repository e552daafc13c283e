"""The play-by-play of a game as far as it has come, with what each event needs to be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boxline.sandbox.events import DEFENSIVE, OFFENSIVE, Event, Kind
from boxline.sandbox.game_views import GameView
from boxline.sandbox.players import Player


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An event with the counts after it.

    Attributes:
        event: what happened.
        points: of its player so far.
        offensive: offensive rebounds of its player so far.
        defensive: defensive rebounds of its player so far.
        turnovers: of its player so far.
        fouls: of its player so far.
        other_count: assists, blocks or steals of the other player so far.
        on_floor: home five and away five when it happened, in the order in which they came in.
    """

    event: Event
    points: int
    offensive: int
    defensive: int
    turnovers: int
    fouls: int
    other_count: int
    on_floor: tuple[tuple[Player, ...], tuple[Player, ...]]


def told(view: GameView, events: Sequence[Event]) -> Iterator[Told]:
    """Each event with what has been counted by then."""
    counts: Counter[tuple[str, int]] = Counter()
    floor = [[line.player for line in side.lines if line.start_position] for side in view.sides]
    for event in events:
        if event.kind is Kind.SUBSTITUTION and event.player and event.other:
            _substitute(floor[event.club != view.fixture.home], event.player, event.other)
        _count(counts, event)
        who = event.player.player_id if event.player else 0
        other = event.other.player_id if event.other else 0
        yield Told(
            event=event,
            points=counts["points", who],
            offensive=counts[OFFENSIVE, who],
            defensive=counts[DEFENSIVE, who],
            turnovers=counts["turnovers", who],
            fouls=counts["fouls", who],
            other_count=counts[_other_role(event), other],
            on_floor=(tuple(floor[0]), tuple(floor[1])),
        )


def _substitute(five: list[Player], comes: Player, goes: Player) -> None:
    places = [place for place, each in enumerate(five) if each.player_id == goes.player_id]
    for place in places:
        five[place] = comes


def _count(counts: Counter[tuple[str, int]], event: Event) -> None:
    who = event.player.player_id if event.player else 0
    if event.is_made:
        counts["points", who] += event.value
    if event.kind is Kind.REBOUND:
        counts[event.detail, who] += 1
    elif event.kind is Kind.TURNOVER:
        counts["turnovers", who] += 1
    elif event.kind is Kind.FOUL:
        counts["fouls", who] += 1
    if event.other and event.kind in (Kind.SHOT, Kind.TURNOVER):
        counts[_other_role(event), event.other.player_id] += 1


def _other_role(event: Event) -> str:
    if event.kind is Kind.SHOT:
        return "assists" if event.is_made else "blocks"
    return "steals"
