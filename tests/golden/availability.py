"""Who could appear in a game, how likely, and what his team-mates bring."""

from __future__ import annotations

from functools import cache

from tests.golden.form import stat
from tests.golden.history import History, Row, ewm, identity, name_key, ratio

CHANCES = {"Available": 1.0, "Probable": 0.93, "Questionable": 0.55, "Doubtful": 0.03, "Out": 0.0}
MEASURES = ("minutes", "points", "rebounds", "assists", "field_goals_attempted")


def boxed_games(history: History, team: int, game: str) -> list[Row]:
    """A team's earlier games that have a box score of its players."""
    earlier = history.team_before(team, history.games[game]["game_date"])
    return [line for line in earlier if history.by_game[line["game_id"]]]


@cache
def expected_players(history: History, game: str, team: int) -> dict[int, int]:
    """Who last appeared for the team within its last 30 games -> games of it since."""
    games = [line["game_id"] for line in boxed_games(history, team, game)]
    day = history.games[game]["game_date"]
    found = {}
    for player in {line["player_id"] for g in games[-30:] for line in history.by_game[g]}:
        newest = history.before(player, day)[-1]
        if newest["team_id"] == team:
            found[player] = len(games) - 1 - games.index(newest["game_id"])
    return {player: since for player, since in found.items() if since < 30}


def name_of(history: History, player: int) -> str:
    """The name of a player, as a key."""
    return name_key(history.by_player[player][-1]["player_name"])


@cache
def statuses_known(history: History, game: str) -> dict[str, Row]:
    """The newest status by the cut-off of each player who is known, by name key."""
    known: dict[str, Row] = {}
    day = history.games[game]["game_date"]
    for told in sorted(history.statuses[game], key=lambda s: s["known_at"]):
        is_known = history.is_known(told["name_key"], day)
        if told["known_at"] <= history.cutoff(game) and is_known:
            known[told["name_key"]] = told
    return known


def status_of(history: History, game: str, player: int) -> str | None:
    """The last word on a player by the cut-off."""
    told = statuses_known(history, game).get(name_of(history, player))
    return told["status"] if told else None


def listed_on(history: History, game: str, team: int) -> dict[int, str]:
    """Whom the reports have on a side, with the newest status: who is expected there, and of those
    expected on neither side whom the club lists."""
    this = history.games[game]
    (other,) = {this["home_team_id"], this["away_team_id"]} - {team}
    ours, theirs = (expected_players(history, game, side) for side in (team, other))
    whose = {name_of(history, player): player for player in history.by_player}
    return {
        whose[key]: told["status"]
        for key, told in statuses_known(history, game).items()
        if whose[key] in ours or (whose[key] not in theirs and told["listed_under"] == team)
    }


def chance(status: str | None, *, since: int, has_report: bool) -> tuple[float, str]:
    """The probability that he plays, and what it rests on."""
    if status is not None:
        return CHANCES[status], "listed"
    if not has_report:
        return float(since == 0), "no report"
    return (0.4, "long absent") if since > 4 else (1.0, "unlisted")


def means_of(history: History, game: str, player: int) -> Row:
    """Exponential means, half-life 8, of his games on earlier days."""
    games = history.before(player, history.games[game]["game_date"])
    return {name: ewm([stat(line, name) for line in games], 8) for name in MEASURES}


@cache
def standing(history: History, game: str, team: int) -> dict[int, Row]:
    """Each expected player of a side with what the sums are made of."""
    has_report = bool(statuses_known(history, game))
    last_12 = boxed_games(history, team, game)[-12:]
    found = {}
    for player, since in expected_players(history, game, team).items():
        status = status_of(history, game, player)
        a, source = chance(status, since=since, has_report=has_report)
        appeared = [
            any(b["player_id"] == player and b["team_id"] == team for b in history.by_game[g])
            for g in (line["game_id"] for line in last_12)
        ]
        found[player] = {
            "since": since,
            "is_candidate": since < 12,
            "status": status,
            "a": a,
            "source": source,
            "f": ratio(sum(appeared), len(appeared)),
            "means": means_of(history, game, player),
        }
    return found


def expected_availability(history: History, game: str, player: int) -> Row:
    """His own chance, and the sums over his team-mates."""
    line = history.line(game, player)
    side = standing(history, game, line["team_id"])
    own = side[player]
    told = [
        s["known_at"]
        for s in history.statuses[game]
        if s["known_at"] <= history.cutoff(game) and s["name_key"] in statuses_known(history, game)
    ]
    minutes = own["means"]["minutes"]
    row = identity(line, line) | {
        "player_id": player,
        "is_candidate": own["is_candidate"],
        "injury_status": own["status"],
        "has_report": bool(told),
        "report_known_at": max(told, default=None),
        "status_source": own["source"],
        "play_probability": own["a"],
        "played_share": own["f"],
        "is_regular": None if minutes is None else minutes >= 15,
        "expected_minutes": minutes,
    }
    row |= {f"{name}_ewm_8": own["means"][name] for name in MEASURES[1:]}
    others = [
        other
        for each, other in side.items()
        if each != player and other["is_candidate"] and other["means"]["minutes"] is not None
    ]

    def total(part: object) -> float | None:
        return sum(part(o) for o in others) if others else None  # type: ignore[operator]

    for name in MEASURES:
        row |= {
            f"available_{name}": total(lambda o, n=name: o["a"] * o["means"][n]),
            f"vacated_{name}": total(lambda o, n=name: (1 - o["a"]) * o["means"][n] * o["f"]),
            f"returning_{name}": total(lambda o, n=name: o["a"] * o["means"][n] * (1 - o["f"])),
        }
    row["available_regulars"] = total(lambda o: o["a"] * (o["means"]["minutes"] >= 15))
    return row
