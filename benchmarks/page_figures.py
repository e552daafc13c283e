"""Figures as a page prints them, beside those that queries answer."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import duckdb


@dataclass
class Table:
    """A table of the page: its caption, and its rows as texts, heads first."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


class Tables(HTMLParser):
    """All tables of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Table] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag == "table":
            self.found.append(Table())
        elif tag == "tr":
            self.found[-1].rows.append([])
        elif tag in ("td", "th"):
            self.found[-1].rows[-1].append("")
        if tag in ("td", "th", "caption"):
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.found[-1].caption += data
        elif self.inside:
            self.found[-1].rows[-1][-1] += data


class Compared:
    """Figures of the page beside those of queries."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.counts: dict[str, int] = defaultdict(int)
        self.different: list[str] = []

    def ask(self, query: str, **values: Any) -> dict[str, Any]:
        result = self.connection.execute(query, values)
        row = result.fetchone()
        assert row is not None
        return dict(zip([c[0] for c in result.description], row, strict=True))

    def figure(self, kind: str, where: str, printed: str, asked: float | None) -> None:
        """Hold one printed figure to what a query says; it may differ by half of its last place."""
        self.counts[kind] += 1
        told = re.match(r"[+-]?[\d,]*\.?\d+", printed.strip())
        if told is None or asked is None:
            is_same = told is None and asked is None
        else:
            places = len(told[0].partition(".")[2])
            gap = abs(float(told[0].replace(",", "")) - float(asked))
            is_same = gap <= 0.5 * 10**-places + 2e-6
        if not is_same:
            self.different.append(f"{where}: the page says {printed!r}, the query {asked}")
