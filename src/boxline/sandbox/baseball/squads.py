"""A club's players of one season, and who of them is hurt when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.baseball.clubs import BallClub
from boxline.sandbox.baseball.players import FIELD, BallPlayer, Drafted

STARTERS, RELIEVERS = 6, 8
_BENCH = ("C", "2B", "SS", "LF")
_HURT_PER_SEASON = 0.35  # of a club's players, at most; in short seasons fewer
_DAYS_OUT = (10, 15, 60)  # for how long: the list of ten or fifteen days, or sixty
_INJURIES = ("Hamstring", "Elbow", "Shoulder", "Oblique", "Back", "Wrist", "Forearm", "Knee")


@dataclass(frozen=True, kw_only=True, slots=True)
class Squad:
    """The players of a club; batters in the order of FIELD and then the bench."""

    club: BallClub
    batters: tuple[BallPlayer, ...]
    starters: tuple[BallPlayer, ...]
    relievers: tuple[BallPlayer, ...]

    @property
    def players(self) -> tuple[BallPlayer, ...]:
        """Everybody, by id."""
        everybody = (*self.batters, *self.starters, *self.relievers)
        return tuple(sorted(everybody, key=lambda player: player.player_id))


@dataclass(frozen=True, kw_only=True, slots=True)
class Injury:
    """Somebody on the injured list.

    Attributes:
        player: who.
        team_id: his club.
        told_at: when it is announced, UTC.
        first_day: the first day that he misses.
        back_on: the day from which he plays again.
        kind: what hurts.
        days: of the list he is on: 10, 15 or 60.
    """

    player: BallPlayer
    team_id: int
    told_at: datetime
    first_day: date
    back_on: date
    kind: str
    days: int

    def is_out(self, day: date) -> bool:
        """Whether he misses a day."""
        return self.first_day <= day < self.back_on


def draft_squad(club: BallClub, drafted: Drafted, *, season: int) -> Squad:
    """A club's first squad."""
    return Squad(
        club=club,
        batters=tuple(drafted.batter(position, season=season) for position in (*FIELD, *_BENCH)),
        starters=tuple(drafted.starter(season=season) for _ in range(STARTERS)),
        relievers=tuple(drafted.reliever(season=season) for _ in range(RELIEVERS)),
    )


def next_squad(squad: Squad, drafted: Drafted, rng: Random, *, season: int) -> Squad:
    """A year later: two batters, a starter and two relievers make room for newcomers."""
    batters = list(squad.batters)
    for place in rng.sample(range(len(batters)), 2):
        batters[place] = drafted.batter(batters[place].position, season=season)
    starters, relievers = list(squad.starters), list(squad.relievers)
    starters[rng.randrange(STARTERS)] = drafted.starter(season=season)
    for place in rng.sample(range(RELIEVERS), 2):
        relievers[place] = drafted.reliever(season=season)
    return Squad(
        club=squad.club,
        batters=tuple(batters),
        starters=tuple(starters),
        relievers=tuple(relievers),
    )


def draw_injuries(squad: Squad, first: date, last: date, rng: Random) -> list[Injury]:
    """Who is hurt between two days, by day; never two of the nine, or two starters, at a time.

    So a club can always field nine and begin a game.
    """
    span = (last - first).days
    count = sum(rng.random() < span / 180 for _ in range(round(_HURT_PER_SEASON * 27)))
    taken: dict[str, date] = {}
    found: list[Injury] = []
    for day in sorted(first + timedelta(days=rng.randrange(1, max(2, span))) for _ in range(count)):
        player = rng.choice((*squad.batters, *squad.starters, *squad.relievers))
        group = "P" if player in squad.starters else ("R" if player.is_pitcher else "B")
        if taken.get(group, day) > day:
            continue
        days = rng.choices(_DAYS_OUT, (0.5, 0.35, 0.15))[0]
        back_on = day + timedelta(days=days + rng.randrange(6))
        taken[group] = back_on
        told = datetime.combine(day, time(12, rng.randrange(60)), EASTERN).astimezone(UTC)
        found.append(
            Injury(
                player=player,
                team_id=squad.club.team_id,
                told_at=told,
                first_day=day,
                back_on=back_on,
                kind=rng.choice(_INJURIES),
                days=days,
            )
        )
    return found
