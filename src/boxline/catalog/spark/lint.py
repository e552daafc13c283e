"""Which operations DuckDB and Spark are known to treat alike, and what is refused of the others.

What is known is what `tests/scale/spark/test_operations.py` computes on both, with the values at
which engines part: NULL, NaN, halves, negative numbers, no rows. An operation that stands in no
list is refused: whoever needs one adds it there with its rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: What only puts relations together and names their columns.
RELATIONS = _words(
    "Aggregate Distinct DropColumns DummyTable Field Filter JoinChain JoinLink JoinReference Limit",
    "Literal Project SelfReference SortKey UnboundTable Union WindowBoundary WindowFunction",
)

#: What gives the same value of the same rows, as Ibis compiles it or as `compiler` does.
SAME = _words(
    # numbers
    "Abs Add Asin Clip Cos Divide Floor FloorDivide Greatest Least Modulus Multiply Negate Power",
    "Round Sin Sqrt Subtract",
    # conditions and casts
    "And Between Cast Coalesce Equals Greater GreaterEqual IdenticalTo IfElse InValues IsNull Less",
    "LessEqual Not NotEquals NotNull NullIf Or SearchedCase SimpleCase",
    # texts
    "EndsWith LPad Levenshtein Lowercase RegexExtract RegexReplace RegexSearch StartsWith",
    "StringConcat StringSplit Strip Substring Translate",
    # days and instants
    "Date DateDelta DateFromYMD DateSub DayOfWeekIndex ExtractDay ExtractEpochSeconds ExtractHour",
    "ExtractMonth ExtractYear TimestampAdd TimestampSub",
    # arrays and structs
    "Array ArrayIndex ArrayLength StructColumn StructField Unnest",
    # aggregates and windows
    "All Any ArgMax ArgMin Count CountDistinct CountStar DenseRank First Lag Last Lead Max Mean",
    "Min RowNumber Sum",
)

#: Of the others some are known to differ, and what to write instead is known too.
INSTEAD = {
    "ArrayCollect": "its order is nobody's: join the rows, or count them",
    "GroupConcat": "its order is nobody's: join the rows, or count them",
    "Hash": "each engine has its own",
    "HashBytes": "each engine has its own",
    "Ln": "the logarithm of 0 is an error in one and NULL in the other",
    "Log": "the logarithm of 0 is an error in one and NULL in the other",
    "Log10": "the logarithm of 0 is an error in one and NULL in the other",
    "Log2": "the logarithm of 0 is an error in one and NULL in the other",
    "Strftime": "each engine has its own letters",
    "TryCast": "0x1F is a number to some: extract the digits, and cast them",
}

#: Of patterns: what RE2 and Java do not read alike (or RE2 not at all).
UNLIKE = re.compile(r"\\[bBwWsSZzAGpPQEhRX]|\(\?(?!:)|[*+?}]\+|&&|\\[1-9]")

#: A cast from one to the other gives the same. Others do not: a float becomes a whole number by
#: rounding or by cutting off.
_CASTS = {
    "boolean": {"int64", "string"},
    "date": {"string", "timestamp"},
    "string": {"float64", "int64"},
    "timestamp": {"string", "date"},
}


def refused(expression: ir.Table) -> list[str]:
    """Every way in which Spark would not give, or not surely, the rows that DuckDB gives; none
    where all of it is known to mean the same."""
    import ibis.expr.operations as ops

    found = []
    for node in expression.op().find(ops.Node):
        name = type(node).__name__
        if name not in RELATIONS and name not in SAME:
            found.append(f"{name}: {INSTEAD.get(name, 'not known to mean the same on Spark')}")
        elif name in _RULES:
            found += _RULES[name](node)
    return list(dict.fromkeys(found))


def _join(link: Any) -> Iterator[str]:
    if link.how.startswith("asof"):
        yield "an ASOF join: rank, and filter"


def _first(reduction: Any) -> Iterator[str]:
    """First and last are the first and last of a window, whose order says which."""
    if reduction.order_by or reduction.where is not None or reduction.include_null:
        yield f"{type(reduction).__name__} of an aggregate: argmin by what decides"


def _aggregate(aggregate: Any) -> Iterator[str]:
    import ibis.expr.operations as ops

    for value in aggregate.metrics.values():
        if value.find((ops.First, ops.Last), filter=ops.Value):
            yield "First or Last of an aggregate: argmin by what decides"


def _divisor(division: Any) -> Iterator[str]:
    from boxline.catalog.spark.zeros import is_never_zero

    if not is_never_zero(division.right):
        yield f"{type(division).__name__} by what may be 0: guard it with nullif(0)"


def _extreme(reduction: Any) -> Iterator[str]:
    if reduction.dtype.is_nested():
        yield f"{type(reduction).__name__} of {reduction.dtype}: a NULL in it lies elsewhere"


def _pattern(search: Any) -> Iterator[str]:
    import ibis.expr.operations as ops

    if not isinstance(search.pattern, ops.Literal):
        yield f"{type(search).__name__} by a pattern of the rows"
    elif UNLIKE.search(search.pattern.value):
        yield f"{type(search).__name__} by {search.pattern.value}: not every engine reads it alike"


def _cast(cast: Any) -> Iterator[str]:
    import ibis.expr.operations as ops

    given, to = cast.arg.dtype, cast.to
    if isinstance(cast.arg, ops.DateAdd | ops.DateSub) and to.is_string():
        yield "a cast of a shifted day to string: some say midnight"
        return
    if given.is_numeric() and to.is_integer() and not given.is_floating():
        return
    if given.is_integer() and (to.is_floating() or to.is_string()):
        return
    kind = "string" if given.is_string() else str(given).lower()
    if str(to).removeprefix("!") not in _CASTS.get(kind.removeprefix("!"), ()):
        yield f"a cast from {given} to {to}"


def _limit(limit: Any) -> Iterator[str]:
    if limit.n != 0:
        yield "a LIMIT: which rows it leaves is nobody's"


def _order(key: Any) -> Iterator[str]:
    if key.nulls_first:
        yield "an order with NULLs first"


_RULES: dict[str, Callable[[Any], Iterator[str]]] = {
    "Aggregate": _aggregate,
    "Cast": _cast,
    "First": _first,
    "FloorDivide": _divisor,
    "JoinLink": _join,
    "Last": _first,
    "Limit": _limit,
    "Max": _extreme,
    "Min": _extreme,
    "Modulus": _divisor,
    "RegexExtract": _pattern,
    "RegexReplace": _pattern,
    "RegexSearch": _pattern,
    "SortKey": _order,
}
