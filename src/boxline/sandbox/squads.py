"""Who belonged to each side of each game, whether he played, and how much he usually counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import md5
from itertools import groupby
from statistics import fmean

from boxline.domain.days import EASTERN
from boxline.sandbox.box_scores import Game, PlayerLine, StatLine
from boxline.sandbox.fixtures import Fixture, SeasonType
from boxline.sandbox.players import Player
from boxline.sandbox.seasons import Season
from boxline.sandbox.teams import Club

_DELAY = timedelta(minutes=10)  # from the scheduled start to the tip-off
_COUNTED = (SeasonType.REGULAR, SeasonType.PLAYOFFS)
_USUAL = ("minutes", "pts", "reb", "ast", "fg3m")


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One player of a squad.

    Attributes:
        player: who he is.
        club: for whom he would play.
        plays: whether he plays in the game; of a game to come, whether he did in the last one.
        usual: his means of the season, per game he played.
    """

    player: Player
    club: Club
    plays: bool
    usual: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """A game as those outside the league speak of it.

    Attributes:
        game: the game.
        members: the squads of both sides, home first; only players with a box score this season.
        event_id: the id that The Odds API has for it.
    """

    game: Game
    members: tuple[Member, ...]
    event_id: str

    @property
    def fixture(self) -> Fixture:
        """Who meets whom, when."""
        return self.game.fixture

    @property
    def starts_at(self) -> datetime:
        """The scheduled start, UTC."""
        fixture = self.fixture
        local = datetime.combine(fixture.game_date, fixture.tip_time_et, EASTERN)
        return local.astimezone(UTC)

    @property
    def commence_at(self) -> datetime:
        """The tip-off, UTC: ten minutes after the scheduled start, as on most evenings."""
        return self.starts_at + _DELAY


def events_of(season: Season, earlier: Iterable[Season] = ()) -> list[Event]:
    """Regular-season and playoff games, those to come included, by date.

    A player who has not appeared on an earlier day, in this season or one of those before, is in no
    squad yet: from box scores alone nobody could tell whose name it is.
    """
    seen = {line.player.player_id for before in earlier for line, _ in _lines(_counted(before))}
    games = _counted(season)
    usual = usual_counts(games)
    player_of = {line.player.player_id: line.player for line, _ in _lines(games)}
    club_of: dict[int, Club] = {}
    for line, club in _lines(games):
        club_of.setdefault(line.player.player_id, club)
    last_seen: dict[int, set[int]] = {}
    events = []
    for _, of_day in groupby(games, key=lambda game: game.fixture.game_date):
        evening = list(of_day)
        # All games of a day first: who was traded that morning is no absentee of his old club.
        for line, club in _lines(evening):
            club_of[line.player.player_id] = club
        for game in evening:
            for side in game.sides:
                last_seen[side.club.team_id] = {line.player.player_id for line in side.lines}
            members = [
                Member(
                    player=player_of[who],
                    club=club_of[who],
                    plays=who in last_seen[club_of[who].team_id],
                    usual=usual[who],
                )
                for who in _squads(game, club_of)
                if who in seen
            ]
            events.append(
                Event(game=game, members=tuple(members), event_id=odds_api_event_id(game.fixture))
            )
        seen.update(line.player.player_id for line, _ in _lines(evening))
    return events


def pulled_at(season: Season) -> datetime:
    """When the files of the season were made, UTC: noon Eastern of the first day to come.

    Of a season that is over, a day after its last game.
    """
    to_come = [game.fixture.game_date for game in season.games if not game.is_played]
    last = season.games[-1].fixture.game_date
    day = min(to_come, default=last + timedelta(days=1))
    return datetime.combine(day, time(12), EASTERN).astimezone(UTC)


def odds_api_name(club: Club) -> str:
    """The Odds API writes Los Angeles in full where NBA.com has LA Clippers."""
    return club.team_name.replace("LA ", "Los Angeles ")


def _squads(game: Game, club_of: Mapping[int, Club]) -> Iterator[int]:
    """Ids of the players of both sides, home first."""
    for club in (game.fixture.home, game.fixture.away):
        yield from sorted(who for who, of in club_of.items() if of == club)


def _counted(season: Season) -> list[Game]:
    return [game for game in season.games if game.fixture.season_type in _COUNTED]


def odds_api_event_id(fixture: Fixture) -> str:
    """The id that The Odds API gives to a game."""
    return md5(fixture.game_id.encode(), usedforsecurity=False).hexdigest()


def _lines(games: Iterable[Game]) -> Iterator[tuple[PlayerLine, Club]]:
    return ((line, side.club) for game in games for side in game.sides for line in side.lines)


def usual_counts(games: Iterable[Game]) -> dict[int, dict[str, float]]:
    """By player id his mean minutes and counts of these games, of those he played."""
    counted: dict[int, list[StatLine]] = {}
    for line, _ in _lines(games):
        counted.setdefault(line.player.player_id, []).append(line.stats)
    return {
        who: {stat: fmean(getattr(each, stat) for each in stats) for stat in _USUAL}
        for who, stats in counted.items()
    }
