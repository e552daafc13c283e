"""A simulated baseball league as the outside sees it at any instant: what servers serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache

from boxline.errors import BadInstant, UnknownGame
from boxline.sandbox.baseball.ball_boards import BallBoards, made_boards
from boxline.sandbox.baseball.ball_quotes import BallPropQuote
from boxline.sandbox.baseball.ball_views import BallView, Stage, view_of
from boxline.sandbox.baseball.clubs import BallClub
from boxline.sandbox.baseball.league import BaseballLeague, BaseballSeason
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.schedule_play import Contest
from boxline.sandbox.baseball.series import RELEASED
from boxline.sandbox.baseball.squads import Injury, Squad
from boxline.sandbox.quotes import GameQuote

_BOARDS_KEPT = 64  # games whose lines are kept at hand


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A game in the list of a day.

    A game that rain moved is in the list of both days, and so is one that was suspended.

    Attributes:
        view: the game.
        day: whose list it is.
        stage: of the game; `POSTPONED` in the list of the day that it left.
        is_resumption: whether it goes on this day, and began on the one before.
    """

    view: BallView
    day: date
    stage: Stage
    is_resumption: bool


class BaseballWorld:
    """Answers questions about a league as of an instant, always alike, in whatever order.

    Nothing in an answer became known after its `at`. Every method raises `BadInstant` for an `at`
    without its zone.
    """

    def __init__(self, league: BaseballLeague) -> None:
        self.league = league
        self._contests = {
            contest.fixture.game_id: contest for s in league.seasons for contest in s.contests
        }
        self._people = lru_cache(maxsize=4)(self._look_up_people)
        self._boards = lru_cache(maxsize=_BOARDS_KEPT)(self._made_boards)

    @property
    def game_ids(self) -> tuple[str, ...]:
        """Of all games of the league, those that no calendar has yet among them."""
        return tuple(self._contests)

    def season(self, at: datetime) -> BaseballSeason:
        """The season whose calendar is the newest one out; the first one before there is any.

        Calendars come out on 1 February.
        """
        _check(at)
        out = [season for season in self.league.seasons if _released(season.season) <= at]
        return out[-1] if out else self.league.seasons[0]

    def games(self, at: datetime, season: int | None = None) -> list[BallView]:
        """Every game of a season on the calendar, by its day as of then, start and id."""
        _check(at)
        year = season if season is not None else self.season(at).season
        views = (
            view_of(contest, at)
            for each in self.league.seasons
            if each.season == year and _released(year) <= at
            for contest in each.contests
        )
        return sorted(views, key=_by_start)

    def listed(self, day: date, at: datetime) -> list[Listed]:
        """The list of a day: games set for it, games that left it, games that go on on it."""
        _check(at)
        found = [self._listed(contest, day, at) for contest in self._on_some_day.get(day, ())]
        return sorted((each for each in found if each), key=lambda each: _by_start(each.view))

    def game(self, game_id: str, at: datetime) -> BallView:
        """One game.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        _check(at)
        contest = self._contests.get(game_id)
        if contest is None or at < _released(contest.fixture.season):
            raise UnknownGame(game_id, (v.game_id for v in self.games(at)))
        return view_of(contest, at)

    def finals(self, at: datetime, season: int) -> list[BallView]:
        """A season's games that are over, by start."""
        return [view for view in self.games(at, season) if view.stage.is_final]

    def squad(self, team_id: int, at: datetime) -> Squad | None:
        """Who plays for a club this season; None for a club that the league lacks."""
        squads = self.season(at).squads
        return next((squad for squad in squads if squad.club.team_id == team_id), None)

    def injuries(self, at: datetime) -> list[Injury]:
        """Who is on the injured list, by when it was told."""
        season = self.season(at)
        day = at.astimezone(UTC).date()
        return [each for each in season.injuries if each.told_at <= at and day < each.back_on]

    def player(self, player_id: int, at: datetime) -> tuple[BallPlayer, BallClub] | None:
        """Somebody with the newest club that he played for; None of an id that is nobody's yet."""
        return self._people(self.season(at).season).get(player_id)

    def _look_up_people(self, season: int) -> dict[int, tuple[BallPlayer, BallClub]]:
        return {
            player.player_id: (player, squad.club)
            for each in self.league.seasons
            if each.season <= season
            for squad in each.squads
            for player in squad.players
        }

    def record(self, team_id: int, at: datetime) -> tuple[int, int]:
        """Games that a club has won and lost this season."""
        return self._records(at).get(team_id, (0, 0))

    def prop_quotes(self, game_id: str, at: datetime) -> list[BallPropQuote]:
        """Every line on a starting pitcher that a book offers; none from the first pitch on.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        boards = self._open_boards(game_id, at)
        return boards.props(at) if boards else []

    def game_quotes(self, game_id: str, at: datetime) -> list[GameQuote]:
        """Moneyline, run line and total of each book; none from the first pitch on.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        boards = self._open_boards(game_id, at)
        return boards.lines(at) if boards else []

    def _open_boards(self, game_id: str, at: datetime) -> BallBoards | None:
        view = self.game(game_id, at)
        if view.stage.has_begun or view.stage is Stage.CANCELLED:
            return None
        return self._boards(game_id, view.fixture.slots.index(view.slot))

    def _made_boards(self, game_id: str, slot: int) -> BallBoards:
        contest = self._contests[game_id]
        season = next(s for s in self.league.seasons if s.season == contest.fixture.season)
        return made_boards(contest, contest.fixture.slots[slot], season, seed=self.league.seed)

    def _listed(self, contest: Contest, day: date, at: datetime) -> Listed | None:
        fixture = contest.fixture
        if at < _released(fixture.season):
            return None
        view = view_of(contest, at)
        if view.slot.game_date == day:
            return Listed(view=view, day=day, stage=view.stage, is_resumption=False)
        if fixture.resumes_on == day and contest.timeline:
            stopped_at = contest.timeline.stops[0][0]
            if at >= stopped_at:
                return Listed(view=view, day=day, stage=view.stage, is_resumption=True)
            return None
        if fixture.first.game_date == day:
            return Listed(view=view, day=day, stage=Stage.POSTPONED, is_resumption=False)
        return None

    @cached_property
    def _on_some_day(self) -> Mapping[date, list[Contest]]:
        """By day the games that are ever in its list."""
        found: dict[date, list[Contest]] = {}
        for contest in self._contests.values():
            fixture = contest.fixture
            days = {slot.game_date for slot in fixture.slots} | {fixture.resumes_on}
            for day in days - {None}:
                assert day is not None
                found.setdefault(day, []).append(contest)
        return found

    @cached_property
    def _standings(self) -> Mapping[int, list[tuple[datetime, int, int]]]:
        """By season, each final with its instant, winner and loser; by instant."""
        return {season.season: sorted(_results(season)) for season in self.league.seasons}

    def _records(self, at: datetime) -> dict[int, tuple[int, int]]:
        won: dict[int, tuple[int, int]] = {}
        for final_at, winner, loser in self._standings[self.season(at).season]:
            if final_at > at:
                break
            won[winner] = (won.get(winner, (0, 0))[0] + 1, won.get(winner, (0, 0))[1])
            won[loser] = (won.get(loser, (0, 0))[0], won.get(loser, (0, 0))[1] + 1)
        return won


def _results(season: BaseballSeason) -> Iterator[tuple[datetime, int, int]]:
    for contest in season.contests:
        if contest.game and contest.timeline:
            home, away = contest.game.score
            sides = contest.fixture.home.team_id, contest.fixture.away.team_id
            winner, loser = sides if home > away else sides[::-1]
            yield contest.timeline.final_at, winner, loser


def _by_start(view: BallView) -> tuple[date, datetime, str]:
    return view.slot.game_date, view.slot.starts_at, view.game_id


def _released(season: int) -> datetime:
    return datetime(season, *RELEASED, 17, tzinfo=UTC)


def _check(at: datetime) -> None:
    if at.tzinfo is None:
        raise BadInstant(at.isoformat())
