"""What findings are made of: disagreements, rejects, and work that was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.engine.attempts import Attempt, Attempts, Parked
from boxline.engine.findings import Finding, Kind, Severity

#: The error of a day that looks like no other.
IMPLAUSIBLE = "ImplausibleDay"
#: What is told of a disagreement, apart.
TOLD = ("game_id", "field", "chosen_source", "chosen_value", "other_source", "other_value")
#: What a league's tables call one of its players.
PLAYER = "player_id"


@dataclass(frozen=True, kw_only=True)
class RejectGroup:
    """Rejects of one dataset, file or day, field and reason.

    Attributes:
        scope: a day of a computed dataset, or a landed object.
        name: that the rows carry, as it was sent; empty where they carry none.
    """

    dataset: str
    scope: str
    file: str
    field: str
    reason: str
    name: str
    rows: int

    @property
    def day(self) -> date | None:
        """The day of a computed row; None of one that landed."""
        is_day = len(self.scope) == len("2025-01-15")
        return date.fromisoformat(self.scope) if is_day else None


def of_disagreements(rows: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """Where sources of one fact differ.

    Args:
        rows: of a league's table of disagreements, with the columns that
            `disagreements.COLUMNS` names.
    """
    for row in rows:
        seen = row["first_seen_at"]
        yield Finding(
            kind=Kind.DISAGREEMENT,
            severity=Severity(row["severity"]),
            dataset=row["dataset"],
            day=row["game_date"],
            subject=row["subject_name"],
            place=(row["game_id"], str(row["subject_id"]), row["field"], row["other_source"]),
            what=(
                f"{row['field']}: {row['chosen_source']} says {row['chosen_value']}, "
                f"{row['other_source']} says {row['other_value']}"
            ),
            evidence={name: str(row[name]) for name in TOLD},
            next_step=f"boxline explain {row['dataset']} --game {row['game_id']}",
            since=seen.replace(tzinfo=UTC) if isinstance(seen, datetime) else None,
        )


def of_rejects(groups: Sequence[RejectGroup], catalog: Catalog) -> Iterator[Finding]:
    """Names that are nobody's, one finding each, and other rows that were rejected, one for each
    file or day and field."""
    names: dict[tuple[str, str], list[RejectGroup]] = {}
    others: dict[tuple[str, str, str], list[RejectGroup]] = {}
    for group in groups:
        if group.name and _is_explained(catalog, group):
            names.setdefault((group.dataset, group.name), []).append(group)
        else:
            others.setdefault((group.dataset, group.scope, group.field), []).append(group)
    for (dataset, name), some in names.items():
        days = sorted({one.day for one in some if one.day is not None})
        reason = some[-1].reason
        yield Finding(
            kind=Kind.NAME,
            severity=Severity.MINOR,
            dataset=dataset,
            day=days[-1] if days else None,
            subject=name,
            what=reason,
            evidence=_counted(some) | {"days": ", ".join(map(str, days[-10:]))},
            next_step=f"boxline rejects list --dataset {dataset}",
        )
    for (dataset, scope, field), some in others.items():
        rows = sum(one.rows for one in some)
        yield Finding(
            kind=Kind.REJECTED,
            severity=Severity.MINOR,
            dataset=dataset,
            day=some[0].day,
            subject=some[0].file or scope,
            place=(scope, field),
            what=f"{rows} rows, {some[0].reason}" if rows > 1 else some[0].reason,
            evidence=_counted(some) | {"field": field},
            next_step=f"boxline rejects list --dataset {dataset}",
        )


def _is_explained(catalog: Catalog, group: RejectGroup) -> bool:
    """Whether a player is lacking, and the transform says why."""
    dataset = catalog.datasets.get(group.dataset)
    columns = dataset.columns if isinstance(dataset, Raw | Table | Export) else ()
    return group.field == PLAYER and any(c.name == PLAYER and c.explained_by for c in columns)


def _counted(groups: Sequence[RejectGroup]) -> dict[str, str]:
    return {"rows": str(sum(group.rows for group in groups))}


def of_attempts(attempts: Attempts) -> Iterator[Finding]:
    """Days that look like no other, and what else was refused whole and is left alone for it. What
    is tried again by itself is no finding: breakers tell of it."""
    for cell, parked in attempts.standing().items():
        if parked is not None and parked.until is None:
            yield _refused(attempts.cells[cell][-1], parked)


def _refused(newest: Attempt, parked: Parked) -> Finding:
    is_odd = newest.error == IMPLAUSIBLE
    is_day = len(newest.cell) == len("2025-01-15") and newest.cell[4] == "-"
    day = date.fromisoformat(newest.cell) if is_day else None
    return Finding(
        kind=Kind.DISTRIBUTION if is_odd else Kind.REFUSED,
        severity=Severity.GRAVE,
        dataset=newest.dataset,
        day=day,
        subject=newest.cell,
        what=parked.message,
        evidence={"error": newest.error, "run_id": newest.run_id},
        next_step=(
            f'boxline run --only {newest.dataset} --date {day} --accept "WHY", if it is right'
            if is_odd
            else f"boxline breakers show {newest.dataset} {newest.cell}"
        ),
        since=newest.failed_at,
    )
