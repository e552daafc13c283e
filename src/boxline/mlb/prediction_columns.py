"""The columns of a prediction of a starter: what is expected, how surely, and beside what line."""

from __future__ import annotations

from boxline.catalog import Column, Flag, Float, Int, KnownAsBefore, MeanAsBefore, Text, Varies
from boxline.catalog.prediction_columns import SHOWN_COLUMNS
from boxline.forecasting.market.recommendation import NO_LINE
from boxline.mlb.props import PROP_TYPES
from boxline.mlb.starters.systems import SYSTEMS

#: What `line_state` says where one is known; else NO_LINE.
LINE = "LINE"

MEAN, MEDIAN = "mean", "median"

_LEARNT = "NULL where none is made, and of systems that learn no distribution"


def number(name: str, doc: str, **more: object) -> Column:
    """A number of the prop that may be missing."""
    return Column(name, Float, "of the prop", 0, 60, nullable=True, doc=doc, **more)  # type: ignore[arg-type]


def chance(name: str, doc: str) -> Column:
    """A probability that may be missing."""
    return Column(name, Float, "probability", 0, 1, nullable=True, doc=doc)


#: Who says what.
SAYING_COLUMNS = (
    Column("prop_type", Text, one_of=PROP_TYPES, doc="What is predicted."),
    Column("system", Text, one_of=tuple(SYSTEMS), doc="Who predicts."),
)

EXPECTED_COLUMNS = (
    number(
        "forecast",
        "The system's own number if he starts: the whole number that splits its distribution, else "
        "a mean; NULL where none is made.",
        checks=(Varies(), KnownAsBefore(0.5), MeanAsBefore(0.5)),
    ),
    Column("forecast_is", Text, one_of=(MEAN, MEDIAN), doc="What the number is."),
    number("mean", f"Expected value by the distribution. {_LEARNT}."),
    number("low_80", f"One start in ten comes lower, or as low. {_LEARNT}."),
    number("high_80", f"One start in ten comes higher, or as high. {_LEARNT}."),
    Column(
        "distribution",
        Text,
        nullable=True,
        doc=f"The chances of at most 0, 1, 2, ... in thousandths, up to the first 1000. {_LEARNT}.",
    ),
    Column(
        "expected_batters_faced",
        Float,
        "batters",
        -20,
        60,
        nullable=True,
        doc="The mean, of systems that expect batters first; else NULL.",
    ),
    Column("starts_this_season", Int, "games", 0, 60, doc="His starts on earlier days of it."),
    Column(
        "is_stale",
        Flag,
        doc="Whether he has started in none of the last 60 days: what is known of him is old, and "
        "nothing should be staked on it.",
    ),
)

#: What stood at `as_of`, the same for every system.
LINE_COLUMNS = (
    Column(
        "line_state",
        Text,
        one_of=(LINE, NO_LINE),
        doc="Whether any bookmaker's main line was known at `as_of`, before the start.",
    ),
    number("line", "The line that most bookmakers showed; NULL where `line_state` is not LINE."),
    *SHOWN_COLUMNS,
)

#: What the distribution says of the line.
BESIDE_COLUMNS = (
    chance("chance_over", f"To be over the line by the distribution. {_LEARNT}, or no line."),
    chance("chance_under", f"To be under it. {_LEARNT}, or no line."),
    chance("chance_push", f"To meet it exactly. {_LEARNT}, or no line."),
)
