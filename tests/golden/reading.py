"""From the files to a History, which is read once."""

from __future__ import annotations

from datetime import datetime, time
from functools import cache
from pathlib import Path

from tests.golden.history import (
    CLUBS,
    COUNTS,
    TYPES,
    History,
    Row,
    league_day,
    name_key,
    rows_of,
    season_of,
    utc,
)

#: The Odds API's market -> the prop.
PROPS = {f"player_{prop}": prop for prop in ("points", "rebounds", "assists", "threes")}

#: How a report or a line writes a player -> how the box scores do.
ALIASES = {"carltoncarrington": "bubcarrington"}


@cache
def read_history(shared: Path) -> History:
    """Everything, each file once."""
    history = History()
    _read_teams(history, shared)
    _read_calendar(history, shared)
    _read_lines(history, shared)
    _read_shots(history, shared)
    _read_statuses(history, shared)
    _read_offers(history, shared)
    _read_spreads(history, shared)
    return history


def _named(row: Row) -> Row:
    return {name: row[sent] for name, sent in COUNTS.items()}


def _read_teams(history: History, shared: Path) -> None:
    rows = [
        row
        for row in rows_of(shared, "team_games_2014")
        if row["game_id"][:3] in TYPES and row["team_id"] in CLUBS
    ]
    sides: dict[str, list[int]] = {}
    for row in rows:
        sides.setdefault(row["game_id"], []).append(row["team_id"])
    for row in sorted(rows, key=lambda r: (r["game_date"], r["game_id"])):
        (opponent,) = [team for team in sides[row["game_id"]] if team != row["team_id"]]
        overtimes = round((row["minutes"] - 240) / 25)
        line = {
            "game_id": row["game_id"],
            "game_date": row["game_date"],
            "season": season_of(row["game_id"]),
            "season_type": TYPES[row["game_id"][:3]],
            "team_id": row["team_id"],
            "opponent_team_id": opponent,
            "is_home": row["is_home"],
            "is_win": row["wl"] == "W",
            "overtime_periods": overtimes,
            "game_minutes": 240 + 25 * overtimes,
            **_named(row),
        }
        history.teams[line["game_id"], line["team_id"]] = line
        history.by_team[line["team_id"]].append(line)


def _read_calendar(history: History, shared: Path) -> None:
    """Sides by the newer schedule before the older; the day by the box scores; start and arena of
    the first schedule that has the game on that day."""
    listed = []
    for row in rows_of(shared, "schedule_2024-25_full"):
        start = datetime.fromisoformat(row["game_datetime_utc"].rstrip("Z"))
        listed.append((row, datetime.fromisoformat(row["game_date_est"][:10]).date(), start))
    for row in rows_of(shared, "schedule_2015-16"):
        day, tip = row["game_date_et"], row["tip_time_et"]
        start = utc(datetime.combine(day, time.fromisoformat(tip))) if tip else None
        listed.append((row, day, start))
    for row, day, start in listed:
        sides = row["home_team_id"], row["away_team_id"]
        if row["game_id"][:3] not in TYPES or not all(side in CLUBS for side in sides):
            continue
        game_id = row["game_id"]
        played = [
            history.teams[game_id, side] for side in sides if (game_id, side) in history.teams
        ]
        game = history.games.setdefault(
            game_id,
            {
                "game_id": game_id,
                "game_date": played[0]["game_date"] if played else day,
                "season": season_of(game_id),
                "season_type": TYPES[game_id[:3]],
                "home_team_id": sides[0],
                "away_team_id": sides[1],
                "tipped_off_at": None,
                "arena": None,
            },
        )
        if game["game_date"] == day and game["tipped_off_at"] is None and game["arena"] is None:
            game |= {"tipped_off_at": start, "arena": row["arena"]}
    for game in sorted(history.games.values(), key=lambda g: (g["game_date"], g["game_id"])):
        for side in ("home_team_id", "away_team_id"):
            history.calendar[game[side]].append(game)


def _read_lines(history: History, shared: Path) -> None:
    rows = rows_of(shared, "player_games_2023-24") + rows_of(shared, "player_games_2024-25")
    rows += rows_of(shared, "player_games_playoffs_2020")
    for row in sorted(rows, key=lambda r: (r["game_date"], r["game_id"])):
        team = history.teams[row["game_id"], row["team_id"]]
        line = {
            **{n: team[n] for n in ("game_id", "game_date", "season", "season_type")},
            **{n: team[n] for n in ("team_id", "opponent_team_id", "is_home")},
            "player_id": row["player_id"],
            "player_name": row["player_name"],
            "minutes_played": row["minutes"],
            "plus_minus_points": row["plus_minus"],
            "is_starter": row.get("is_starter"),
            **_named(row),
        }
        history.lines.append(line)
        history.first_seen.setdefault(name_key(line["player_name"]), line["game_date"])
        history.by_player[line["player_id"]].append(line)
        history.by_game[line["game_id"]].append(line)


