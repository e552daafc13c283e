"""The fence on BigQuery: compared by every script, and passed by whoever still has the lease."""

from __future__ import annotations

from collections.abc import Callable

from boxline.errors import ComputeFailed
from boxline.stores.bigquery.address import Address
from boxline.stores.bigquery.jobs import Jobs
from boxline.stores.bigquery.script import FENCE_IS_HIGHER
from boxline.stores.fence import Token


def above_the_fence(
    do: Callable[[], None],
    address: Address,
    jobs: Jobs,
    lease: Token,
    progress: Callable[[], None],
) -> None:
    """Do what compares the fence with the lease; where it stands higher and the lease is ours all
    the same, once more above it: a ledger that was lost counts from 1 again.

    Raises:
        LeaseLost: another run has taken over since.
    """
    try:
        do()
    except ComputeFailed as cause:
        if FENCE_IS_HIGHER not in str(cause):
            raise
        lease.raise_above(_standing(address, jobs, progress))
        do()


def _standing(address: Address, jobs: Jobs, progress: Callable[[], None]) -> int:
    text = f"SELECT MAX(token) AS token FROM {address.quoted('ops.fence')}"
    found = jobs.select(text, {}, "ops.fence", progress)
    return int(found.column("token")[0].as_py() or 0)
