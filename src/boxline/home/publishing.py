"""Publishing: what a run drafted, and what feeds make, become one set, each with its standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from boxline.catalog import Export
from boxline.catalog.datasets import league_in
from boxline.catalog.feeds import Document
from boxline.catalog.schemas import check, document_types
from boxline.domain.days import league_day
from boxline.engine.documents import Draft, NewDocument
from boxline.engine.versions import version_text
from boxline.errors import DocumentBroken, DocumentShrinks
from boxline.home.beside import Beside, published_types, schema_files, site_of, table_files
from boxline.home.health_documents import HEALTH, health_documents, health_version
from boxline.home.in_time import all_in_time, made_in_time
from boxline.home.judged_leagues import Judging, together
from boxline.home.judging import Judged, standing_document
from boxline.home.latest import latest_documents
from boxline.home.made_from import ORDER, MadeFrom

if TYPE_CHECKING:
    from boxline.engine.ports import Lease
    from boxline.engine.recording import Record
    from boxline.engine.versions import Settled
    from boxline.engine.work import Window
    from boxline.home.home import Home
    from boxline.stores.feed_view import SnapshotView


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
        """Publish what is new or stands otherwise; one set, or none where nothing changed, or where
        making it took too long."""
        if all_in_time(self.record, self._make):
            self._swap()

    def _make(self) -> bool:
        """Make what is to be published; whether anything is."""
        from boxline.stores.reading import open_snapshot

        catalog = self.home.catalog
        has_any = any(self.settled.of(name) for name in catalog.datasets)
        if not has_any or not document_types(catalog):
            return False  # nothing was ever brought in, or nothing of it is to be told (a backtest)
        stale = [name for name in self._asked_feeds if not self._made_from.has(name)]
        is_news = self._is_news_of_health
        if stale or not self._made_from.is_judged or is_news or self.record.report.drafts:
            read = {t.name for name in stale for t in catalog.feeds[name].target.reads}
            read |= {t.name for facts in catalog.facts_of_days.values() for t in facts.reads}
            with open_snapshot(self.home.snapshot, only=read) as connection:
                leagues = Judging(
                    catalog=catalog,
                    connection=connection,
                    now=self._now,
                    begins=self.window.documents_from,
                    order=self._made_from.order,
                ).views(self.record.report.drafts, self._documents)
                judged = {name: one for name, (_, one) in leagues.items()}
                for template, document in self._exports(judged):
                    self._add(template, document)
                for name in stale:
                    self.lease.renew()
                    self._feed(name, *leagues[league_in(name)])
            current = self.home.published.current
            for template, document in latest_documents(
                catalog, self._documents, self._new, current, today=league_day(self._now)
            ):
                self._add(template, document)
            if is_news:
                self._tell_health(together(judged))
            if not self.window.only:
                self._made_by |= self._made_from.judged
        self._add_beside(schema_files(self._held, catalog))
        self._add_beside(table_files(self._held, catalog, self.home.snapshot))
        shown = site_of(self._held, self._new, self._withdrawn, self.home.published.current)
        self._add_beside(shown)
        return True

    @cached_property
    def _held(self) -> Mapping[str, Any]:
        return self.home.published.manifest()

    @cached_property
    def _now(self) -> Any:
        return self.home.as_of or self.home.clock()

    @cached_property
    def _made_from(self) -> MadeFrom:
        return MadeFrom(
            home=self.home,
            settled=self.settled,
            begins=self.window.documents_from,
            held=self._held.get("versions", {}),
            now=self._now,
        )

    @cached_property
    def _asked_feeds(self) -> list[str]:
        only = self.window.only
        return [name for name in self.home.catalog.feeds if not only or name in only]

    def _exports(self, leagues: Mapping[str, Judged]) -> Iterator[tuple[str, NewDocument]]:
        """What the run drafted; days that have nothing to tell, told; and what its day stands
        otherwise for than it did."""
        only = self.window.only
        drafted = {(draft.dataset, draft.day): draft for draft in self.record.report.drafts}
        held = {(one["dataset"], one["date"]): path for path, one in self._documents.items()}
        for name, export in self.home.catalog.datasets.items():
            if not isinstance(export, Export) or (only and name not in only):
                continue
            judged = leagues[league_in(name)]
            for day in sorted(judged.standings):
                draft, path = drafted.get((name, day)), held.get((name, day.isoformat()))
                is_wanted = draft is not None or path is not None or day in judged.wanted
                if not is_wanted or (draft is None and path and self._is_told(path, judged, day)):
                    continue
                found = self._export(export, day, draft, path, judged)
                if found is not None:
                    yield export.path, found

    @property
    def _documents(self) -> Mapping[str, Any]:
        documents: Mapping[str, Any] = self._held["documents"]
        return documents

    def _is_told(self, path: str, judged: Judged, day: date) -> bool:
        return bool(self._documents[path].get("standing") == judged.told(day))

    def _export(
        self, export: Export, day: date, draft: Draft | None, path: str | None, judged: Judged
    ) -> NewDocument | None:
        standing = judged.of(day)
        write = self.home.catalog.documents[export.name].function
        held = self._documents.get(path or "", {})
        code = self.home.code[export.name]
        made: dict[str, Any] = {"rows": 0, "inputs": None, "code": code}
        if export.is_forecast and not standing.is_forecasting:
            document = write(day, [])
            made["shrinks_because"] = f"halted: {standing.reason}"
        elif draft is not None:
            document = draft.document
            made |= {"rows": draft.rows, "inputs": draft.inputs}
        elif path is not None and "inputs" in held:
            document = standing_document(
                self.home.published.current / path, self._types[export.path]
            )
            made = {"rows": held["rows"], "inputs": int(held["inputs"], 16), "code": held["code"]}
        else:
            document = write(day, [])
        if document is None:
            return None
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
        return published_types(self.home.catalog)

    @cached_property
    def _health_version(self) -> str:
        return health_version(self.home, self._now)

    @property
    def _is_news_of_health(self) -> bool:
        """Whether this run tells how the home itself stands, and that has changed."""
        is_asked = bool(self.home.catalog.facts_of_days) and not self.window.only
        return is_asked and self._held.get("versions", {}).get(HEALTH) != self._health_version

    def _tell_health(self, judged: Judged) -> None:
        self.lease.renew()
        today = league_day(self._now)
        made = health_documents(self.home, self._held, judged.standings, self._now)
        for path, document in made.items():
            new = judged.document(
                document,
                self._now,
                dataset=HEALTH,
                path=path,
                day=today,
                rows=1,
            )
            self._add(path, new)
        self._made_by[HEALTH] = self._health_version

    def _feed(self, name: str, view: SnapshotView, judged: Judged) -> None:
        """Make every document of a feed anew; those that it makes no more are withdrawn."""
        feed, code = self.home.catalog.feeds[name].target, self.home.code[name]
        today, made = view.today.isoformat(), made_in_time(self.home, self.record, name, view)
        if made is None:
            return  # it stays stale, so that the next run tries again
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
                code=code,
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
            self._made_by[name] = self._made_from.version(name)

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
                content=content,
            )

    def _swap(self) -> None:
        order = self._made_from.order
        told = {ORDER: f"{order[1]} {order[0]}" if order else ""}
        # Who stood still while another run published must not swap what is older for what is newer,
        # and who builds a set must not find another building it.
        with self.home.alone(f"run {self.record.run_id} publishes", self.lease):
            made = self.home.published.publish(
                list(self._new.values()),
                self._now,
                shrink_reason=self.window.shrink_reason,
                withdrawn=self._withdrawn,
                versions={**self._made_by, **told},
            )
        report = self.record.report
        report.documents_made, report.documents_changed = len(self._new), made.changed
        # What was refused and is published now, or not wanted any more, is no failure.
        settled = {*self._new, *self._withdrawn} - {one.path for one, _ in made.refused}
        for dataset, cell in self.home.attempts().cells:
            if cell in settled:
                self.record.mended(dataset, {cell: ""})
        for document, why in made.refused:
            inputs = version_text(document.inputs or 0)
            self.record.failed(document.dataset, {document.day.isoformat(): inputs}, why)
