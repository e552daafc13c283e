"""What NBA.com's feeds share: how they write sides, players, counts and times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from boxline.sandbox.box_scores import PlayerLine, StatLine, sum_of
from boxline.sandbox.fixtures import Fixture, SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.players import Player
from boxline.sandbox.servers.biographies import biography, initialled, slug_of, split_name
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import EASTERN, Directory, Record, zulu
from boxline.sandbox.servers.periods import period_points
from boxline.sandbox.teams import Club

LABELS = {SeasonType.PRESEASON: "Preseason", SeasonType.ALL_STAR: "All-Star Game"}
_REGULATION = 4


def nba_name(player: Player) -> str:
    """The player's name as NBA.com writes it: the one that others vary."""
    return player.player_name


def eastern(at: datetime) -> str:
    """Eastern wall clock in the clothes of a UTC instant, as NBA.com's feeds label it."""
    return f"{at.astimezone(EASTERN):%Y-%m-%dT%H:%M:%SZ}"


def game_code(fixture: Fixture) -> str:
    """Day, visitors, home: 20250115/BOSATL."""
    return f"{fixture.game_date:%Y%m%d}/{fixture.away.team}{fixture.home.team}"


def clock(seconds: float) -> str:
    """A game clock as an ISO duration.

    >>> clock(653.0)
    'PT10M53.00S'
    """
    minutes, rest = divmod(seconds, 60)
    return f"PT{int(minutes):02d}M{rest:05.2f}S"


def status_text(view: GameView) -> str:
    """Final, the quarter and clock, or the Eastern start."""
    if view.status is GameStatus.FINAL:
        how_many = view.overtimes if view.overtimes > 1 else ""
        return f"Final/OT{how_many}" if view.overtimes else "Final"
    if view.status is GameStatus.SCHEDULED:
        start = view.starts_at.astimezone(EASTERN)
        return f"{start.hour % 12 or 12}:{start:%M %p} ET".replace("AM", "am").replace("PM", "pm")
    if view.period == 2 and not view.seconds_left:
        return "Half"
    period = f"Q{view.period}" if view.period <= _REGULATION else f"OT{view.period - _REGULATION}"
    if not view.seconds_left:
        return f"End {period}"
    minutes, seconds = divmod(int(view.seconds_left), 60)
    return f"{period} {minutes}:{seconds:02d}"


def side(club: Club, record: Record | None, points: int | None) -> dict[str, Any]:
    """One side of a game on a schedule or scoreboard."""
    facts = facts_of(club)
    return {
        "teamId": club.team_id,
        "teamName": facts.name,
        "teamCity": facts.city,
        "teamTricode": club.team,
        "teamSlug": facts.slug,
        "wins": record.wins if record else 0,
        "losses": record.losses if record else 0,
        "score": points or 0,
        "seed": 0,
    }


def scoreboard(
    directory: Directory, games: list[GameView], day: str, at: datetime
) -> dict[str, Any]:
    """The scoreboard of a day, as the live feed and the third version of the stats host send it."""
    return {
        "gameDate": day,
        "leagueId": "00",
        "leagueName": "National Basketball Association",
        "games": [_board_game(directory, view, at) for view in games],
    }


def _board_game(directory: Directory, view: GameView, at: datetime) -> dict[str, Any]:
    fixture = view.fixture
    records = directory.records(at, fixture.season)
    found: dict[str, Any] = {
        "gameId": fixture.game_id,
        "gameCode": game_code(fixture),
        "gameStatus": view.status.value,
        "gameStatusText": status_text(view),
        "period": view.period,
        "gameClock": clock(view.seconds_left) if view.status is GameStatus.LIVE else "",
        "gameTimeUTC": zulu(view.starts_at),
        "gameEt": eastern(view.starts_at),
        "regulationPeriods": _REGULATION,
        "seriesGameNumber": "",
        "seriesText": "",
        "ifNecessary": False,
        "gameLabel": LABELS.get(fixture.season_type, ""),
        "isNeutral": fixture.season_type is SeasonType.ALL_STAR,
    }
    points = period_points(view)
    sides = (
        ("homeTeam", fixture.home, view.home_points, points[0]),
        ("awayTeam", fixture.away, view.away_points, points[1]),
    )
    for name, club, score, by_period in sides:
        found[name] = {
            **side(club, records.get(club.team_id), score),
            "inBonus": None,
            "timeoutsRemaining": 0,
            "periods": periods(by_period),
        }
    found["gameLeaders"] = {
        "homeLeaders": _leader(view, 0),
        "awayLeaders": _leader(view, 1),
    }
    found["pbOdds"] = {"team": None, "odds": 0.0, "suspended": 1}
    return found


