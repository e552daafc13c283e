"""Documents on their way to be published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from boxline.catalog.feeds import Document


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a document says, before anybody knows how its day stands."""

    dataset: str
    path: str
    day: date
    document: Document
    rows: int
    inputs: int
    code: str


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A file to be published.

    Attributes:
        dataset: the export or feed that it is of, or `site` and `data` of pages and tables.
        body: its bytes, or a file that holds them and never changes.
        content: hash of what it says, without when that was generated; empty: that of its bytes.
        standing: how its day stood, in one text.
        inputs, code: the versions that it was made by, by which the planner counts its day as done;
            `inputs` is None of what no planner counts: a page, a feed's, or less than its rows say.
        shrinks_because: why it may have fewer rows than the one before it; empty: it may not.
    """

    dataset: str
    path: str
    day: date
    body: bytes | Path
    rows: int
    inputs: int | None = None
    code: str = ""
    content: str = ""
    standing: str = ""
    shrinks_because: str = ""
