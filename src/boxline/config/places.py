"""The settings that say where a home and its stores are, and what computes beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from boxline.config.kinds import BUCKET, MEMORY, PATH, POSTGRES, SPARK, WAREHOUSE, count, told


@dataclass(frozen=True, kw_only=True)
class Places:
    """A home's folder, and the URL of each engine that keeps or computes what it does not."""

    home: Path = field(metadata=told(PATH, "", "The folder that holds everything."))
    landing: str = field(
        default="",
        metadata=told(
            BUCKET, "", "The bucket in which replies and archive files land; empty: in the home."
        ),
    )
    published: str = field(
        default="",
        metadata=told(BUCKET, "", "The bucket that documents are published in; empty: the home."),
    )
    warehouse: str = field(
        default="",
        metadata=told(
            WAREHOUSE, "", "Where tables are kept, if not in a file of the home: on BigQuery."
        ),
    )
    bigquery_bytes_per_run: int = field(
        default=1_000_000_000_000,
        metadata=told(
            count(1, 10**18), "bytes", "For how many bytes BigQuery may bill one run, or look."
        ),
    )
    warehouse_memory: str = field(
        default="1200MB",
        metadata=told(
            MEMORY, "bytes", "How much memory the warehouse may use before it spills to disk."
        ),
    )
    ledger: str = field(
        default="",
        repr=False,
        metadata=told(
            POSTGRES,
            "",
            "The Postgres database that is the ledger; empty for a file of the home.",
        ),
    )
    spark: str = field(
        default="",
        metadata=told(SPARK, "", "The Spark master that computes long windows; empty for none."),
    )
    spark_from_days: int = field(
        default=100,
        metadata=told(count(1, 100_000), "days", "How long a window is that is computed there."),
    )
    spark_folder: Path = field(
        default=Path("spark"),
        metadata=told(PATH, "", "The folder, of the home or any, by which rows go there and back."),
    )
