"""Asset checks: what the calendar owes and is not held, and rows that were rejected.

Neither blocks. What depends on a game that is missing waits for it by itself, and one bad row is no
reason to hold back its neighbours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import dagster as dg

from boxline.catalog import Catalog, Export, Raw
from boxline.dagster.naming import key_of, name_of
from boxline.dagster.standing import Days
from boxline.engine.work import Window

if TYPE_CHECKING:
    from boxline.health.grid.cells import GridCell
    from boxline.health.grid.reading import Look

COMPLETENESS, REJECTS = "completeness", "rejects"

#: So many cells or rows are told in full.
TOLD = 20


def check_specs(catalog: Catalog, names: Iterable[str]) -> Iterator[dg.AssetCheckSpec]:
    """The checks of some datasets, as their declarations ask for them."""
    for name in names:
        dataset = catalog[name]
        if dataset.expects is not None:
            owed = f"Each game on the calendar has the rows that it owes: {dataset.expects}."
            yield dg.AssetCheckSpec(COMPLETENESS, asset=key_of(name), description=owed)
        if not isinstance(dataset, Export):
            kept = "Every row that came in was kept; one that was not broke the contract."
            yield dg.AssetCheckSpec(REJECTS, asset=key_of(name), description=kept)


def judged(
    look: Look, days: Days, window: Window, keys: Collection[dg.AssetCheckKey]
) -> Iterator[dg.AssetCheckResult]:
    """How the checks that are asked for come out, for the days of a window."""
    from boxline.health.grid.gaps import find_gaps

    gaps: dict[str, list[GridCell]] = {}
    if any(key.name == COMPLETENESS for key in keys):
        for gap in find_gaps(look.grid, window, unfold=True).shown:
            gaps.setdefault(gap.cell.dataset, []).append(gap.cell)
    for key in sorted(keys, key=lambda one: (one.asset_key.path, one.name)):
        name = name_of(key.asset_key)
        if key.name == COMPLETENESS:
            yield _completeness(name, gaps.get(name, []))
        else:
            yield _rejects(look, days, window, name)


def _completeness(name: str, cells: Sequence[GridCell]) -> dg.AssetCheckResult:
    if not cells:
        return _result(name, COMPLETENESS, "Nothing is missing.")
    rows = [
        dg.TableRecord(
            {
                "day": str(cell.day),
                "game": cell.game_id,
                "state": cell.state.value,
                "expected": cell.expected,
                "held": cell.held,
                "cause": cell.cause,
                "next": cell.next_step,
            }
        )
        for cell in cells[:TOLD]
    ]
    first = cells[0]
    about = f"game {first.game_id} of {first.day}" if first.game_id else str(first.day)
    why = f": {first.cause}" if first.cause else ""
    next_step = first.next_step or f"boxline gaps --only {name} --all"
    said = f"{_counted(len(cells), 'gap')}. {about} is {first.state.value}{why}"
    return _result(name, COMPLETENESS, said, next_step, count=len(cells), table=rows)


def _rejects(look: Look, days: Days, window: Window, name: str) -> dg.AssetCheckResult:
    standing = [one for one in look.rejects if one["dataset"] == name]
    if isinstance(look.catalog[name], Raw):
        count, of = len(standing), "in all that landed"  # of whatever day: a bad row may name none
    else:
        standing = [one for one in standing if _is_within(one["day"], window)]
        count, of = days.rejected.get(name, 0), "of these days"
    if not count:
        return _result(name, REJECTS, f"No row {of} is rejected.")
    rows = [
        dg.TableRecord({field: str(one[field]) for field in ("day", "field", "value", "reason")})
        for one in standing[:TOLD]
    ]
    why = f"; the first: {standing[0]['reason']}" if standing else ""
    said = f"{_counted(count, 'row')} {of} rejected{why}"
    next_step = f"boxline rejects list --dataset {name}"
    return _result(name, REJECTS, said, next_step, count=count, table=rows)


def _result(
    name: str,
    check: str,
    said: str,
    next_step: str = "",
    *,
    count: int = 0,
    table: Sequence[dg.TableRecord] = (),
) -> dg.AssetCheckResult:
    """One result; with a next step it did not pass."""
    metadata = {"count": count, "next step": next_step} if next_step else {}
    if table:
        metadata["found"] = dg.MetadataValue.table(records=list(table))
    return dg.AssetCheckResult(
        asset_key=key_of(name),
        check_name=check,
        passed=not next_step,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{said}. Next: {next_step}" if next_step else said,
        metadata=metadata,
    )


def _is_within(day: str, window: Window) -> bool:
    return (window.first is None or day >= window.first.isoformat()) and (
        window.last is None or day <= window.last.isoformat()
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + "s" * (count != 1)
