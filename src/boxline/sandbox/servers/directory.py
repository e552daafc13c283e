"""The world as every provider's server looks at it, and each provider's own ids of its games."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.world import World

EASTERN = ZoneInfo("America/New_York")
#: What providers other than NBA.com tell of: neither preseason nor the All-Star game.
COUNTED = (SeasonType.REGULAR, SeasonType.PLAYOFFS)
_FIRST_BDL, _FIRST_ESPN, _FIRST_BETTINGPROS = 15_900_000, 401_585_000, 20_000


@dataclass(slots=True)
class Record:
    """Games won and lost; by conference, by division, at home and away."""

    wins: int = 0
    losses: int = 0
    home: tuple[int, int] = (0, 0)
    road: tuple[int, int] = (0, 0)

    @property
    def share(self) -> float:
        """Share of games won; 0 without games."""
        played = self.wins + self.losses
        return self.wins / played if played else 0.0


class Directory:
    """Looks games up by day and by any provider's id; remembers the last few looks."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seed = world.league.seed
        ids = sorted(game.fixture.game_id for s in world.league.seasons for game in s.games)
        self._number_of = {game_id: number for number, game_id in enumerate(ids)}
        self._game_ids = tuple(self._number_of)
        self._by_event = {self.event_id(game_id): game_id for game_id in self._game_ids}
        self._season_games = lru_cache(maxsize=12)(self._look_up_season)
        self._records = lru_cache(maxsize=8)(self._add_up_records)

    def number(self, game_id: str) -> int:
        """The game's place among all of the league, from 0: what ids are made of."""
        return self._number_of[game_id]

    def game_id_bdl(self, game_id: str) -> int:
        """Balldontlie's id."""
        return _FIRST_BDL + self.number(game_id)

    def game_id_espn(self, game_id: str) -> str:
        """ESPN's id."""
        return str(_FIRST_ESPN + self.number(game_id))

    def game_id_bettingpros(self, game_id: str) -> int:
        """BettingPros' id."""
        return _FIRST_BETTINGPROS + self.number(game_id)

    def of_bettingpros(self, event_id: int) -> str | None:
        """The game of BettingPros' id; None where there is none."""
        return self._at(event_id - _FIRST_BETTINGPROS)

    def of_bdl(self, id_bdl: int) -> str | None:
        """The game of balldontlie's id; None where there is none."""
        return self._at(id_bdl - _FIRST_BDL)

    def _at(self, number: int) -> str | None:
        return self._game_ids[number] if 0 <= number < len(self._game_ids) else None

    def event_id(self, game_id: str) -> str:
        """The Odds API's id: 32 hexadecimal digits."""
        text = f"{self.seed}/{game_id}".encode()
        return hashlib.blake2b(text, digest_size=16).hexdigest()

    def of_event(self, event_id: str) -> str | None:
        """The game of The Odds API's id; None where there is none."""
        return self._by_event.get(event_id)

    def games(self, at: datetime, season: str | None = None) -> tuple[GameView, ...]:
        """Every game of a season on the calendar, by date and id."""
        return self._season_games(at, season or self.world.season(at).season)

    def _look_up_season(self, at: datetime, season: str) -> tuple[GameView, ...]:
        return tuple(self.world.games(at, season=season))

    def counted(self, at: datetime, season: str | None = None) -> list[GameView]:
        """The season's games that count, of two clubs of the league."""
        return [view for view in self.games(at, season) if counts(view)]

    def on_day(self, day: date, at: datetime, *, counted: bool = True) -> list[GameView]:
        """The games of a day, by start; those that count, or all."""
        return [view for view in self.world.games_on(day, at) if counts(view) or not counted]

    def between(self, first: date, last: date, at: datetime) -> list[GameView]:
        """The games that count, of all days from `first` to `last`, by date and id."""
        seasons = [season.season for season in self.world.league.seasons]
        meeting = [s for s in seasons if int(s[:4]) <= last.year and int(s[:4]) + 1 >= first.year]
        games = [view for season in meeting for view in self.counted(at, season)]
        return [view for view in games if first <= view.fixture.game_date <= last]

    def one(self, game_id: str | None, at: datetime) -> GameView | None:
        """The game, if it is on a calendar by then."""
        if game_id not in self._number_of or game_id is None:
            return None
        season = f"{2000 + int(game_id[3:5])}-{(int(game_id[3:5]) + 1) % 100:02d}"
        found = (view for view in self.games(at, season) if view.fixture.game_id == game_id)
        return next(found, None)

    def records(self, at: datetime, season: str) -> dict[int, Record]:
        """Each club's regular season so far, by team id."""
        return self._records(at, season)

    def _add_up_records(self, at: datetime, season: str) -> dict[int, Record]:
        found = {club.team_id: Record() for club in self.world.league.clubs}
        for view in regular_finals(self.games(at, season)):
            _add_game(found, view)
        return found


def _add_game(found: dict[int, Record], view: GameView) -> None:
    won = home_won(view)
    home, away = found[view.fixture.home.team_id], found[view.fixture.away.team_id]
    home.wins, home.losses = home.wins + won, home.losses + (not won)
    away.wins, away.losses = away.wins + (not won), away.losses + won
    home.home = (home.home[0] + won, home.home[1] + (not won))
    away.road = (away.road[0] + (not won), away.road[1] + won)


def regular_finals(games: Iterable[GameView]) -> list[GameView]:
    """Games of the regular season that are over."""
    return [
        view
        for view in games
        if view.status is GameStatus.FINAL and view.fixture.season_type is SeasonType.REGULAR
    ]


def home_won(view: GameView) -> bool:
    """Whether the home side leads, or led at the end."""
    return (view.home_points or 0) > (view.away_points or 0)


def counts(view: GameView) -> bool:
    """Whether providers other than NBA.com tell of the game."""
    return view.fixture.season_type in COUNTED


def league_day(at: datetime) -> date:
    """The Eastern day that the league calls today: it ends at 6 in the morning."""
    return (at.astimezone(EASTERN) - timedelta(hours=6)).date()


def zulu(at: datetime) -> str:
    """An instant as 2025-01-15T00:30:00Z, UTC."""
    return f"{at.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%SZ}"
