"""What a pitcher's earlier starts of the season come to."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Int, Rel, Text
from boxline.catalog.windows import with_newest_before
from boxline.mlb.form import SUMMED, TRACKED, VELOCITY_STARTS, WINDOWS
from boxline.mlb.rates import deviation, per_inning, per_nine, share

NO_START_YET = "no start on an earlier day of the season"
NOT_TOLD = "a source of his starts does not tell earned runs"
NOT_TRACKED = "Statcast tells of none of his starts this season"

#: Added column -> how many starts back, of which count, its unit and the most it can be.
_MEANS = {
    "strikeouts_mean_last_3": ("strikeouts", 3, "strikeouts", 30),
    "strikeouts_mean_last_5": ("strikeouts", 5, "strikeouts", 30),
    "strikeouts_mean_last_10": ("strikeouts", 10, "strikeouts", 30),
    "outs_mean_last_5": ("outs", 5, "outs", 60),
    "outs_mean_last_10": ("outs", 10, "outs", 60),
    "batters_faced_mean_last_5": ("batters_faced", 5, "batters", 70),
    "pitches_mean_last_5": ("pitches", 5, "pitches", 250),
}

_NINE, _INNING = "per 9 innings", "per inning"


def _rate(name: str, unit: str, doc: str, *, low: float = 0, high: float = 300) -> Column:
    return Column(name, Float, unit, low, high, nullable=True, doc=doc)


_WITHOUT = "NULL without an earlier start this season, or an out in them."

COLUMNS = (
    Column("season_starts", Int, "games", 0, 60, doc="His starts on earlier days of the season."),
    *(
        Column(
            f"season_{name}",
            Int,
            unit,
            0,
            nullable=True,
            doc="Sum over those; NULL without one, or where a source does not tell it.",
        )
        for name, unit in SUMMED.items()
    ),
    *(
        Column(
            name,
            Float,
            unit,
            0,
            most,
            nullable=True,
            doc=f"Mean of {count} over his last {n} starts of the season, over fewer where there "
            "are fewer; NULL without one.",
        )
        for name, (count, n, unit, most) in _MEANS.items()
    ),
    _rate(
        "strikeouts_deviation_last_10",
        "strikeouts",
        "Sample standard deviation over his last 10 starts of the season; NULL of fewer than two.",
    ),
    _rate("strikeouts_per_9_last_10", _NINE, f"27 strikeouts / outs, last 10. {_WITHOUT}"),
    _rate("runs_per_9_last_10", _NINE, f"27 runs / outs, last 10. {_WITHOUT}", high=1100),
    _rate(
        "earned_run_average_last_10",
        _NINE,
        f"27 earned runs / outs, last 10. {_WITHOUT} See `no_earned_runs_reason`.",
        high=1100,
    ),
    _rate(
        "walks_and_hits_per_inning_last_10",
        _INNING,
        f"3 (walks + hits) / outs, last 10. {_WITHOUT}",
    ),
    _rate("season_strikeouts_per_9", _NINE, f"27 strikeouts / outs, the season. {_WITHOUT}"),
    _rate(
        "season_strikeout_share", "share", "Strikeouts / batters faced. NULL without any.", high=1
    ),
    _rate("season_runs_per_9", _NINE, f"27 runs / outs, the season. {_WITHOUT}", high=1100),
    _rate(
        "season_earned_run_average",
        _NINE,
        f"27 earned runs / outs, the season. {_WITHOUT} See `no_earned_runs_reason`.",
        high=1100,
    ),
    _rate("season_walks_and_hits_per_inning", _INNING, f"3 (walks + hits) / outs. {_WITHOUT}"),
    *(
        _rate(
            f"strikeouts_per_9_{place}",
            _NINE,
            f"27 strikeouts / outs of the season's starts {words}; NULL without an out in them.",
        )
        for place, words in (
            ("home", "at home"),
            ("away", "on the road"),
            ("by_day", "by day"),
            ("by_night", "by night"),
        )
    ),
    _rate(
        "season_whiff_share",
        "share",
        "Pitches swung at and missed / pitches, of the season's starts that Statcast tells of; "
        "NULL without any.",
        high=1,
    ),
    _rate(
        "season_called_or_missed_share",
        "share",
        "Called strikes and whiffs / pitches, likewise.",
        high=1,
    ),
    _rate(
        f"fastball_velocity_mph_last_{VELOCITY_STARTS}",
        "mph",
        "Mean of his four-seam fastballs, start by start; NULL where Statcast tells of none.",
        high=110,
    ),
    _rate("season_fastball_velocity_mph", "mph", "Likewise over the season.", high=110),
    Column(
        "no_form_reason",
        Text,
        one_of=(NO_START_YET,),
        nullable=True,
        doc="Why nothing is known of his season; NULL where something is.",
    ),
    Column(
        "no_earned_runs_reason",
        Text,
        one_of=(NO_START_YET, NOT_TOLD),
        nullable=True,
        doc="Why there is no earned run average of the season; NULL where there is.",
    ),
    Column(
        "no_statcast_reason",
        Text,
        one_of=(NO_START_YET, NOT_TRACKED),
        nullable=True,
        doc="Why there is no share of whiffs; NULL where there is.",
    ),
)


def of_starts(spine: Rel, form: Rel) -> Rel:
    """What stood after the pitcher's newest start on a day before, this season.

    Args:
        spine: rows with `game_id`, `player_id`, `game_date` and `season`.
        form: `mlb_analytics.pitcher_form`.
    Returns:
        `game_id`, `player_id` and COLUMNS.
    """
    import ibis

    kept = [c.name for c in _form_columns(form)]
    key = spine.select("game_id", "player_id", "game_date", "season")
    was = with_newest_before(
        key, form, entity=["player_id", "season"], columns={f"was_{name}": name for name in kept}
    )

    def of(name: str) -> Any:
        return was[f"was_{name}"]

    def both(window: str) -> Any:
        return of(f"walks_{window}") + of(f"hits_{window}")

    is_none = of("starts_to_date").isnull()
    tracked = of("tracked_pitches_to_date")
    era = per_nine(of("earned_runs_to_date"), of("outs_to_date"))
    means = {
        name: of(f"{count}_last_{n}").cast("float64")
        / ibis.least(of("starts_to_date"), ibis.literal(n, "int64"))
        for name, (count, n, *_) in _MEANS.items()
    }
    last_ten = ibis.least(of("starts_to_date"), ibis.literal(10, "int64"))
    return was.select(
        "game_id",
        "player_id",
        season_starts=of("starts_to_date").coalesce(0),
        **{f"season_{name}": of(f"{name}_to_date") for name in SUMMED},
        **means,
        strikeouts_deviation_last_10=deviation(
            of("strikeouts_last_10"), of("strikeouts_squares_last_10"), last_ten
        ),
        strikeouts_per_9_last_10=per_nine(of("strikeouts_last_10"), of("outs_last_10")),
        runs_per_9_last_10=per_nine(of("runs_last_10"), of("outs_last_10")),
        earned_run_average_last_10=per_nine(of("earned_runs_last_10"), of("outs_last_10")),
        walks_and_hits_per_inning_last_10=per_inning(both("last_10"), of("outs_last_10")),
        season_strikeouts_per_9=per_nine(of("strikeouts_to_date"), of("outs_to_date")),
        season_strikeout_share=share(of("strikeouts_to_date"), of("batters_faced_to_date")),
        season_runs_per_9=per_nine(of("runs_to_date"), of("outs_to_date")),
        season_earned_run_average=era,
        season_walks_and_hits_per_inning=per_inning(both("to_date"), of("outs_to_date")),
        **{
            f"strikeouts_per_9_{place}": per_nine(
                of(f"strikeouts_{place}_to_date"), of(f"outs_{place}_to_date")
            )
            for place in ("home", "away", "by_day", "by_night")
        },
        season_whiff_share=share(of("whiffs_to_date"), tracked),
        season_called_or_missed_share=share(
            of("whiffs_to_date") + of("called_strikes_to_date"), tracked
        ),
        **{
            f"fastball_velocity_mph_last_{VELOCITY_STARTS}": of(
                f"fastball_velocity_mph_last_{VELOCITY_STARTS}"
            ),
            "season_fastball_velocity_mph": of("fastball_velocity_mph_to_date"),
        },
        no_form_reason=ibis.cases((is_none, NO_START_YET)),
        no_earned_runs_reason=ibis.cases(
            (is_none, NO_START_YET), (of("earned_runs_to_date").isnull(), NOT_TOLD)
        ),
        no_statcast_reason=ibis.cases((is_none, NO_START_YET), (tracked == 0, NOT_TRACKED)),
    )


def _form_columns(form: Rel) -> list[Column]:
    """The columns of the form that are told here."""
    kept = {
        "starts_to_date",
        "strikeouts_squares_last_10",
        *(f"{name}_{window}" for name in SUMMED for window in WINDOWS),
        *(f"{name}_to_date" for name in TRACKED),
    }
    return [Column(n, Int) for n in form.columns if n in kept or n.endswith(_ENDS)]


_ENDS = (
    "_home_to_date",
    "_away_to_date",
    "_by_day_to_date",
    "_by_night_to_date",
    "fastball_velocity_mph_to_date",
    f"fastball_velocity_mph_last_{VELOCITY_STARTS}",
)
