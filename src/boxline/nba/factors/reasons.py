"""Why a factor has no value, in words beside it."""

from boxline.catalog import Column, Text


def reason_column(factor: str, reasons: tuple[str, ...]) -> Column:
    """The text beside a factor that may be NULL."""
    return Column(
        f"{factor}_missing_reason",
        Text,
        nullable=True,
        one_of=reasons,
        doc=f"Why `{factor}` is NULL, the first reason that holds; NULL where it is not.",
    )
