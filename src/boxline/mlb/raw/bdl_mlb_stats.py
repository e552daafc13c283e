"""balldontlie's lines of a baseball game (`/mlb/v1/stats`): players at the plate, on the mound.

One row has both, because one reply's row has: who only batted has no outs on the mound.
"""

from typing import Any

import msgspec

from boxline.catalog import (
    Asked,
    AtMost,
    Column,
    EachRow,
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
from boxline.mlb.counts import MOST_OUTS
from boxline.mlb.numbers import outs_of
from boxline.providers.balldontlie import PAGE_ROWS, Page
from boxline.providers.balldontlie_mlb import (
    BALLDONTLIE_MLB,
    BALLGAME,
    Ballgame,
    Ballplayer,
    ballgame_values,
)


class Stat(msgspec.Struct):
    """One line, exactly as sent; what is counted of pitchers is null of the others."""

    player: Ballplayer
    game: Ballgame
    team_name: str
    at_bats: int | None = None
    runs: int | None = None
    hits: int | None = None
    rbi: int | None = None
    hr: int | None = None
    bb: int | None = None
    k: int | None = None
    ip: float | None = None
    p_hits: int | None = None
    p_runs: int | None = None
    er: int | None = None
    p_bb: int | None = None
    p_k: int | None = None
    p_hr: int | None = None
    pitch_count: int | None = None
    strikes: int | None = None


def _batted(name: str, unit: str, high: int, doc: str) -> Column:
    return Column(name, Int, unit, 0, high, True, doc=f"{doc} NULL of who did not bat.")


def _pitched(name: str, unit: str, high: int, doc: str) -> Column:
    return Column(name, Int, unit, 0, high, True, doc=f"{doc} NULL of who did not pitch.")


BDL_MLB_STATS = Raw(
    "mlb_raw.bdl_mlb_stats",
    provider=BALLDONTLIE_MLB,
    grain="one player in one game",
    landing="stats/{date}/{game_id_bdl}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/mlb/v1/stats",
        params={"game_ids[]": "{game_id_bdl}", "per_page": str(PAGE_ROWS)},
        about=EachRow(
            dataset="mlb_raw.bdl_mlb_games",
            columns={"game_id_bdl": "game_id_bdl"},
            starts="starts_at",
        ),
        moments=(after_start(4), at_hour(6, days_later=1), at_hour(6, days_later=3)),
        page_rows=PAGE_ROWS,
    ),
    key=("game_id_bdl", "player_id_bdl"),
    complete_within=("game_id_bdl",),
    expects=per_final_game(at_least=18),
    due=after_final(hours=6),
    unread="core reads MLB's own lines of every game; these have balldontlie's ids, and do not "
    "tell who started or how many batters a pitcher faced",
    columns=(
        *BALLGAME,
        Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
        Column("player_name", Text, doc="First and last name."),
        Column("team_name", Text, doc="The club's name, as balldontlie writes it."),
        Column("position", Text, nullable=True, doc="In words; NULL where not sent."),
        Column("has_pitched", Flag, doc="Whether any innings of his were sent."),
        _batted("at_bats", "at-bats", 30, "At-bats."),
        _batted("runs", "runs", 20, "Runs scored."),
        _batted("hits", "hits", 20, "Hits."),
        _batted("runs_batted_in", "runs", 40, "Runs batted in."),
        _batted("home_runs", "hits", 10, "Home runs."),
        _batted("walks", "walks", 20, "Walks."),
        _batted("strikeouts", "strikeouts", 20, "Strikeouts at the plate."),
        _pitched("outs", "outs", MOST_OUTS, "Outs while he pitched: 4.1 innings are 13."),
        _pitched("hits_allowed", "hits", 60, "Hits allowed."),
        _pitched("runs_allowed", "runs", 60, "Runs allowed."),
        _pitched("earned_runs", "runs", 60, "Runs that are his to answer for."),
        _pitched("walks_allowed", "walks", 40, "Walks allowed."),
        _pitched("batters_struck_out", "strikeouts", 40, "Strikeouts on the mound."),
        _pitched("home_runs_allowed", "hits", 20, "Home runs allowed."),
        _pitched("pitches", "pitches", 400, "Pitches thrown."),
        _pitched("strikes_thrown", "pitches", 300, "Pitches that were strikes."),
    ),
    rules=(AtMost("hits", "at_bats"), AtMost("earned_runs", "runs_allowed")),
)


@rows(BDL_MLB_STATS)
def bdl_mlb_stats(stat: Stat, asked: Asked) -> dict[str, Any]:
    """One row per player; its innings come as a number, of which the fraction counts thirds."""
    asked.insist("game_id_bdl", str(stat.game.id))
    return {
        **ballgame_values(stat.game),
        "player_id_bdl": stat.player.id,
        "player_name": stat.player.name,
        "team_name": stat.team_name,
        "position": stat.player.position or None,
        "has_pitched": stat.ip is not None,
        "at_bats": stat.at_bats,
        "runs": stat.runs,
        "hits": stat.hits,
        "runs_batted_in": stat.rbi,
        "home_runs": stat.hr,
        "walks": stat.bb,
        "strikeouts": stat.k,
        "outs": None if stat.ip is None else outs_of(f"{stat.ip:g}"),
        "hits_allowed": stat.p_hits,
        "runs_allowed": stat.p_runs,
        "earned_runs": stat.er,
        "walks_allowed": stat.p_bb,
        "batters_struck_out": stat.p_k,
        "home_runs_allowed": stat.p_hr,
        "pitches": stat.pitch_count,
        "strikes_thrown": stat.strikes,
    }
