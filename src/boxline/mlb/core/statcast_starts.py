"""Which start it is that Statcast measured: its file has names, and ids neither of game nor man."""

from typing import Annotated, Any

from boxline.catalog import Column, Int, Optional, Rel, Same, Table, Text, transform
from boxline.catalog.joins import beside
from boxline.mlb.clubs import id_of_code
from boxline.mlb.columns import GAME_DATE, SEASON
from boxline.mlb.raw.archive_starts import ARCHIVE_STARTS
from boxline.mlb.raw.archive_statcast_starts import ARCHIVE_STATCAST_STARTS

#: A batter left to another pitcher, and the pitches to him, count for Statcast and not for a start.
MOST_BATTERS_LEFT, MOST_PITCHES_TO_THEM = 1, 9

#: How well the counts of a start fit, best first: all of them; those but walks, which Statcast
#: counts without intentional ones; those and a batter left to another.
FITS = ("all", "without_walks", "batter_left")

NO_START = "no start of these clubs on this day is known"
OTHER_COUNTS = "no start of these clubs on this day has these counts"
SEVERAL = "several starts of these clubs on this day have these counts"

STATCAST_STARTS = Table(
    "mlb_core.statcast_starts",
    grain="one start as Statcast's file tells it, resolved or not",
    key=("game_date", "home_team_id", "away_team_id", "player_name"),
    columns=(
        GAME_DATE,
        SEASON,
        Column("home_team_id", Int, low=1, doc="MLB's team id."),
        Column("away_team_id", Int, low=1, doc="MLB's team id."),
        Column("player_name", Text, doc="Of the pitcher, as the file writes it."),
        Column("throws", Text, one_of=("L", "R"), doc="His arm."),
        Column(
            "game_id", Text, nullable=True, doc="MLB's game id (`gamePk`); NULL where unresolved."
        ),
        Column("player_id", Int, low=1, nullable=True, doc="MLB's person id; NULL likewise."),
        Column(
            "fit",
            Text,
            one_of=FITS,
            nullable=True,
            doc="By which counts the start is known: `all` of pitches, batters, strikeouts, hits "
            "and walks; `without_walks`; `batter_left`, where Statcast counts a batter whom he "
            "left to another, and the pitches to him. NULL where unresolved.",
        ),
        Column(
            "unresolved_reason",
            Text,
            one_of=(NO_START, OTHER_COUNTS, SEVERAL),
            nullable=True,
            doc="Why it is nobody's start; NULL where it is resolved. Nearness never decides.",
        ),
        Column("pitches", Int, "pitches", 0, 250, doc="Of Statcast's file."),
        Column("batters_faced", Int, "batters", 0, 70, doc="Of Statcast's file."),
        Column("outs", Int, "outs", 0, 60, doc="Of Statcast's file: some on the bases lack."),
        Column("strikeouts", Int, "strikeouts", 0, 30, doc="Of Statcast's file."),
        Column("walks", Int, "walks", 0, 30, doc="Of Statcast's file, without intentional ones."),
        Column("hits", Int, "hits", 0, 40, doc="Of Statcast's file."),
    ),
)

_KEY = ["game_date", "home_team_id", "away_team_id", "player_name"]


@transform(STATCAST_STARTS)
def statcast_starts(
    measured: Annotated[Rel, Same(ARCHIVE_STATCAST_STARTS)],
    starts: Annotated[Rel, Same(ARCHIVE_STARTS), Optional],
) -> Rel:
    """A row is the start of its day and clubs that alone fits its counts, and that fits no other
    row as well. Both sides of a game are looked at: the file does not say whose pitcher he is."""
    import ibis

    sent = measured.mutate(
        home_team_id=id_of_code(measured.home_team), away_team_id=id_of_code(measured.away_team)
    )
    here, there = id_of_code(starts.team), id_of_code(starts.opponent_team)
    known = starts.select(
        "game_date",
        home_team_id=starts.is_home.ifelse(here, there),
        away_team_id=starts.is_home.ifelse(there, here),
        start_game_id="game_id",
        start_player_id="player_id",
        **{f"start_{name}": name for name in _COUNTS},
    )
    met = sent.join(known, ["game_date", "home_team_id", "away_team_id"])
    fitting = met.select(*_KEY, "start_game_id", "start_player_id", place=_place(met))
    pairs = fitting.filter(fitting.place.notnull())
    best = pairs.filter(pairs.place == pairs.place.min().over(ibis.window(group_by=_KEY)))
    start = ["start_game_id", "start_player_id"]
    claimed = best.mutate(claims=best.count().over(ibis.window(group_by=start)))
    seen = fitting.group_by(_KEY).agg(starts_seen=fitting.count())
    found = claimed.group_by(_KEY).agg(
        fits=claimed.count(),
        claims=claimed.claims.max(),
        place=claimed.place.max(),
        only_game=claimed.start_game_id.max(),
        only_player=claimed.start_player_id.max(),
    )
    told = beside(beside(sent, seen, _KEY), found, _KEY)
    is_one = ((told.fits == 1) & (told.claims == 1)).fill_null(False)
    return told.select(
        *_KEY,
        "throws",
        *_COUNTS,
        "outs",
        season=told.game_date.year().cast("string"),
        game_id=is_one.ifelse(told.only_game, ibis.null("string")),
        player_id=is_one.ifelse(told.only_player, ibis.null("int64")),
        fit=ibis.cases(*(((told.place == n) & is_one, fit) for n, fit in enumerate(FITS))),
        unresolved_reason=ibis.cases(
            (told.starts_seen.isnull(), NO_START),
            (told.fits.isnull(), OTHER_COUNTS),
            (~is_one, SEVERAL),
        ),
    )


_COUNTS = ("pitches", "batters_faced", "strikeouts", "walks", "hits")


def _place(met: Rel) -> Any:
    """The place in FITS of how a start fits a row; NULL where it does not."""
    import ibis

    def same(*names: str) -> Any:
        return ibis.and_(*(met[name] == met[f"start_{name}"] for name in names))

    left = met.batters_faced - met.start_batters_faced
    pitches_left = met.pitches - met.start_pitches
    is_near = left.between(1, MOST_BATTERS_LEFT) & pitches_left.between(0, MOST_PITCHES_TO_THEM)
    return ibis.cases(
        (same(*_COUNTS), 0),
        (same("pitches", "batters_faced", "strikeouts", "hits"), 1),
        (same("strikeouts", "hits") & is_near, 2),
    )
