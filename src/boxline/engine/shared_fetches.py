"""Cells that several processes ask for beside one another: what one took, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from boxline.engine.fetch_plan import Fetch


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What came of a cell: nothing wrong, where the class of the error is empty."""

    dataset: str
    cell: str
    error: str = ""
    message: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What names the cell."""
        return self.dataset, self.cell


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A cell that was taken, to land with others of its batch."""

    fetch: Fetch
    batch: str
