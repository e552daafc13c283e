"""The morning report as a page: one HTML file, whole in itself, for mail, print and browsers."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from boxline.health.morning.report import Report, State

#: State -> the tone that it is drawn in.
TONES = {State.FINE: "good", State.ATTENTION: "wants", State.UNTOLD: "untold"}

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def morning_page(report: Report) -> str:
    """The report as HTML.

    It asks no host for anything, holds no script, and follows the reader's choice of light or
    dark. Everything that is not ours is escaped.
    """
    return _environment().get_template("morning_report.html.j2").render(report=report, tones=TONES)


def policy_of(page: str) -> str:
    """What a browser may do with a page: show it in its own style, which is named by its hash."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _STYLE.findall(page)
    )
    return (
        f"default-src 'none'; style-src {hashes or chr(39) + 'none' + chr(39)}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("boxline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
