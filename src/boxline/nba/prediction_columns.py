"""The columns of a prediction: what is expected, how surely, and what it says of the line."""

from __future__ import annotations

from boxline.catalog import Column, Float, KnownAsBefore, MeanAsBefore, Text, Varies
from boxline.catalog.prediction_columns import SHOWN_COLUMNS
from boxline.domain.line_sides import OVER, UNDER
from boxline.forecasting.market.recommendation import NO_LINE, PASS, REASONS
from boxline.forecasting.populations import POPULATIONS
from boxline.forecasting.systems import SYSTEMS
from boxline.nba.props import PROP_TYPES

#: What `line_state` says where one is known; else NO_LINE.
LINE = "LINE"

MEAN, MEDIAN = "mean", "median"

_LEARNT = "NULL where no prediction is made, or nothing was learnt yet of how such ones turn out"


def _number(name: str, doc: str, **more: object) -> Column:
    return Column(name, Float, "of the prop", 0, 250, nullable=True, doc=doc, **more)  # type: ignore[arg-type]


def _chance(name: str, doc: str) -> Column:
    return Column(name, Float, "probability", 0, 1, nullable=True, doc=doc)


#: Who says what of whom.
SAYING_COLUMNS = (
    Column("prop_type", Text, one_of=PROP_TYPES, doc="What is predicted."),
    Column("system", Text, one_of=tuple(SYSTEMS), doc="Who predicts."),
    Column(
        "population",
        Text,
        one_of=POPULATIONS,
        doc="What is supposed of him: `everybody` that he plays, `rotation` that he plays ten "
        "minutes or more. Systems that say the same of both have `everybody` alone.",
    ),
)

EXPECTED_COLUMNS = (
    _number(
        "forecast",
        "The system's own number if he plays, unrounded; NULL where none is made.",
        checks=(Varies(), KnownAsBefore(0.5), MeanAsBefore(0.5)),
    ),
    Column(
        "forecast_is",
        Text,
        one_of=(MEAN, MEDIAN),
        doc="What the number is: a mean is for totals, a median for lines and errors.",
    ),
    _number("mean", f"Expected value by the distribution. {_LEARNT}."),
    _number("median_rounded", f"The whole number that splits the distribution. {_LEARNT}."),
    _number("low_80", f"One game in ten comes lower, or as low. {_LEARNT}."),
    _number("high_80", f"One game in ten comes higher, or as high. {_LEARNT}."),
    Column(
        "distribution",
        Text,
        nullable=True,
        doc=f"The chances of at most 0, 1, 2, ... in thousandths, up to the first 1000. {_LEARNT}.",
    ),
    Column(
        "expected_minutes",
        Float,
        "minutes",
        0,
        60,
        nullable=True,
        doc="Median minutes if he plays, of systems with a model of them; else NULL.",
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
    _number("line", "The line that most bookmakers showed; NULL where `line_state` is not LINE."),
    *SHOWN_COLUMNS,
    Column(
        "line_movement",
        Float,
        "of the prop",
        -200,
        200,
        nullable=True,
        doc="Line less what most of them opened with, so positive rose; NULL without a line.",
    ),
    Column(
        "line_age_minutes",
        Float,
        "minutes",
        0,
        nullable=True,
        decimals=2,
        is_stamp=True,
        doc="From when the last of them came to the line to `as_of`; NULL without a line.",
    ),
)

ADVICE_COLUMNS = (
    _chance("chance_over_alone", f"To be over the line by the distribution alone. {_LEARNT}."),
    _chance(
        "chance_over_shrunken",
        "The same after the forecast was drawn towards the market's by what such distances were "
        f"worth. {_LEARNT}, or no line is known.",
    ),
    _chance(
        "chance_over",
        "What is believed: beside a price the blend with it, else the shrunken. "
        f"{_LEARNT}, or no line is known.",
    ),
    _chance("chance_push", f"To meet the line exactly. {_LEARNT}, or no line is known."),
    Column(
        "recommendation",
        Text,
        one_of=(OVER, UNDER, PASS, NO_LINE),
        doc="The side whose best price pays more than the believed chance asks for, if any.",
    ),
    Column("recommendation_reason", Text, one_of=REASONS, doc="Why."),
    Column(
        "edge",
        Float,
        "of the stake",
        -1,
        1000,
        nullable=True,
        doc="Expected gain per unit staked of the side taken, of none the better one. NULL without "
        "a price and without a chance.",
    ),
    _chance(
        "confidence",
        "That the side taken wins, if no push comes; of none the likelier side. A calibrated "
        "probability, and nothing else.",
    ),
    Column(
        "stake_share",
        Float,
        "of the bankroll",
        0,
        1,
        nullable=True,
        doc="An eighth of what Kelly would stake, capped; 0 where no side is taken. Beside it "
        "stands the flat stake of 1 unit.",
    ),
)
