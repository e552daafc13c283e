"""What a page is made of: sections of words, charts and tables. Templates draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxline.web.charts import Chart


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs of a text, which blank lines part.

    >>> paragraphs("One,\\nstill one.\\n\\nTwo.")
    ('One, still one.', 'Two.')
    """
    return tuple(" ".join(each.split()) for each in text.split("\n\n"))


@dataclass(frozen=True, kw_only=True)
class TableView:
    """Rows of text.

    Attributes:
        caption: what the table holds.
        is_open: whether it is shown; else the reader opens it.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_open: bool = True


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A chart, with its numbers as a table; `is_wide` where it takes the whole width."""

    chart: Chart
    table: TableView
    is_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page.

    Attributes:
        anchor: its place in the page's address.
        rows: which rows it is about, and how many.
        beside: beside which market, or that none matters here.
        words: paragraphs.
        parts: figures and tables, in order.
    """

    anchor: str
    title: str
    rows: str
    beside: str
    words: tuple[str, ...] = ()
    parts: Sequence[Figure | TableView] = ()
