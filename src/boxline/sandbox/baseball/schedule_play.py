"""Plays one season day by day: rotation, line-ups, scratches, and the games themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from boxline.sandbox.baseball.announcements import Announced, Said, say_who_pitches, write_cards
from boxline.sandbox.baseball.ball_games import Side, play_ball_game
from boxline.sandbox.baseball.bullpens import Staff
from boxline.sandbox.baseball.fixtures import BallFixture, Fate
from boxline.sandbox.baseball.orders import bench_of, todays_nine, with_another
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import AWAY, HOME, BallGame, Nine
from boxline.sandbox.baseball.squads import Injury, Squad
from boxline.sandbox.baseball.timeline import Timeline, draw_timeline
from boxline.sandbox.baseball.umpires import Umpire, Umpires

_SCRATCHED = 0.025  # of starts
_FEWEST_SCRATCHES = 2
_CARD_CHANGED = 0.03  # of line-up cards
_CALLED_AFTER = (5, 7)  # innings
_BETWEEN_GAMES = timedelta(minutes=32)  # of a day, from the last out of the first


@dataclass(frozen=True, kw_only=True, slots=True)
class Contest:
    """A fixture with all that happens about it.

    Attributes:
        fixture: when it was set for.
        game: as it was played; None of one that never is.
        timeline: its instants; None likewise.
        announced: what both sides say, home first.
        crew: the umpires, plate first; on the day of its last slot.
    """

    fixture: BallFixture
    game: BallGame | None
    timeline: Timeline | None
    announced: tuple[Announced, Announced]
    crew: tuple[Umpire, ...]


class Season:
    """Plays fixtures in the order of their last slots; holds what changes in between."""

    def __init__(
        self,
        squads: Sequence[Squad],
        injuries: Sequence[Injury],
        umpires: Umpires,
        *,
        seed: str,
    ) -> None:
        self._staffs = {squad.club.team_id: Staff(squad) for squad in squads}
        self._injuries = injuries
        self._umpires = umpires
        self._seed = seed
        self._said: dict[str, tuple[list[Said], list[Said]]] = {}
        self._free: dict[tuple[int, date], datetime] = {}
        self._begun: dict[tuple[int, date], list[BallPlayer]] = {}
        self._scratched: set[tuple[str, int]] = set()

    def play(self, fixtures: Sequence[BallFixture]) -> list[Contest]:
        """Every contest, in the order of the first slots."""
        self._draw_scratches(fixtures)
        events = [(f.last.game_date, f.last.starts_at, 1, f) for f in fixtures]
        events += [(f.first.game_date, f.first.starts_at, 0, f) for f in fixtures if _is_moved(f)]
        found: dict[str, Contest] = {}
        for _, _, is_last, fixture in sorted(events, key=lambda each: (*each[:3], each[3].game_id)):
            if is_last:
                found[fixture.game_id] = self._contest(fixture)
            else:
                self._announce_first(fixture)
        return [found[fixture.game_id] for fixture in fixtures]

    def _draw_scratches(self, fixtures: Sequence[BallFixture]) -> None:
        rng = Random(f"{self._seed}/scratches")
        starts = [(f.game_id, side) for f in fixtures if f.is_played for side in (HOME, AWAY)]
        count = max(_FEWEST_SCRATCHES, round(_SCRATCHED * len(starts)))
        self._scratched = set(rng.sample(starts, min(count, len(starts))))

    def _hurt(self, team_id: int, day: date) -> set[int]:
        return {
            each.player.player_id
            for each in self._injuries
            if each.team_id == team_id and each.is_out(day)
        }

    def _turn(self, team_id: int, day: date) -> BallPlayer:
        hurt, begun = self._hurt(team_id, day), self._begun.get((team_id, day), [])
        return self._staffs[team_id].starter(day, hurt, begun)

    def _announce_first(self, fixture: BallFixture) -> None:
        """Who was to pitch on the day from which rain moved the game."""
        rng = Random(f"{self._seed}/first/{fixture.game_id}")
        said: list[list[Said]] = []
        for club in (fixture.home, fixture.away):
            day = fixture.first.game_date
            planned = self._turn(club.team_id, day)
            other = self._staffs[club.team_id].squad.starters[rng.randrange(5)]
            each = say_who_pitches(
                fixture.first, planned=planned, begins=planned, other=other, rng=rng
            )
            stopped = fixture.stopped_at
            said.append([one for one in each if stopped is None or one.known_at < stopped])
        self._said[fixture.game_id] = (said[0], said[1])

    def _contest(self, fixture: BallFixture) -> Contest:
        rng = Random(f"{self._seed}/game/{fixture.game_id}")
        slot = fixture.last
        crew = self._umpires.crew(fixture.home.team_id, slot.game_date, slot.game_number)
        if fixture.fate is Fate.CANCELLED:
            self._announce_first(fixture)
            home, away = (_only(said) for said in self._said[fixture.game_id])
            return Contest(
                fixture=fixture, game=None, timeline=None, announced=(home, away), crew=crew
            )
        planned = [self._turn(c.team_id, slot.game_date) for c in (fixture.home, fixture.away)]
        starters = [self._begins(fixture, side, planned[side]) for side in (HOME, AWAY)]
        nines = self._nines(fixture, starters, rng)
        announced = self._announced(fixture, planned, starters, nines, rng)
        game = self._played(fixture, nines, crew, rng)
        timeline = self._timed(fixture, game, rng)
        return Contest(
            fixture=fixture, game=game, timeline=timeline, announced=announced, crew=crew
        )

    def _begins(self, fixture: BallFixture, side: int, planned: BallPlayer) -> BallPlayer:
        """Who begins: a reliever where the one whose turn it is is scratched."""
        club = (fixture.home, fixture.away)[side]
        if (fixture.game_id, side) not in self._scratched:
            return planned
        day = fixture.last.game_date
        barred = {planned.player_id} | {
            player.player_id for player in self._begun.get((club.team_id, day), ())
        }
        return self._staffs[club.team_id].emergency(day, self._hurt(club.team_id, day), barred)

    def _nines(
        self, fixture: BallFixture, starters: list[BallPlayer], rng: Random
    ) -> tuple[Nine, Nine]:
        made = []
        for side, club in enumerate((fixture.home, fixture.away)):
            hurt = self._hurt(club.team_id, fixture.last.game_date)
            squad = self._staffs[club.team_id].squad
            starter, against = starters[side], starters[1 - side]
            made.append(todays_nine(squad, starter=starter, against=against, hurt=hurt, rng=rng))
        return made[0], made[1]

    def _announced(
        self,
        fixture: BallFixture,
        planned: list[BallPlayer],
        starters: list[BallPlayer],
        nines: tuple[Nine, Nine],
        rng: Random,
    ) -> tuple[Announced, Announced]:
        made = []
        before = self._said.get(fixture.game_id, ([], []))
        for side, club in enumerate((fixture.home, fixture.away)):
            squad = self._staffs[club.team_id].squad
            said = say_who_pitches(
                fixture.last,
                planned=planned[side],
                begins=starters[side],
                other=squad.starters[rng.randrange(5)],
                rng=rng,
            )
            first = nines[side]
            if rng.random() < _CARD_CHANGED:
                hurt = self._hurt(club.team_id, fixture.last.game_date)
                first = with_another(first, squad, hurt, rng)
            made.append(
                Announced(
                    probables=(*before[side], *said),
                    cards=write_cards(fixture.last, nines[side], first, rng),
                    is_scratched=starters[side] is not planned[side],
                )
            )
        return made[0], made[1]

    def _played(
        self, fixture: BallFixture, nines: tuple[Nine, Nine], crew: tuple[Umpire, ...], rng: Random
    ) -> BallGame:
        day, sides = fixture.last.game_date, []
        for club, nine in zip((fixture.home, fixture.away), nines, strict=True):
            staff, hurt = self._staffs[club.team_id], self._hurt(club.team_id, day)
            bullpen = staff.bullpen(day, hurt, [nine.starter], rng)
            sides.append(Side(nine=nine, bullpen=bullpen, bench=bench_of(nine, staff.squad, hurt)))
        called = rng.randint(*_CALLED_AFTER) if fixture.fate is Fate.CALLED else None
        game = play_ball_game(
            sides[HOME],
            sides[AWAY],
            rng,
            place=fixture.home.park.strikeouts + crew[0].strikeouts,
            scheduled_innings=fixture.scheduled_innings,
            called_after=called,
        )
        for side, club in enumerate((fixture.home, fixture.away)):
            self._staffs[club.team_id].worked(game, side, day)
            self._begun.setdefault((club.team_id, day), []).append(nines[side].starter)
        return game

    def _timed(self, fixture: BallFixture, game: BallGame, rng: Random) -> Timeline:
        park, day = fixture.home.team_id, fixture.last.game_date
        timeline = draw_timeline(
            game,
            starts_at=fixture.last.starts_at,
            free_from=self._free.get((park, day)),
            resumes_at=fixture.resumes_at,
            rng=rng,
        )
        until = fixture.resumes_on or day
        self._free[park, until] = timeline.over_at + _BETWEEN_GAMES
        return timeline


def _is_moved(fixture: BallFixture) -> bool:
    return fixture.first.game_date != fixture.last.game_date


def _only(said: list[Said]) -> Announced:
    return Announced(probables=tuple(said), cards=(), is_scratched=False)
