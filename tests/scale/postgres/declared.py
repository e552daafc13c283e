"""The ledger's tables as Postgres has them: what SQLite does unasked is declared."""

from __future__ import annotations

import sqlalchemy as sa

from boxline.stores import alert_tables, claim_tables
from boxline.stores.ledger_tables import METADATA

#: Whose tables are declared beside those of `ledger_tables`: to import them adds them.
DECLARED_ELSEWHERE = (alert_tables, claim_tables)


def postgres_tables() -> sa.MetaData:
    """Every table, each with SQLite's number of a row, which grows with every row, and with texts
    that are ordered by their characters, as instants are."""
    found = sa.MetaData()
    for table in METADATA.sorted_tables:
        columns = [_column(column) for column in table.columns]
        numbered = sa.Column("rowid", sa.BigInteger, sa.Identity(always=False), nullable=False)
        indexes = [_index(index) for index in table.indexes]
        if not table.primary_key:  # then its rows are told apart, and found, by that number
            indexes.append(sa.Index(f"{table.name}_by_rowid", "rowid"))
        sa.Table(table.name, found, *columns, numbered, *indexes)
    return found


def _column(column: sa.Column[object]) -> sa.Column[object]:
    refers = [sa.ForeignKey(key.target_fullname) for key in column.foreign_keys]
    kind = sa.String(collation="C") if isinstance(column.type, sa.String) else column.type
    return sa.Column(
        column.name, kind, *refers, primary_key=column.primary_key, nullable=column.nullable
    )


def _index(index: sa.Index) -> sa.Index:
    where = index.dialect_options["postgresql"]["where"]
    names = [column.name for column in index.columns]
    return sa.Index(index.name, *names, unique=index.unique, postgresql_where=where)
