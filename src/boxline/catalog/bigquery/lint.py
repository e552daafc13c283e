"""What BigQuery would refuse, or take for something else, found in a compiled statement.

Each rule names the page of BigQuery's reference that it rests on, below
https://cloud.google.com/bigquery/docs/reference/standard-sql/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, cast

from boxline.catalog.bigquery.numbers import Schema, is_number, name_of
from boxline.catalog.bigquery.vocabulary import (
    FRAMELESS,
    FUNCTIONS,
    OF_A_TIMESTAMP,
    SYNTAX,
    TYPES,
)

if TYPE_CHECKING:
    from sqlglot import exp

T = TypeVar("T", bound="exp.Expr")

#: A statement is refused above so many characters: docs/quotas.
MAX_CHARACTERS = 1_024_000


@dataclass(frozen=True)
class Statement:
    """A statement as a tree and as text, and what is known of the relations that it reads."""

    tree: exp.Expr
    text: str
    schema: Schema

    @cached_property
    def _by_kind(self) -> dict[type[exp.Expr], list[exp.Expr]]:
        found: dict[type[exp.Expr], list[exp.Expr]] = {}
        for node in self.tree.walk():
            found.setdefault(type(node), []).append(node)
        return found

    def all(self, *kinds: type[T]) -> Iterator[T]:
        """Every node that is one of these, whatever it is more exactly."""
        for kind, nodes in self._by_kind.items():
            if issubclass(kind, kinds):
                yield from cast("list[T]", nodes)


def refused(tree: exp.Expr, schema: Schema | None = None) -> list[str]:
    """Every way in which BigQuery would refuse a statement or take it otherwise; none where it
    runs as it was meant."""
    whole = _linked(tree)
    statement = Statement(whole, whole.sql(dialect="bigquery"), schema or {})
    return list(dict.fromkeys(found for rule in _RULES for found in rule(statement)))


def _linked(node: exp.Expr) -> exp.Expr:
    """A copy in which every node knows its place: a compiler uses one node in several, and keeps
    some in tuples, where a search passes over them."""

    def linked(given: Any) -> Any:
        if isinstance(given, list | tuple):
            return [linked(one) for one in given]
        return _linked(given) if hasattr(given, "iter_expressions") else given

    return type(node)(**{name: linked(given) for name, given in node.args.items()})


def _unknown_functions(statement: Statement) -> Iterator[str]:
    """functions-all: there is no other, and what another store calls its own is refused."""
    from sqlglot.dialects.bigquery import BigQuery
    from sqlglot.tokenizer_core import TokenType

    tokens, known = BigQuery().tokenize(statement.text), FUNCTIONS | SYNTAX
    for token, following in pairwise(tokens):
        is_quoted = token.token_type in (TokenType.IDENTIFIER, TokenType.STRING)
        is_word = token.text[:1].isalpha() and not is_quoted
        name = token.text.upper()
        if following.token_type is TokenType.L_PAREN and is_word and name not in known:
            yield f"{name} is no function of BigQuery that we know"


def _frames(statement: Statement) -> Iterator[str]:
    """window-function-calls: a RANGE frame with an offset has one key, and that is a number;
    numbering and navigation functions have no frame."""
    from sqlglot import exp

    for window in statement.all(exp.Window):
        spec, order = window.args.get("spec"), window.args.get("order")
        if spec is None:
            continue
        if name_of(window.this) in FRAMELESS:
            yield f"{name_of(window.this)} has a frame, which it may not have"
        bounds = [spec.args.get("start"), spec.args.get("end")]
        if spec.args.get("kind") != "RANGE" or not any(isinstance(b, exp.Expr) for b in bounds):
            continue
        keys = [key.this for key in order.expressions] if order else []
        if len(keys) != 1:
            yield f"a RANGE frame is ordered by {len(keys)} keys, not by one"
        elif not is_number(keys[0], statement.schema):
            yield f"a RANGE frame is ordered by {keys[0].sql('bigquery')}, which is no number"


def _distinct_in_order(statement: Statement) -> Iterator[str]:
    """aggregate-function-calls: DISTINCT over a window has neither an order nor a frame."""
    from sqlglot import exp

    for window in statement.all(exp.Window):
        is_ordered = window.args.get("order") or window.args.get("spec")
        if is_ordered and window.this.find(exp.Distinct):
            yield f"{name_of(window.this)} is DISTINCT over a window that has an order"


def _filters(statement: Statement) -> Iterator[str]:
    """aggregate-function-calls: they have no FILTER."""
    from sqlglot import exp

    if any(statement.all(exp.Filter)):
        yield "an aggregate has a FILTER"


def _arrays(statement: Statement) -> Iterator[str]:
    """aggregate_functions#array_agg: an array that holds a NULL cannot be a result."""
    from sqlglot import exp

    for array in statement.all(exp.ArrayAgg):
        if not isinstance(array.parent, exp.IgnoreNulls):
            yield "ARRAY_AGG keeps NULLs, which no array of a result may hold: IGNORE NULLS"


