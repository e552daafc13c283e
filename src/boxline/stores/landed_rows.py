"""Which rows of a landed object speak of a game: raw tables do not say, so the bytes are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from boxline.catalog import Catalog, Raw
from boxline.engine.parsing import parse
from boxline.engine.ports import Landed, LandedPage
from boxline.errors import StoreDamaged, UnreadableFile
from boxline.stores.archive_rows import archive_files
from boxline.stores.contract_sql import quoted
from boxline.stores.duckdb_errors import first_line
from boxline.stores.landing import Landing


@dataclass(frozen=True, kw_only=True)
class LandedRows:
    """One landed page and its rows about a game, as places in the file from 1.

    `unreadable` says why the page could not be asked; then `rows` is empty.
    """

    landed_id: str
    path: str
    file_name: str
    sha256: str
    fetched_at: datetime
    rows: tuple[int, ...]
    unreadable: str = ""


def landed_rows(
    catalog: Catalog, landing: Landing, raw: Raw, landed: Iterable[Landed], *, game: str, day: date
) -> list[LandedRows]:
    """The pages of a dataset's landed objects with their rows of a game.

    Args:
        game: the game's id; where it is empty, rows of the day are looked for instead.
    """
    column, value = ("game_id", game) if game else (raw.partition, day)
    found: list[LandedRows] = []
    chosen = list(landed)
    if not chosen:
        return found  # to open a database for nothing would be most of the time of an explanation
    with duckdb.connect() as connection:
        for one in chosen:
            try:
                if raw.is_archive:
                    places = [
                        _of_archive(connection, landing.local_path(page), raw, column, value)
                        for page in one.pages
                    ]
                else:
                    places = _of_replies(catalog, landing, one, raw, column, value)
            except (StoreDamaged, UnreadableFile) as cause:
                found += [_found(one, page, [], str(cause)) for page in one.pages]
            else:
                pairs = zip(one.pages, places, strict=True)
                found += [_found(one, page, rows) for page, rows in pairs]
    return found


def _found(
    landed: Landed, page: LandedPage, rows: Sequence[int], unreadable: str = ""
) -> LandedRows:
    return LandedRows(
        landed_id=landed.landed_id,
        path=page.path,
        file_name=page.file_name,
        sha256=page.sha256,
        fetched_at=landed.fetched_at,
        rows=tuple(rows),
        unreadable=unreadable,
    )


def _of_archive(
    connection: duckdb.DuckDBPyConnection,
    path: str,
    raw: Raw,
    column: str,
    value: str | date,
) -> list[int]:
    sent = next(c.file_name for c in raw.columns if c.name == column)
    try:
        with archive_files(connection, [path]) as (files, _):
            query = (
                f"SELECT file_row_number + 1 FROM {files} "
                f"WHERE CAST({quoted(sent)} AS VARCHAR) = $value ORDER BY 1"
            )
            rows = connection.execute(query, {"value": str(value)}).fetchall()
    except duckdb.Error as cause:
        again = "Import the original file again."
        raise StoreDamaged(path, first_line(cause), again) from cause
    return [row for (row,) in rows]


def _of_replies(
    catalog: Catalog,
    landing: Landing,
    landed: Landed,
    raw: Raw,
    column: str,
    value: str | date,
) -> list[list[int]]:
    parsed = parse(
        catalog, raw, landed, [(page.file_name, landing.read(page)) for page in landed.pages]
    )
    values = parsed.table.column(column).to_pylist()
    places = parsed.table.column("file_row").to_pylist()
    matching = [place for place, one in zip(places, values, strict=True) if one == value]
    found, start = [], 0
    for count in parsed.page_rows:
        found.append([place - start for place in matching if start < place <= start + count])
        start += count
    return found
