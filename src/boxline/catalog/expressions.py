"""From declarations to SQL: transforms are Ibis expressions, compiled and never run by Ibis.

The compiled text names each input by its parameter and holds no date: the store supplies the rows
of each input as a common table expression of that name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from boxline.catalog.columns import Column, Instant, Int, Type, explanations
from boxline.catalog.dialects import to_sql
from boxline.catalog.inputs import Now, Reader, Transform
from boxline.catalog.worked import Material

if TYPE_CHECKING:
    import ibis.expr.types as ir

IBIS_TYPES = {
    Type.TEXT: "string",
    Type.INT: "int64",
    Type.FLOAT: "float64",
    Type.FLAG: "boolean",
    Type.DAY: "date",
    Type.INSTANT: "timestamp",
}

#: The clock as a relation of one row.
CLOCK = (
    Column("now", Instant, doc="The present instant in UTC."),
    Column(
        "known_until",
        Instant,
        doc="What became known later is not read; never before `now`, "
        "unless a run is asked to know no more than that.",
    ),
)

#: An archive file as a relation has this beside its columns: the row's place in the file, from 1.
FILE_ROW = Column("file_row", Int, doc="Place in the file, from 1.")


def unbound(name: str, columns: Iterable[Column]) -> ir.Table:
    """A relation of these columns that stands for rows supplied later."""
    import ibis

    return ibis.table({c.name: IBIS_TYPES[c.type] for c in columns}, name=name)


def compile_transform(transform: Transform, dialect: str) -> str:
    """The transform as one SELECT: the target's columns in their declared order, then the texts
    that explain them."""
    return to_sql(expression_of(transform), dialect)


def compile_materials(transform: Transform, dialect: str) -> dict[str, Material]:
    """The selections of a worked table's transform, by their names."""
    return {
        name: Material(to_sql(one, dialect), _ordering(one))
        for name, one in materials_of(transform).items()
    }


def expression_of(transform: Transform) -> ir.Table:
    """What a transform gives, over relations without rows."""
    given: Any = transform(**_relations(transform))
    columns = transform.target.columns
    return _selected(given, (*columns, *explanations(columns)))


def materials_of(transform: Transform) -> dict[str, ir.Table]:
    """What a worked table's transform gives, over relations without rows."""
    given: Any = transform(**_relations(transform))
    return dict(given)


def expressions_of(transform: Transform) -> dict[str, ir.Table]:
    """Everything that a transform gives: materials by name, or the one relation under no name."""
    if transform.gives_materials:
        return materials_of(transform)
    return {"": expression_of(transform)}


def _relations(transform: Transform) -> dict[str, ir.Table]:
    return {name: unbound(name, columns) for name, columns in seen_by(transform).items()}


def _ordering(expression: ir.Table) -> tuple[str, ...]:
    """The columns that name rows: all that are no floats, or all where every one is."""
    types = expression.schema().items()
    return tuple(name for name, one in types if not one.is_floating()) or tuple(expression.columns)


def seen_by(transform: Transform) -> dict[str, tuple[Column, ...]]:
    """The columns of each relation that a transform reads, by its parameter."""
    return {
        parameter: CLOCK if isinstance(given.reach, Now) else tuple(given.seen_columns)
        for parameter, given in transform.inputs.items()
    }


def compile_reader(reader: Reader, dialect: str) -> str:
    """An archive reader as one SELECT over `file`: declared columns, `known_at`, `file_row`."""
    from boxline.catalog.datasets import VERSION_COLUMNS

    file = unbound("file", (*reader.target.file_columns, FILE_ROW))
    wanted = (*reader.target.columns, VERSION_COLUMNS[0], FILE_ROW)
    return to_sql(_selected(reader.function(file), wanted), dialect)


def _selected(expression: ir.Table, columns: Iterable[Column]) -> ir.Table:
    return expression.select(*(c.name for c in columns))
