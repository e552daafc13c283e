"""The pages of a cell: each is opened and judged before the next one is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import msgspec

from boxline.catalog import Request, Within
from boxline.engine.fetch_plan import Fetch
from boxline.engine.pages import next_page, open_page
from boxline.errors import EmptyPage, RepeatedCursor, ShrunkPage, Unreadable, UnreadableFile


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page to be asked for.

    Attributes:
        more: the parameters that lead to it.
        held: validators of the reply that is held already.
        before: the ways to the pages before it, and what their rows were.
    """

    fetch: Fetch
    request: Request
    number: int = 1
    more: Mapping[str, str]
    held: Mapping[str, str]
    before: frozenset[str] = frozenset()

    @property
    def where(self) -> str:
        """For messages: who is asked for what."""
        return f"{self.fetch.raw.provider.name}: {self.fetch.raw.name} ({self.fetch.cell})"

    @property
    def file_name(self) -> str:
        """What the page is called where it lands."""
        name = self.fetch.raw.name.partition(".")[2]
        return f"{name}-{self.number}.{self.request.form.value}"

    def next(self, judged: Judged) -> Page:
        """The page after it."""
        assert judged.following is not None
        return replace(
            self,
            number=self.number + 1,
            more=judged.following,
            held={},
            before=self.before | {_way(judged.following), judged.rows},
        )


class Judged(NamedTuple):
    """A page that is what was asked for.

    Attributes:
        body: None where it is what is held already.
        rows: what its rows are, as a hash.
        following: the way to the next page; None where it is the last.
    """

    body: bytes | None
    rows: str = ""
    following: Mapping[str, str] | None = None


def judged(page: Page, body: bytes | None) -> Judged:
    """A page as its dataset reads it.

    Raises:
        Unreadable, EmptyPage, ShrunkPage, RepeatedCursor: what it is instead.
    """
    if body is None:
        return Judged(None)
    try:
        opened = open_page(page.fetch.raw, page.file_name, body)
    except UnreadableFile as cause:
        raise Unreadable(page.where, cause.why) from cause
    following = next_page(opened)
    if following is None and page.number == 1:
        return Judged(body)
    rows = _hash_of(opened.rows)
    if rows in page.before:
        repeated = RepeatedCursor(page.where, f"page {page.number} is one that came before")
        repeated.is_again = False  # the way to it was wrong, so it would come again
        raise repeated
    if following is None:
        return Judged(body)
    count, full = len(opened.rows), page.request.page_rows
    if not count:
        raise EmptyPage(page.where, f"page {page.number} has no rows and says that more follow")
    if full is not None and count < full:
        why = f"page {page.number} has {count} rows of {full} and says that more follow"
        raise ShrunkPage(page.where, why)
    if _way(following) in page.before:
        raise RepeatedCursor(page.where, f"page {page.number} leads back to an earlier one")
    return Judged(body, rows, following)


def _way(more: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted(more.items()))


def _hash_of(rows: list[Any]) -> str:
    """What rows are, however they are written."""
    sent = [row.row if isinstance(row, Within) else row for row in rows]
    read = [msgspec.json.decode(row) if isinstance(row, msgspec.Raw) else row for row in sent]
    return hashlib.sha256(msgspec.json.encode(read)).hexdigest()
