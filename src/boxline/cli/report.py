"""`report`: what somebody reads in the morning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, say
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.health.morning.report import Report
    from boxline.home import Home

DayOption = Annotated[
    str | None, typer.Option("--date", help="Of which morning, as YYYY-MM-DD; today's otherwise.")
]
HtmlOption = Annotated[
    Path | None, typer.Option("--html", help="Write it to this file too, as a page.")
]
SendOption = Annotated[
    bool, typer.Option("--send", help="Send it to the first channel that takes it.")
]


def reports() -> None:
    """Keep `morning` a word of its own, though it is the only one."""


def morning(
    date: DayOption = None,
    html: HtmlOption = None,
    send: SendOption = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what the night brought, what tonight lacks, and what cannot be told; and keep it.

    Ends with 1 where something wants attention, cannot be told, kept or sent.
    """
    from boxline.domain.days import parse_day
    from boxline.health.morning.told import as_json, as_text
    from boxline.home.morning import morning_report
    from boxline.web.morning_report import morning_page

    with home_of(home) as here:
        found = morning_report(here, parse_day(date) if date else None)
        print(as_json(found).decode() if json else as_text(found), end="\n" if json else "")
        is_kept = _keep(here, found)
        if html is not None:
            html.write_text(morning_page(found), encoding="utf-8")
        is_sent = not send or _send(here, found)
    say(found.opening)
    if not (found.is_fine and is_kept and is_sent):
        raise typer.Exit(1)


def _keep(here: Home, found: Report) -> bool:
    from boxline.home.morning import keep_report

    if not here.is_begun:
        return True  # whoever names a folder that is not there finds none made
    try:
        keep_report(here, found)
    except OSError as cause:
        say(f"The report was not kept: {cause}.")
        return False
    return True


def _send(here: Home, found: Report) -> bool:
    from boxline.errors import BoxlineError
    from boxline.home.morning import note_sent, send_report

    if not here.settings.report_channels:
        say("No channel is set (BOXLINE_REPORT_CHANNELS): it is sent to nobody.")
        return True
    made = send_report(here, found)
    for one in made:
        said = "took the report" if one.is_delivered else f"did not take it: {one.error}"
        say(f"{one.channel} {said}.")
    try:
        note_sent(here, made)
    except (BoxlineError, OSError) as cause:
        say(f"How it was sent was not noted: {cause}")
    return made[-1].is_delivered
