"""`doctor`: what is wrong with a home or its machine, and what to do next."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_rows
from boxline.cli.wiring import home_of
from boxline.config import read_settings

if TYPE_CHECKING:
    from boxline.health.examining.examined import Examined

_LONGEST_WAIT_SECONDS = 5.0  # for a warehouse that is held: who asks wants an answer


def doctor(
    deep: Annotated[
        bool,
        typer.Option(
            "--deep",
            help="Compare every landed byte, read every row, and send every channel a message too.",
        ),
    ] = False,
    imports: Annotated[
        bool,
        typer.Option(
            "--imports",
            help="Look at no home: import every module, and look for the extras that are needed.",
        ),
    ] = False,
    extra: Annotated[
        list[str] | None,
        typer.Option("--extra", help="One that must be there, by --imports; may be repeated."),
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Look for what is wrong with a home or this machine, change nothing, and name the next step.

    Ends with 1 where there is a problem; a warning is none.
    """
    if imports or extra:
        _imports(extra or (), home, as_json=json)
        return
    from boxline.health.alerting.channels import channels_of
    from boxline.health.alerting.probing import examine_channels
    from boxline.health.examining.examination import examine
    from boxline.health.examining.ledger_server import refused_by_channels
    from boxline.health.examining.records import refused_messages

    with home_of(home) as here:
        found = list(
            examine(
                here.path,
                here.catalog.datasets.keys(),
                is_deep=deep,
                wait_seconds=min(_LONGEST_WAIT_SECONDS, here.settings.lock_wait_seconds),
                ledger=here.settings.ledger,
                warehouse=here.settings.warehouse,
                landing=here.settings.landing,
                published=here.settings.published,
            )
        )
        settings = here.settings
        every = (*channels_of(settings.alert_channels), *channels_of(settings.report_channels))
        channels = list({one.url: one for one in every}.values())
        refused = (
            refused_by_channels(here.path, settings.ledger)
            if settings.ledger
            else refused_messages(here.path)
        )
        found += examine_channels(channels, refused, here.clock(), is_deep=deep)
    print_examined(found, as_json=json, empty="There is nothing to look at.")


def _imports(asked: Sequence[str], home: Path | None, *, as_json: bool) -> None:
    from dataclasses import asdict

    from boxline.engine.extras import extras_needed
    from boxline.health.examining.imports import examine_imports, modules_of_package
    from boxline.health.examining.machine import declared_libraries, examine_java

    needed = extras_needed(asdict(read_settings(home)), asked)
    found = list(examine_imports(needed, modules_of_package(), declared_libraries()))
    if why := needed.get("spark"):
        found.append(examine_java(why, os.environ.get("JAVA_HOME", "")))
    print_examined(found, as_json=as_json, empty="There is nothing to look at.")


def print_examined(found: Sequence[Examined], *, as_json: bool, empty: str) -> None:
    """Print what an examination found; where there is a problem, end with 1."""
    rows: list[Row] = [
        {
            "about": one.about,
            "severity": one.severity.value,
            "found": one.found,
            "next_step": one.next_step,
        }
        for one in found
    ]
    print_rows(rows, as_json=as_json, empty=empty)
    if any(one.is_problem for one in found):
        raise typer.Exit(1)
