"""The squads of a season's games by the rosters themselves, also before anybody appeared."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from boxline.sandbox.box_scores import Game
from boxline.sandbox.fixtures import Fixture, SeasonType
from boxline.sandbox.game_clock import starts_at
from boxline.sandbox.moves import Movement
from boxline.sandbox.seasons import Season
from boxline.sandbox.squads import Event, Member, odds_api_event_id, usual_counts
from boxline.sandbox.teams import Club

_COUNTED = (SeasonType.REGULAR, SeasonType.PLAYOFFS)
_NEVER_PLAYED = dict.fromkeys(("minutes", "pts", "reb", "ast", "fg3m"), 0.0)


class RosterSquads:
    """Makes the events of one season, with everybody who is on a roster that evening."""

    def __init__(self, season: Season, movement: Movement) -> None:
        self._movement = movement
        games = season.played(*_COUNTED)
        self._usual = usual_counts(games)
        self._appeared: dict[int, list[tuple[date, frozenset[int]]]] = {}
        for game in games:
            for side in game.sides:
                ids = frozenset(line.player.player_id for line in side.lines)
                of_club = self._appeared.setdefault(side.club.team_id, [])
                of_club.append((game.fixture.game_date, ids))

    def event(self, game: Game, fixture: Fixture) -> Event:
        """A game as it stands on the calendar; on a day it is not played on, it has no result."""
        shown = game if fixture == game.fixture else Game(fixture=fixture)
        return Event(
            game=shown,
            members=tuple(self._members(shown)),
            event_id=odds_api_event_id(fixture),
        )

    def _members(self, game: Game) -> Iterator[Member]:
        fixture = game.fixture
        for place, club in enumerate((fixture.home, fixture.away)):
            if game.is_played:
                playing = frozenset(line.player.player_id for line in game.sides[place].lines)
            else:
                playing = self._last_appeared(club, fixture.game_date)
            for player in self._movement.roster(club.team_id, starts_at(fixture)):
                yield Member(
                    player=player,
                    club=club,
                    plays=player.player_id in playing,
                    usual=self.usual(player.player_id),
                )

    def usual(self, player_id: int) -> Mapping[str, float]:
        """His means of the season, per game he played; zeros for one who never did."""
        return self._usual.get(player_id, _NEVER_PLAYED)

    def _last_appeared(self, club: Club, day: date) -> frozenset[int]:
        of_club = self._appeared.get(club.team_id, [])
        place = bisect_left(of_club, day, key=lambda entry: entry[0])
        if place == 0:
            return of_club[0][1] if of_club else frozenset()
        return of_club[place - 1][1]


def as_first_set(fixture: Fixture) -> Fixture:
    """A postponed fixture as it stood before it was moved; another as it is."""
    if fixture.postponed_from is None:
        return fixture
    return replace(fixture, game_date=fixture.postponed_from, postponed_from=None)
