"""Columns that predictions of any league have, and grades of them."""

from __future__ import annotations

from boxline.catalog.columns import Column, Float, Instant, Int, Text
from boxline.catalog.freezing import FREEZING_RULES, LIVE, REPLAY
from boxline.catalog.prices import price_column
from boxline.domain.line_sides import OVER, PUSH, UNDER

ORIGIN = Column(
    "origin",
    Text,
    one_of=(LIVE, REPLAY),
    doc="`live` if made before the start, `replay` after; never mixed in one figure.",
)
VERSION = Column(
    "version",
    Int,
    low=1,
    doc="1, 2, ... in the order they were committed; the highest is the active one.",
)
NOT_MADE_REASON = Column(
    "not_made_reason",
    Text,
    nullable=True,
    doc="Why there is no forecast; NULL where there is one.",
)

#: Beside the line that most bookmakers showed.
SHOWN_COLUMNS = (
    Column("line_books", Int, "bookmakers", 0, doc="How many showed it."),
    Column(
        "fair_chance_over",
        Float,
        "probability",
        0,
        1,
        nullable=True,
        doc="What their prices say of the over if no push comes, the margin removed (power), the "
        "mean over them; NULL where none has a price.",
    ),
    price_column("over_price_decimal", "the over at its best price; NULL without one."),
    Column("over_bookmaker", Text, nullable=True, doc="Whose that is."),
    price_column("under_price_decimal", "the under at its best price; NULL without one."),
    Column("under_bookmaker", Text, nullable=True, doc="Whose that is."),
)


def stamps(cutoffs: str, *, unknown_start: str) -> tuple[Column, ...]:
    """When a prediction was made, what it could know, and when it froze.

    Args:
        cutoffs: the table of until when facts count before each game.
        unknown_start: when a final game is taken to have begun where nobody knows.
    """
    return (
        Column(
            "as_of",
            Instant,
            is_stamp=True,
            doc=f"The knowledge cut-off: for a replay that of `{cutoffs}`, for a live one the "
            "moment it was made.",
        ),
        Column("made_at", Instant, is_stamp=True, doc="When it was made, by the clock."),
        Column(
            "frozen_at",
            Instant,
            is_stamp=True,
            doc="From when no live version is added: the start, by the rule of `frozen_by`.",
        ),
        Column(
            "frozen_by",
            Text,
            is_stamp=True,
            one_of=FREEZING_RULES,
            doc=f"Whose start that is: the schedule's; where none knows it, {unknown_start} of a "
            "game that is final, else the end of its day.",
        ),
    )


def _of_outcome(name: str, doc: str) -> Column:
    doc = f"{doc}. NULL where void, or without one."
    return Column(name, Float, "probability", 0, 1, nullable=True, doc=doc)


#: Of a grade: where what came lies in the distribution, and which side of the line won.
OUTCOME_COLUMNS = (
    _of_outcome("chance_at_most", "What the distribution gave what came or less"),
    _of_outcome("chance_below", "What it gave less than what came"),
    Column(
        "line_result",
        Text,
        nullable=True,
        one_of=(OVER, UNDER, PUSH),
        doc="Which side of the line won; PUSH where it was met. NULL where void, or without a "
        "line.",
    ),
)
