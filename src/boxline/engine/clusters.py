"""Work handed to a cluster: which ranges go there, and what the engine and the store ask of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from boxline.engine.sql_cache import SqlCache


class Cluster(Protocol):
    """Machines that work out the rows of a query from Parquet files. They see no warehouse, and
    commit nothing."""

    def scratch(self) -> AbstractContextManager[Path]:
        """An empty folder that the cluster sees too; gone afterwards."""

    def compute(
        self,
        dataset: str,
        sql: str,
        inputs: Mapping[str, Path],
        into: Path,
        progress: Callable[[], None],
    ) -> None:
        """Write the rows of a query as Parquet files into a folder that is not there yet.

        Args:
            sql: in the cluster's dialect, reads each input as a relation of its name.
            inputs: relation -> the Parquet file that holds its rows.
            progress: raises where the work is to be stopped; asked again and again meanwhile.
        Raises:
            ClusterLost: it does not answer, or gives nothing to work with.
            ComputeFailed: it refused the query for what it says or for the rows it reads.
        """

    def close(self) -> None:
        """Let go of it; nothing where nothing was computed there."""


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What is computed on a cluster: ranges of at least so many days.

    Attributes:
        sql: texts in the cluster's dialect.
    """

    cluster: Cluster
    sql: SqlCache
    from_days: int

    def takes(self, days: int) -> bool:
        """Whether a range of so many days is worth the way there and back."""
        return days >= self.from_days
