"""Box scores of a game, counted from its plays: as many of them as are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import (
    AWAY,
    HOME,
    OUT,
    SCORED,
    BallGame,
    Change,
    ChangeKind,
    Play,
    Result,
)

_OUTS_TO_WIN = 15
_SAVED_LEAD = 3


@dataclass(slots=True)
class Counts:
    """What is counted alike of who bats and of who pitches."""

    appearances: int = 0
    at_bats: int = 0
    runs: int = 0
    hits: int = 0
    doubles: int = 0
    triples: int = 0
    home_runs: int = 0
    walks: int = 0
    hit_by_pitch: int = 0
    strikeouts: int = 0
    grounders: int = 0
    flies: int = 0
    liners: int = 0
    pops: int = 0
    double_plays: int = 0
    sac_flies: int = 0
    runs_batted_in: int = 0
    pitches: int = 0
    strikes: int = 0

    @property
    def total_bases(self) -> int:
        """Bases of hits."""
        return self.hits + self.doubles + 2 * self.triples + 3 * self.home_runs

    def add(self, play: Play) -> None:
        """Count one plate appearance; runs are counted where they are scored."""
        result = play.result
        self.appearances += 1
        self.at_bats += result.is_at_bat
        self.hits += result.is_hit
        self.doubles += result is Result.DOUBLE
        self.triples += result is Result.TRIPLE
        self.home_runs += result is Result.HOME_RUN
        self.walks += result is Result.WALK
        self.hit_by_pitch += result is Result.HIT_BY_PITCH
        self.strikeouts += result is Result.STRIKEOUT
        self.grounders += result in (Result.GROUNDOUT, Result.DOUBLE_PLAY)
        self.flies += result in (Result.FLYOUT, Result.SAC_FLY)
        self.liners += result is Result.LINEOUT
        self.pops += result is Result.POP_OUT
        self.double_plays += result is Result.DOUBLE_PLAY
        self.sac_flies += result is Result.SAC_FLY
        self.runs_batted_in += batted_in(play)
        self.pitches += len(play.calls)
        self.strikes += sum(call not in "BH" for call in play.calls)


@dataclass(slots=True)
class BatterLine:
    """A batter's game; `slot` 0 to 8, `turn` 0 of who began there, 1 of who came first for him."""

    player: BallPlayer
    side: int
    slot: int
    turn: int
    position: str
    came_in: bool
    left_on: int = 0
    counts: Counts = field(default_factory=Counts)

    @property
    def order(self) -> str:
        """As MLB writes it: 300 began third in the order, 301 came in for him."""
        return f"{self.slot + 1}{self.turn:02d}"


@dataclass(slots=True)
class PitcherLine:
    """A pitcher's game."""

    player: BallPlayer
    side: int
    is_starter: bool
    outs: int = 0
    runs: int = 0
    earned_runs: int = 0
    inherited: int = 0
    inherited_scored: int = 0
    has_won: bool = False
    has_lost: bool = False
    has_saved: bool = False
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True, kw_only=True, slots=True)
class BallBox:
    """Both sides' lines, home first; batters in the order, pitchers as they came."""

    batters: tuple[tuple[BatterLine, ...], tuple[BatterLine, ...]]
    pitchers: tuple[tuple[PitcherLine, ...], tuple[PitcherLine, ...]]


def batted_in(play: Play) -> int:
    """Runs batted in: none on an error, or on a double play."""
    return 0 if play.result in (Result.ERROR, Result.DOUBLE_PLAY) else play.runs


def box_of(game: BallGame, plays: int, *, is_final: bool) -> BallBox:
    """The box score after so many plays; who has won and lost once it is final."""
    counting = _Counting(game)
    changes = list(game.changes)
    for play in game.plays[:plays]:
        while changes and changes[0].before <= play.number:
            counting.change(changes.pop(0))
        counting.add(play)
    if is_final:
        _decide(game, counting.pitchers)
    return BallBox(
        batters=(counting.order(HOME), counting.order(AWAY)),
        pitchers=(tuple(counting.pitchers[HOME]), tuple(counting.pitchers[AWAY])),
    )


