"""Whether an expression of a statement is a number: a column by what it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from boxline.catalog.bigquery.vocabulary import NUMERIC_FUNCTIONS, NUMERIC_TYPES
from boxline.catalog.columns import Column, Type

if TYPE_CHECKING:
    from sqlglot import exp

#: Relation -> column -> BigQuery's name of its type.
Schema = Mapping[str, Mapping[str, str]]


_COLUMN_TYPES = {
    Type.TEXT: "STRING",
    Type.INT: "INT64",
    Type.FLOAT: "FLOAT64",
    Type.FLAG: "BOOL",
    Type.DAY: "DATE",
    Type.INSTANT: "DATETIME",
}


def schema_of(relations: Mapping[str, Iterable[Column]]) -> Schema:
    """The types of the columns of some relations."""
    return {
        name: {column.name: _COLUMN_TYPES[column.type] for column in columns}
        for name, columns in relations.items()
    }


def name_of(node: exp.Expr) -> str:
    """What a function is called in BigQuery; empty of anything else."""
    from sqlglot import exp

    if isinstance(node, exp.Anonymous):
        return node.name.upper()
    if not isinstance(node, exp.Func):
        return ""
    found = re.match(r"[A-Z_0-9]+(?=\()", node.sql(dialect="bigquery"))
    return found.group() if found else ""


def is_number(key: exp.Expr, schema: Schema) -> bool:
    """Whether an expression is known to be a number."""
    from sqlglot import exp

    if isinstance(key, exp.Paren | exp.Neg):
        return is_number(key.this, schema)
    if isinstance(key, exp.Cast):
        return key.to.sql(dialect="bigquery") in NUMERIC_TYPES
    if isinstance(key, exp.Column):
        return _is_number_column(key.name, key.table, key.find_ancestor(exp.Select), schema)
    if isinstance(key, exp.Add | exp.Sub | exp.Mul):
        return is_number(key.left, schema) and is_number(key.right, schema)
    if isinstance(key, exp.Literal):
        return not key.is_string
    if isinstance(key, exp.Coalesce):
        return all(is_number(one, schema) for one in (key.this, *key.expressions))
    if isinstance(key, exp.Window | exp.Sum | exp.Max | exp.Min):
        return is_number(key.this, schema)
    return name_of(key) in NUMERIC_FUNCTIONS


def _is_number_column(name: str, table: str, select: exp.Expr | None, schema: Schema) -> bool:
    from sqlglot import exp

    for source in _sources(select):
        if table not in ("", source.alias_or_name):
            continue
        if not isinstance(source, exp.Table):
            return _is_number_result(name, source.this, schema)
        common = {cte.alias: cte.this for cte in source.root().find_all(exp.CTE)}
        if source.name in common:
            return _is_number_result(name, common[source.name], schema)
        return schema.get(source.name, {}).get(name, "") in NUMERIC_TYPES
    return False


def _is_number_result(name: str, query: exp.Expr, schema: Schema) -> bool:
    """Whether a query's result of that name is a number in each of its parts."""
    from sqlglot import exp

    if isinstance(query, exp.SetOperation):
        return all(_is_number_result(name, part, schema) for part in (query.left, query.right))
    if isinstance(query, exp.Subquery):
        return _is_number_result(name, query.this, schema)
    given = query.selects if isinstance(query, exp.Select) else []
    for found in given:
        if found.alias_or_name == name:
            return is_number(found.unalias(), schema)
    stars = [found for found in given if found.is_star]
    tables = [star.table if isinstance(star, exp.Column) else "" for star in stars]
    return any(_is_number_column(name, table, query, schema) for table in tables)


def _sources(select: exp.Expr | None) -> list[exp.Expr]:
    """What a query reads: subqueries and relations."""
    if select is None:
        return []
    given = select.args.get("from_") or select.args.get("from")
    joined = [join.this for join in select.args.get("joins") or []]
    return [*([given.this] if given else []), *joined]
