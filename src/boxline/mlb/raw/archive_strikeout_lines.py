"""DraftKings' lines on pitchers' strikeouts, several captures a day, from an archive file."""

from boxline.catalog import Raw, Rel, rows
from boxline.mlb.archived_lines import (
    CAPTURE_KEY,
    as_captured,
    capture_columns,
    two_sided_columns,
)
from boxline.providers.archive import ARCHIVE

ARCHIVE_STRIKEOUT_LINES = Raw(
    "mlb_raw.archive_strikeout_lines",
    provider=ARCHIVE,
    grain="one pitcher's line on strikeouts in one capture",
    landing="mlb/strikeout-lines",
    named="strikeout_lines",
    key=CAPTURE_KEY,
    columns=(*capture_columns(), *two_sided_columns("strikeouts", 20)),
)


@rows(ARCHIVE_STRIKEOUT_LINES)
def archive_strikeout_lines(file: Rel) -> Rel:
    """Known when it was captured."""
    return as_captured(file)
