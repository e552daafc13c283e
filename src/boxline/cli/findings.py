"""`findings`: what is questionable about the data, since when, and what was let be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, say
from boxline.cli.wiring import home_of
from boxline.engine.findings import Kind, Severity

if TYPE_CHECKING:
    from boxline.engine.findings import Kept

KindOption = Annotated[Kind | None, typer.Option(help="Only of this kind.", show_default=False)]
SeverityOption = Annotated[
    Severity | None, typer.Option(help="Only as grave as this.", show_default=False)
]
DatasetOption = Annotated[
    str | None, typer.Option("--dataset", help="Only about this dataset.", show_default=False)
]
AllOption = Annotated[bool, typer.Option("--all", help="Closed and resolved ones too.")]
LimitOption = Annotated[int, typer.Option(help="How many at most.", min=1)]
FindingArgument = Annotated[str, typer.Argument(help="As `findings list` shows it.")]

COLUMNS = ("finding_id", "severity", "kind", "dataset", "day", "subject", "what", "last_seen")


def list_findings(
    kind: KindOption = None,
    severity: SeverityOption = None,
    dataset: DatasetOption = None,
    all_: AllOption = False,
    limit: LimitOption = 100,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List what is questionable about the data, as of the newest run: where sources of one fact
    differ, names that are nobody's, rejected rows, days that look like no other, what was refused
    whole. The gravest come first."""
    with home_of(home) as here:
        here.named([dataset] if dataset else [])
        found, looked = [], None
        if here.is_begun:
            looked = here.ledger.findings.last_look()
            found = here.ledger.findings.listed(
                kind=kind.value if kind else None,
                severity=severity.value if severity else None,
                dataset=dataset,
                is_whole=all_,
            )
    columns = (*COLUMNS, "state") if all_ else COLUMNS
    empty = "Nothing is questionable." if looked else "No run has looked yet: `boxline run`."
    rows = [finding_row(one) for one in found[:limit]]
    print_rows(rows, as_json=json, empty=empty, grouped=False, columns=columns)
    if len(found) > limit:
        say(f"{len(found) - limit} more; give --limit.")


def finding_row(kept: Kept) -> Row:
    """A finding as a row."""
    finding = kept.finding
    return {
        "finding_id": kept.finding_id,
        "severity": finding.severity.value,
        "kind": finding.kind.value,
        "dataset": finding.dataset,
        "day": finding.day.isoformat() if finding.day else None,
        "subject": finding.subject,
        "what": finding.what.partition("\n")[0],
        "state": kept.state,
        "first_seen": kept.first_seen.isoformat(timespec="minutes"),
        "last_seen": kept.last_seen.isoformat(timespec="minutes"),
        "evidence": dict(finding.evidence),
        "next_step": finding.next_step,
    }


def _whole(kept: Kept) -> dict[str, Any]:
    return finding_row(kept) | {
        "what": kept.finding.what,
        "resolved_at": kept.resolved_at.isoformat() if kept.resolved_at else None,
        "closed_at": kept.closed_at.isoformat() if kept.closed_at else None,
        "closed_because": kept.closed_because,
    }


def show_finding(
    finding_id: FindingArgument, home: HomeOption = None, json: JsonOption = False
) -> None:
    """Show one finding whole: what it rests on, since when it is there, and what to do."""
    from boxline.errors import UnknownFinding

    with home_of(home) as here:
        if not here.is_begun:
            raise UnknownFinding(finding_id)
        found = _whole(here.ledger.findings.find(finding_id))
    if json:
        print_json(found)
        return
    evidence = found.pop("evidence")
    for name, value in {**found, **evidence}.items():
        if value not in (None, ""):
            print(f"{name:15} {value}")


def close(
    finding_id: FindingArgument,
    why: Annotated[str, typer.Argument(help="Why it may stay as it is; it is recorded.")],
    home: HomeOption = None,
) -> None:
    """Take a finding off the list until it changes, and record why."""
    from boxline.errors import NoReason, UnknownFinding

    if not why.strip():
        raise NoReason("`findings close`")
    with home_of(home) as here:
        if not here.is_begun:
            raise UnknownFinding(finding_id)
        here.ledger.findings.close(finding_id, why.strip(), here.clock())
    say(f"Closed {finding_id}, until it changes.")
