"""The second version of NBA.com's scoreboard: tables of a day's games."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from boxline.sandbox.box_scores import PlayerLine, TeamBox
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import Directory
from boxline.sandbox.servers.nba_shapes import game_code, nba_name, share, status_text
from boxline.sandbox.servers.nba_tables import result_set, tables
from boxline.sandbox.servers.periods import period_points
from boxline.sandbox.teams import Club

_HEADER = (
    "GAME_DATE_EST GAME_SEQUENCE GAME_ID GAME_STATUS_ID GAME_STATUS_TEXT GAMECODE HOME_TEAM_ID "
    "VISITOR_TEAM_ID SEASON LIVE_PERIOD LIVE_PC_TIME NATL_TV_BROADCASTER_ABBREVIATION "
    "HOME_TV_BROADCASTER_ABBREVIATION AWAY_TV_BROADCASTER_ABBREVIATION LIVE_PERIOD_TIME_BCAST "
    "ARENA_NAME WH_STATUS WNBA_COMMISSIONER_FLAG"
)
_LINE = (
    "GAME_DATE_EST GAME_SEQUENCE GAME_ID TEAM_ID TEAM_ABBREVIATION TEAM_CITY_NAME TEAM_NAME "
    "TEAM_WINS_LOSSES PTS_QTR1 PTS_QTR2 PTS_QTR3 PTS_QTR4 "
    + " ".join(f"PTS_OT{number}" for number in range(1, 11))
    + " PTS FG_PCT FT_PCT FG3_PCT AST REB TOV"
)
_SERIES = (
    "GAME_ID HOME_TEAM_ID VISITOR_TEAM_ID GAME_DATE_EST HOME_TEAM_WINS HOME_TEAM_LOSSES "
    "SERIES_LEADER"
)
_MEETING = (
    "GAME_ID LAST_GAME_ID LAST_GAME_DATE_EST LAST_GAME_HOME_TEAM_ID LAST_GAME_HOME_TEAM_CITY "
    "LAST_GAME_HOME_TEAM_NAME LAST_GAME_HOME_TEAM_ABBREVIATION LAST_GAME_HOME_TEAM_POINTS "
    "LAST_GAME_VISITOR_TEAM_ID LAST_GAME_VISITOR_TEAM_CITY LAST_GAME_VISITOR_TEAM_NAME "
    "LAST_GAME_VISITOR_TEAM_CITY1 LAST_GAME_VISITOR_TEAM_POINTS"
)
_STANDINGS = (
    "TEAM_ID LEAGUE_ID SEASON_ID STANDINGSDATE CONFERENCE TEAM G W L W_PCT HOME_RECORD ROAD_RECORD"
)
_LEADERS = (
    "GAME_ID TEAM_ID TEAM_CITY TEAM_NICKNAME TEAM_ABBREVIATION PTS_PLAYER_ID PTS_PLAYER_NAME PTS "
    "REB_PLAYER_ID REB_PLAYER_NAME REB AST_PLAYER_ID AST_PLAYER_NAME AST"
)
_PERIODS = 14


def scoreboard_v2(
    directory: Directory, games: Sequence[GameView], day: date, at: datetime
) -> dict[str, Any]:
    """Nine tables; the ones about meetings and tickets are empty here."""
    numbered = list(enumerate(games, 1))
    season = directory.world.season(at).season
    east, west = _standings(directory, season, day, at)
    return tables(
        "scoreboardV2",
        {"GameDate": day.isoformat(), "LeagueID": "00", "DayOffset": "0"},
        result_set("GameHeader", _HEADER, (_header(view, number) for number, view in numbered)),
        result_set("LineScore", _LINE, _line_scores(directory, numbered, at)),
        result_set("SeriesStandings", _SERIES, ()),
        result_set("LastMeeting", _MEETING, ()),
        result_set("EastConfStandingsByDay", _STANDINGS, east),
        result_set("WestConfStandingsByDay", _STANDINGS, west),
        result_set(
            "Available", "GAME_ID PT_AVAILABLE", ([view.fixture.game_id, 0] for view in games)
        ),
        result_set("TeamLeaders", _LEADERS, (_leaders(v, s) for v in games for s in v.sides[::-1])),
        result_set("TicketLinks", "GAME_ID LEAG_TIX", ()),
    )


def _header(view: GameView, number: int) -> list[Any]:
    fixture = view.fixture
    period = f"Q{view.period}       - " if view.period else "     - "
    return [
        f"{fixture.game_date}T00:00:00",
        number,
        fixture.game_id,
        view.status.value,
        status_text(view),
        game_code(fixture),
        fixture.home.team_id,
        fixture.away.team_id,
        fixture.season[:4],
        view.period,
        "     ",
        None,
        None,
        None,
        period,
        fixture.home.arena,
        1 if view.status is GameStatus.FINAL else 0,
        0,
    ]


def _line_scores(
    directory: Directory, games: Sequence[tuple[int, GameView]], at: datetime
) -> Iterator[list[Any]]:
    for number, view in games:
        fixture = view.fixture
        records = directory.records(at, fixture.season)
        points = dict(zip((fixture.home, fixture.away), period_points(view), strict=True))
        boxes = {side.club: side for side in view.sides}
        for club in (fixture.away, fixture.home):
            record = records.get(club.team_id)
            yield [
                f"{fixture.game_date}T00:00:00",
                number,
                fixture.game_id,
                club.team_id,
                club.team,
                facts_of(club).city,
                facts_of(club).name,
                f"{record.wins}-{record.losses}" if record else "0-0",
                *_by_period(points[club], is_begun=bool(boxes)),
                *_totals(boxes.get(club)),
            ]


def _by_period(points: list[int], *, is_begun: bool) -> list[int | None]:
    filler: list[int | None] = [0 if is_begun else None] * _PERIODS
    return [*points, *filler][:_PERIODS]


def _totals(side: TeamBox | None) -> list[Any]:
    if side is None:
        return [None] * 7
    stats = side.stats
    shares = (
        share(stats.fgm, stats.fga),
        share(stats.ftm, stats.fta),
        share(stats.fg3m, stats.fg3a),
    )
    return [stats.pts, *shares, stats.ast, stats.reb, stats.tov]


def _standings(
    directory: Directory, season: str, day: date, at: datetime
) -> tuple[list[list[Any]], list[list[Any]]]:
    records = directory.records(at, season)
    clubs: Sequence[Club] = directory.world.league.clubs
    best = sorted(clubs, key=lambda club: -records[club.team_id].share)
    rows: dict[str, list[list[Any]]] = {"East": [], "West": []}
    for club in best:
        record, facts = records[club.team_id], facts_of(club)
        rows[facts.conference].append(
            [
                club.team_id,
                "00",
                f"2{season[:4]}",
                day.isoformat(),
                facts.conference,
                facts.city,
                record.wins + record.losses,
                record.wins,
                record.losses,
                round(record.share, 3),
                f"{record.home[0]}-{record.home[1]}",
                f"{record.road[0]}-{record.road[1]}",
            ]
        )
    return rows["East"], rows["West"]


def _leaders(view: GameView, side: TeamBox) -> list[Any]:
    facts = facts_of(side.club)
    found: list[Any] = [
        view.fixture.game_id,
        side.club.team_id,
        facts.city,
        facts.name,
        side.club.team,
    ]
    for stat in ("pts", "reb", "ast"):

        def most(line: PlayerLine, stat: str = stat) -> tuple[int, int]:
            return getattr(line.stats, stat), -line.player.player_id

        best = max(side.lines, key=most, default=None)
        found += (
            [best.player.player_id, nba_name(best.player), getattr(best.stats, stat)]
            if best
            else [None] * 3
        )
    return found
