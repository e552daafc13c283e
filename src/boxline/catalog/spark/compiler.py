"""Ibis's compiler for Spark, but for what Spark takes otherwise than DuckDB does.

`tests/scale/spark/test_operations.py` holds each of these to rows of a real cluster. What cannot
be said so that it means the same is refused by `lint`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from sqlglot import exp


def for_spark(expression: ir.Table) -> exp.Expr:
    """The statement for Spark as a tree."""
    import ibis

    if ibis.options.pyspark is None:
        ibis.options.pyspark = _options()
    tree: exp.Expr = _compiler().to_sqlglot(expression)
    _name_plainly(tree)
    return tree


def _name_plainly(tree: exp.Expr) -> None:
    """Take the relation from columns of a QUALIFY that no window is about. Spark has none, so what
    is filtered is wrapped in a query of its own, outside of which that relation has no name."""
    from sqlglot import exp

    def plain(node: exp.Expr) -> exp.Expr:
        is_outside = isinstance(node, exp.Column) and node.find_ancestor(exp.Window) is None
        return exp.column(node.name, quoted=True) if is_outside else node

    for qualify in tree.find_all(exp.Qualify):
        qualify.set("this", qualify.this.copy().transform(plain))


@cache
def _compiler() -> Any:
    from ibis.backends.sql.compilers.base import SQLGlotCompiler
    from ibis.backends.sql.compilers.pyspark import PySparkCompiler

    otherwise = {
        "visit_ArgMax": _at_extreme,
        "visit_ArgMin": _at_extreme,
        "visit_ArrayIndex": _element,
        "visit_CountStar": _counted,
        "visit_Divide": _divided,
        "visit_ExtractEpochSeconds": _epoch_seconds,
        "visit_FirstValue": _value_of_frame,
        "visit_IsNull": SQLGlotCompiler.visit_IsNull,  # NaN is no NULL
        "visit_LastValue": _value_of_frame,
        "visit_Levenshtein": _apart,
        "visit_Mean": _mean,
        "visit_NotNull": SQLGlotCompiler.visit_NotNull,
        "visit_RegexReplace": _replaced,
        "visit_Round": _rounded,
        "visit_StringSplit": _split,
    }
    return type("Compiler", (PySparkCompiler,), otherwise)()


def _at_extreme(compiler: Any, op: Any, *, arg: Any, key: Any, where: Any) -> Any:
    """The value where a key is least or greatest. MIN_BY passes over rows whose key is NULL; here
    they come last, and count where there are no others."""
    from ibis.backends.sql.compilers.base import NULL

    is_least = type(op).__name__ == "ArgMin"
    is_null = key.is_(NULL)
    first = is_null if is_least else is_null.not_()
    place = compiler.f.named_struct("known", first, "key", key)
    name = "min_by" if is_least else "max_by"
    return compiler.agg[name](arg, place, where=where)


def _element(compiler: Any, op: Any, *, arg: Any, index: Any) -> Any:
    """An element of an array: counted from 1, from the end where it is negative, and NULL where
    there is none."""
    del op
    place = compiler.if_(index < 0, index, index + 1)
    return compiler.f.anon.try_element_at(arg, compiler.cast(place, _types().int32))


def _counted(compiler: Any, op: Any, *, arg: Any, where: Any) -> Any:
    """How many rows: 0 where a condition holds for none."""
    del op, arg
    from ibis.backends.sql.compilers.base import STAR

    return compiler.f.count(STAR) if where is None else compiler.f.count_if(where)


def _divided(compiler: Any, op: Any, *, left: Any, right: Any) -> Any:
    """A quotient of floats: of decimals Spark keeps six digits, and by zero it stops, where others
    say infinity (which no column may hold)."""
    from boxline.catalog.spark.zeros import is_never_zero

    float64 = _types().float64
    above, below = compiler.cast(left, float64), compiler.cast(right, float64)
    if is_never_zero(op.right):
        return above / below
    return compiler.if_(right.eq(0), above * compiler.POS_INF, above / below)


def _epoch_seconds(compiler: Any, op: Any, *, arg: Any) -> Any:
    """Seconds since 1970, with their fraction, of an instant in UTC."""
    del op
    zoned = compiler.f.anon.to_utc_timestamp(arg, "UTC")
    return compiler.f.unix_micros(zoned) / 1e6


def _value_of_frame(compiler: Any, op: Any, *, arg: Any) -> Any:
    """The value of a frame's first or last row, be it NULL."""
    name = "first_value" if type(op).__name__ == "FirstValue" else "last_value"
    return compiler.f.anon[name](arg)


def _mean(compiler: Any, _op: Any, *, arg: Any, where: Any) -> Any:
    """A mean as a float, also of decimals."""
    return compiler.agg.avg(compiler.cast(arg, _types().float64), where=where)


def _replaced(compiler: Any, op: Any, *, arg: Any, pattern: Any, replacement: Any) -> Any:
    """A replacement of every match: Java calls a group `$1`."""
    from sqlglot import exp

    text = op.replacement.value.replace("$", "\\$")
    java = exp.Literal.string(re.sub(r"\\(\d)", r"$\1", text))
    del replacement
    return compiler.f.regexp_replace(arg, pattern, java)


def _rounded(compiler: Any, op: Any, *, arg: Any, digits: Any) -> Any:
    """Halves go away from zero; to more digits than none by scaling, as DuckDB does: Spark's own
    ROUND goes by the number's decimal text, so 1.005 becomes 1.01."""
    places = op.digits.value
    number = compiler.cast(arg, _types().float64)
    if not places:
        return compiler.cast(compiler.f.round(number, digits), op.dtype)
    scale = compiler.cast(10.0**places, _types().float64)
    return compiler.f.round(number * scale, 0) / scale


def _split(compiler: Any, op: Any, *, arg: Any, delimiter: Any) -> Any:
    """The parts of a text: Spark's delimiter is a pattern."""
    from sqlglot import exp

    del delimiter
    return compiler.f.anon.split(arg, exp.Literal.string(re.escape(op.delimiter.value)))


def _apart(compiler: Any, op: Any, *, left: Any, right: Any) -> Any:
    """The distance of two texts by bytes, as DuckDB counts it: each as a letter of its own."""
    del op

    def bytewise(text: Any) -> Any:
        return compiler.f.anon.decode(compiler.f.anon.encode(text, "UTF-8"), "ISO-8859-1")

    return compiler.f.levenshtein(bytewise(left), bytewise(right))


def _types() -> Any:
    import ibis.expr.datatypes

    return ibis.expr.datatypes


def _options() -> Any:
    """What Ibis asks of its options for Spark, which it only has where Spark is installed."""
    from ibis.config import Config

    class Options(Config):  # type: ignore[misc]
        treat_nan_as_null: bool = False

    return Options()
