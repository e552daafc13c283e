"""Players' lines as NBA.com's game log of a day has them (`leaguegamelog`)."""

import re
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    EachDay,
    Flag,
    Int,
    Raw,
    Request,
    Text,
    after_final,
    after_start,
    at_hour,
    per_final_game,
    rows,
)
from boxline.nba.box_score import BOX_SCORE_RULES, counts_sent, player_counts
from boxline.nba.columns import GAME_DATE, GAME_ID, PLAYER_ID, TEAM_ID
from boxline.nba.identity import SEASON_TYPES
from boxline.providers.nba_com import NBA_COM, ResultSets


class GameLog(ResultSets):
    """The reply."""

    @property
    def rows(self) -> list[Any]:
        """The players' lines."""
        return self.table("LeagueGameLog").mappings


class Line(msgspec.Struct, rename="upper"):
    """One player in one game; he is listed only where he appeared."""

    season_id: str
    player_id: int
    player_name: str
    team_id: int
    team_abbreviation: str
    game_id: str
    game_date: date
    matchup: str
    min: int
    pts: int
    fgm: int
    fga: int
    fg3m: int
    fg3a: int
    ftm: int
    fta: int
    oreb: int
    dreb: int
    reb: int
    ast: int
    stl: int
    blk: int
    tov: int
    pf: int
    # NULL in a game that is on; a table without the column is another table, and is refused.
    wl: str | None
    plus_minus: int | None


NBAC_PLAYER_BOXSCORE = Raw(
    "nba_raw.nbac_player_boxscore",
    provider=NBA_COM,
    grain="one player who appeared in one game",
    landing="player-boxscores/{date}",
    payload=GameLog,
    request=Request(
        host="stats",
        path="/stats/leaguegamelog",
        params={
            "Counter": "1000",
            "DateFrom": "{date}",
            "DateTo": "{date}",
            "Direction": "DESC",
            "LeagueID": "00",
            "PlayerOrTeam": "P",
            "Season": "{season}",
            "SeasonType": "{season_type}",
            "Sorter": "DATE",
        },
        about=EachDay(by_season_type=True),
        spelled={
            "season_type": {
                "preseason": "Pre Season",
                "regular": "Regular Season",
                "all_star": "All Star",
                "playoffs": "Playoffs",
                # No page of the host lists these two; it answers to them (nba_api issues 252, 492).
                "play_in": "PlayIn",
                "nba_cup_final": "IST",
            }
        },
        moments=(after_start(3), at_hour(6, days_later=1), at_hour(6, days_later=3)),
    ),
    key=("game_id", "player_id"),
    complete_within=("game_id",),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    columns=(
        GAME_ID,
        GAME_DATE,
        Column("season", Text, doc="For example 2024-25."),
        Column("season_type", Text, one_of=tuple(SEASON_TYPES.values()), doc="Of the game."),
        PLAYER_ID,
        Column("player_name", Text, doc="As NBA.com writes it, diacritics and suffixes kept."),
        TEAM_ID,
        Column("team", Text, doc="Three-letter code."),
        Column("opponent", Text, doc="Three-letter code of the other side."),
        Column("is_home", Flag, doc="Whether his team played at home."),
        Column(
            "wl",
            Text,
            nullable=True,
            one_of=("W", "L"),
            doc="Whether his team won; NULL while the game is on.",
        ),
        Column(
            "minutes_played",
            Int,
            "minutes",
            0,
            80,
            doc="Whole minutes; 0 is under 30 seconds, and a game played all the same.",
        ),
        *player_counts(),
        Column(
            "plus_minus_points",
            Int,
            "points",
            -100,
            100,
            True,
            doc="His team's points less the other side's while he was on the floor; NULL where "
            "not sent.",
        ),
    ),
    rules=BOX_SCORE_RULES,
)

_SEASON_ID = re.compile(r"(\d)(\d{4})", re.ASCII)
_MATCHUP = re.compile(r"(\w+) (vs\.|@) (\w+)")

_counts = counts_sent()


@rows(NBAC_PLAYER_BOXSCORE)
def nbac_player_boxscore(line: Line) -> dict[str, Any]:
    """One row per line; the season and its type stand in `22024`, the side in `GSW vs. NYK`."""
    season = _SEASON_ID.fullmatch(line.season_id)
    kind = SEASON_TYPES.get(f"00{season[1]}") if season else None
    if season is None or kind is None:
        raise ValueError(f"SEASON_ID is {line.season_id!r}, which is no season type and year")
    matchup = _MATCHUP.fullmatch(line.matchup.strip())
    if matchup is None or matchup[1] != line.team_abbreviation:
        raise ValueError(
            f"MATCHUP is {line.matchup!r}, and not {line.team_abbreviation} `vs.` or `@` another"
        )
    year = int(season[2])
    return {
        "game_id": line.game_id,
        "game_date": line.game_date,
        "season": f"{year}-{(year + 1) % 100:02d}",
        "season_type": kind,
        "player_id": line.player_id,
        "player_name": line.player_name,
        "team_id": line.team_id,
        "team": line.team_abbreviation,
        "opponent": matchup[3],
        "is_home": matchup[2] == "vs.",
        "wl": line.wl,
        "minutes_played": line.min,
        **_counts(line),
        "plus_minus_points": line.plus_minus,
    }
