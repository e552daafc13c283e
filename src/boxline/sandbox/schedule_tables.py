"""Schedules as the archive's files have them: two with a row a game, one with a row a side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from boxline.sandbox.box_score_tables import matchup
from boxline.sandbox.box_scores import Game, SeriesState
from boxline.sandbox.fixtures import Fixture, SeasonType, opening_day
from boxline.sandbox.parquet_schema import Row, schema_of

SCHEDULE = schema_of("""
    game_id str, game_code str, game_date_et date, tip_time_et str, series_text str, arena str,
    arena_city str, status_code str, status_text str, home_team_id i64, away_team_id i64,
    home_team str, away_team str, home_score i16, away_score i16, season str, literal str,
    season_type str
""")
FULL_SCHEDULE = schema_of("""
    game_id str, game_code str, game_status i64, game_status_text str, game_date_est str,
    game_datetime_est str, game_datetime_utc str, week_number i64, week_name str, game_label str,
    game_sub_label str, series_text str, if_necessary str, postponed_status str, is_neutral bool,
    arena str, arena_city str, home_team_id i64, home_team str, home_score i64, away_team_id i64,
    away_team str, away_score i64, season_type str
""")
TEAM_SCHEDULE = schema_of("""
    team str, team_name str, game_id str, game_date date, matchup str, wl str, season str,
    season_type str
""")
_EASTERN = ZoneInfo("America/New_York")
_SCHEDULED, _FINAL = 1, 3
_TEAM_SCHEDULE_TYPES = {
    SeasonType.PRESEASON: "pre_season",
    SeasonType.REGULAR: "regular_season",
    SeasonType.PLAYOFFS: "playoffs",
}


def schedule_rows(games: Iterable[Game]) -> Iterator[Row]:
    """A row a game, with the Eastern tip-off time; NULL scores where not played."""
    for game in games:
        fixture = game.fixture
        yield _shared(game) | {
            "game_date_et": fixture.game_date,
            "tip_time_et": fixture.tip_time_et.isoformat(),
            "series_text": _series_text(game.series, "series ") if game.series else None,
            "status_code": str(_status(game)),
            "status_text": "Final" if game.is_played else _tip_text(fixture),
            "season": fixture.season,
            "literal": fixture.season,
        }


def full_schedule_rows(games: Iterable[Game]) -> Iterator[Row]:
    """A row a game, with the Eastern time under NBA.com's false Z and the true UTC time."""
    for game in games:
        fixture = game.fixture
        tip_et = datetime.combine(fixture.game_date, fixture.tip_time_et, _EASTERN)
        week = _week(fixture)
        yield _shared(game) | {
            "game_status": _status(game),
            "game_status_text": _status_text(game),
            "game_date_est": fixture.game_date.isoformat(),
            "game_datetime_est": _with_z(tip_et),
            "game_datetime_utc": _with_z(tip_et.astimezone(UTC)),
            "week_number": week,
            "week_name": f"Week {week}" if week else "",
            "game_label": _label(game),
            "game_sub_label": f"Game {game.series.game_number}" if game.series else "",
            "series_text": _series_text(game.series, "") if game.series else "",
            "if_necessary": "False",
            "postponed_status": "N",
            "is_neutral": False,
        }


def team_schedule_rows(games: Iterable[Game]) -> Iterator[Row]:
    """Two rows a played game; the All-Star game is not among them."""
    for game in games:
        fixture = game.fixture
        for side in game.sides if fixture.season_type in _TEAM_SCHEDULE_TYPES else ():
            is_home = side is game.home
            other = fixture.away if is_home else fixture.home
            yield {
                "team": side.club.team,
                "team_name": side.club.team_name,
                "game_id": fixture.game_id,
                "game_date": fixture.game_date,
                "matchup": matchup(side.club.team, other.team, is_home=is_home),
                "wl": "W" if side.plus_minus > 0 else "L",
                "season": fixture.season,
                "season_type": _TEAM_SCHEDULE_TYPES[fixture.season_type],
            }


def _shared(game: Game) -> dict[str, object]:
    fixture = game.fixture
    home, away = fixture.home, fixture.away
    return {
        "game_id": fixture.game_id,
        "game_code": f"{fixture.game_date:%Y%m%d}/{away.team}{home.team}",
        "arena": home.arena,
        "arena_city": home.arena_city,
        "home_team_id": home.team_id,
        "away_team_id": away.team_id,
        "home_team": home.team,
        "away_team": away.team,
        "home_score": game.home.stats.pts if game.home else None,
        "away_score": game.away.stats.pts if game.away else None,
        "season_type": fixture.season_type.name.lower(),
    }


def _status(game: Game) -> int:
    return _FINAL if game.is_played else _SCHEDULED


def _status_text(game: Game) -> str:
    if not game.is_played:
        return _tip_text(game.fixture)
    return "Final" + {0: "", 1: "/OT"}.get(game.overtimes, f"/OT{game.overtimes}")


def _tip_text(fixture: Fixture) -> str:
    """`7:30 pm ET`; every game tips off after noon."""
    tip = fixture.tip_time_et
    return f"{tip.hour - 12}:{tip.minute:02d} pm ET"


def _series_text(series: SeriesState, word: str) -> str:
    """`BOS leads series 1-0` in one file (`word` is "series "), `BOS leads 1-0` in the other."""
    if series.wins == series.losses:
        return f"Series tied {series.wins}-{series.losses}"
    verb = "wins" if series.is_over else "leads"
    return f"{series.leader} {verb} {word}{series.wins}-{series.losses}"


def _label(game: Game) -> str:
    if game.series:
        return game.series.round_name
    return {
        SeasonType.PRESEASON: "Preseason",
        SeasonType.ALL_STAR: "All-Star Game",
    }.get(game.fixture.season_type, "")


def _week(fixture: Fixture) -> int:
    """Weeks from Monday to Sunday, the first that of opening day; 0 where NBA.com counts none."""
    if fixture.season_type in (SeasonType.PRESEASON, SeasonType.ALL_STAR):
        return 0
    first_monday = _monday_of(opening_day(fixture.season))
    return 1 + (fixture.game_date - first_monday).days // 7


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _with_z(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
