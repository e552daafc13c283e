"""Publishing: what a run drafted, and what feeds make, become one set, each with its standing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from boxline.catalog import Export
from boxline.catalog.feeds import Document
from boxline.catalog.schemas import check, document_types
from boxline.domain.days import league_day
from boxline.engine.code_version import facts_name
from boxline.engine.documents import Draft, NewDocument
from boxline.engine.versions import version_text
from boxline.errors import DocumentBroken, DocumentShrinks
from boxline.home.beside import Beside, schema_files, site_of
from boxline.home.judging import Judged, judge

if TYPE_CHECKING:
    from boxline.engine.ports import Lease
    from boxline.engine.recording import Record
    from boxline.engine.versions import Settled
    from boxline.engine.work import Window
    from boxline.home.home import Home
    from boxline.stores.feed_view import SnapshotView

#: Under this name the manifest says who halted everything, and since when.
ORDER = "halt"


@dataclass(kw_only=True)
class Publishing:
    """One publishing of a home.

    Attributes:
        settled: the commits of the snapshot that stands.
        window: of the run; its `only` may name feeds, and `documents_from` is set.
    """

    home: Home
    record: Record
    settled: Settled
    window: Window
    lease: Lease
    _new: dict[str, NewDocument] = field(default_factory=dict)
    _made_by: dict[str, str] = field(default_factory=dict)
    _withdrawn: dict[str, str] = field(default_factory=dict)

    def publish(self) -> None:
        """Publish what is new or stands otherwise; one set, or none where nothing changed."""
        from boxline.stores.feed_view import SnapshotView
        from boxline.stores.reading import open_snapshot

        catalog = self.home.catalog
        stale = [name for name in self._asked_feeds if not self._stands(name)]
        is_judged_anew = any(not self._stands(facts_name(name)) for name in catalog.facts_of_days)
        if stale or is_judged_anew or self.record.report.drafts:
            read = {t.name for name in stale for t in catalog.feeds[name].target.reads}
            read |= {t.name for facts in catalog.facts_of_days.values() for t in facts.reads}
            with open_snapshot(self.home.snapshot, only=read) as connection:
                view = SnapshotView(connection=connection, now=self._now, begins=self._begins)
                also = [draft.day for draft in self.record.report.drafts]
                judged = judge(catalog, view, begins=self._begins, order=self._order, also=also)
                view.days, view.standings = judged.days, judged.standings
                for template, document in self._exports(judged):
                    self._add(template, document)
                for name in stale:
                    self.lease.renew()
                    self._feed(name, view, judged)
            if not self.window.only:
                version = self._version("")
                self._made_by |= {facts_name(name): version for name in catalog.facts_of_days}
        self._add_beside(schema_files(self._held, catalog))
        shown = site_of(self._held, self._new, self._withdrawn, self.home.published.current)
        self._add_beside(shown)
        self._swap()

    @cached_property
    def _held(self) -> Mapping[str, Any]:
        return self.home.published.manifest()

    @cached_property
    def _now(self) -> Any:
        return self.home.clock()

    @property
    def _begins(self) -> date | None:
        return self.window.documents_from

    @cached_property
    def _asked_feeds(self) -> list[str]:
        only = self.window.only
        return [name for name in self.home.catalog.feeds if not only or name in only]

    @cached_property
    def _order(self) -> tuple[str, date] | None:
        """Why somebody halted everything, and since which day."""
        reason = self.home.settings.halt
        if not reason:
            return None
        since, _, told = str(self._held.get("versions", {}).get(ORDER, "")).partition(" ")
        return reason, date.fromisoformat(since) if told == reason else league_day(self._now)

    def _stands(self, name: str) -> bool:
        """Whether what is published was made from what stands now."""
        version = self._version(name if name in self.home.catalog.feeds else "")
        return bool(self._held.get("versions", {}).get(name) == version)

    def _version(self, feed: str) -> str:
        """What a feed is made from, and what judges its days, as one version; of no feed that of
        the judgement alone."""
        catalog, code = self.home.catalog, self.home.code
        names = {t.name for facts in catalog.facts_of_days.values() for t in facts.reads}
        if feed:
            names |= {table.name for table in catalog.feeds[feed].target.reads}
        timelines = {name: self.settled.timeline(name) for name in sorted(names)}
        sums = {n: t.between(t.days[0], t.days[-1]) for n, t in timelines.items() if t.days}
        told = (
            code.get(feed, ""),
            *(code[facts_name(league)] for league in sorted(catalog.facts_of_days)),
            *(f"{name}={version_text(found)}" for name, found in sums.items()),
            league_day(self._now).isoformat(),
            str(self._begins),
            str(self._order),
        )
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]

    def _exports(self, judged: Judged) -> Iterator[tuple[str, NewDocument]]:
        """What the run drafted; days that have nothing to tell, told; and what its day stands
        otherwise for than it did."""
        only, window = self.window.only, self.window
        drafted = {(draft.dataset, draft.day): draft for draft in self.record.report.drafts}
        held = {(one["dataset"], one["date"]): path for path, one in self._documents.items()}
        for name, export in self.home.catalog.datasets.items():
            if not isinstance(export, Export) or (only and name not in only):
                continue
            days = {*judged.days, *(day for dataset, day in drafted if dataset == name)}
            for day in sorted(filter(window.holds, days)):
                draft, path = drafted.get((name, day)), held.get((name, day.isoformat()))
                if draft is None and path is not None and self._is_told(path, judged, day):
                    continue
                yield export.path, self._export(export, day, draft, path, judged)

    @property
    def _documents(self) -> Mapping[str, Any]:
        documents: Mapping[str, Any] = self._held["documents"]
        return documents

    def _is_told(self, path: str, judged: Judged, day: date) -> bool:
        return bool(self._documents[path].get("standing") == judged.told(day))

    def _export(
        self, export: Export, day: date, draft: Draft | None, path: str | None, judged: Judged
    ) -> NewDocument:
        standing = judged.of(day)
        write = self.home.catalog.documents[export.name].function
        held = self._documents.get(path or "", {})
        code = self.home.code[export.name]
        made: dict[str, Any] = {"rows": 0, "inputs": 0, "code": code, "is_commit": False}
        if export.is_forecast and not standing.is_forecasting:
            document = write(day, [])
            made["shrinks_because"] = f"halted: {standing.reason}"
        elif draft is not None:
            document = draft.document
            made |= {"rows": draft.rows, "inputs": draft.inputs, "is_commit": True}
        elif path is not None and "inputs" in held:
            body = (self.home.published.current / path).read_bytes()
            document = msgspec.json.decode(body, type=self._types[export.path])
            made |= {"rows": held["rows"], "code": held["code"], "is_commit": True}
            made["inputs"] = int(held["inputs"], 16)
        else:
            document = write(day, [])
        return judged.document(
            document,
            self._now,
            dataset=export.name,
            path=export.path.replace("{date}", day.isoformat()),
            day=day,
            **made,
        )

    @cached_property
    def _types(self) -> dict[str, type[Document]]:
        return {path: kind for path, (_, kind) in document_types(self.home.catalog).items()}

    def _feed(self, name: str, view: SnapshotView, judged: Judged) -> None:
        """Make every document of a feed anew; those that it makes no more are withdrawn."""
        feeding, code = self.home.catalog.feeds[name], self.home.code[name]
        feed, today = feeding.target, view.today.isoformat()
        made = {one.path: one for one in feeding.function(view)}
        reason = feed.shrinks_because or self.window.shrink_reason
        is_whole = True
        for one in made.values():
            document = judged.document(
                one.document,
                self._now,
                dataset=name,
                path=one.path,
                day=one.day,
                rows=one.rows,
                inputs=0,
                code=code,
                is_commit=False,
                shrinks_because=reason,
            )
            is_whole = self._add(one.template, document) and is_whole
        for path, entry in self._documents.items():
            if entry["dataset"] == name and path not in made and not feed.is_kept:
                why = reason or ("" if entry["date"] == today else "another day")
                if why:
                    self._withdrawn[path] = why
                    continue
                is_whole = False
                refused = DocumentShrinks(name, [path], path, entry["rows"], 0)
                self.record.failed(name, {path: ""}, refused)
        if is_whole:
            self._made_by[name] = self._version(name)

    def _add(self, template: str, document: NewDocument) -> bool:
        """Take a document in, if it is what its schema says."""
        assert isinstance(document.body, bytes)
        try:
            check(document.path, self._types[template], document.body)
        except DocumentBroken as cause:
            self.record.failed(document.dataset, {document.path: ""}, cause)
            return False
        self._new[document.path] = document
        return True

    def _add_beside(self, files: Beside) -> None:
        """Take in what stands beside the documents."""
        self._made_by |= files.versions
        self._withdrawn |= files.withdrawn
        for path, (body, content) in files.bodies.items():
            self._new[path] = NewDocument(
                dataset=files.dataset,
                path=path,
                day=league_day(self._now),
                body=body,
                rows=1,
                inputs=0,
                code="",
                content=content,
                is_commit=False,
            )

    def _swap(self) -> None:
        order = self._order
        told = {ORDER: f"{order[1]} {order[0]}" if order else ""}
        made = self.home.published.publish(
            list(self._new.values()),
            self._now,
            shrink_reason=self.window.shrink_reason,
            withdrawn=self._withdrawn,
            versions={**self._made_by, **told},
        )
        report = self.record.report
        report.documents_made, report.documents_changed = len(self._new), made.changed
        for document, why in made.refused:
            inputs = version_text(document.inputs)
            self.record.failed(document.dataset, {document.day.isoformat(): inputs}, why)
