"""What a run costs: the bytes that its jobs were billed for, and how many there may be."""

from __future__ import annotations

from dataclasses import dataclass

from boxline.errors import CostCeiling


@dataclass
class Costs:
    """The jobs of one run so far.

    Attributes:
        ceiling: how many bytes a run may be billed for.
        jobs: how many were asked for, loads too, which cost nothing.
        processed: bytes that were read.
        billed: bytes that are paid for: at least 10 MB of each table that a query reads.
    """

    ceiling: int
    jobs: int = 0
    processed: int = 0
    billed: int = 0

    def begin(self) -> None:
        """A run begins."""
        self.jobs = self.processed = self.billed = 0

    def left(self) -> int:
        """How many bytes the next query may be billed for.

        Raises:
            CostCeiling: none.
        """
        if self.billed >= self.ceiling:
            raise CostCeiling(self.ceiling, self.billed)
        return self.ceiling - self.billed

    def add(self, *, processed: int | None, billed: int | None) -> None:
        """Count a job that ended; None of what it does not tell."""
        self.jobs += 1
        self.processed += processed or 0
        self.billed += billed or 0