def _read_shots(history: History, shared: Path) -> None:
    kind = "game_id, team_id, player_id, basic_zone AS zone, shot_type"
    columns = f"{kind}, count(*) AS attempted, count(*) FILTER (shot_made) AS made"
    for shot in rows_of(shared, "shots_2023-24", columns):
        history.shots[shot["game_id"]].append(shot)


def _games_by_day(history: History) -> dict[tuple[object, int], str]:
    return {
        (game["game_date"], game[side]): game["game_id"]
        for game in history.games.values()
        for side in ("home_team_id", "away_team_id")
    }


def _team_names(shared: Path) -> dict[str, int]:
    """A club by its name in full and by its code, as the team box scores have them."""
    columns = "DISTINCT team, team_name, team_id"
    found = {}
    for row in rows_of(shared, "team_games_2014", columns):
        if row["team_id"] in CLUBS:
            found |= {row["team"]: row["team_id"], row["team_name"]: row["team_id"]}
    return found | {"Los Angeles Clippers": found["LAC"]}


def _read_statuses(history: History, shared: Path) -> None:
    clubs, games = _team_names(shared), _games_by_day(history)
    for row in rows_of(shared, "official_status_history"):
        game = games.get((row["game_date"], clubs.get(row["matchup"].partition("@")[0], 0)))
        if game is not None:
            key = name_key(row["player_name"])
            history.statuses[game].append(
                {
                    "name_key": ALIASES.get(key, key),
                    "listed_under": clubs[row["team"]],
                    "status": row["status"],
                    "known_at": utc(row["first_report_et"]),
                }
            )


def _read_offers(history: History, shared: Path) -> None:
    """Lines on players, one entry per bookmaker, prop, number and moment, with both prices."""
    clubs, games = _team_names(shared), _games_by_day(history)

    def add(day: object, home: str, name: str, offer: Row) -> None:
        game, key = games.get((day, clubs[home])), name_key(name)
        told = [] if game is None else history.offers[game, ALIASES.get(key, key)]
        if offer not in told:  # the archive has some rows twice
            told.append(offer)

    sides: dict[tuple[object, ...], Row] = {}
    columns = "* REPLACE (timezone('UTC', commence_time) AS commence_time)"
    for row in rows_of(shared, "player_props_2024", columns):
        seen = utc(datetime.combine(row["file_date"], time(17)))
        key = (
            *(league_day(row["commence_time"]), row["home_team"], row["player"]),
            *(row["bookmaker"].lower(), PROPS[row["market"]], row["line"], seen),
        )
        sides.setdefault(key, {})[row["side"].lower()] = row["price_american"]
    for (day, home, name, book, prop, number, seen), prices in sides.items():
        offer = {"bookmaker": book, "prop": prop, "line": number, "known_at": seen}
        add(day, home, name, offer | {s: prices.get(s) for s in ("over", "under")})  # type: ignore[arg-type]
    for row in rows_of(shared, "threes_lines"):
        start = datetime.fromisoformat(row["game_time"].rstrip("Z"))
        told = row["market_last_update"]
        seen = utc(datetime.combine(row["file_date"], time(17)))
        offer = {
            "bookmaker": row["bookmaker"].lower(),
            "prop": "threes",
            "line": row["line"],
            "known_at": datetime.fromisoformat(told.rstrip("Z")) if told else seen,
            "over": row["over_odds"],
            "under": row["under_odds"],
        }
        add(league_day(start), row["game"].partition(" @ ")[2], row["player"], offer)
    for row in rows_of(shared, "pra_lines"):
        seen = datetime.fromisoformat(row["last_update"].rstrip("Z"))
        offer = {
            "bookmaker": row["bookmaker"].lower(),
            "prop": "points_rebounds_assists",
            "line": row["line"],
            "known_at": seen,
            "over": row["over_price_american"],
            "under": row["under_price_american"],
        }
        add(league_day(seen), row["home_team"], row["player"], offer)


def _read_spreads(history: History, shared: Path) -> None:
    clubs, games = _team_names(shared), _games_by_day(history)
    columns = "* REPLACE (timezone('UTC', commence_time) AS commence_time, "
    columns += "timezone('UTC', last_update) AS last_update)"
    seen: dict[tuple[str, str, datetime], Row] = {}
    for row in rows_of(shared, "multibook_lines", columns):
        game = games.get((league_day(row["commence_time"]), clubs[row["home_team"]]))
        if game is not None:
            told = seen.setdefault((game, row["bookmaker"].lower(), row["last_update"]), {})
            told |= {row["side"]: row["line"], f"{row['side']}_price": row["price_american"]}
    for (game, book, known_at), told in seen.items():
        prices = told.get("home_price"), told.get("away_price")
        line = {"bookmaker": book, "line": told["home"], "price": prices, "known_at": known_at}
        history.spreads[game].append(line)
