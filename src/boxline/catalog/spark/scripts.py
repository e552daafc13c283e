"""A statement for Spark in steps, because Spark computes a common table expression anew wherever it
is named: of what names another twice, ten levels deep, it plans a thousand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

_STEP = re.compile(r"^-- (keep|name) (\w+)$", re.MULTILINE)
_LAST = "-- give"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One statement of a script.

    Attributes:
        name: of the relation that it is for those which follow; empty of the last one.
        is_kept: whether its rows are computed once and kept.
    """

    name: str
    is_kept: bool
    sql: str


def script(tree: exp.Expr) -> str:
    """The text of a statement, its common table expressions as steps before it."""
    parts = []
    given = tree.args.get("with_")
    for cte in given.expressions if given else ():
        verb = "keep" if _is_work(cte.this) else "name"
        parts.append(f"-- {verb} {cte.alias}\n{cte.this.sql(dialect='pyspark', pretty=True)}\n")
    tree.set("with_", None)
    return "".join(parts) + f"{_LAST}\n{tree.sql(dialect='pyspark', pretty=True)}\n"


def _is_work(query: exp.Expr) -> bool:
    """Whether to compute a query anew costs more than to name and filter the columns of another."""
    from sqlglot import exp

    work = (exp.Join, exp.Group, exp.Window, exp.SetOperation, exp.Distinct, exp.AggFunc)
    return query.find(*work) is not None or query.find(exp.Explode, exp.Unnest) is not None


def steps(text: str) -> Iterator[Step]:
    """The steps of a script, in order; the last one gives the rows."""
    before, _, last = text.partition(f"{_LAST}\n")
    _, *told = _STEP.split(before)
    for verb, name, sql in zip(told[::3], told[1::3], told[2::3], strict=True):
        yield Step(name=name, is_kept=verb == "keep", sql=sql.strip())
    yield Step(name="", is_kept=False, sql=last.strip())