class _Counting:
    def __init__(self, game: BallGame) -> None:
        self.pitchers: tuple[list[PitcherLine], list[PitcherLine]] = ([], [])
        self._batters: dict[int, BatterLine] = {}
        self._lines: dict[int, PitcherLine] = {}
        self._on: list[int] = [0, 0, 0]
        self._half = (0, 0)
        for side, nine in enumerate(game.nines):
            self._pitch(nine.starter, side, is_starter=True)
            for slot, (player, position) in enumerate(zip(nine.order, nine.positions, strict=True)):
                line = BatterLine(player, side, slot, 0, position, came_in=False)
                self._batters[player.player_id] = line

    def _pitch(self, player: BallPlayer, side: int, *, is_starter: bool) -> None:
        line = PitcherLine(player, side, is_starter)
        self._lines[player.player_id] = line
        self.pitchers[side].append(line)

    def change(self, change: Change) -> None:
        if change.kind is ChangeKind.PITCHER:
            self._pitch(change.comes, change.side, is_starter=False)
            self._lines[change.comes.player_id].inherited = sum(self._on)
            return
        goes = self._batters[change.goes.player_id]
        self._batters[change.comes.player_id] = BatterLine(
            change.comes, change.side, change.slot, goes.turn + 1, change.position, came_in=True
        )

    def add(self, play: Play) -> None:
        batter = self._batters[play.batter.player_id]
        pitcher = self._lines[play.pitcher.player_id]
        batter.counts.add(play)
        pitcher.counts.add(play)
        pitcher.outs += play.outs_made
        for move in play.moves:
            if move.end == SCORED:
                self._score(move.runner.player, move.runner.pitcher, pitcher)
                if move.runner.is_earned:
                    self._lines[move.runner.pitcher.player_id].earned_runs += 1
        self._stand(play)
        batter.left_on += sum(self._on) if batter_failed(play) else 0

    def _score(self, runner: BallPlayer, responsible: BallPlayer, now: PitcherLine) -> None:
        self._batters[runner.player_id].counts.runs += 1
        line = self._lines[responsible.player_id]
        line.runs += 1
        now.inherited_scored += line is not now

    def _stand(self, play: Play) -> None:
        """How many runners stand after the play."""
        if (play.inning, play.side) != self._half:
            self._half, self._on = (play.inning, play.side), [0, 0, 0]
        for move in play.moves:
            if 1 <= move.start <= 3:
                self._on[move.start - 1] = 0
        for move in play.moves:
            if 1 <= move.end <= 3:
                self._on[move.end - 1] = 1
        if play.is_last:
            self._on = [0, 0, 0] if not batter_failed(play) else self._on

    def order(self, side: int) -> tuple[BatterLine, ...]:
        lines = [line for line in self._batters.values() if line.side == side]
        return tuple(sorted(lines, key=lambda line: (line.slot, line.turn)))


def batter_failed(play: Play) -> bool:
    """Whether the batter was put out, and so left those on base who stand there."""
    return any(move.start == 0 and move.end == OUT for move in play.moves)


def _decide(game: BallGame, pitchers: Sequence[Sequence[PitcherLine]]) -> None:
    """Say who has won, lost and saved: a plain form of rules 9.17 and 9.19."""
    home, away = game.score
    if home == away:
        return
    winner = HOME if home > away else AWAY
    taken = _lead_taken(game.plays, winner)
    lines = {line.player.player_id: line for side in pitchers for line in side}
    scorers = [move for move in taken.moves if move.end == SCORED]
    lines[scorers[-1].runner.pitcher.player_id].has_lost = True
    record = _pitching_before(game.plays, taken.number, winner, pitchers[winner])
    if record.is_starter and record.outs < _OUTS_TO_WIN and len(pitchers[winner]) > 1:
        record = max(pitchers[winner][1:], key=lambda line: line.outs)
    record.has_won = True
    last = pitchers[winner][-1]
    if last is not record and not last.is_starter:
        first = next(play for play in game.plays if play.pitcher is last.player)
        before = game.plays[first.number - 1].score
        last.has_saved = 0 < before[winner] - before[1 - winner] <= _SAVED_LEAD


def _lead_taken(plays: Sequence[Play], winner: int) -> Play:
    """The play after which the winner led for good."""
    taken = plays[-1]
    for play in reversed(plays):
        before = plays[play.number - 1].score if play.number else (0, 0)
        if before[winner] <= before[1 - winner] < play.score[winner]:
            taken = play
            break
    return taken


def _pitching_before(
    plays: Sequence[Play], index: int, side: int, lines: Sequence[PitcherLine]
) -> PitcherLine:
    """The side's pitcher of record when its own batters did something."""
    thrown = [play.pitcher for play in plays[:index] if play.side != side]
    who = thrown[-1] if thrown else lines[0].player
    return next(line for line in lines if line.player is who)
