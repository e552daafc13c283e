"""From an Ibis expression to the SQL of a store, meaning the same in each.

Instants are UTC without a zone: `TIMESTAMP` in DuckDB, `DATETIME` in BigQuery, `TIMESTAMP_NTZ` in
Spark.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from boxline.catalog.spark import for_spark, script

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from sqlglot import exp


def to_sql(expression: ir.Table, dialect: str) -> str:
    """The text of an expression for a store: `duckdb`, `bigquery` or, in steps, `pyspark`."""
    import ibis

    if dialect == "bigquery":
        return str(for_bigquery(expression).sql(dialect="bigquery", pretty=True))
    if dialect == "pyspark":
        return script(for_spark(expression))
    return str(ibis.to_sql(expression, dialect=dialect))


def for_bigquery(expression: ir.Table) -> exp.Expr:
    """The statement for BigQuery as a tree."""
    tree: exp.Expr = _bigquery_compiler().to_sqlglot(expression)
    return _unnested(tree)


def _unnested(tree: exp.Expr) -> exp.Expr:
    """The rows of an array as a relation beside the one that it stands in. sqlglot would number
    both and join them by place, which says the same at length and is refused by an emulator.

    Source: https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#unnest_operator
    """
    from sqlglot import exp

    for select in list(tree.find_all(exp.Select)):
        for place, given in enumerate(select.expressions):
            array = given.this if isinstance(given, exp.Alias) else given
            if not isinstance(array, exp.Explode):
                continue
            name = given.alias
            rows = exp.Unnest(
                expressions=[array.this], alias=exp.TableAlias(columns=[exp.to_identifier(name)])
            )
            select.expressions[place] = exp.column(exp.to_identifier(name, quoted=True))
            is_alone = not (select.args.get("from_") or select.args.get("from"))
            if is_alone:
                select.from_(rows, copy=False)
            else:
                select.join(rows, join_type="cross", copy=False)
    return tree


@cache
def _bigquery_compiler() -> Any:
    """Ibis's compiler, but for what BigQuery refuses or takes otherwise."""
    from ibis.backends.sql.compilers.bigquery import BigQueryCompiler

    otherwise = {
        "visit_TimestampAdd": _shifted,
        "visit_TimestampSub": _shifted,
        "visit_ExtractEpochSeconds": _epoch_seconds,
        "visit_Greatest": _extreme,
        "visit_Least": _extreme,
        "visit_LPad": _padded,
        "visit_RPad": _padded,
        "visit_WindowFunction": _windowed,
    }
    return type("Compiler", (BigQueryCompiler,), otherwise)()


def _shifted(compiler: Any, op: Any, *, left: Any, right: Any) -> Any:
    """An instant later or earlier: of a DATETIME by the functions that take one.

    Source: https://cloud.google.com/bigquery/docs/reference/standard-sql/datetime_functions
    """
    kind = "TIMESTAMP" if op.left.dtype.timezone else "DATETIME"
    verb = type(op).__name__.removeprefix("Timestamp").upper()
    return compiler.f.anon[f"{kind}_{verb}"](left, right)


def _epoch_seconds(compiler: Any, _op: Any, *, arg: Any) -> Any:
    """Seconds since 1970: of a TIMESTAMP only, so a DATETIME is said to be of UTC.

    Source: https://cloud.google.com/bigquery/docs/reference/standard-sql/timestamp_functions
    """
    return compiler.f.unix_seconds(compiler.f.anon["TIMESTAMP"](arg))


def _extreme(compiler: Any, op: Any, *, arg: Any) -> Any:
    """The greatest or least of what is known: BigQuery's is NULL where any argument is, so each
    argument that is NULL has another in its place.

    Source: https://cloud.google.com/bigquery/docs/reference/standard-sql/mathematical_functions
    """
    several = list(arg)
    turned = [several[n:] + several[:n] for n in range(len(several))]
    known = [compiler.f.coalesce(*one) for one in turned]
    return compiler.f[type(op).__name__.lower()](*known)


def _padded(compiler: Any, op: Any, *, arg: Any, length: Any, pad: Any) -> Any:
    """A text made longer, never cut: LPAD and RPAD cut one that is longer, so such a one is left
    out. Ibis takes the greater length instead, of another integer type in an emulator on DuckDB.

    Source: https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions
    """
    longer = compiler.f[type(op).__name__.lower()](arg, length, pad)
    return compiler.if_(compiler.f.length(arg) < length, longer, arg)


def _windowed(compiler: Any, op: Any, *, group_by: Any, **given: Any) -> Any:
    """A window: its rows are not parted by floats, so these are written out.

    Source: https://cloud.google.com/bigquery/docs/reference/standard-sql/window-function-calls
    """
    import ibis.expr.datatypes as dt

    parted = [
        compiler.cast(one, dt.string) if key.dtype.is_floating() else one
        for key, one in zip(op.group_by, group_by, strict=True)
    ]
    return super(type(compiler), compiler).visit_WindowFunction(op, group_by=parted, **given)
