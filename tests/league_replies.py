"""A small league's box scores as NBA.com and balldontlie would send them: replies to be landed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from boxline.home import Home
from boxline.nba.box_score import COUNTS, NBA_COM_NAMES
from boxline.nba.clubs import CLUBS
from tests.builders import rows_of

Row = dict[str, Any]
#: Changes a line before it is sent; the sources' own names for the dataset it is sent as.
Change = Callable[[str, Row], Row]

#: Computed tables that have rows by replies alone: of a home with archive files they are empty.
FROM_REPLIES = frozenset(
    {
        "nba_core.absences",
        "nba_core.disagreements",
        "nba_core.player_games_by_source",
    }
)

#: balldontlie's names of the counts where they are not NBA.com's.
_BDL_NAMES = NBA_COM_NAMES | {"turnovers": "turnover"}

#: The live feed's and the box score's names of the counts.
_NESTED = {
    "points": "points",
    "field_goals_made": "fieldGoalsMade",
    "field_goals_attempted": "fieldGoalsAttempted",
    "threes_made": "threePointersMade",
    "threes_attempted": "threePointersAttempted",
    "free_throws_made": "freeThrowsMade",
    "free_throws_attempted": "freeThrowsAttempted",
    "offensive_rebounds": "reboundsOffensive",
    "defensive_rebounds": "reboundsDefensive",
    "rebounds": "reboundsTotal",
    "assists": "assists",
    "steals": "steals",
    "blocks": "blocks",
    "turnovers": "turnovers",
    "personal_fouls": "foulsPersonal",
}


def code(team_id: int) -> str:
    """A club's three-letter code."""
    return next(name for name in CLUBS[team_id] if len(name) == 3).upper()


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a home holds of a league: its games, and its players' and teams' lines."""

    games: list[Row]
    lines: list[Row]
    team_lines: list[Row]

    @classmethod
    def of(cls, home: Home) -> Played:
        """Everything that a home computed."""
        return cls(
            games=rows_of(home, "nba_core.games"),
            lines=rows_of(home, "nba_core.player_games"),
            team_lines=rows_of(home, "nba_core.team_games"),
        )

    @property
    def days(self) -> list[date]:
        """Days with box scores."""
        return sorted({line["game_date"] for line in self.lines})

    def lines_of(self, **wanted: Any) -> list[Row]:
        """Players' lines with these values."""
        return [row for row in self.lines if all(row[k] == v for k, v in wanted.items())]


def unchanged(_source: str, row: Row) -> Row:
    """The line as it is."""
    return row


def fetched_after(day: date) -> datetime:
    """When the box scores of a day come: 11:00 UTC of the next."""
    return datetime.combine(day + timedelta(days=1), time(11), tzinfo=UTC)


def land(
    home: Home,
    dataset: str,
    reply: Any,
    *,
    at: datetime,
    batch: str = "",
    asked: Mapping[str, str] | None = None,
) -> None:
    """Land one reply of one page."""
    pages = [("reply.json", json.dumps(reply, default=str).encode())]
    raw = home.catalog[f"nba_raw.{dataset}"]
    home.land(raw, pages, fetched_at=at, batch=batch, asked=asked)  # type: ignore[arg-type]


def schedule(games: Iterable[Row], season: str) -> Any:
    """`nbac_schedule`: one season."""
    listed = [_scheduled(game) for game in games if game["season"] == season]
    return {"leagueSchedule": {"seasonYear": season, "gameDates": [{"games": listed}]}}


def _scheduled(game: Row) -> Row:
    tip = game["tipped_off_at"]
    sides = {
        f"{side}Team": {
            "teamId": game[f"{side}_team_id"],
            "teamTricode": code(game[f"{side}_team_id"]),
            "score": game[f"{side}_points"] or 0,
        }
        for side in ("home", "away")
    }
    teams = code(game["away_team_id"]) + code(game["home_team_id"])
    return {
        "gameId": game["game_id"],
        "gameCode": f"{game['game_date']:%Y%m%d}/{teams}",
        "gameStatus": 3 if game["is_final"] else 1,
        "gameStatusText": "Final" if game["is_final"] else "7:30 pm ET",
        "gameDateEst": f"{game['game_date']}T00:00:00Z",
        "gameDateTimeUTC": f"{tip.isoformat()}Z" if tip else None,
        **sides,
    }


