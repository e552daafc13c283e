"""`config show`: every setting, its value, and where that is from."""

from __future__ import annotations

from boxline.cli.output import HomeOption, JsonOption, print_rows
from boxline.config import explain_settings


def show(home: HomeOption = None, json: JsonOption = False) -> None:
    """Show every setting: its value, where that is from, and what it means."""
    rows = [
        {
            "name": read.name,
            "value": read.shown if json else _text(read.shown),
            "unit": read.unit,
            "source": read.source,
            "meaning": read.doc,
            "variables": read.variables if json else ", ".join(read.variables),
        }
        for read in explain_settings(home)
    ]
    shown = ("name", "value", "unit", "source", "meaning")
    print_rows(rows, as_json=json, empty="There are no settings.", columns=shown)


def _text(value: object) -> str:
    """As it is written in a variable: 60 and not 60.0."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
