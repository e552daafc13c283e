"""DraftKings' lines on pitchers' outs, several captures a day, from an archive file."""

from boxline.catalog import Raw, Rel, rows
from boxline.mlb.archived_lines import (
    CAPTURE_KEY,
    as_captured,
    capture_columns,
    two_sided_columns,
)
from boxline.providers.archive import ARCHIVE

ARCHIVE_OUTS_LINES = Raw(
    "mlb_raw.archive_outs_lines",
    provider=ARCHIVE,
    grain="one pitcher's line on outs recorded in one capture",
    landing="mlb/outs-lines",
    named="outs_lines",
    key=CAPTURE_KEY,
    columns=(*capture_columns(), *two_sided_columns("outs", 40)),
)


@rows(ARCHIVE_OUTS_LINES)
def archive_outs_lines(file: Rel) -> Rel:
    """Known when it was captured."""
    return as_captured(file)
