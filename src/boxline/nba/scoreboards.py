"""How games stand, as each scoreboard says it, in one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boxline.catalog import Rel
from boxline.nba import identity
from boxline.nba.clubs import placed_on_games

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: In the order in which they count: the league's own, the one that is asked most often, the third.
SOURCES = ("nbac_scoreboard", "bdl_live_box_scores", "espn_scoreboard")

#: A game goes through these in order.
STATUSES = SCHEDULED, LIVE, FINAL = ("scheduled", "live", "final")

#: What is told of a game. `game_id` is NULL, with the reason, where it cannot be placed.
WORD = (
    "game_id",
    "game_date",
    "unplaced_reason",
    "status",
    "period",
    "seconds_left",
    "home_points",
    "away_points",
    "known_at",
    "source",
)

#: ESPN's words for games that are none of the league's own count.
NOT_COUNTED = ("preseason", "off-season")

_SIDES = ["game_date", "home_team", "away_team"]


def of_nba_com(board: Rel) -> Rel:
    """Every word of NBA.com's scoreboard on a game that counts. `WORD`."""
    import ibis

    said = board.filter(~board.is_retracted, identity.counts(board.game_id))
    status = said.game_status.cases(*enumerate(STATUSES, start=1), else_=None)
    return _word(
        said,
        SOURCES[0],
        status=status,
        game_id=said.game_id,
        unplaced_reason=ibis.null("string"),
        period=said.period,
        seconds_left=said.seconds_left,
        home_points=said.home_points,
        away_points=said.away_points,
    )


def of_balldontlie(lines: Rel, games: Rel) -> Rel:
    """Every word of balldontlie's live box scores, which say of each player how his game stands.
    `WORD`."""
    said = lines.filter(~lines.is_retracted)
    told = ("game_status", "period", "game_clock", "home_score", "away_score")
    once = said.group_by(*_SIDES, "known_at").agg(**{c: said[c].max() for c in told})
    placed = placed_on_games(once, games)
    is_final = placed.game_status.lower().startswith("final")
    is_live = (placed.period > 0).fill_null(False)
    return _word(
        placed,
        SOURCES[1],
        status=is_final.ifelse(FINAL, is_live.ifelse(LIVE, SCHEDULED)),
        game_id=placed.game_id,
        unplaced_reason=placed.unplaced_reason,
        period=placed.period,
        seconds_left=_seconds(placed.game_clock),
        home_points=placed.home_score,
        away_points=placed.away_score,
    )


def of_espn(board: Rel, games: Rel) -> Rel:
    """Every word of ESPN's scoreboard. A game that it took off (postponed, cancelled) is one that
    was not played. `WORD`."""
    said = board.filter(~board.is_retracted, ~board.season_type_espn.isin(NOT_COUNTED))
    placed = placed_on_games(said, games)
    is_live = placed.game_state == "in"
    return _word(
        placed,
        SOURCES[2],
        status=placed.is_completed.ifelse(FINAL, is_live.ifelse(LIVE, SCHEDULED)),
        game_id=placed.game_id,
        unplaced_reason=placed.unplaced_reason,
        period=placed.period,
        seconds_left=_seconds(placed.game_clock),
        home_points=placed.home_score,
        away_points=placed.away_score,
    )


def _word(rows: Rel, source: str, *, status: ir.StringValue, **values: Any) -> Rel:
    """A word in the shape. Before the start there is no period and no score, though some are sent;
    a clock runs while the game is on."""
    import ibis

    has_begun = status.isin([LIVE, FINAL])
    begun = {
        name: has_begun.ifelse(values.pop(name), ibis.null("int64"))
        for name in ("period", "home_points", "away_points")
    }
    clock = (status == LIVE).ifelse(values.pop("seconds_left"), ibis.null("float64"))
    return rows.select(
        "game_date",
        "known_at",
        status=status,
        seconds_left=clock,
        source=ibis.literal(source),
        **begun,
        **values,
    ).select(*WORD)


def _seconds(clock: ir.StringValue) -> ir.FloatingValue:
    """Seconds of a clock as written: `Q3 5:32`, `5:32`, `42.7`; NULL where there is none."""
    minutes = clock.re_extract(r"(\d{1,2}):[0-5]\d(\.\d)?$", 1).nullif("").cast("float64")
    seconds = clock.re_extract(r"([0-5]?\d(\.\d)?)$", 1).nullif("").cast("float64")
    return minutes.coalesce(0.0) * 60 + seconds
