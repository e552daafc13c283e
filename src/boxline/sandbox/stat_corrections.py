"""Stat corrections: what the league changes in a box score days after the game."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.box_scores import Game
from boxline.sandbox.court import THREES
from boxline.sandbox.events import Event, Kind
from boxline.sandbox.players import Player

_SHARE_OF_GAMES = 1 / 40
_SHARE_WITH_TWO = 0.3  # of those
_DAYS_LATER = (1, 3)
_ANNOUNCED_ET = time(12)
_SHARE_TWOS, _SHARE_REBOUNDS = 0.15, 0.35  # of corrections; the rest are assists
_LEAST_MARGIN = 3  # points by which a game must be decided for one more not to matter
_BEYOND_THE_ARC = next(area for area in THREES if area.basic_zone == "Above the Break 3")

_Five = dict[int, Player]


@dataclass(frozen=True, kw_only=True, slots=True)
class StatCorrection:
    """One event of a game, told anew.

    Attributes:
        game_id: the game.
        announced_at: noon Eastern one to three days after it, UTC; what is served changes then.
        was: the event as it was first written.
        becomes: as it should have been, but for the score after it.
    """

    game_id: str
    announced_at: datetime
    was: Event
    becomes: Event


def corrections_of(game: Game, *, seed: int) -> tuple[StatCorrection, ...]:
    """The corrections of a game, announced at once; one game in forty has one or two."""
    rng = Random(f"{seed}/corrections/{game.fixture.game_id}")
    if not game.is_played or rng.random() >= _SHARE_OF_GAMES:
        return ()
    day = game.fixture.game_date + timedelta(days=rng.randint(*_DAYS_LATER))
    announced_at = datetime.combine(day, _ANNOUNCED_ET, EASTERN).astimezone(UTC)
    told = [_told_anew(game, rng) for _ in range(1 + (rng.random() < _SHARE_WITH_TWO))]
    by_event = {was.number: (was, becomes) for was, becomes in told}
    return tuple(
        StatCorrection(
            game_id=game.fixture.game_id, announced_at=announced_at, was=was, becomes=becomes
        )
        for was, becomes in by_event.values()
    )


def corrected(
    game: Game, events: Sequence[Event], corrections: Iterable[StatCorrection]
) -> tuple[Event, ...]:
    """A game's events with the corrections in them, and the score carried on from there."""
    anew = {each.was.number: each.becomes for each in corrections}
    if not anew:
        return tuple(events)
    home = game.fixture.home.team_id
    points = {True: 0, False: 0}  # of the home side, of the visitors
    told: list[Event] = []
    for event in (anew.get(each.number, each) for each in events):
        if event.is_made and event.club:
            points[event.club.team_id == home] += event.value
        told.append(event._replace(home_points=points[True], away_points=points[False]))
    return tuple(told)


def _told_anew(game: Game, rng: Random) -> tuple[Event, Event]:
    """An event and what becomes of it."""
    kind = rng.random()
    moments = list(_with_fives(game))
    if kind < _SHARE_TWOS and _is_decided(game):
        twos = [event for event, _ in moments if event.kind is Kind.SHOT and event.value == 2]
        was = max((two for two in twos if two.is_made), key=_feet)
        return was, was._replace(value=3, spot=_BEYOND_THE_ARC.spot(rng))
    if kind < _SHARE_TWOS + _SHARE_REBOUNDS:
        rebounds = [m for m in moments if m[0].kind is Kind.REBOUND and m[0].player]
        was, five = rng.choice(rebounds)
        return was, was._replace(player=_other_than(was.player, five, rng))
    baskets = [m for m in moments if m[0].kind is Kind.SHOT and m[0].is_made]
    was, five = rng.choice(baskets)
    passer = None if was.other else _other_than(was.player, five, rng)
    return was, was._replace(other=passer)


def _is_decided(game: Game) -> bool:
    """Whether the score can change by a point without another winner or another overtime."""
    return not game.overtimes and abs(game.sides[0].plus_minus) >= _LEAST_MARGIN


def _with_fives(game: Game) -> Iterator[tuple[Event, _Five]]:
    """Each event of a side with the five that side had on the floor."""
    fives = {
        side.club.team_id: {
            line.player.player_id: line.player for line in side.lines if line.start_position
        }
        for side in game.sides
    }
    for event in game.events:
        if event.club is None:
            continue
        five = fives[event.club.team_id]
        if event.kind is Kind.SUBSTITUTION and event.player and event.other:
            five = {who: each for who, each in five.items() if who != event.other.player_id}
            five[event.player.player_id] = event.player
            fives[event.club.team_id] = five
        yield event, five


def _other_than(player: Player | None, five: _Five, rng: Random) -> Player:
    return rng.choice([each for each in five.values() if each != player])


def _feet(shot: Event) -> int:
    return shot.spot.feet if shot.spot else 0