def player_list(lines: Iterable[Row], season: str) -> Any:
    """`nbac_player_list`: everybody who has a line in the season."""
    players = {row["player_id"]: row for row in lines if row["season"] == season}
    headers = ["PERSON_ID", "PLAYER_FIRST_NAME", "PLAYER_LAST_NAME", "TEAM_ID"]
    rows = [
        [p["player_id"], *p["player_name"].split(" ", 1), p["team_id"]] for p in players.values()
    ]
    sets = [{"name": "PlayerIndex", "headers": headers, "rowSet": rows}]
    return {"parameters": {"Season": season, "LeagueID": "00"}, "resultSets": sets}


def game_log(lines: Iterable[Row], change: Change = unchanged) -> Any:
    """`nbac_player_boxscore`: the lines of a day."""
    rows = [_logged(change("nbac_player_boxscore", dict(line))) for line in lines]
    sets = {
        "name": "LeagueGameLog",
        "headers": list(rows[0]),
        "rowSet": [[*r.values()] for r in rows],
    }
    return {"resultSets": [sets]}


def _logged(line: Row) -> Row:
    team, other = code(line["team_id"]), code(line["opponent_team_id"])
    return {
        "SEASON_ID": f"2{line['season'][:4]}",
        "PLAYER_ID": line["player_id"],
        "PLAYER_NAME": line["player_name"],
        "TEAM_ID": line["team_id"],
        "TEAM_ABBREVIATION": team,
        "GAME_ID": line["game_id"],
        "GAME_DATE": line["game_date"],
        "MATCHUP": f"{team} {'vs.' if line['is_home'] else '@'} {other}",
        "WL": "W",
        "MIN": line["minutes_played"],
        **{NBA_COM_NAMES[c].upper(): line[c] for c in COUNTS},
        "PLUS_MINUS": line["plus_minus_points"],
    }


def stats(lines: Iterable[Row], change: Change = unchanged) -> Any:
    """`bdl_player_box_scores`: the lines of a day."""
    return {"data": [_stat(change("bdl_player_box_scores", dict(line))) for line in lines]}


def _stat(line: Row) -> Row:
    first, last = line["player_name"].split(" ", 1)
    sides = (line["team_id"], line["opponent_team_id"])
    home, away = sides if line["is_home"] else sides[::-1]
    return {
        "id": int(line["game_id"]) * 100_000 + line["player_id"] % 100_000,
        "player": {"id": line["player_id"] % 100_000, "first_name": first, "last_name": last},
        "team": {"id": line["team_id"], "abbreviation": code(line["team_id"])},
        "game": {
            "id": int(line["game_id"]),
            "date": line["game_date"],
            "season": int(line["season"][:4]),
            "status": "Final",
            "postseason": False,
            "home_team_id": home,
            "visitor_team_id": away,
        },
        "min": f"{line['minutes_played']:02d}",
        **{_BDL_NAMES[c]: line[c] for c in COUNTS},
    }


def box_score(played: Played, game: Row, change: Change = unchanged, *, benched: str = "") -> Any:
    """`nbac_team_boxscore`: one game.

    Args:
        benched: the name of one who stood in the home side's box, and did not play.
    """
    game_id = game["game_id"]
    sides = {}
    for side in ("home", "away"):
        team_id = game[f"{side}_team_id"]
        lines = played.lines_of(game_id=game_id, team_id=team_id)
        (team,) = [
            row
            for row in played.team_lines
            if (row["game_id"], row["team_id"]) == (game_id, team_id)
        ]
        players = [_boxed(change("nbac_team_boxscore", dict(line))) for line in lines]
        if benched and side == "home":
            players.append(_benched(benched))
        sides[f"{side}Team"] = {
            "teamId": team_id,
            "teamTricode": code(team_id),
            "players": players,
            "statistics": {
                "minutes": f"{team['game_minutes']}:00",
                **{_NESTED[c]: team[c] for c in COUNTS},
            },
        }
    return {"boxScoreTraditional": {"gameId": game_id, **sides}}


def _boxed(line: Row) -> Row:
    first, last = line["player_name"].split(" ", 1)
    return {
        "personId": line["player_id"],
        "firstName": first,
        "familyName": last,
        "position": "",
        "comment": "",
        "statistics": {
            # Under half a minute is time on the floor too.
            "minutes": f"{line['minutes_played']}:0{0 if line['minutes_played'] else 9}",
            **{_NESTED[c]: line[c] for c in COUNTS},
            "plusMinusPoints": line["plus_minus_points"],
        },
    }


def _benched(name: str) -> Row:
    first, last = name.split(" ", 1)
    nothing = {"minutes": "", **dict.fromkeys(_NESTED.values(), 0), "plusMinusPoints": 0}
    return {
        "personId": 8_000_001,
        "firstName": first,
        "familyName": last,
        "position": "",
        "comment": "DNP - Coach's Decision",
        "statistics": nothing,
    }
