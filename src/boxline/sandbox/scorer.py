"""Adds the events of a game up to the box scores of both sides."""

from __future__ import annotations

from collections.abc import Sequence

from boxline.sandbox.box_scores import COUNTED, PlayerLine, StatLine, TeamBox, sum_of
from boxline.sandbox.event_log import AWAY, HOME, NOBODY, PLACE_OF, EventLog, Line
from boxline.sandbox.events import OFFENSIVE, Kind, seconds_before
from boxline.sandbox.lineups import Lineup

_COUNTS = COUNTED[1:]  # minutes are no event
(_FGM, _FGA, _FG3M, _FG3A, _FTM, _FTA, _OREB, _DREB, _AST, _STL, _BLK, _TOV, _PF) = range(
    len(_COUNTS)
)
_IS_OFFENSIVE = PLACE_OF[OFFENSIVE]


def box_scores(log: EventLog, home: Lineup, away: Lineup) -> tuple[TeamBox, TeamBox]:
    """The box scores of the home side and of the visitors, whose players the log has in turn."""
    first_away = len(home.players)
    starters = (*range(len(home.starters)), *range(first_away, first_away + len(away.starters)))
    sheet = _Sheet(len(log.players), first_away, starters)
    for line in log.lines():
        sheet.add(line)
    sheet.close()
    return sheet.box(HOME, home, first=0), sheet.box(AWAY, away, first=first_away)


class _Sheet:
    """Everything counted so far, by the player's place in the log."""

    def __init__(self, players: int, first_away: int, starters: Sequence[int]) -> None:
        self._first_away = first_away
        self._counts = [[0] * len(_COUNTS) for _ in range(players)]
        self._seconds = [0] * players
        self._plus_minus = [0] * players
        self._period_points: tuple[list[int], list[int]] = ([], [])
        self._team_rebounds, self._team_turnovers = [0, 0], [0, 0]
        self._lead = 0  # of the home side
        self._appeared: set[int] = set()
        self._since = dict.fromkeys(starters, (0, 0))  # on the floor: from which second and lead

    def add(self, line: Line) -> None:
        """Count one event."""
        kind, period, left, club, _, player, other, value, made, _, _, detail, *_ = line
        if kind == Kind.SHOT or kind == Kind.FREE_THROW:
            self._add_attempt(club, player, other, value, made)
        elif kind == Kind.REBOUND:
            if player == NOBODY:
                self._team_rebounds[club] += 1
            else:
                self._counts[player][_OREB if detail == _IS_OFFENSIVE else _DREB] += 1
        elif kind == Kind.FOUL:
            self._counts[player][_PF] += 1
        elif kind == Kind.TURNOVER:
            self._add_turnover(club, player, other)
        elif kind == Kind.SUBSTITUTION:
            second = seconds_before(period + 1) - left
            self._goes(other, second)
            self._since[player] = second, self._lead
        elif kind == Kind.PERIOD_START:
            for side in self._period_points:
                side.append(0)

    def _add_attempt(self, club: int, player: int, other: int, value: int, made: int) -> None:
        counts = self._counts[player]
        if made:
            self._period_points[club][-1] += value
            self._lead += value if club == HOME else -value
        if value == 1:
            counts[_FTA] += 1
            counts[_FTM] += made
            return
        counts[_FGA] += 1
        counts[_FGM] += made
        if value == 3:
            counts[_FG3A] += 1
            counts[_FG3M] += made
        if other != NOBODY:
            self._counts[other][_AST if made else _BLK] += 1

    def _add_turnover(self, club: int, player: int, thief: int) -> None:
        if player == NOBODY:
            self._team_turnovers[club] += 1
        else:
            self._counts[player][_TOV] += 1
        if thief != NOBODY:
            self._counts[thief][_STL] += 1

    def _goes(self, player: int, second: int) -> None:
        since, lead = self._since.pop(player)
        change = self._lead - lead
        self._seconds[player] += second - since
        self._plus_minus[player] += change if player < self._first_away else -change
        self._appeared.add(player)

    def close(self) -> None:
        """End the game: everybody leaves the floor."""
        second = seconds_before(len(self._period_points[HOME]) + 1)
        for player in list(self._since):
            self._goes(player, second)

    def box(self, club: int, lineup: Lineup, *, first: int) -> TeamBox:
        """One side's box score; `first` is the place of its first player in the log."""
        positions = dict(enumerate(position for _, position in lineup.starters))
        lines = tuple(
            PlayerLine(
                player=player,
                stats=_stats(self._seconds[place], self._counts[place]),
                seconds=self._seconds[place],
                plus_minus=self._plus_minus[place],
                start_position=positions.get(place - first),
            )
            for place, player in enumerate(lineup.players, first)
            if place in self._appeared
        )
        return TeamBox(
            club=lineup.club,
            stats=sum_of(line.stats for line in lines),
            plus_minus=self._lead if club == HOME else -self._lead,
            lines=lines,
            period_points=tuple(self._period_points[club]),
            team_rebounds=self._team_rebounds[club],
            team_turnovers=self._team_turnovers[club],
        )


def _stats(seconds: int, counts: Sequence[int]) -> StatLine:
    return StatLine(minutes=round(seconds / 60), **dict(zip(_COUNTS, counts, strict=True)))
