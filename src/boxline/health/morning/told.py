"""The report as text for terminals and messages, and as JSON. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import msgspec

from boxline.health.morning.report import Part, Report, State, Table

#: What stands before a part's title.
SIGNS = {State.FINE: "ok", State.ATTENTION: "!!", State.UNTOLD: "??"}

WIDTH = 100  # columns of a terminal that sentences are broken at


def as_json(report: Report) -> bytes:
    """The report for programs."""
    return msgspec.json.encode(
        {
            "day": report.day,
            "made_at": report.made_at,
            "version": report.version,
            "snapshot_made_at": report.snapshot_made_at,
            "opening": report.opening,
            "is_fine": report.is_fine,
            "parts_untold": report.count(State.UNTOLD),
            "parts_wanting_attention": report.count(State.ATTENTION),
            "parts": [
                {
                    "name": part.name,
                    "title": part.title,
                    "state": part.state,
                    "said": part.said,
                    "next_steps": part.next_steps,
                    "figures": part.figures,
                }
                for part in report.parts
            ],
        }
    )


def as_text(report: Report) -> str:
    """The report for people: what cannot be told first, then each part with what to do."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"Boxline, morning of {report.day}"
    yield report.opening
    if report.snapshot_made_at is not None:
        yield f"Tables as of {report.snapshot_made_at:%Y-%m-%d %H:%M} UTC."
    for part in report.parts:
        yield ""
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield f"{SIGNS[part.state]} {part.title}" + (
        " (cannot be told)" if part.state is State.UNTOLD else ""
    )
    yield from textwrap.wrap(
        part.said, WIDTH, initial_indent="   ", subsequent_indent="   ", break_long_words=False
    )
    if part.table is not None:
        yield from _table(part.table)
    for step in part.next_steps:
        yield f"   Do: {step}"


def _table(table: Table) -> Iterator[str]:
    widths = [
        max(len(cells[at]) for cells in (table.heads, *table.rows))
        for at in range(len(table.heads))
    ]
    for cells in (table.heads, *table.rows):
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield f"     {'  '.join(padded)}".rstrip()
