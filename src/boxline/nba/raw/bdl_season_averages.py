"""balldontlie's season averages (`/v1/season_averages`): what each player did per game."""

from typing import Any

import msgspec

from boxline.catalog import Column, Day, EachSeason, Float, Int, Raw, Request, Text, every, rows
from boxline.nba.league import NBA
from boxline.providers.balldontlie import BALLDONTLIE, PAGE_ROWS, Page


class Player(msgspec.Struct):
    """The player as balldontlie knows him."""

    id: int
    first_name: str
    last_name: str


class Stats(msgspec.Struct):
    """Means over the games that he played; `gp` counts them."""

    gp: int
    min: float | None = None
    pts: float | None = None
    reb: float | None = None
    ast: float | None = None
    fg3m: float | None = None


class Averages(msgspec.Struct):
    """One player's season, exactly as sent; fields that are not named are passed over."""

    player: Player
    season: int
    season_type: str
    stats: Stats


def _mean(name: str, unit: str, high: float) -> Column:
    return Column(name, Float, unit, 0, high, True, doc="Mean over his games; NULL if not sent.")


BDL_SEASON_AVERAGES = Raw(
    "nba_raw.bdl_season_averages",
    provider=BALLDONTLIE,
    grain="one player in one regular season",
    landing="season-averages/{season}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/v1/season_averages/general",
        params={
            "season": "{season_year}",
            "season_type": "regular",
            "type": "base",
            "per_page": str(PAGE_ROWS),
        },
        about=EachSeason(),
        moments=(every(24),),
        page_rows=PAGE_ROWS,
    ),
    key=("season", "player_id_bdl"),
    partition="season_starts_on",
    unread="archive only: core counts seasons from the box scores; this is their check by hand",
    columns=(
        Column("season", Text, doc="For example 2024-25."),
        Column("season_starts_on", Day, doc="The first league day that can belong to it."),
        Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
        Column("player_name", Text, doc="First and last name."),
        Column("games_played", Int, "games", 0, 82, doc="Games that he played."),
        _mean("minutes_per_game", "minutes", 48),
        _mean("points_per_game", "points", 60),
        _mean("rebounds_per_game", "rebounds", 40),
        _mean("assists_per_game", "assists", 30),
        _mean("threes_per_game", "made threes", 15),
    ),
)


@rows(BDL_SEASON_AVERAGES)
def bdl_season_averages(averages: Averages) -> dict[str, Any]:
    """One row per player."""
    player, stats = averages.player, averages.stats
    return {
        "season": NBA.seasons.name(averages.season),
        "season_starts_on": NBA.seasons.first_day(averages.season),
        "player_id_bdl": player.id,
        "player_name": f"{player.first_name} {player.last_name}".strip(),
        "games_played": stats.gp,
        "minutes_per_game": stats.min,
        "points_per_game": stats.pts,
        "rebounds_per_game": stats.reb,
        "assists_per_game": stats.ast,
        "threes_per_game": stats.fg3m,
    }
