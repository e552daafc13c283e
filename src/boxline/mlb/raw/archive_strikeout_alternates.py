"""DraftKings' prices on that many strikeouts or more, from an archive file."""

from boxline.catalog import Column, Float, Raw, Rel, rows
from boxline.mlb.archived_lines import (
    CAPTURE_KEY,
    american_column,
    as_captured,
    capture_columns,
)
from boxline.providers.archive import ARCHIVE

ARCHIVE_STRIKEOUT_ALTERNATES = Raw(
    "mlb_raw.archive_strikeout_alternates",
    provider=ARCHIVE,
    grain="one milestone of one pitcher in one capture",
    landing="mlb/strikeout-alternates",
    key=(*CAPTURE_KEY, "milestone"),
    columns=(
        *capture_columns(),
        Column("milestone", Float, "strikeouts", 1, 30, doc="That many or more."),
        american_column("price_american", "odds", "Price of reaching it; nobody offers the other."),
    ),
)


@rows(ARCHIVE_STRIKEOUT_ALTERNATES)
def archive_strikeout_alternates(file: Rel) -> Rel:
    """Known when it was captured."""
    return as_captured(file)
