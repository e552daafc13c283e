"""The daily figures of checked columns, over a stage and the days before it: one aggregate pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import duckdb

from boxline.catalog import Column, Type
from boxline.catalog.plausibility import DAYS_BEFORE, MeanAsBefore, Varies
from boxline.engine.plausibility import Figures, GameDays, OddDay, odd_days
from boxline.engine.ports import Replacement
from boxline.errors import ImplausibleDay
from boxline.stores.contract_sql import names, quoted
from boxline.stores.staged_days import STAGE

#: So many odd days that were accepted are recorded in full.
TOLD = 20


def refuse_implausible(connection: duckdb.DuckDBPyConnection, work: Replacement) -> str:
    """Hold staged days to what their columns declare of a day; what was found and accepted, and
    why, in words.

    A day is compared with the staged rows of the days before it, and with the committed ones of
    days that are not replaced: the same whether days are staged one by one or all at once.

    Raises:
        ImplausibleDay: names the earliest day that does not look as declared.
    """
    table = work.table
    checked = [column for column in table.columns if column.checks]
    if not checked:
        return ""
    found = sorted(_odd_days(connection, work, checked), key=lambda one: one.day)
    if found and not work.accepted_because:
        day = found[0].day
        about = [str(one) for one in found if one.day == day]
        raise ImplausibleDay(table.name, day, about)
    if not found:
        return ""
    told = "; ".join(f"{one.day} {one}" for one in found[:TOLD])
    more = f"; {len(found) - TOLD} more" if len(found) > TOLD else ""
    return f"accepted because {work.accepted_because}: {told}{more}"


def _odd_days(
    connection: duckdb.DuckDBPyConnection, work: Replacement, checked: list[Column]
) -> Iterator[OddDay]:
    table, day = work.table, quoted(work.table.partition)
    figures = [_figures(column) for column in checked]
    wanted = names([c for c in checked if c.name != table.partition])
    rows = connection.execute(
        f"""SELECT {day}, count(*), {", ".join(one for some in figures for one in some)} FROM (
            SELECT {day}, {wanted} FROM {STAGE}
            UNION ALL
            SELECT {day}, {wanted} FROM {quoted(table.name)} WHERE {day} BETWEEN $first AND $last
                AND {day} NOT IN (SELECT unnest(CAST($days AS DATE[]))))
        GROUP BY {day} ORDER BY {day}""",
        {
            "first": min(work.wanted) - timedelta(days=DAYS_BEFORE),
            "last": max(work.wanted),
            "days": list(work.wanted),
        },
    ).fetchall()
    if not rows:
        return
    days, counts, *told = zip(*rows, strict=True)
    game_days, place = GameDays(days, counts, work.wanted), 0
    for column, some in zip(checked, figures, strict=True):
        end = place + len(some)
        yield from odd_days(column, Figures(game_days, *told[place:end]))
        place = end


def _figures(column: Column) -> list[str]:
    """The aggregates that a column's checks need, in the order of `Figures`."""
    name = quoted(column.name)
    kinds = {type(check) for check in column.checks}
    found = [f"count({name})"]
    if kinds & {Varies, MeanAsBefore}:
        found += [f"min({name})", f"max({name})"] if Varies in kinds else ["NULL", "NULL"]
    if MeanAsBefore in kinds:
        number = name if column.type is Type.FLOAT else f"CAST({name} AS DOUBLE)"
        found += [f"sum({number})", f"sum({number} * {number})"]
    return found
