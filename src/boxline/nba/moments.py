"""When predictions of a game are made, and from when no live one is added."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.catalog.freezing import freezing_moments
from boxline.nba.starts import UNKNOWN_START_HOUR_UTC


def moments_of(games: Rel, cutoffs: Rel, clock: Rel) -> Rel:
    """Per game: `origin`, `as_of`, `made_at`, `frozen_at`, `frozen_by`, as in `freezing_moments`.

    Args:
        games: rows of `nba_core.games`.
        cutoffs: rows of `nba_core.cutoffs`.
        clock: the present instant.
    """
    return freezing_moments(
        games,
        cutoffs,
        clock,
        starts="tipped_off_at",
        unknown_start_hour_utc=UNKNOWN_START_HOUR_UTC,
    )
