"""The fence on BigQuery: compared by every script, and passed by whoever still has the lease.

No lock keeps two from having it open. So who opens it to write raises the fence before anything is
read, and whoever had the lease before commits nothing beside what was read.
"""

from __future__ import annotations

from collections.abc import Callable

from boxline.errors import ComputeFailed, WriteConflict
from boxline.stores.bigquery.address import Address
from boxline.stores.bigquery.jobs import Jobs
from boxline.stores.bigquery.patience import is_conflict, patiently
from boxline.stores.bigquery.script import FENCE_IS_HIGHER, fence_of
from boxline.stores.fence import Token


def raise_fence(
    address: Address,
    jobs: Jobs,
    lease: Token,
    progress: Callable[[], None],
    wait: Callable[[float], None],
) -> None:
    """Insist that nobody with a higher token has opened this or committed; nobody with a lower one
    commits from now on.

    Raises:
        LeaseLost: another run has taken over since.
        WriteConflict: somebody else commits all the time.
    """

    def run() -> None:
        jobs.script(fence_of(address, lease.token), "ops.fence", progress)

    def waiting(seconds: float) -> None:
        wait(seconds)
        progress()

    def patient() -> None:
        patiently(run, retried=lambda e: is_conflict(str(e)), of=ComputeFailed, wait=waiting)

    try:
        above_the_fence(patient, address, jobs, lease, progress)
    except ComputeFailed as cause:
        if is_conflict(str(cause)):
            raise WriteConflict("ops.fence", str(cause)) from cause
        raise


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
