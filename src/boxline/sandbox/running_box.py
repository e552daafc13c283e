"""Counts the events of a game, as far as they have come, into the box scores of both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from boxline.sandbox.box_scores import COUNTED, Game, PlayerLine, StatLine, TeamBox, sum_of
from boxline.sandbox.events import OFFENSIVE, Event, Kind, period_seconds, seconds_before
from boxline.sandbox.game_clock import ClockReading
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club

_COUNTS = COUNTED[1:]  # minutes come from the seconds


def happened_by(events: Sequence[Event], reading: ClockReading) -> list[Event]:
    """The events that the scoreboard's clock has reached."""
    period, seconds_left = reading
    return [
        event
        for event in events
        if event.period < period or (event.period == period and event.seconds_left >= seconds_left)
    ]


def boxes_of(game: Game, events: Iterable[Event], reading: ClockReading) -> tuple[TeamBox, TeamBox]:
    """Home and away box scores of the events; who has not been on the floor yet has no line.

    Args:
        game: a played one: says who started.
        events: from the first on, in order.
        reading: what the clock shows: seconds on the floor are counted up to it.
    """
    sheet = _Sheet(game)
    for event in events:
        sheet.add(event)
    sheet.stop(reading)
    home, away = (sheet.box(side, reading) for side in game.sides)
    return home, away


@dataclass(slots=True)
class _Row:
    """One player so far; `since`: the second of play at which he came on, None on the bench."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTS, 0))
    since: int | None = None
    seconds: float = 0
    plus_minus: int = 0
    has_appeared: bool = False


class _Sheet:
    def __init__(self, game: Game) -> None:
        self._rows: dict[int, _Row] = {}
        self._sides: dict[int, list[_Row]] = {}
        self._points: dict[int, list[int]] = {}
        self._team_rebounds: dict[int, int] = {}
        self._team_turnovers: dict[int, int] = {}
        for side in game.sides:
            team_id = side.club.team_id
            rows = {line.player.player_id: _Row() for line in side.lines}
            for line in side.lines:
                if line.start_position:
                    _comes_on(rows[line.player.player_id], 0)
            self._rows |= rows
            self._sides[team_id] = list(rows.values())
            self._points[team_id] = [0] * (4 + game.overtimes)
            self._team_rebounds[team_id] = self._team_turnovers[team_id] = 0

    def add(self, event: Event) -> None:
        """Count one event."""
        kind, player, other, club = event.kind, event.player, event.other, event.club
        if kind is Kind.SHOT:
            self._shot(event)
        elif kind is Kind.FREE_THROW:
            self._count(player, "fta")
            if event.is_made:
                self._count(player, "ftm")
        elif kind is Kind.REBOUND:
            self._count(player, "oreb" if event.detail == OFFENSIVE else "dreb")
            if player is None and club:
                self._team_rebounds[club.team_id] += 1
        elif kind is Kind.TURNOVER:
            self._count(player, "tov")
            self._count(other, "stl")
            if player is None and club:
                self._team_turnovers[club.team_id] += 1
        elif kind is Kind.FOUL:
            self._count(player, "pf")
        elif kind is Kind.SUBSTITUTION and player and other:
            second = _second(event.period, event.seconds_left)
            _comes_on(self._rows[player.player_id], int(second))
            _goes_off(self._rows[other.player_id], second)
        if event.is_made and club:
            self._score(club, event)

    def stop(self, reading: ClockReading) -> None:
        """Count the seconds of those on the floor up to the reading."""
        for row in self._rows.values():
            if row.since is not None:
                _goes_off(row, _second(*reading))

    def box(self, side: TeamBox, reading: ClockReading) -> TeamBox:
        """One side's box score; `side` is its final one."""
        lines = tuple(
            _line(line, row)
            for line in side.lines
            if (row := self._rows[line.player.player_id]).has_appeared
        )
        mine = self._points[side.club.team_id]
        theirs = next(points for who, points in self._points.items() if who != side.club.team_id)
        return TeamBox(
            club=side.club,
            stats=sum_of(line.stats for line in lines),
            plus_minus=sum(mine) - sum(theirs),
            lines=lines,
            period_points=tuple(mine[: max(4, reading.period)]),
            team_rebounds=self._team_rebounds[side.club.team_id],
            team_turnovers=self._team_turnovers[side.club.team_id],
        )

    def _shot(self, event: Event) -> None:
        self._count(event.player, "fga")
        if event.value == 3:
            self._count(event.player, "fg3a")
        if not event.is_made:
            self._count(event.other, "blk")
            return
        self._count(event.player, "fgm")
        self._count(event.other, "ast")
        if event.value == 3:
            self._count(event.player, "fg3m")

    def _score(self, club: Club, event: Event) -> None:
        self._points[club.team_id][event.period - 1] += event.value
        for team_id, rows in self._sides.items():
            points = event.value if team_id == club.team_id else -event.value
            for row in rows:
                if row.since is not None:
                    row.plus_minus += points

    def _count(self, player: Player | None, stat: str) -> None:
        if player:
            self._rows[player.player_id].counts[stat] += 1


def _comes_on(row: _Row, second: int) -> None:
    row.since, row.has_appeared = second, True


def _goes_off(row: _Row, second: float) -> None:
    row.seconds += second - (row.since or 0)
    row.since = None


def _second(period: int, seconds_left: float) -> float:
    """Seconds of play since the tip-off."""
    return seconds_before(period) + period_seconds(period) - seconds_left


def _line(line: PlayerLine, row: _Row) -> PlayerLine:
    return PlayerLine(
        player=line.player,
        stats=StatLine(minutes=round(row.seconds / 60), **row.counts),
        seconds=int(row.seconds),
        plus_minus=row.plus_minus,
        start_position=line.start_position,
    )
