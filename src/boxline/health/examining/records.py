"""The ledger of a home and its landing: whole, and in agreement."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

from boxline.engine.ports import Landed, LandedPage
from boxline.errors import BadData, StoreDamaged
from boxline.health.examining.examined import Examined, fine, problem, warning
from boxline.health.examining.machine import may
from boxline.health.examining.unusable import UNUSABLE, unusable
from boxline.stores.landing import DESCRIPTION, Landing, described

_MOVE_LEDGER_AWAY = (
    "Move ledger.sqlite* away: no data is in it, and the next command makes a new one."
)
_LAND_AGAIN = "Bring the original file in again: `boxline import` or `boxline land`."


def examine_ledger(home: Path) -> Iterator[Examined]:
    """Whether SQLite finds the ledger whole, looked at without a change to it."""
    path = home / "ledger.sqlite"
    if not path.exists():
        if (home / "landing").exists():
            found = "it is gone: past runs are forgotten, and rejects until they come again"
            yield warning("ledger", found, "The next command makes it anew from landing/.")
        return
    try:
        said = [row[0] for row in _asked(path, "PRAGMA quick_check(3)")]
    except sqlite3.Error as cause:
        yield problem("ledger", f"{path} cannot be read: {cause}", _MOVE_LEDGER_AWAY)
        return
    if said == ["ok"]:
        yield fine("ledger", f"{path.name} is whole")
    else:
        yield problem("ledger", f"{path} is damaged: {'; '.join(said)}", _MOVE_LEDGER_AWAY)


def refused_messages(home: Path) -> dict[str, str]:
    """Channel -> why it did not take the newest alert handed to it; none where it did, or where
    the ledger, which is looked at without a change to it, does not say."""
    path = home / "ledger.sqlite"
    if not path.exists():
        return {}
    query = "SELECT channel, error FROM deliveries ORDER BY rowid"
    try:
        rows: list[tuple[str, ...]] = list(_asked(path, query))
    except sqlite3.Error:
        return {}  # the ledger's own finding says so, or it was made before there were alerts
    newest = {row[0]: row[1] for row in rows}
    return {channel: error for channel, error in newest.items() if error}


def examine_landing(
    home: Path, datasets: Collection[str], *, is_deep: bool, url: str = ""
) -> Iterator[Examined]:
    """Whether each landed request can be read: its description, its pages, its dataset.

    Args:
        home: the home.
        datasets: names of the datasets that are declared.
        is_deep: whether the bytes are compared with their hashes; else only their number.
        url: of the bucket that is landed in; empty for the home's folder.
    """
    root = home / "landing"
    if not url and not root.is_dir():
        return
    try:
        yield from _of_landing(Landing(url or str(root)), home, datasets, is_deep=is_deep)
    except UNUSABLE as cause:
        yield unusable("landing", cause)


def _of_landing(
    landing: Landing, home: Path, datasets: Collection[str], *, is_deep: bool
) -> Iterator[Examined]:
    sizes = landing.sizes()
    landed: list[Landed] = []
    found: list[Examined] = []
    for path in sorted(path for path in sizes if path.endswith(DESCRIPTION)):
        where = landing.where(path)
        try:
            landed.append(described(where, landing.text(path)))
        except StoreDamaged as error:
            found.append(problem("landing", f"{where} {error.why}", error.next_step))
        except OSError as cause:
            found.append(problem("landing", f"{where}: {cause.strerror}", _LAND_AGAIN))
    pages = {page.path: page for one in landed for page in one.pages}
    found += [
        problem("landing", why, _LAND_AGAIN)
        for page in pages.values()
        if (why := _wrong(landing, page, sizes.get(page.path), is_deep=is_deep))
    ]
    found += _unread(landed, datasets)
    found += _undescribed([landing.where(path) for path in sorted(sizes) if path not in pages])
    found += _unknown_to_ledger(home, landed)
    yield from found
    if not found:
        how = "and hold what was sent" if is_deep else "(--deep compares their bytes)"
        yield fine("landing", f"{len(landed)} requests, {len(pages)} pages are there {how}")


def _asked(path: Path, query: str) -> list[tuple[str]]:
    # A reader of a ledger in WAL mode makes files beside it, and only one who may write removes
    # them again; where nobody may write, nobody changes it either.
    is_open = may(path, os.W_OK) and may(path.parent, os.W_OK)
    mode = "rw" if is_open else "ro&immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def _wrong(landing: Landing, page: LandedPage, size: int | None, *, is_deep: bool) -> str:
    """What is wrong with a page; empty where nothing is."""
    path = landing.where(page.path)
    try:
        if is_deep:
            landing.verify(page)
        elif size is None:
            return f"{path} is gone"
        # What is stored as it came must have its size; what is compressed shows only when read.
        elif not path.endswith(".zst") and size != page.bytes:
            return f"{path} has {size} bytes, and {page.bytes} landed"
    except StoreDamaged as error:
        return f"{path}: {error.why}"
    except (BadData, OSError) as cause:
        return f"{path}: {cause}"
    return ""


def _unread(landed: list[Landed], datasets: Collection[str]) -> Iterator[Examined]:
    for name in sorted({one.dataset for one in landed} - set(datasets)):
        count = sum(one.dataset == name for one in landed)
        yield warning(
            "landing",
            f"{count} landed requests are for {name}, which is not declared",
            "Nothing reads them; give the dataset back, or leave them for later.",
        )


def _undescribed(others: list[str]) -> Iterator[Examined]:
    strange = [path for path in others if not path.endswith(DESCRIPTION)]
    if strange:
        found = f"{len(strange)} files belong to no landed request, for example {strange[0]}"
        next_step = "A landing was cut short: bring its file in again. They may stay."
        yield warning("landing", found, next_step)


def _unknown_to_ledger(home: Path, landed: list[Landed]) -> Iterator[Examined]:
    path = home / "ledger.sqlite"
    if not path.exists():
        return
    try:
        known = {row[0] for row in _asked(path, "SELECT landed_id FROM landed")}
    except sqlite3.Error:
        return  # the examination of the ledger says so
    described_ids = {one.landed_id for one in landed}
    if missing := described_ids - known:
        found = f"{len(missing)} landed requests are not in the ledger"
        yield warning("landing", found, "The next command indexes them, and loads them.")
    if lost := known - described_ids:
        found = f"{len(lost)} requests of the ledger have no readable description in landing/"
        yield problem("landing", found, _LAND_AGAIN)
