"""Copies of exports' newest documents, under a name that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from boxline.catalog import Catalog, Export
from boxline.engine.documents import NewDocument

#: What the manifest calls them.
LATEST = "latest"


@dataclass(frozen=True, kw_only=True)
class _Told:
    """A dated document that will stand: one that is new, else what the manifest says of it."""

    day: str
    path: str
    rows: int
    content: str
    new: NewDocument | None


def latest_documents(
    catalog: Catalog,
    held: Mapping[str, Any],
    new: Mapping[str, NewDocument],
    read: Callable[[str], bytes],
    *,
    today: date,
) -> Iterator[tuple[str, NewDocument]]:
    """Of every export that wants one, the newest document that tells of any row; where none does,
    the newest. Of forecasts that of today, where it tells of any, else of the next day that does.

    Args:
        held: entries of the set that stands, by path; `read` gives
            the bytes of one.
        new: documents by path that will stand.
    """
    for name, export in catalog.datasets.items():
        if not isinstance(export, Export) or not export.latest:
            continue
        told = _told(name, held, new)
        if not told:
            continue
        ahead = [one for one in told if one.rows > 0 and one.day >= today.isoformat()]
        newest = max(told, key=lambda one: (one.rows > 0, one.day))
        if export.is_forecast and ahead:
            newest = min(ahead, key=lambda one: one.day)
        before = held.get(export.latest, {})
        if before.get("content") != newest.content:
            yield export.latest, _copy(export, newest, held, before, read)


def _told(name: str, held: Mapping[str, Any], new: Mapping[str, NewDocument]) -> list[_Told]:
    from boxline.stores.published_entries import said

    found = [
        _Told(day=one["date"], path=path, rows=one["rows"], content=said(one), new=None)
        for path, one in held.items()
        if one["dataset"] == name and path not in new
    ]
    return found + [
        _Told(day=one.day.isoformat(), path=path, rows=one.rows, content=one.content, new=one)
        for path, one in new.items()
        if one.dataset == name
    ]


def _copy(
    export: Export,
    newest: _Told,
    held: Mapping[str, Any],
    before: Mapping[str, Any],
    read: Callable[[str], bytes],
) -> NewDocument:
    is_other_day = before.get("date") != newest.day
    found = newest.new
    if found is None:
        entry = held[newest.path]
        found = NewDocument(
            dataset=LATEST,
            path=export.latest,
            day=date.fromisoformat(newest.day),
            body=read(newest.path),
            rows=newest.rows,
            code=entry["code"],
            content=newest.content,
            standing=entry.get("standing", ""),
        )
    return replace(
        found,
        dataset=LATEST,
        path=export.latest,
        inputs=None,
        shrinks_because="another day" if is_other_day else found.shrinks_because,
    )
