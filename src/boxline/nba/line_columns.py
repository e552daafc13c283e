"""The columns of a prop's line, as every table has them that holds one line of each prop."""

from __future__ import annotations

from boxline.catalog import Column, Float, Text


def line_columns(prop: str, which: str) -> tuple[Column, ...]:
    """The line, where it opened, how far it moved, and whose it is.

    Args:
        which: which of the main lines it is, for its `doc`.
    """

    def number(name: str, low: int, doc: str) -> Column:
        return Column(f"{prop}_{name}", Float, unit, low, 200, nullable=True, doc=doc)

    unit = prop.replace("_", " + ")
    return (
        number(
            "line",
            0,
            f"{which}, of the bookmaker that `catalog/bookmakers.py` prefers among those that had "
            "one; NULL where none had.",
        ),
        number(
            "opening_line",
            0,
            "The first main line known of the same bookmaker; NULL without a line.",
        ),
        number(
            "line_movement",
            -200,
            "Line less opening line, so positive rose; NULL without a line.",
        ),
        Column(
            f"{prop}_line_bookmaker", Text, nullable=True, doc="Whose it is; NULL without a line."
        ),
    )