def _casts(statement: Statement) -> Iterator[str]:
    """data-types: what can be cast to."""
    from sqlglot import exp

    for made in statement.all(exp.Cast):  # of which SAFE_CAST is one
        name = made.to.sql(dialect="bigquery").partition("<")[0].partition("(")[0]
        if name not in TYPES:
            yield f"{name} is no type of BigQuery"


def _joins(statement: Statement) -> Iterator[str]:
    """query-syntax#join_types: there is no ASOF join and no LATERAL, and an outer, semi or anti
    join needs the equality of something of either side."""
    from sqlglot import exp

    if any(statement.all(exp.Lateral)):
        yield "there is no LATERAL join"
    for join in statement.all(exp.Join):
        if join.args.get("method"):
            yield f"there is no {join.args['method']} join"
        kind = join.args.get("side") or (join.kind if join.kind in ("SEMI", "ANTI") else "")
        on = join.args.get("on")
        if kind and not join.args.get("using") and not _has_equality(on):
            yield f"a {kind} join without an equality of both its sides"


def _correlated(statement: Statement) -> Iterator[str]:
    """subqueries#correlated_subquery_concepts: one that no equality ties to what is outside
    cannot be turned into a join."""
    from sqlglot import exp

    for query in statement.all(exp.Exists):
        select = query.this.this if isinstance(query.this, exp.Subquery) else query.this
        inside = {source.alias_or_name for source in select.find_all(exp.Table, exp.Subquery)}
        outside = {c.table for c in select.find_all(exp.Column) if c.table} - inside
        where = select.args.get("where")
        if outside and not (where and _has_equality(where.this, outside)):
            yield "a subquery that no equality ties to what is outside it"


def _integer_division(statement: Statement) -> Iterator[str]:
    """mathematical_functions#div: it rounds towards zero, where the stores' `//` rounds down."""
    from sqlglot import exp

    if any(statement.all(exp.IntDiv)):
        yield "DIV rounds towards zero: divide, then FLOOR"


def _instants(statement: Statement) -> Iterator[str]:
    """timestamp_functions: they take a TIMESTAMP, and our instants are a DATETIME until they are
    told to be one; conversion_rules: none is coerced to it."""
    from sqlglot import exp

    kinds = (exp.Anonymous, exp.TimestampAdd, exp.TimestampSub, exp.TimestampDiff)
    for call in statement.all(*kinds, exp.TimestampTrunc, exp.UnixSeconds):
        name = name_of(call)
        if name in OF_A_TIMESTAMP:
            given = call.expressions[0] if isinstance(call, exp.Anonymous) else call.this
            is_cast = isinstance(given, exp.Cast) and given.to.sql("bigquery") == "TIMESTAMP"
            if not is_cast and name_of(given) != "TIMESTAMP":
                yield f"{name} of a DATETIME: DATETIME_* functions, or TIMESTAMP(...) around it"


def _extremes(statement: Statement) -> Iterator[str]:
    """mathematical_functions#greatest: NULL where any argument is, where other stores pass over
    it."""
    from sqlglot import exp

    for call in statement.all(exp.Greatest, exp.Least):
        given = [one.unnest() for one in (call.this, *call.expressions)]
        unknown = [
            one for one in given if not isinstance(one, exp.Coalesce | exp.Literal | exp.Neg)
        ]
        is_length = isinstance(call.parent, exp.Pad)  # of a text that is NULL itself then
        if unknown and not is_length and not _is_only_where_known(call, unknown):
            yield f"{name_of(call)} of what may be NULL: COALESCE each argument"


def _is_only_where_known(call: exp.Expr, unknown: list[exp.Expr]) -> bool:
    """Whether it is what an IF says where its one argument is not NULL, as `clip` is written."""
    from sqlglot import exp

    branch = call.parent
    if not isinstance(branch, exp.If) or not isinstance(branch.this, exp.Is):
        return False
    return [branch.this.this.unnest()] == unknown and branch.this.expression == exp.null()


def _length(statement: Statement) -> Iterator[str]:
    """../../quotas#query_jobs: the length of a statement."""
    if len(statement.text) > MAX_CHARACTERS:
        yield f"the statement has {len(statement.text)} characters, more than {MAX_CHARACTERS}"


Rule = Callable[[Statement], Iterable[str]]

_RULES: tuple[Rule, ...] = (
    _unknown_functions,
    _frames,
    _distinct_in_order,
    _filters,
    _arrays,
    _casts,
    _joins,
    _correlated,
    _integer_division,
    _instants,
    _extremes,
    _length,
)


def _has_equality(condition: exp.Expr | None, outside: set[str] | None = None) -> bool:
    """Whether a condition holds only where something of one side equals something of the other.

    Args:
        outside: the relations of one side; None where any two are two sides.
    """
    from sqlglot import exp

    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    for part in parts:
        one = part.unnest() if isinstance(part, exp.Paren) else part
        if isinstance(one, exp.EQ | exp.NullSafeEQ):
            left, right = _relations(one.left), _relations(one.right)
            is_apart = outside is None or (left <= outside) != (right <= outside)
            if left and right and is_apart and not left & right:
                return True
    return False


def _relations(side: exp.Expr) -> set[str]:
    """The relations that an expression reads."""
    from sqlglot import exp

    return {column.table for column in side.find_all(exp.Column)}