def _leader(view: GameView, which: int) -> dict[str, Any]:
    """Who has scored most of a side; zeros before the tip-off."""
    lines = view.sides[which].lines if view.sides else ()
    if not lines:
        return {"personId": 0, "name": "", "points": 0, "rebounds": 0, "assists": 0}
    best = max(lines, key=lambda line: (line.stats.pts, -line.player.player_id))
    return {
        "personId": best.player.player_id,
        "name": nba_name(best.player),
        "jerseyNum": jersey(best.player),
        "position": best.player.position_group,
        "teamTricode": view.sides[which].club.team,
        "playerSlug": slug_of(nba_name(best.player)),
        "points": best.stats.pts,
        "rebounds": best.stats.reb,
        "assists": best.stats.ast,
    }


def periods(points: list[int]) -> list[dict[str, Any]]:
    """Points by period, regulation and overtime."""
    return [
        {
            "period": number,
            "periodType": "REGULAR" if number <= _REGULATION else "OVERTIME",
            "score": each,
        }
        for number, each in enumerate(points, 1)
    ]


def jersey(player: Player) -> str:
    """His number."""
    return biography(player.player_id, player.position_group).jersey_number


def person(player: Player) -> dict[str, Any]:
    """A player's names, as nested feeds have them."""
    return names(nba_name(player))


def names(name: str) -> dict[str, Any]:
    """A name and its parts."""
    first, family = split_name(name)
    return {
        "name": name,
        "nameI": initialled(name),
        "firstName": first,
        "familyName": family,
    }


def counts(stats: StatLine) -> dict[str, Any]:
    """Counts and shares as the nested feeds name them, without minutes and plus-minus."""
    return {
        "fieldGoalsMade": stats.fgm,
        "fieldGoalsAttempted": stats.fga,
        "fieldGoalsPercentage": share(stats.fgm, stats.fga),
        "threePointersMade": stats.fg3m,
        "threePointersAttempted": stats.fg3a,
        "threePointersPercentage": share(stats.fg3m, stats.fg3a),
        "freeThrowsMade": stats.ftm,
        "freeThrowsAttempted": stats.fta,
        "freeThrowsPercentage": share(stats.ftm, stats.fta),
        "reboundsOffensive": stats.oreb,
        "reboundsDefensive": stats.dreb,
        "reboundsTotal": stats.reb,
        "assists": stats.ast,
        "steals": stats.stl,
        "blocks": stats.blk,
        "turnovers": stats.tov,
        "foulsPersonal": stats.pf,
        "points": stats.pts,
    }


def share(made: int, tried: int) -> float:
    """Made of tried, to three decimals; 0 without a try."""
    return round(made / tried, 3) if tried else 0.0


def minutes_text(*lines: PlayerLine) -> str:
    """Minutes and seconds on the floor, of all lines together."""
    minutes, seconds = divmod(sum(line.seconds for line in lines), 60)
    return f"{minutes}:{seconds:02d}"


def duration(*lines: PlayerLine) -> str:
    """Time on the floor as an ISO duration, of all lines together."""
    return clock(sum(line.seconds for line in lines))


def total(lines: list[PlayerLine]) -> StatLine:
    """The lines added up."""
    return sum_of(line.stats for line in lines)
