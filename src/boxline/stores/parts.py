"""Rows of some days, read from those files of the snapshot that hold any.

The view of a table opens every file of it, and of ten seasons one or two matter: to open the others
takes longer than to read these.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from boxline.stores.contract_sql import text
from boxline.stores.snapshot import Snapshot

_FILES = """
WITH asked AS (
    SELECT unnest($tables) AS dataset, unnest($firsts) AS first, unnest($lasts) AS last
)
SELECT dataset, list(DISTINCT file ORDER BY file)
FROM ops.held JOIN asked USING (dataset) WHERE day BETWEEN first AND last GROUP BY dataset
"""


def parts_within(
    snapshot: Snapshot,
    connection: duckdb.DuckDBPyConnection,
    spans: Mapping[str, tuple[date, date]],
) -> dict[str, str]:
    """Table -> what to select from to see its rows of a span of days, and other rows too; a table
    that has none is left out.

    Args:
        connection: the opened snapshot.
        spans: table -> the first and the last day.
    """
    firsts, lasts = ([span[end] for span in spans.values()] for end in (0, 1))
    given = {"tables": list(spans), "firsts": firsts, "lasts": lasts}
    found = connection.execute(_FILES, given).fetchall() if spans else []
    return {
        table: f"read_parquet([{', '.join(text(str(snapshot.root / file)) for file in files)}])"
        for table, files in found
    }
