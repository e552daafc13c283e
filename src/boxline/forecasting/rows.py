"""Rows of arrays: what systems read. Each column is found by its name and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.errors import MissingFeature

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Columns of equal length. Numbers are floats, and NaN where nothing is known.

    >>> rows = Rows({"points_avg_season": np.array([20.0, np.nan]), "player_id": np.array([1, 2])})
    >>> len(rows), rows["player_id"].tolist()
    (2, [1, 2])
    """

    columns: Mapping[str, NDArray[np.generic]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> NDArray[np.generic]:
        """A column as it is.

        Raises:
            MissingFeature: the rows have no such column; nothing stands in for it.
        """
        try:
            return self.columns[name]
        except KeyError:
            raise MissingFeature(name, self.columns) from None

    def floats(self, name: str) -> Floats:
        """A column of numbers, NaN where missing."""
        return np.asarray(self[name], dtype=np.float64)

    def matrix(self, names: Sequence[str]) -> NDArray[np.float32]:
        """Some columns beside one another, in this order: shape (rows, names)."""
        found = np.empty((len(self), len(names)), dtype=np.float32)
        for place, name in enumerate(names):
            found[:, place] = self[name]
        return found

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Rows:
        """The rows that a mask or an index picks."""
        return Rows({name: values[chosen] for name, values in self.columns.items()})

    def with_columns(self, **added: NDArray[np.generic]) -> Rows:
        """The rows with further columns, or others in their place."""
        return Rows({**self.columns, **added})
