"""The box scores of some days by the newest snapshot, judged team by team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from boxline.health.box_scores import BoxScores, box_score_tables, box_scores_of

if TYPE_CHECKING:
    from boxline.catalog import League
    from boxline.home.home import Home


def box_scores(
    home: Home, first: date, last: date, leagues: Iterable[League] | None = None
) -> BoxScores:
    """How complete they are.

    Args:
        leagues: of which they are; None for all.
    Raises:
        NothingPublished: there is no snapshot yet.
    """
    from boxline.stores.reading import open_snapshot

    of = list(home.catalog.leagues.values() if leagues is None else leagues)
    with open_snapshot(home.snapshot, only=box_score_tables(of)) as snapshot:

        def ask(query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
            return snapshot.execute(query, list(parameters)).fetchall()

        return box_scores_of(ask, of, first, last)
