"""Until when facts count before games written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.nba.by_hand import computed


def cutoffs(*games: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of `nba_core.cutoffs` for rows of `nba_core.games`, of which it reads the start."""
    return computed("nba_core.cutoffs", games=games)
