"""Between relations and arrays: what is NULL in one is NaN, NaT or None in the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


def arrays_of(table: pa.Table) -> dict[str, NDArray[np.generic]]:
    """The columns of a relation as arrays.

    Integers and flags of which some are NULL become floats with NaN; days are `datetime64[D]`,
    instants `datetime64[us]`, with NaT; texts are objects, with None.
    """
    import pyarrow as pa

    found = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_boolean(column.type) and column.null_count:
            column = column.cast(pa.int8())
        found[name] = column.to_numpy()
    return found


def table_of(columns: Mapping[str, NDArray[Any] | Sequence[Any]]) -> pa.Table:
    """Arrays of one length as a relation; NaN, NaT and None become NULL."""
    import pyarrow as pa

    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
