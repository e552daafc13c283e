"""Publishing within its deadlines: what hangs is left as it was, and the next run tries again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from boxline.engine.deadlines import FEED_SECONDS, PUBLISHING_SECONDS, Within
from boxline.errors import WorkTimedOut

if TYPE_CHECKING:
    from boxline.catalog.feeds import Made
    from boxline.engine.recording import Record
    from boxline.home.home import Home
    from boxline.stores.feed_view import SnapshotView

#: The cell of a feed's attempts. It is made anew whenever anything that it reads has changed, each
#: hour or so; for one that hangs to be left alone, they count whatever it was made from.
CELL = "its documents"


def made_in_time(
    home: Home, record: Record, name: str, view: SnapshotView
) -> dict[str, Made] | None:
    """Path -> document of a feed; None where it took too long, now or so often that it is left
    alone."""
    attempts = home.attempts()
    if attempts.parked(name, CELL, inputs="", code=home.code[name]) is not None:
        record.report.cells_parked += 1
        return None
    late = WorkTimedOut(name, FEED_SECONDS, CELL)
    try:
        with Within(FEED_SECONDS, late, interrupt=view.connection.interrupt):
            made = {one.path: one for one in home.catalog.feeds[name].function(view)}
    except WorkTimedOut as cause:
        record.failed(name, {CELL: ""}, cause)
        return None
    if (name, CELL) in attempts.cells:
        record.mended(name, {CELL: ""})
    return made


def all_in_time(record: Record, make: Callable[[], bool]) -> bool:
    """Make what is to be published; whether that is anything, and took no longer than it may."""
    late = WorkTimedOut("publishing", PUBLISHING_SECONDS, "what is published")
    try:
        with Within(PUBLISHING_SECONDS, late):
            return make()
    except WorkTimedOut as cause:
        record.failed("publishing", {}, cause)
        return False
