"""Box scores as the archive's files have them: a row for each player, a row for each side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boxline.sandbox.box_scores import COUNTED, Game, PlayerLine, StatLine, TeamBox
from boxline.sandbox.parquet_schema import Row, schema_of

_PLAYER_COLUMNS = """
    game_id str, game_date date, season str, season_type str, player_id i64, player_name str,
    team_id i64, team str, opponent str, is_home bool, wl str, minutes i16,
    fgm i16, fga i16, fg3m i16, fg3a i16, ftm i16, fta i16, oreb i16, dreb i16, reb i16,
    ast i16, stl i16, blk i16, tov i16, pf i16, pts i16, plus_minus i16
"""
PLAYER_GAMES = schema_of(_PLAYER_COLUMNS)
PLAYOFF_PLAYER_GAMES = schema_of(f"{_PLAYER_COLUMNS}, is_starter bool, start_position str")
TEAM_GAMES = schema_of("""
    team_id i64, team str, team_name str, game_id str, game_date date, matchup str, wl str,
    minutes i64, pts i64, fgm i64, fga i64, fg_pct f64, fg3m i64, fg3a i64, fg3_pct f64,
    ftm i64, fta i64, ft_pct f64, oreb i64, dreb i64, reb i64, ast i64, stl i64, blk i64,
    tov i64, pf i64, plus_minus f64, season str, season_type str, is_home bool, opponent str
""")


def player_rows(games: Iterable[Game]) -> Iterator[Row]:
    """A row for each player who got on the floor."""
    for game in games:
        for side, other in _both_ways(game):
            for line in side.lines:
                yield _of_side(game, side, other) | _of_player(line) | _counts(line.stats)


def team_rows(games: Iterable[Game]) -> Iterator[Row]:
    """Two rows a game, home side first."""
    for game in games:
        for side, other in _both_ways(game):
            stats = side.stats
            yield (
                _of_side(game, side, other)
                | _counts(stats)
                | {
                    "plus_minus": float(side.plus_minus),
                    "fg_pct": _share(stats.fgm, stats.fga),
                    "fg3_pct": _share(stats.fg3m, stats.fg3a),
                    "ft_pct": _share(stats.ftm, stats.fta),
                }
            )


def matchup(side: str, other: str, *, is_home: bool) -> str:
    """`BOS vs. NYK` at home, `BOS @ NYK` away."""
    return f"{side} vs. {other}" if is_home else f"{side} @ {other}"


def _both_ways(game: Game) -> Iterator[tuple[TeamBox, TeamBox]]:
    if game.sides:
        home, away = game.sides
        yield home, away
        yield away, home


def _of_side(game: Game, side: TeamBox, other: TeamBox) -> dict[str, object]:
    fixture, club = game.fixture, side.club
    is_home = side is game.home
    return {
        "game_id": fixture.game_id,
        "game_date": fixture.game_date,
        "season": fixture.season,
        "season_type": fixture.season_type.name.lower(),
        "team_id": club.team_id,
        "team": club.team,
        "team_name": club.team_name,
        "opponent": other.club.team,
        "matchup": matchup(club.team, other.club.team, is_home=is_home),
        "is_home": is_home,
        "wl": "W" if side.plus_minus > 0 else "L",
    }


def _of_player(line: PlayerLine) -> dict[str, object]:
    return {
        "player_id": line.player.player_id,
        "player_name": line.player.player_name,
        "plus_minus": line.plus_minus,
        "is_starter": line.start_position is not None,
        "start_position": line.start_position,
    }


def _counts(stats: StatLine) -> dict[str, object]:
    return {stat: getattr(stats, stat) for stat in (*COUNTED, "reb", "pts")}


def _share(made: int, tried: int) -> float | None:
    return round(made / tried, 3) if tried else None
