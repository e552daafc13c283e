"""balldontlie's API of the NBA: pages by cursor, ids of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.players import Player
from boxline.sandbox.servers import bdl_shapes as shapes
from boxline.sandbox.servers.bdl_averages import SeasonAverages
from boxline.sandbox.servers.bdl_paging import BAD, Numbered, cursor_of, page
from boxline.sandbox.servers.bdl_standings import standings_rows
from boxline.sandbox.servers.biographies import player_id_bdl, player_id_of_bdl
from boxline.sandbox.servers.club_facts import FACTS, facts_of
from boxline.sandbox.servers.directory import Directory, league_day
from boxline.sandbox.servers.replies import (
    Refusal,
    Reply,
    Request,
    Routes,
    day_of,
    json_reply,
    number_of,
)

_NOT_FOUND = json_reply({"error": "Not Found"}, status=404)
_LINES_PER_GAME = 100_000  # a line keeps its id from the tip-off on, whoever else comes in


class Balldontlie:
    """Answers what `BoxScores`, `Games`, `Players` and the like ask for."""

    prefix = "/v1/"

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._averages = SeasonAverages(directory)
        self._lines: dict[tuple[str, int], list[Numbered]] = {}
        self._routes = Routes(
            {
                "/v1/stats": self._stats,
                "/v1/box_scores": self._box_scores,
                "/v1/box_scores/live": self._live,
                "/v1/games": self._games,
                r"/v1/games/(\d{1,18})": self._game,
                "/v1/standings": self._standings,
                "/v1/player_injuries": self._injuries,
                "/v1/players": self._players,
                "/v1/players/active": self._active,
                r"/v1/players/(\d{1,18})": self._player,
                "/v1/teams": self._teams,
                r"/v1/teams/(\d{1,18})": self._team,
                "/v1/season_averages/general": self._season_averages,
            }
        )

    def answer(self, request: Request) -> Reply:
        """The reply to a caller whose key is good."""
        return self._routes.answer(request, _NOT_FOUND)

    def _stats(self, request: Request, _: re.Match[str]) -> Reply:
        cursor = cursor_of(request)
        begun = (view for view in self._asked_games(request) if view.sides)
        late = [v for v in begun if self._last_line(v) > cursor]
        players = {player_id_of_bdl(number_of(text, BAD)) for text in request.every("player_ids")}
        return page(request, self._all_lines(late, players))

    def _last_line(self, view: GameView) -> int:
        return self._first_line(view) + _LINES_PER_GAME - 1

    def _first_line(self, view: GameView) -> int:
        return 20_000_000 + self._directory.number(view.fixture.game_id) * _LINES_PER_GAME

    def _all_lines(self, games: Iterable[GameView], players: set[int]) -> Iterator[Numbered]:
        for view in games:
            for number, line in self._lines_of(view):
                if not players or player_id_of_bdl(line["player"]["id"]) in players:
                    yield number, line

    def _lines_of(self, view: GameView) -> list[Numbered]:
        """A game's lines by id; of a final game they are made once for each of its corrections."""
        fixture = view.fixture
        key = (fixture.game_id, view.corrections)
        if view.status is GameStatus.FINAL and key in self._lines:
            return self._lines[key]
        first, game_id = self._first_line(view), self._directory.game_id_bdl(fixture.game_id)
        lines = shapes.stat_rows(view, game_id, first)
        numbered = [(line["id"], line) for line in lines]
        if view.status is GameStatus.FINAL:
            self._lines[key] = numbered
        return numbered

    def _box_scores(self, request: Request, _: re.Match[str]) -> Reply:
        day = day_of(request.first("date"), BAD)
        games = self._directory.on_day(day, request.at)
        return json_reply({"data": [self._box(view, request) for view in games if view.sides]})

    def _live(self, request: Request, _: re.Match[str]) -> Reply:
        games = self._directory.on_day(league_day(request.at), request.at)
        live = [view for view in games if view.status is GameStatus.LIVE]
        return json_reply({"data": [self._box(view, request) for view in live]})

    def _box(self, view: GameView, request: Request) -> Any:
        # Replies of earlier seasons were kept without what the newer API added.
        is_new = view.fixture.season == self._directory.world.season(request.at).season
        game_id = self._directory.game_id_bdl(view.fixture.game_id)
        return shapes.box_score(view, game_id, is_new=is_new)

    def _games(self, request: Request, _: re.Match[str]) -> Reply:
        views = self._asked_games(request)
        return page(request, (self._numbered_game(view) for view in views))

    def _numbered_game(self, view: GameView) -> Numbered:
        game_id = self._directory.game_id_bdl(view.fixture.game_id)
        return game_id, shapes.game_row(view, game_id)

    def _game(self, request: Request, found: re.Match[str]) -> Reply:
        view = self._directory.one(self._directory.of_bdl(int(found[1])), request.at)
        if view is None or view.fixture.home.team_id not in FACTS:
            return _NOT_FOUND
        return json_reply({"data": self._numbered_game(view)[1]})

    def _asked_games(self, request: Request) -> list[GameView]:
        """The games of the days, ids, seasons and teams asked for, by id."""
        at, look = request.at, self._directory
        ids = {number_of(text, BAD) for text in request.every("game_ids")}
        days = {day_of(text, BAD) for text in request.every("dates")}
        if ids:
            some = (look.one(look.of_bdl(each), at) for each in ids)
            views = [v for v in some if v and v.fixture.home.team_id in FACTS]
        elif days:
            views = [view for day in days for view in look.on_day(day, at)]
        else:
            first = day_of(request.first("start_date", "1900-01-01"), BAD)
            last = day_of(request.first("end_date", "2900-01-01"), BAD)
            views = look.between(first, last, at)
        kept = [view for view in views if _is_asked_for(view, request)]
        return sorted(kept, key=lambda view: view.fixture.game_id)

    def _standings(self, request: Request, _: re.Match[str]) -> Reply:
        season = _season_name(number_of(request.first("season"), BAD))
        return json_reply({"data": standings_rows(self._directory, season, request.at)})

    def _injuries(self, request: Request, _: re.Match[str]) -> Reply:
        today = date.fromordinal(league_day(request.at).toordinal())
        days = (today, date.fromordinal(today.toordinal() + 1))
        lines = [line for day in days for line in self._directory.world.injuries(day, request.at)]
        newest = {line.player.player_id: line for line in lines if line.player}
        rows = (shapes.injury_row(line) for line in newest.values())
        numbered = (((4_000_000 + row["player"]["id"]), row) for row in rows if row)
        return page(request, sorted(numbered, key=lambda found: found[0]))

    def _rosters(self, request: Request) -> list[tuple[Player, int]]:
        clubs = self._directory.world.league.clubs
        each = ((c.team_id, self._directory.world.roster(c.team_id, request.at)) for c in clubs)
        everybody = [(player, team_id) for team_id, roster in each for player in roster]
        return sorted(everybody, key=lambda found: player_id_bdl(found[0].player_id))

    def _active(self, request: Request, _: re.Match[str]) -> Reply:
        return self._player_page(request, lambda player, team_id: True)

    def _players(self, request: Request, _: re.Match[str]) -> Reply:
        ids = {number_of(text, BAD) for text in request.every("player_ids")}
        teams = {number_of(text, BAD) for text in request.every("team_ids")}
        names = ("search", "first_name", "last_name")
        asked = {name: request.first(name).lower() for name in names}

        def is_asked_for(player: Player, team_id: int) -> bool:
            name = player.player_name.lower()
            is_named = all(text in name for text in asked.values())
            is_of_team = not teams or FACTS[team_id].id_bdl in teams
            return is_named and is_of_team and (not ids or player_id_bdl(player.player_id) in ids)

        return self._player_page(request, is_asked_for)

    def _player_page(self, request: Request, keep: Callable[[Player, int], bool]) -> Reply:
        rows = (
            (player_id_bdl(player.player_id), shapes.player_with_team(player, FACTS[team_id].club))
            for player, team_id in self._rosters(request)
            if keep(player, team_id)
        )
        return page(request, rows)

    def _player(self, request: Request, found: re.Match[str]) -> Reply:
        for player, team_id in self._rosters(request):
            if player_id_bdl(player.player_id) == int(found[1]):
                club = FACTS[team_id].club
                return json_reply({"data": shapes.player_with_team(player, club)})
        return _NOT_FOUND

    def _teams(self, _: Request, __: re.Match[str]) -> Reply:
        current = sorted(FACTS.values(), key=lambda facts: facts.id_bdl)
        return json_reply({"data": [*map(shapes.team_row, current), *shapes.DEFUNCT]})

    def _team(self, _: Request, found: re.Match[str]) -> Reply:
        rows = [shapes.team_row(f) for f in FACTS.values() if f.id_bdl == int(found[1])]
        return json_reply({"data": rows[0]}) if rows else _NOT_FOUND

    def _season_averages(self, request: Request, _: re.Match[str]) -> Reply:
        season = number_of(request.first("season"), BAD)
        if request.first("season_type") != "regular" or request.first("type") != "base":
            raise Refusal(BAD)
        wanted = {player_id_of_bdl(number_of(t, BAD)) for t in request.every("player_ids")}
        rows = self._averages.rows(_season_name(season), request.at, wanted)
        return page(request, rows)


def _is_asked_for(view: GameView, request: Request) -> bool:
    """Whether the game is of the seasons, teams and part of the season that were asked for."""
    fixture = view.fixture
    seasons = {number_of(text, BAD) for text in request.every("seasons")}
    teams = {number_of(text, BAD) for text in request.every("team_ids")}
    if seasons and int(fixture.season[:4]) not in seasons:
        return False
    if teams and not teams & {facts_of(fixture.home).id_bdl, facts_of(fixture.away).id_bdl}:
        return False
    is_postseason = fixture.season_type is SeasonType.PLAYOFFS
    part = request.first("postseason")
    return part not in ("true", "false") or is_postseason == (part == "true")


def _season_name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"
