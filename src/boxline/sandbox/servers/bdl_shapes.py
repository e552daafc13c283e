"""balldontlie's rows: games, lines, players, teams, injuries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from boxline.sandbox.box_scores import COUNTED, PlayerLine, StatLine, TeamBox
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.injury_reports import InjuryLine
from boxline.sandbox.players import FIRST_PLAYER_ID, Player
from boxline.sandbox.servers.biographies import biography, player_id_bdl, split_name
from boxline.sandbox.servers.club_facts import ClubFacts, facts_of
from boxline.sandbox.servers.directory import EASTERN, zulu
from boxline.sandbox.servers.periods import period_points
from boxline.sandbox.spellings import spelled
from boxline.sandbox.teams import Club

_NOTHING = StatLine(**dict.fromkeys(COUNTED, 0))
_QUARTERS = ("1st Qtr", "2nd Qtr", "3rd Qtr", "4th Qtr")
_MOST_OVERTIMES = 3

#: Clubs of long ago, which the list of teams still has.
DEFUNCT = [
    {
        "id": number,
        "conference": "    ",
        "division": "",
        "city": "",
        "name": name,
        "full_name": name,
        "abbreviation": code,
    }
    for number, code, name in (
        (37, "CHS", "Chicago Stags"),
        (38, "BOM", "St. Louis Bombers"),
        (39, "CLR", "Cleveland Rebels"),
        (40, "DEF", "Detroit Falcons"),
        (41, "HUS", "Toronto Huskies"),
        (42, "WAS", "Washington Capitols"),
        (43, "PRO", "Providence Steamrollers"),
        (44, "PIT", "Pittsburgh Ironmen"),
        (45, "BAL", "Baltimore Bullets"),
        (46, "JET", "Indianapolis Jets"),
        (47, "AND", "Anderson Packers"),
        (48, "WAT", "Waterloo Hawks"),
        (49, "INO", "Indianapolis Olympians"),
        (50, "DN", "Denver Nuggets"),
        (51, "SHE", "Sheboygan Redskins"),
    )
]


def team_row(facts: ClubFacts) -> dict[str, Any]:
    """A club."""
    return {
        "id": facts.id_bdl,
        "conference": facts.conference,
        "division": facts.division,
        "city": facts.city,
        "name": facts.name,
        "full_name": facts.full_name,
        "abbreviation": facts.club.team,
    }


def player_row(player: Player) -> dict[str, Any]:
    """A player without his team."""
    told = biography(player.player_id, player.position_group)
    first, last = split_name(spelled(player.player_name, "balldontlie"))
    return {
        "id": player_id_bdl(player.player_id),
        "first_name": first,
        "last_name": last,
        "position": player.position_group,
        "height": told.height,
        "weight": str(told.weight_pounds),
        "jersey_number": told.jersey_number,
        "college": told.college,
        "country": told.country,
        "draft_year": told.draft_year,
        "draft_round": told.draft_round,
        "draft_number": told.draft_number,
    }


def player_with_team(player: Player, club: Club) -> dict[str, Any]:
    """A player with the club he is at."""
    return {**player_row(player), "team": team_row(facts_of(club))}


def game_facts(view: GameView, game_id: int) -> dict[str, Any]:
    """A game without its sides; a start stands for the status before the tip-off."""
    fixture = view.fixture
    status = _status(view)
    return {
        "id": game_id,
        "date": fixture.game_date.isoformat(),
        "season": int(fixture.season[:4]),
        "status": status,
        "period": view.period,
        "time": "Final" if view.status is GameStatus.FINAL else _clock(view),
        "postseason": fixture.season_type is SeasonType.PLAYOFFS,
        "home_team_score": view.home_points or 0,
        "visitor_team_score": view.away_points or 0,
        "datetime": zulu(view.starts_at).replace("Z", ".000Z"),
    }


def game_row(view: GameView, game_id: int) -> dict[str, Any]:
    """A game with both teams."""
    return {
        **game_facts(view, game_id),
        "home_team": team_row(facts_of(view.fixture.home)),
        "visitor_team": team_row(facts_of(view.fixture.away)),
    }


def stat_rows(view: GameView, game_id: int, first_id: int) -> list[dict[str, Any]]:
    """A line for each player of both rosters; one who stayed on the bench has "00" minutes.

    Args:
        view: a game that has begun.
        game_id: balldontlie's.
        first_id: of the game's lines: a player's is as far above it as his id is above the first.
    """
    facts = {
        **game_facts(view, game_id),
        "home_team_id": facts_of(view.fixture.home).id_bdl,
        "visitor_team_id": facts_of(view.fixture.away).id_bdl,
    }
    rows: list[dict[str, Any]] = []
    for side in view.sides:
        club = facts_of(side.club)
        for player, stats, _ in _everybody(view, side):
            rows.append(
                {
                    "id": first_id + player.player_id - FIRST_PLAYER_ID,
                    **_counts(stats),
                    "player": {**player_row(player), "team_id": club.id_bdl},
                    "team": team_row(club),
                    "game": facts,
                }
            )
    return sorted(rows, key=lambda row: int(row["id"]))


def box_score(view: GameView, game_id: int, *, is_new: bool) -> dict[str, Any]:
    """A game with its players; `is_new` with what the API's newer generation added."""
    facts = game_facts(view, game_id)
    sides = dict(zip(("home", "visitor"), view.sides, strict=True))
    if is_new:
        facts |= _line_scores(view)
    else:
        del facts["id"], facts["datetime"]
    for name, side in sides.items():
        players = [
            {
                **_counts(stats),
                **({"plus_minus": plus_minus} if is_new else {}),
                "player": player_row(player),
            }
            for player, stats, plus_minus in _everybody(view, side)
        ]
        facts[f"{name}_team"] = {**team_row(facts_of(side.club)), "players": players}
    return facts


