"""Loading what landed: replies are parsed while the warehouse is closed, then batches commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from boxline.catalog import Catalog
from boxline.engine.deadlines import Within
from boxline.engine.landed_work import BatchWork, LandedWork
from boxline.engine.parsing import Parsed, parse
from boxline.engine.ports import Batch, LandingStore, Lease, Load, Warehouse
from boxline.engine.recording import Record
from boxline.engine.sql_cache import SqlCache
from boxline.errors import BatchRefused, WorkError, WorkTimedOut

#: Replies that are parsed before the warehouse is opened for them: so many bytes at once.
PORTION_BYTES = 64_000_000


@dataclass(frozen=True, kw_only=True)
class ReadBatch:
    """A batch whose replies are parsed; archive files are read by the warehouse itself, and only
    compared with what landed here."""

    work: BatchWork
    parsed: dict[str, Parsed] = field(default_factory=dict)
    failed: dict[str, WorkError] = field(default_factory=dict)


def portions(batches: Sequence[BatchWork]) -> Iterator[list[BatchWork]]:
    """Batches in order, some at a time, so that their replies fit in memory together."""
    portion: list[BatchWork] = []
    size = 0
    for batch in batches:
        portion.append(batch)
        if not batch.raw.is_archive:
            size += sum(page.bytes for work in batch.works for page in work.landed.pages)
        if size > PORTION_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


@dataclass(frozen=True, kw_only=True)
class Loader:
    """Reads landed objects, and loads them batch by batch."""

    catalog: Catalog
    landing: LandingStore
    sql: SqlCache
    record: Record
    lease: Lease
    max_failed_share: float
    on_step: Callable[[str, str], None] = lambda dataset, what: None

    def read(self, batches: Sequence[BatchWork]) -> list[ReadBatch]:
        """Parse the replies of batches. Nothing of the warehouse is needed for it."""
        return [self._read(batch) for batch in batches]

    def load(self, warehouse: Warehouse, batches: Sequence[ReadBatch]) -> None:
        """Commit each batch without what is broken of it, or refuse it whole."""
        for batch in batches:
            self._load_batch(warehouse, batch)

    def _read(self, work: BatchWork) -> ReadBatch:
        batch = ReadBatch(work=work)
        for one in work.works:
            try:
                if work.raw.is_archive:
                    for page in one.landed.pages:
                        self.lease.renew()
                        self.landing.verify(page)
                    continue
                self.on_step(one.raw.name, one.landed.files)
                self.lease.renew()
                seconds = one.raw.deadline_seconds
                with Within(seconds, WorkTimedOut(one.raw.name, seconds, one.landed.files)):
                    batch.parsed[one.landed.landed_id] = self._parsed(one)
            except WorkError as cause:
                batch.failed[one.landed.landed_id] = cause
        return batch

    def _parsed(self, one: LandedWork) -> Parsed:
        pages = [(page.file_name, self.landing.read(page)) for page in one.landed.pages]
        return parse(self.catalog, one.raw, one.landed, pages)

    def _load_batch(self, warehouse: Warehouse, batch: ReadBatch) -> None:
        raw, work = batch.work.raw, batch.work
        if not work.works:
            return  # all of it was given up before
        self.on_step(raw.name, f"{len(work.works)} landed")
        self.lease.renew()
        started = time.perf_counter()
        cells = {one.landed.landed_id: one.landed.content_id for one in work.works}
        given = Batch(
            raw=raw,
            loads=[self._load(one, batch) for one in work.works if _is_readable(one, batch)],
            broken=[f"{one.files}: {why}" for one, why in work.left_out],
            failed=batch.failed,
            files=work.files,
            max_failed_share=self.max_failed_share,
        )
        try:
            given.refuse_above_share({})
            loaded = warehouse.load(given)
        except BatchRefused as cause:
            self.record.failed(raw.name, {}, cause)
            for landed_id, why in cause.failed.items():
                self.record.note(raw.name, {landed_id: cells[landed_id]}, why)
            return
        except WorkError as cause:
            self.record.failed(raw.name, cells, cause)
            return
        for landed_id, why in {**batch.failed, **loaded.failed}.items():
            self.record.failed(raw.name, {landed_id: cells[landed_id]}, why)
        seconds = (time.perf_counter() - started) / max(1, len(loaded.outcomes))
        for one in work.works:
            if one.landed.landed_id in loaded.outcomes:
                outcome = loaded.outcomes[one.landed.landed_id]
                landed_id = one.landed.landed_id
                failed = {landed_id: cells[landed_id]} if one.has_failed else {}
                self.record.done(outcome, one.reason, seconds, failed_before=failed)

    def _load(self, one: LandedWork, batch: ReadBatch) -> Load:
        raw, landed = one.raw, one.landed
        now: datetime = self.record.clock()
        if raw.is_archive:
            return Load(
                raw=raw,
                landed=landed,
                code=self.record.code[raw.name],
                run_id=self.record.run_id,
                now=now,
                files=[self.landing.local_path(page) for page in landed.pages],
                sql=self.sql.sql(raw.name),
            )
        parsed = batch.parsed[landed.landed_id]
        return Load(
            raw=raw,
            landed=landed,
            code=self.record.code[raw.name],
            run_id=self.record.run_id,
            now=now,
            rows=parsed.table,
            rows_in=parsed.rows_in,
            page_rows=parsed.page_rows,
            rejects=parsed.rejects,
        )


def _is_readable(one: LandedWork, batch: ReadBatch) -> bool:
    return one.landed.landed_id not in batch.failed
