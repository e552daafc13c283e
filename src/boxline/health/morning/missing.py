"""What is missing: teams of the last day with games, and days of all of history. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from boxline.health.completeness import Completeness, Level
from boxline.health.grid.gaps import Gaps
from boxline.health.morning.report import Part, Table, counted, state_of

#: So many of the newest days are listed; the rest is a number.
LISTED = 8


def missing_part(found: Completeness | None, codes: Mapping[int, str], gaps: Gaps) -> Part:
    """Teams without a box score, and days that lack rows.

    Args:
        found: the box scores of the last day with games; None before the first.
        codes: team id -> its code.
        gaps: of all of history.
    """
    worst = [] if found is None else [one for one in found.teams if one.level is not Level.FINE]
    teams = [codes.get(one.team_id, str(one.team_id)) for one in worst]
    roots = [gap.cell for gap in gaps.shown if gap.cell.needs is None]
    days = Counter(cell.day for cell in roots)
    newest = sorted(days, reverse=True)[:LISTED]
    day = "the last day with games" if found is None else str(found.last)
    said = f"Teams without a box score of {day}: {', '.join(teams) or 'none'}. " + (
        f"Over all of history {counted(len(roots), 'gap')} on {counted(len(days), 'day')}, "
        f"{min(days)} to {max(days)}; {counted(gaps.folded, 'further cell')} wait for them."
        if days
        else "Over all of history nothing is missing."
    )
    if not gaps.is_anything_expected:
        said = "No dataset expects rows yet: that nothing is missing says nothing."
    in_state = {
        day: Counter(cell.state.value for cell in roots if cell.day == day) for day in newest
    }
    in_dataset = {day: Counter(cell.dataset for cell in roots if cell.day == day) for day in newest}
    return Part(
        name="missing",
        title="Missing teams and dates",
        state=state_of(is_wanting=bool(worst or roots)),
        said=said,
        next_steps=(
            *(() if found is None or not worst else (f"boxline completeness --date {found.last}",)),
            *dict.fromkeys(cell.next_step for cell in roots if cell.day in newest),
            *(("boxline gaps",) if roots else ()),
        ),
        table=Table(
            heads=("day", "gaps", "state", "datasets"),
            rows=tuple(
                (
                    str(day),
                    str(days[day]),
                    ", ".join(in_state[day]),
                    ", ".join(in_dataset[day]),
                )
                for day in newest
            ),
        )
        if newest
        else None,
        figures={
            "teams": teams,
            "gaps": len(roots),
            "waiting": gaps.folded,
            "days": len(days),
            "oldest": min(days, default=None),
            "newest": max(days, default=None),
        },
    )