def injury_row(line: InjuryLine) -> dict[str, Any] | None:
    """What balldontlie makes of a report; None of a player who is fit.

    The day of return is text without a year.
    """
    if line.player is None or line.status in (None, "Available", "Probable"):
        return None
    rng = Random(f"return/{line.player.player_id}/{line.fixture.game_id}")
    back = line.fixture.game_date + timedelta(days=rng.randint(1, 12))
    reported = line.reported_at.astimezone(EASTERN)
    _, last = split_name(line.player.player_name)
    said = line.reason.rpartition(" - ")[2].lower()
    return {
        "player": {**player_row(line.player), "team_id": facts_of(line.club).id_bdl},
        "return_date": f"{back:%b} {back.day}",
        "description": f"{reported:%b} {reported.day}: {last} ({said}) is listed as "
        f"{str(line.status).lower()} for the next game.",
        "status": "Out" if line.status == "Out" else "Day-To-Day",
    }


def _everybody(view: GameView, side: TeamBox) -> Iterator[tuple[Player, StatLine, int]]:
    """Who plays and who does not, by id."""
    lines: dict[int, PlayerLine] = {line.player.player_id: line for line in side.lines}
    absent = [each.player for each in view.absences if each.club == side.club]
    players = {p.player_id: p for p in (*(line.player for line in side.lines), *absent)}
    for player_id in sorted(players):
        line = lines.get(player_id)
        yield (
            players[player_id],
            line.stats if line else _NOTHING,
            line.plus_minus if line else 0,
        )


def _counts(stats: StatLine) -> dict[str, Any]:
    return {
        "min": f"{stats.minutes:02d}",
        "fgm": stats.fgm,
        "fga": stats.fga,
        "fg_pct": _share(stats.fgm, stats.fga),
        "fg3m": stats.fg3m,
        "fg3a": stats.fg3a,
        "fg3_pct": _share(stats.fg3m, stats.fg3a),
        "ftm": stats.ftm,
        "fta": stats.fta,
        "ft_pct": _share(stats.ftm, stats.fta),
        "oreb": stats.oreb,
        "dreb": stats.dreb,
        "reb": stats.reb,
        "ast": stats.ast,
        "stl": stats.stl,
        "blk": stats.blk,
        "turnover": stats.tov,
        "pf": stats.pf,
        "pts": stats.pts,
    }


def _share(made: int, tried: int) -> float:
    return round(made / tried, 7) if tried else 0


def _status(view: GameView) -> str:
    if view.status is GameStatus.FINAL:
        return "Final"
    if view.status is GameStatus.SCHEDULED:
        return zulu(view.starts_at)
    if view.period == 2 and not view.seconds_left:
        return "Halftime"
    return _QUARTERS[view.period - 1] if view.period <= 4 else f"OT{view.period - 4}"


def _clock(view: GameView) -> str | None:
    if view.status is GameStatus.SCHEDULED:
        return None
    minutes, seconds = divmod(int(view.seconds_left), 60)
    return f"Q{view.period} {minutes}:{seconds:02d}"


def _line_scores(view: GameView) -> dict[str, Any]:
    """Points by quarter and overtime, NULL for those not begun; then time-outs and bonus."""
    found: dict[str, Any] = {}
    for name, points in zip(("home", "visitor"), period_points(view), strict=True):
        quarters = [*points[:4], *[None] * 4][:4]
        overtimes = [*points[4:], *[None] * _MOST_OVERTIMES][:_MOST_OVERTIMES]
        found |= {f"{name}_q{n}": each for n, each in enumerate(quarters, 1)}
        found |= {f"{name}_ot{n}": each for n, each in enumerate(overtimes, 1)}
        found |= {f"{name}_timeouts_remaining": None, f"{name}_in_bonus": None}
    return found
