"""Schedule and results of whole seasons, from an archive file.

A game that was postponed or suspended is listed on each day that it was set for, under one id. The
file was made after the seasons, so what a row says was known at three times: that the game is
listed, who is to pitch, and how it ended. Each is a row of its own here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Column, Day, Instant, Int, Raw, Rel, Text, rows
from boxline.mlb.season_types import SEASON_TYPES
from boxline.providers.archive import ARCHIVE, morning_after, utc_of_eastern

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: What a row tells, and when that was known: see `archive_games`.
TOLD = ("listing", "probables", "result")

#: The file has no stamps: pitchers were named by then, an assumption that errs on the late side.
PROBABLES_KNOWN_MINUTES = 60

ARCHIVE_GAMES = Raw(
    "mlb_raw.archive_games",
    provider=ARCHIVE,
    grain="what is told of one game on one day that it is listed for",
    landing="mlb/games",
    key=("game_id", "game_date", "told"),
    columns=(
        Column("game_id", Text, doc="MLB's game id (`gamePk`) as text."),
        Column("game_date", Day, doc="The league day it is listed for."),
        Column(
            "told",
            Text,
            one_of=TOLD,
            source="",
            doc="Which of the row's facts: `listing` from 1 January or from the morning after the "
            f"day it was moved from, `probables` {PROBABLES_KNOWN_MINUTES} minutes before the "
            "start (an assumption), `result` from 06:00 Eastern of the day after.",
        ),
        Column("starts_at", Instant, source="game_datetime", doc="Start for this day in UTC."),
        Column("game_type", Text, one_of=tuple(SEASON_TYPES), doc="MLB's letter."),
        Column("home_team_id", Int, low=1, source="home_id", doc="MLB's team id."),
        Column("away_team_id", Int, low=1, source="away_id", doc="MLB's team id."),
        Column("home_team_name", Text, source="home_name", doc="Name of that season."),
        Column("away_team_name", Text, source="away_name", doc="Name of that season."),
        Column("doubleheader", Text, one_of=("N", "S", "Y"), doc="No, split, or one admission."),
        Column("game_number", Int, low=1, high=2, source="game_num", doc="Of the two of a day."),
        Column("venue_id", Int, low=1, nullable=True, doc="MLB's venue id."),
        Column("venue_name", Text, nullable=True, doc="Name of that season."),
        Column("home_probable_pitcher", Text, nullable=True, doc="Name. Of `probables` only."),
        Column("away_probable_pitcher", Text, nullable=True, doc="Name. Of `probables` only."),
        Column("home_pitcher_note", Text, nullable=True, doc="As sent. Of `probables` only."),
        Column("away_pitcher_note", Text, nullable=True, doc="As sent. Of `probables` only."),
        Column(
            "status",
            Text,
            nullable=True,
            doc="`Final`, `Completed Early: Rain`, `Postponed`, ... Of `result` only.",
        ),
        Column("away_runs", Int, "runs", 0, 60, True, source="away_score", doc="`result` only."),
        Column("home_runs", Int, "runs", 0, 60, True, source="home_score", doc="`result` only."),
        Column(
            "innings",
            Int,
            "innings",
            1,
            30,
            nullable=True,
            source="current_inning",
            doc="The last one begun. Of `result` only; NULL where none was.",
        ),
        Column("inning_state", Text, nullable=True, doc="Of the last one. Of `result` only."),
        Column("series_status", Text, nullable=True, doc="After the game. Of `result` only."),
        Column("winning_team", Text, nullable=True, doc="Name. Of `result` only."),
        Column("losing_team", Text, nullable=True, doc="Name; NULL of a tie. Of `result` only."),
        Column(
            "losing_team_tied",
            Text,
            nullable=True,
            optional=True,
            source="losing_Team_1",
            doc="`Tie` in some ties. The file calls it `losing_Team`; who reads it without regard "
            "to case gives it this name. Of `result` only.",
        ),
        Column(
            "losing_team_in_capitals",
            Text,
            nullable=True,
            optional=True,
            source="losing_Team",
            doc="Stands for the name in the file of the column before it; always NULL.",
        ),
        Column("winning_pitcher", Text, nullable=True, doc="Name. Of `result` only."),
        Column("losing_pitcher", Text, nullable=True, doc="Name. Of `result` only."),
        Column("save_pitcher", Text, nullable=True, doc="Name. Of `result` only."),
    ),
)

_OF_PROBABLES = (
    "home_probable_pitcher",
    "away_probable_pitcher",
    "home_pitcher_note",
    "away_pitcher_note",
)
_OF_RESULT = (
    "status",
    "away_runs",
    "home_runs",
    "innings",
    "inning_state",
    "series_status",
    "winning_team",
    "losing_team",
    "losing_team_tied",
    "winning_pitcher",
    "losing_pitcher",
    "save_pitcher",
)


@rows(ARCHIVE_GAMES)
def archive_games(file: Rel) -> Rel:
    """Three rows of each of the file's, each with its own facts and when they were known."""
    import ibis

    # A placeholder for nobody named is an empty text.
    file = file.mutate(
        losing_team_in_capitals=ibis.null("string"),
        **{name: file[name].nullif("") for name in (*_OF_PROBABLES, *_OF_RESULT) if _is_text(name)},
    )
    in_order = ibis.window(group_by="game_id", order_by="game_date")
    moved_from = file.game_date.lag().over(in_order)
    year_begins = utc_of_eastern(ibis.date(file.game_date.year(), 1, 1).cast("timestamp"))
    pitchers_named = file.starts_at - ibis.interval(minutes=PROBABLES_KNOWN_MINUTES)
    return ibis.union(
        _told(file, "listing", (), morning_after(moved_from).coalesce(year_begins)),
        _told(file, "probables", _OF_PROBABLES, pitchers_named),
        _told(file, "result", _OF_RESULT, morning_after(file.game_date)),
    )


def _is_text(name: str) -> bool:
    return name not in ("away_runs", "home_runs", "innings")


def _told(file: Rel, told: str, facts: tuple[str, ...], known_at: ir.TimestampValue) -> Rel:
    """The rows with these facts, and NULL in place of those told at another time."""
    import ibis

    hidden = {*_OF_PROBABLES, *_OF_RESULT} - {*facts}
    shown = {n: ibis.null(file[n].type()) if n in hidden else file[n] for n in file.columns}
    return file.select(**shown, told=ibis.literal(told), known_at=known_at)
