"""What a warehouse on BigQuery refuses, or may not cost."""

from __future__ import annotations

from boxline.errors.kinds import BadData, BoxlineError, WorkError


class CostCeiling(BoxlineError):
    """A run was billed for as many bytes as one may be: it ends, and what is committed stays."""

    def __init__(self, ceiling: int, billed: int) -> None:
        super().__init__(
            f"This run was billed for {billed:,} bytes by BigQuery, and a run may cost "
            f"{ceiling:,}. What is committed stays. Raise BOXLINE_BIGQUERY_BYTES_PER_RUN, or run "
            "a smaller window."
        )
        self.ceiling, self.billed = ceiling, billed


class QueryRefused(BoxlineError):
    """BigQuery refused a job, and will again."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"BigQuery refused {what} ({why}). Nothing of it was committed. Mend what it names; "
            "docs/bigquery.md tells what the warehouse needs of a project."
        )
        self.what, self.why = what, why


class WarehouseUnreachable(BoxlineError):
    """BigQuery did not answer, or not in time, or takes no more for now: the run ends, because
    whatever else it did would meet the same."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"BigQuery did not carry out {what} ({why}). What was committed stays, and the next "
            "run plans the rest again; look at the network, at the project's quotas, and at "
            "status.cloud.google.com."
        )
        self.what, self.why = what, why


class WriteConflict(WorkError):
    """Somebody else wrote to the same tables for as long as we waited."""

    def __init__(self, dataset: str, why: str) -> None:
        super().__init__(
            f"{dataset}: its commit met another writer each time ({why}). Nothing was committed, "
            "and the next run tries again. Find who else writes to these tables, and let only "
            "Boxline do it."
        )
        self.dataset = dataset


class LoadRefused(BadData):
    """A load job took some rows for what their columns do not hold."""

    def __init__(self, dataset: str, rows: int, why: str) -> None:
        super().__init__(
            f"{dataset}: BigQuery's load job refused {rows} rows ({why}). Nothing of them was "
            "committed; `boxline rejects list` shows them."
        )
        self.dataset, self.rows = dataset, rows
