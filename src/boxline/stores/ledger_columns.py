"""The tables of a ledger that another version of Boxline made: what can be added is added."""

from __future__ import annotations

import sqlalchemy as sa

from boxline.stores.ledger_tables import METADATA


def make_tables(engine: sa.Engine) -> bool:
    """Make what is not there yet: tables, columns, indexes; whether all then is as declared."""
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
    with engine.connect() as connection:
        is_as_declared = add_columns(connection)
        connection.commit()
    if is_as_declared:
        with engine.begin() as connection:
            for table in METADATA.sorted_tables:
                for index in table.indexes:
                    connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
    return is_as_declared


def add_columns(connection: sa.Connection) -> bool:
    """Add the columns that a newer version declares and this ledger lacks; whether the tables then
    are as declared.

    Only columns that may be NULL are added, so no row changes what it says. A column that nobody
    declares, or a lacking one that may not be NULL, leaves everything as it is.
    """
    if not _is_addable(connection):
        return False
    if not any(_lacking(connection, table) for table in METADATA.sorted_tables):
        return True
    # Of two processes that open the file at once the second waits here, and finds them added.
    connection.rollback()
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    for table in METADATA.sorted_tables:
        for column in _lacking(connection, table):
            declared = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {declared}")
    return True


def _is_addable(connection: sa.Connection) -> bool:
    """Whether a ledger has no column that is not declared, and lacks none that is needed."""
    tables = METADATA.sorted_tables
    is_known = all(_found(connection, table) <= set(table.columns.keys()) for table in tables)
    return is_known and all(
        column.nullable for table in tables for column in _lacking(connection, table)
    )


def _lacking(connection: sa.Connection, table: sa.Table) -> list[sa.Column[object]]:
    found = _found(connection, table)
    return [column for column in table.columns if column.name not in found]


def _found(connection: sa.Connection, table: sa.Table) -> set[str]:
    rows = connection.exec_driver_sql(f"PRAGMA table_info({table.name})").all()
    return {row.name for row in rows}
