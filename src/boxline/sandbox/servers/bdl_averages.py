"""balldontlie's season averages: means of a regular season, and how each ranks in the league."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from boxline.sandbox.box_scores import COUNTED, PlayerLine
from boxline.sandbox.game_views import GameView
from boxline.sandbox.players import Player
from boxline.sandbox.servers.bdl_shapes import player_row
from boxline.sandbox.servers.biographies import biography, player_id_bdl
from boxline.sandbox.servers.directory import Directory, home_won, regular_finals

_SENT = {"minutes": "min"}
_DOUBLE = 10
_UNTOLD = ("pfd", "blka")  # the league does not simulate them


class SeasonAverages:
    """Adds up a season once for each state of its games."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._averages = lru_cache(maxsize=4)(self._compute)

    def rows(
        self, season: str, at: datetime, players: set[int]
    ) -> list[tuple[int, dict[str, Any]]]:
        """(balldontlie's player id, row) of the players (all where none is named), by that id."""
        found = self._averages(season, at)
        wanted = [player_id for player_id in found if not players or player_id in players]
        return sorted(
            ((player_id_bdl(player_id), found[player_id]) for player_id in wanted),
            key=lambda numbered: numbered[0],
        )

    def _compute(self, season: str, at: datetime) -> dict[int, dict[str, Any]]:
        games = defaultdict[int, list[tuple[PlayerLine, bool]]](list)
        for view in regular_finals(self._directory.games(at, season)):
            for line, won in _lines(view):
                games[line.player.player_id].append((line, won))
        stats = {player_id: _means(each, int(season[:4])) for player_id, each in games.items()}
        _rank(list(stats.values()))
        players = {player_id: each[-1][0].player for player_id, each in games.items()}
        return {who: _row(players[who], stats[who], season) for who in stats}


def _lines(view: GameView) -> list[tuple[PlayerLine, bool]]:
    won = home_won(view)
    home, away = view.sides
    return [*((line, won) for line in home.lines), *((line, not won) for line in away.lines)]


def _means(games: list[tuple[PlayerLine, bool]], year: int) -> dict[str, Any]:
    lines = [line for line, _ in games]
    won, played = sum(won for _, won in games), len(lines)
    total = {stat: sum(getattr(line.stats, stat) for line in lines) for stat in COUNTED}
    total |= {stat: sum(getattr(line.stats, stat) for line in lines) for stat in ("reb", "pts")}
    doubles = [_doubles(line) for line in lines]
    means = {_SENT.get(stat, stat): round(each / played, 1) for stat, each in total.items()}
    player = lines[-1].player
    born = biography(player.player_id, player.position_group).birth_date
    return {
        "gp": played,
        "w": won,
        "l": played - won,
        "w_pct": round(won / played, 3),
        "age": year - int(born[:4]),
        **means,
        "fg_pct": _share(total["fgm"], total["fga"]),
        "fg3_pct": _share(total["fg3m"], total["fg3a"]),
        "ft_pct": _share(total["ftm"], total["fta"]),
        "dd2": sum(each >= 2 for each in doubles),
        "td3": sum(each >= 3 for each in doubles),
        "plus_minus": round(sum(line.plus_minus for line in lines) / played, 1),
        "nba_fantasy_pts": round(sum(fantasy_points(line) for line in lines) / played, 1),
        **dict.fromkeys(_UNTOLD),
    }


def _doubles(line: PlayerLine) -> int:
    stats = line.stats
    return sum(each >= _DOUBLE for each in (stats.pts, stats.reb, stats.ast, stats.stl, stats.blk))


def fantasy_points(line: PlayerLine) -> float:
    """NBA.com's fantasy points: 1 a point, 1.2 a rebound, 1.5 an assist, 3 a steal or block, -1
    a turnover."""
    stats = line.stats
    extra = 1.2 * stats.reb + 1.5 * stats.ast + 3 * (stats.stl + stats.blk)
    return round(stats.pts + extra - stats.tov, 1)


def _share(made: int, tried: int) -> float:
    return round(made / tried, 3) if tried else 0.0


def _rank(stats: list[dict[str, Any]]) -> None:
    """Add `x_rank` for every x but the age: 1 for the most; equal values share the better rank."""
    for name in [n for n in (stats[0] if stats else ()) if n not in ("age", *_UNTOLD)]:
        place: dict[Any, int] = {}
        for number, value in enumerate(sorted((each[name] for each in stats), reverse=True), 1):
            place.setdefault(value, number)
        for each in stats:
            each[f"{name}_rank"] = place[each[name]]


def _row(player: Player, stats: dict[str, Any], season: str) -> dict[str, Any]:
    return {
        "player": player_row(player),
        "season": int(season[:4]),
        "season_type": "regular",
        "stats": stats,
    }
