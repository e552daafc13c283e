"""What players have counted over games that are over: seasons, hands, and pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.box_lines import BatterLine, Counts, PitcherLine
from boxline.sandbox.baseball.fixtures import BallFixture
from boxline.sandbox.baseball.plays import Play
from boxline.sandbox.baseball.world import BaseballWorld

_COUNTED = tuple(each.name for each in fields(Counts))
_SEASONS_KEPT = 4


@dataclass(slots=True)
class Batting:
    """A batter's games together."""

    games: int = 0
    left_on: int = 0
    counts: Counts = field(default_factory=Counts)

    def add(self, line: BatterLine) -> None:
        """Count one more game."""
        self.games += 1
        self.left_on += line.left_on
        add_counts(self.counts, line.counts)


@dataclass(slots=True)
class Pitching:
    """A pitcher's games together."""

    games: int = 0
    starts: int = 0
    finished: int = 0
    outs: int = 0
    runs: int = 0
    earned_runs: int = 0
    inherited: int = 0
    inherited_scored: int = 0
    wins: int = 0
    losses: int = 0
    saves: int = 0
    counts: Counts = field(default_factory=Counts)

    def add(self, line: PitcherLine, *, is_last: bool) -> None:
        """Count one more game; `is_last` of his side's pitchers in it."""
        self.games += 1
        self.starts += line.is_starter
        self.finished += is_last and not line.is_starter
        self.outs += line.outs
        self.runs += line.runs
        self.earned_runs += line.earned_runs
        self.inherited += line.inherited
        self.inherited_scored += line.inherited_scored
        self.wins += line.has_won
        self.losses += line.has_lost
        self.saves += line.has_saved
        add_counts(self.counts, line.counts)


class GameLine(NamedTuple):
    """A player's line in one game that is over."""

    final_at: datetime
    fixture: BallFixture
    day: date
    is_home: bool
    has_won: bool
    batting: BatterLine | None
    pitching: PitcherLine | None
    is_last_pitcher: bool


#: Whether he pitches, who he is, and the hand or the player that he meets.
Against = tuple[bool, int, str | int]


@dataclass(slots=True)
class Part:
    """What somebody counted in one game against one hand, or one player."""

    final_at: datetime
    outs: int = 0
    counts: Counts = field(default_factory=Counts)


def add_counts(to: Counts, more: Counts) -> None:
    """Add counts up in place."""
    for name in _COUNTED:
        setattr(to, name, getattr(to, name) + getattr(more, name))


class Tallies:
    """Adds up what is over by an instant; remembers what it has added."""

    def __init__(self, world: BaseballWorld) -> None:
        self.world = world
        self._lines = lru_cache(maxsize=_SEASONS_KEPT)(self._season_lines)
        self._parts = lru_cache(maxsize=_SEASONS_KEPT)(self._season_parts)
        self._totals = lru_cache(maxsize=4096)(self._added)

    def lines(self, player_id: int, season: int, at: datetime) -> list[GameLine]:
        """A player's games of a season that are over, oldest first."""
        return [each for each in self._lines(season).get(player_id, ()) if each.final_at <= at]

    def totals(self, player_id: int, season: int, at: datetime) -> tuple[Batting, Pitching]:
        """What he has counted in a season by then."""
        return self._totals(player_id, season, len(self.lines(player_id, season, at)))

    def split(
        self, player_id: int, season: int, at: datetime, *, pitching: bool, hand: str
    ) -> Pitching | Batting:
        """What he has counted against one hand: a pitcher's batters', a batter's pitchers'."""
        parts = self._parts(season).get((pitching, player_id, hand), ())
        batting, pitched = Batting(), Pitching()
        for part in parts:
            if part.final_at <= at:
                add_counts((pitched if pitching else batting).counts, part.counts)
                pitched.outs += part.outs
                pitched.games += 1
                batting.games += 1
        return pitched if pitching else batting

    def pair(self, batter_id: int, pitcher_id: int, season: int, at: datetime) -> Batting:
        """What a batter has counted against one pitcher."""
        found = Batting()
        for part in self._parts(season).get((False, batter_id, pitcher_id), ()):
            if part.final_at <= at:
                add_counts(found.counts, part.counts)
                found.games += 1
        return found

    def _added(self, player_id: int, season: int, games: int) -> tuple[Batting, Pitching]:
        batting, pitching = Batting(), Pitching()
        for line in self._lines(season).get(player_id, ())[:games]:
            if line.batting:
                batting.add(line.batting)
            if line.pitching:
                pitching.add(line.pitching, is_last=line.is_last_pitcher)
        return batting, pitching

    def _season_lines(self, season: int) -> dict[int, list[GameLine]]:
        """Every line of a season by player, the games that are yet to come among them."""
        found: dict[int, list[GameLine]] = {}
        for view in _ends(self.world, season):
            for player_id, line in _game_lines(view):
                found.setdefault(player_id, []).append(line)
        for lines in found.values():
            lines.sort(key=lambda line: (line.final_at, line.fixture.game_id))
        return found

    def _season_parts(self, season: int) -> dict[Against, list[Part]]:
        """Every player's plate appearances against each hand and opponent, game by game."""
        found: dict[Against, list[Part]] = {}
        for view in _ends(self.world, season):
            here: dict[Against, Part] = {}
            for play in view.plays:
                for against in _against(play):
                    part = here.setdefault(against, Part(view.at))
                    part.counts.add(play)
                    part.outs += play.outs_made
            for against, part in here.items():
                found.setdefault(against, []).append(part)
        return found


def _ends(world: BaseballWorld, season: int) -> Iterator[BallView]:
    """Each game of a season as it is when it is final."""
    for each in world.league.seasons:
        for contest in each.contests if each.season == season else ():
            if contest.timeline:
                yield world.game(contest.fixture.game_id, contest.timeline.final_at)


def _against(play: Play) -> Iterator[Against]:
    """Batter and pitcher, each against the other's hand; and the batter against the pitcher."""
    batter, pitcher = play.batter, play.pitcher
    yield False, batter.player_id, pitcher.throws
    yield True, pitcher.player_id, batter.side_against(pitcher.throws)
    yield False, batter.player_id, pitcher.player_id


def _game_lines(view: BallView) -> Iterator[tuple[int, GameLine]]:
    box = view.box
    assert box is not None
    for side in (0, 1):
        has_won = view.score[side] > view.score[1 - side]
        batters = {line.player.player_id: line for line in box.batters[side]}
        pitchers = {line.player.player_id: line for line in box.pitchers[side]}
        last = box.pitchers[side][-1].player.player_id
        for player_id in batters | pitchers:
            yield (
                player_id,
                GameLine(
                    final_at=view.at,
                    fixture=view.fixture,
                    day=view.slot.game_date,
                    is_home=side == 0,
                    has_won=has_won,
                    batting=batters.get(player_id),
                    pitching=pitchers.get(player_id),
                    is_last_pitcher=player_id == last,
                ),
            )
