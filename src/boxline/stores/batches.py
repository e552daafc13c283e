"""Batches of landed objects: committed together, without the broken ones, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from boxline.engine.ports import Batch, Load, Loaded, Outcome, RejectSink
from boxline.errors import BadData, LoadRefused
from boxline.stores.loading import TEMPORARY, Hold, load_together, nothing
from boxline.stores.raw_stage import verify
from boxline.stores.transaction import Writer

#: Replies that are staged together. One alone costs some 30 ms whatever its size.
STAGED_TOGETHER = 500


def load_batch(
    writer: Writer,
    batch: Batch,
    rejects: RejectSink,
    *,
    hold: Hold = nothing,
    begun: Callable[[], None] = lambda: None,
) -> Loaded:
    """Read a batch of landed objects into their raw table, all in one transaction.

    Broken ones are left out; which those are is found by staging each alone, so that one commit
    holds exactly the others.

    Args:
        hold: see `load_together`.
        begun: called as each transaction begins.
    Raises:
        BatchRefused: too many of its objects are broken.
        LoadRefused: the store took some rows for what their columns do not hold.
    """
    try:
        return Loaded(outcomes=_load_all(writer, batch.loads, rejects, hold, begun), failed={})
    except LoadRefused:
        raise  # all of them were staged well, so staging each alone finds none broken
    except BadData:
        failed = _broken(writer, batch.loads, rejects)
    batch.refuse_above_share(failed)
    good = [work for work in batch.loads if work.landed.landed_id not in failed]
    return Loaded(outcomes=_load_all(writer, good, rejects, hold, begun), failed=failed)


def _load_all(
    writer: Writer,
    loads: Sequence[Load],
    sink: RejectSink,
    hold: Hold,
    begun: Callable[[], None],
) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    with writer.transaction(drops=TEMPORARY):
        begun()
        for some in groups(loads):
            outcomes |= load_together(writer.connection, some, sink, hold)
    return outcomes


def groups(loads: Sequence[Load]) -> Iterator[Sequence[Load]]:
    """Objects that are staged together: replies, some at a time; each archive file alone."""
    if loads and loads[0].rows is None:
        yield from ([load] for load in loads)
        return
    for first in range(0, len(loads), STAGED_TOGETHER):
        yield loads[first : first + STAGED_TOGETHER]


def _broken(writer: Writer, loads: Sequence[Load], rejects: RejectSink) -> dict[str, BadData]:
    """The objects that cannot be loaded, by landed id, and why; nothing is committed."""
    failed = {}
    for work in loads:
        try:
            with writer.transaction(drops=TEMPORARY):
                verify(writer.connection, [work], rejects)
        except BadData as cause:
            failed[work.landed.landed_id] = cause
    return failed
