"""Landed files that are gone, or hold other bytes than those that landed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boxline.errors import StoreDamaged

if TYPE_CHECKING:
    from boxline.engine.ports import Landed
    from boxline.health.mending.repairs import Suspect
    from boxline.home.home import Home


def suspects_of(home: Home, *, is_deep: bool = False) -> list[Suspect]:
    """Landed objects that lack a file, and those that a run could not read; what has landed since
    about the same stands for one.

    Args:
        is_deep: whether every landed byte is compared. To do so takes as long as reading all of it.
    """
    from boxline.engine.landed_work import about
    from boxline.health.mending.repairs import Suspect

    landed = home.ledger.landed()
    there = home.landing.stored()
    failed = {cell for _, cell in home.attempts().cells}
    newest = {about(home.catalog, one): one.landed_id for one in landed}
    found: dict[str, str] = {}
    for one in landed:
        if newest[about(home.catalog, one)] != one.landed_id:
            continue
        lacking = [page.file_name for page in one.pages if page.path not in there]
        why = f"its landed file is gone: {', '.join(lacking)}" if lacking else ""
        if not why and (is_deep or one.landed_id in failed):
            why = next(_damages(home, one), "")
        if why:
            found[one.landed_id] = why
    return [
        Suspect(landed=one, why=found[one.landed_id], seen_at=seen_at)
        for one, seen_at in home.ledger.landings(list(found))
    ]


def _damages(home: Home, one: Landed) -> Iterator[str]:
    for page in one.pages:
        try:
            home.landing.verify(page)
        except StoreDamaged as cause:
            yield f"its landed file is damaged: {page.file_name}: {cause.why}"
