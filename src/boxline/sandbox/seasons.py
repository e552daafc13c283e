"""Plays one season: preseason, regular season with its trades, All-Star game, playoffs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.box_scores import Game
from boxline.sandbox.fixtures import (
    Fixture,
    SeasonType,
    all_star_fixture,
    future_fixtures,
    preseason_fixtures,
    regular_fixtures,
)
from boxline.sandbox.games import play_game
from boxline.sandbox.lineups import Condition, Lineup, all_star_lineup
from boxline.sandbox.playoffs import play_bracket, standings
from boxline.sandbox.rosters import Rosters, Trade, by_standing, draw_trade
from boxline.sandbox.teams import Club

_HOME_FLOOR = 0.014  # added to every accuracy of the home side
_TIRED_LEGS = -0.012  # of a side that played the day before
_TRADE_WINDOW = (0.45, 0.65)  # shares of the season played when trades happen
_FEWEST_TRADES = 2
_CLUBS_PER_TRADE = 6
_TRADING_HOURS_ET = (10, 15)  # the first and the last hour in which a trade is announced
_REST_BEFORE_PLAYOFFS_DAYS = 4


@dataclass(frozen=True, kw_only=True)
class SeasonPlan:
    """What a season should hold; `future_games` above 0 leaves it unfinished, without playoffs."""

    season: str
    clubs: Sequence[Club]
    games_per_team: int
    playoffs: bool
    preseason_games: int
    future_games: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Season:
    """One season.

    Attributes:
        season: for example 2024-25.
        games: those in the future included, by date.
        opening: the rosters at its start.
        trades: by instant.
        rosters: the rosters at its end.
    """

    season: str
    games: tuple[Game, ...]
    opening: Rosters
    trades: tuple[Trade, ...]
    rosters: Rosters

    def played(self, *parts: SeasonType) -> tuple[Game, ...]:
        """Games with a result, of the named parts of the season or of all."""
        return tuple(
            game
            for game in self.games
            if game.is_played and (not parts or game.fixture.season_type in parts)
        )


class _Floor:
    """Plays fixtures one after the other; holds what changes in between."""

    def __init__(self, rosters: Rosters, seed: int, season: str) -> None:
        self.rosters = rosters
        self.trades: list[Trade] = []
        self._seed = seed
        self._condition = Condition(Random(f"{seed}/condition/{season}"))
        self._last_played: dict[int, date] = {}

    def trade(self, traded_at: datetime, rng: Random) -> None:
        """Make a trade between players who were not yet traded this season."""
        moved = {player.player_id for made in self.trades for player in made.players}
        made = draw_trade(self.rosters, rng, traded_at=traded_at, untouchable=moved)
        self.trades.append(made)
        self.rosters = made.applied_to(self.rosters)

    def play(self, fixture: Fixture) -> Game:
        """Play a game between two clubs of the league."""
        home = self._lineup(fixture.home, fixture.game_date, floor=_HOME_FLOOR)
        away = self._lineup(fixture.away, fixture.game_date, floor=0.0)
        return self._game(fixture, home, away)

    def play_all_star(self, fixture: Fixture) -> Game:
        """Play the All-Star game: the best players of all clubs, dealt to two sides in turn."""
        everyone = by_standing(tuple(p for roster in self.rosters.values() for p in roster))
        home = all_star_lineup(fixture.home, everyone[0:20:2])
        away = all_star_lineup(fixture.away, everyone[1:20:2])
        return self._game(fixture, home, away)

    def _game(self, fixture: Fixture, home: Lineup, away: Lineup) -> Game:
        result = play_game(home, away, Random(f"{self._seed}/game/{fixture.game_id}"))
        return Game(
            fixture=fixture,
            home=result.home,
            away=result.away,
            overtimes=result.overtimes,
            log=result.log,
        )

    def _lineup(self, club: Club, day: date, *, floor: float) -> Lineup:
        played_yesterday = self._last_played.get(club.team_id) == day - timedelta(days=1)
        self._last_played[club.team_id] = day
        edge = floor + (_TIRED_LEGS if played_yesterday else 0.0)
        return self._condition.lineup(club, self.rosters[club.team_id], edge=edge)


def play_season(plan: SeasonPlan, rosters: Rosters) -> Season:
    """Play what the plan holds, starting from the given rosters."""
    rng = Random(f"{plan.seed}/calendar/{plan.season}")
    floor = _Floor(rosters, plan.seed, plan.season)
    preseason = preseason_fixtures(plan.clubs, plan.season, games=plan.preseason_games, rng=rng)
    games = [floor.play(fixture) for fixture in preseason]
    fixtures = regular_fixtures(
        plan.clubs, plan.season, games_per_team=plan.games_per_team, rng=rng
    )
    regular = _play_with_trades(fixtures, floor, len(plan.clubs), rng)
    games += [*regular, floor.play_all_star(all_star_fixture(fixtures, rng))]
    if plan.future_games:
        upcoming = future_fixtures(plan.clubs, fixtures, games=plan.future_games, rng=rng)
        games += [Game(fixture=fixture) for fixture in upcoming]
    elif plan.playoffs:
        first_day = fixtures[-1].game_date + timedelta(days=_REST_BEFORE_PLAYOFFS_DAYS)
        seeds = standings(regular, plan.clubs)[:4]
        games += play_bracket(seeds, plan.season, first_day=first_day, play=floor.play, rng=rng)
    games.sort(key=lambda game: (game.fixture.game_date, game.fixture.game_id))
    return Season(
        season=plan.season,
        games=tuple(games),
        opening=rosters,
        trades=tuple(floor.trades),
        rosters=floor.rosters,
    )


def _play_with_trades(
    fixtures: Sequence[Fixture], floor: _Floor, clubs: int, rng: Random
) -> list[Game]:
    first, last = (round(share * len(fixtures)) for share in _TRADE_WINDOW)
    trades = max(_FEWEST_TRADES, clubs // _CLUBS_PER_TRADE)
    trade_days = Counter(fixtures[rng.randint(first, last)].game_date for _ in range(trades))
    games: list[Game] = []
    for day, of_day in groupby(fixtures, key=lambda fixture: fixture.game_date):
        for traded_at in sorted(_trading_instant(day, rng) for _ in range(trade_days[day])):
            floor.trade(traded_at, rng)
        games += [floor.play(fixture) for fixture in of_day]
    return games


def _trading_instant(day: date, rng: Random) -> datetime:
    """Before the first tip-off of the day, UTC."""
    announced = time(rng.randint(*_TRADING_HOURS_ET), rng.randrange(60), rng.randrange(60))
    return datetime.combine(day, announced, EASTERN).astimezone(UTC)
