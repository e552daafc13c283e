"""A player's page, and the page of all players."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boxline.web.numbers import MISSING, number, percent
from boxline.web.site.drawing import PROPS, draw
from boxline.web.site.kinds import Page, PageKind
from boxline.web.site.player_charts import chance_bars, game_bars, line_steps, minute_bars

INDEX, SEASON = "v1/players/index.json", "v1/players/{player_id}.json"
TONIGHT = "v1/tonight/player/{player_id}.json"

#: How windows of games are written.
WINDOWS = {
    "last_5": "Last 5",
    "last_10": "Last 10",
    "last_20": "Last 20",
    "season": "Season",
}


def _player(page: Page) -> str:
    season, tonight = page.documents
    assert season is not None
    games = season["games"]
    rates = {one["prop_type"]: one for one in season["hit_rates"]}
    opponent = (season["next_game"] or {}).get("opponent")
    return draw(
        "player.html.j2",
        page,
        title=season["name"] or f"Player {season['player_id']}",
        section="players",
        tonight=tonight,
        props=PROPS,
        words=WINDOWS,
        charts={prop: game_bars(games, prop, rates[prop]["current_line"]) for prop in PROPS},
        minutes=minute_bars(games) if games else None,
        log=[_log_row(game) for game in reversed(games)],
        forecasts=[_drawn(prop) for prop in tonight["props"]] if tonight else [],
        rates=rates,
        windows={
            prop: [
                *map(_rate_row, told["windows"]),
                *(_rate_row(one) for one in told["opponents"] if one["of"] == opponent),
            ]
            for prop, told in rates.items()
        },
        opponents={prop: [*map(_rate_row, told["opponents"])] for prop, told in rates.items()},
    )


def _log_row(game: Mapping[str, Any]) -> tuple[str, str, int, list[str]]:
    """A game's day, where it was, his minutes; and of each prop what came, its line, and what was
    said."""
    where = f"{'v' if game['is_home'] else '@'} {game['opponent'] or '?'}"
    where += f" {'W' if game['is_win'] else 'L'}{' S' if game['is_starter'] else ''}"
    told = {one["prop_type"]: one for one in game["props"]}
    cells = []
    for prop in PROPS:
        cells += [str(game[prop]), *_line_and_forecast(told.get(prop))]
    return game["game_date"], where, game["minutes"], cells


def _rate_row(rate: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    """Of which games a hit rate is, how many had a line, how they came out beside it, the share
    over, and how many went over the line of today."""
    of, games, current = rate["of"], rate["games"], MISSING
    if rate["over_current"] is not None:
        current = f"{rate['over_current']} of {games}"
        current += f", {rate['push_current']} met" if rate["push_current"] else ""
    came = f"{rate['over']}-{rate['under']}-{rate['push']}"
    share = percent(rate["share_over"], 0)
    return WINDOWS.get(of, of), f"{rate['n']} of {games}", came, share, current


def _line_and_forecast(told: Mapping[str, Any] | None) -> tuple[str, str]:
    if told is None:
        return MISSING, MISSING
    line, forecast = told["line"], told["forecast"]
    lined = MISSING if line is None else f"{line:g} {(told['result'] or '')[:1]}"
    said = number(forecast, 1)
    if forecast is not None and told["low_80"] is not None:
        said += f" ({told['low_80']:g} to {told['high_80']:g})"
    return lined.strip(), said


def _drawn(prop: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "told": prop,
        "chances": chance_bars(prop),
        "numbers": _numbers(prop["chances"]),
        "steps": line_steps(prop["moves"]),
    }


def _numbers(chances: Sequence[float]) -> list[tuple[int, str, str]]:
    """Each number that may come, its chance, and that of it or more; without those of chance 0."""
    above = 1.0
    rows = []
    for count, chance in enumerate(chances):
        if chance:
            rows.append((count, percent(chance), percent(above)))
        above -= chance
    return rows


def _players(page: Page) -> str:
    index = page.documents[0]
    assert index is not None
    rows = [
        (one, next((error for error in one["errors"] if error["prop_type"] == "points"), None))
        for one in index["players"]
    ]
    return draw("players.html.j2", page, title="Players", section="players", rows=rows)


PLAYER = PageKind(path="players/{player_id}.html", reads=(SEASON, TONIGHT), draw=_player)
PLAYERS = PageKind(path="players/index.html", reads=(INDEX,), draw=_players)
