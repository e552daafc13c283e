"""How each pitcher stood after each of his starts: what is said before a game reads of his past.

Rolling values are computed here once, by starts, and whoever speaks of a game takes those of the
newest start on an earlier day (`windows.with_newest_before`).
"""

from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Float,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    after_final,
    per_final_game,
    transform,
)
from boxline.catalog.windows import last_games, so_far
from boxline.mlb.columns import GAME, PLAYER_ID, TEAM_ID
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.pitcher_statcast import PITCHER_STATCAST
from boxline.mlb.form import LAST, PLACES, SUMMED, TRACKED, VELOCITY_STARTS, WINDOWS

_WORDS = {"to_date": "this season's starts", **{f"last_{n}": f"the last {n} starts" for n in LAST}}

#: Sums of what a source may not tell are NULL as soon as one start lacks it.
_MAY_LACK = ("pitches", "runs", "earned_runs", "home_runs")


def _summed(name: str, unit: str, window: str) -> Column:
    lacks = " NULL where a source does not tell it of one of them." if name in _MAY_LACK else ""
    return Column(
        f"{name}_{window}",
        Int,
        unit,
        0,
        nullable=bool(lacks),
        doc=f"Sum over {_WORDS[window]}, this one included.{lacks}",
    )


def _placed(name: str, unit: str, place: str) -> Column:
    return Column(
        f"{name}_{place}_to_date", Int, unit, 0, doc=f"Sum over this season's starts: {place}."
    )


PITCHER_FORM = Table(
    "mlb_analytics.pitcher_form",
    grain="one pitcher after one start, that start included",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=2),
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        TEAM_ID,
        Column("starts_to_date", Int, "games", 1, 60, doc="This season, this one included."),
        *(_summed(name, unit, w) for name, unit in SUMMED.items() for w in WINDOWS),
        Column(
            "strikeouts_squares_last_10",
            Int,
            "squared",
            0,
            doc="Sum of the squares of strikeouts over the last 10 starts.",
        ),
        *(
            _placed(name, unit, place)
            for name, unit in (("strikeouts", "strikeouts"), ("outs", "outs"))
            for place in PLACES
        ),
        *(
            Column(
                f"{name}_to_date",
                Int,
                "pitches",
                0,
                doc=f"Sum over those of this season's starts that Statcast tells of: {words}.",
            )
            for name, words in TRACKED.items()
        ),
        Column(
            f"fastball_velocity_mph_last_{VELOCITY_STARTS}",
            Float,
            "mph",
            50,
            110,
            nullable=True,
            decimals=4,
            doc="Mean over the starts among these of the mean velocity of his four-seam fastballs; "
            "NULL where Statcast tells of none.",
        ),
        Column(
            "fastball_velocity_mph_to_date",
            Float,
            "mph",
            50,
            110,
            nullable=True,
            decimals=4,
            doc="Likewise over this season's starts.",
        ),
    ),
)


@transform(PITCHER_FORM)
def pitcher_form(
    today: Annotated[Rel, Same(PITCHER_GAMES)],
    earlier: Annotated[Rel, Past(PITCHER_GAMES, seasons=1)],
    games: Annotated[Rel, Past(GAMES, seasons=1, with_today=True)],
    statcast: Annotated[Rel, Past(PITCHER_STATCAST, seasons=1, with_today=True), Optional],
) -> Rel:
    """Sums of whole numbers, so that their order never shows; whoever reads them divides."""
    import ibis

    columns = (*(c.name for c in GAME), "player_id", "team_id", "is_home", "is_starter", *SUMMED)
    every = ibis.union(today.select(*columns), earlier.select(*columns), distinct=True)
    starts = every.filter(every.is_starter)
    with_days = starts.left_join(games.select("game_id", "day_night"), "game_id").drop(
        "game_id_right"
    )
    measured = statcast.select(
        "game_id",
        "player_id",
        "ff_velocity_mph",
        **_SENT,
    )
    met = with_days.left_join(measured, ["game_id", "player_id"]).drop(
        "game_id_right", "player_id_right"
    )
    at = {
        "home": met.is_home,
        "away": ~met.is_home,
        "by_day": (met.day_night == "day").fill_null(False),
        "by_night": (met.day_night == "night").fill_null(False),
    }
    split = met.mutate(
        strikeouts_squares=met.strikeouts * met.strikeouts,
        **{name: met[name].coalesce(0) for name in TRACKED},
        **{
            f"{name}_{place}": at[place].ifelse(met[name], 0)
            for name in ("strikeouts", "outs")
            for place in PLACES
        },
    )
    entity = ["player_id", "season"]
    windows = {"to_date": so_far(entity)} | {f"last_{n}": last_games(entity, n) for n in LAST}

    def summed(name: str, window: str) -> Any:
        total = split[name].sum().over(windows[window])
        if name not in _MAY_LACK:
            return total
        lacking = split[name].isnull().cast("int64").sum().over(windows[window])
        return (lacking == 0).ifelse(total, ibis.null("int64"))

    velocity = split.ff_velocity_mph.mean()
    return split.select(
        *(c.name for c in GAME),
        "player_id",
        "team_id",
        starts_to_date=ibis.row_number().over(windows["to_date"]) + 1,
        strikeouts_squares_last_10=split.strikeouts_squares.sum().over(windows["last_10"]),
        **{f"{name}_{w}": summed(name, w) for name in SUMMED for w in WINDOWS},
        **{
            f"{name}_{place}_to_date": split[f"{name}_{place}"].sum().over(windows["to_date"])
            for name in ("strikeouts", "outs")
            for place in PLACES
        },
        **{f"{name}_to_date": split[name].sum().over(windows["to_date"]) for name in TRACKED},
        **{
            f"fastball_velocity_mph_last_{VELOCITY_STARTS}": velocity.over(
                last_games(entity, VELOCITY_STARTS)
            ),
            "fastball_velocity_mph_to_date": velocity.over(windows["to_date"]),
        },
    )


#: What is summed of Statcast -> its column there.
_SENT = {
    "tracked_pitches": "pitches",
    "whiffs": "whiffs",
    "called_strikes": "called_strikes",
}
