"""From declarations to DuckDB's SQL: types, casts, the row contract and the two hash lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boxline.catalog.columns import AtMost, Column, Differ, Rule, SumOf, Type

SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.INT: "BIGINT",
    Type.FLOAT: "DOUBLE",
    Type.FLAG: "BOOLEAN",
    Type.DAY: "DATE",
    Type.INSTANT: "TIMESTAMP",
}

#: A day or instant outside is a slip of whoever sent it, and far from the ends of what a calendar
#: can count to: each day here has a season before and after it, and a zone's time.
FIRST_DAY, LAST_DAY = "1850-01-01", "2199-12-31"

_TIMES = (Type.DAY, Type.INSTANT)
_FIRST, _LAST = f"DATE '{FIRST_DAY}'", f"DATE '{LAST_DAY}'"

#: Added to every staged row: the column or rule it breaks, NULL where it is valid.
BROKEN = "broken_field"

#: In place of a column's name: the row shares its key with another of the same reply.
DOUBLED = "key"


def quoted(name: str) -> str:
    """An identifier, quoted: `"nba_core"."games"` of `nba_core.games`."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def text(value: str) -> str:
    """A text literal."""
    return "'" + value.replace("'", "''") + "'"


def ordinal(day: str) -> str:
    """A day as Python counts it: 1 of 0001-01-01."""
    return f"({day} - DATE '0001-01-01' + 1)"


def names(columns: Iterable[Column | str], prefix: str = "") -> str:
    """A list of column names."""
    given = (c if isinstance(c, str) else c.name for c in columns)
    return ", ".join(f"{prefix}{quoted(name)}" for name in given)


def definition(columns: Iterable[Column]) -> str:
    """The columns of a CREATE TABLE."""
    return ", ".join(f"{quoted(c.name)} {SQL_TYPES[c.type]}" for c in columns)


def staged(column: Column) -> str:
    """A column on its way into the stage: cast, and rounded where it is a float."""
    value = f"CAST({quoted(column.name)} AS {SQL_TYPES[column.type]})"
    if column.type is Type.FLOAT:
        value = f"round({value}, {column.decimals})"
    return f"{value} AS {quoted(column.name)}"


def broken(columns: Iterable[Column], rules: Iterable[Rule]) -> str:
    """An expression: the first column or rule that a row breaks, NULL where it breaks none."""
    cases = [f"WHEN {test} THEN {text(name)}" for name, test in _tests(columns, rules)]
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _tests(columns: Iterable[Column], rules: Iterable[Rule]) -> Iterable[tuple[str, str]]:
    for column in columns:
        name = quoted(column.name)
        if not column.nullable:
            yield column.name, f"{name} IS NULL"
        if column.type in _TIMES:
            yield column.name, f"CAST({name} AS DATE) NOT BETWEEN {_FIRST} AND {_LAST}"
        if column.low is not None and column.high is not None:
            # One test of a wide table's column instead of three: DuckDB has NaN above infinity.
            yield column.name, f"{name} NOT BETWEEN {column.low} AND {column.high}"
        elif column.low is not None:
            yield column.name, f"{name} < {column.low}"
        elif column.high is not None:
            yield column.name, f"{name} > {column.high}"
        if column.type is Type.FLOAT and (column.low is None or column.high is None):
            yield column.name, f"NOT isfinite({name})"
        if column.one_of:
            yield column.name, f"{name} NOT IN ({', '.join(map(text, column.one_of))})"
    for rule in rules:
        yield str(rule), _rule_test(rule)


def _rule_test(rule: Rule) -> str:
    match rule:
        case AtMost(part, whole):
            return f"{quoted(part)} > {quoted(whole)}"
        case SumOf(total, terms):
            parts = " + ".join(f"{times} * {quoted(name)}" for times, name in terms)
            return f"{quoted(total)} <> {parts}"
        case Differ(one, other):
            return f"{quoted(one)} = {quoted(other)}"


def why_broken(field: str, value: str, columns: Iterable[Column], rules: Iterable[Rule]) -> str:
    """The reason of a reject in words."""
    if field == DOUBLED:
        return "another row of the same reply has the same key"
    if field in {str(rule) for rule in rules}:
        return f"breaks the rule {field}"
    column = next(c for c in columns if c.name == field)
    if value in ("", "NULL"):
        return f"{field} is missing. {column.doc}"
    if column.one_of:
        return f"{field} is {value}, not one of {', '.join(column.one_of)}"
    if column.type in _TIMES:
        return f"{field} is {value}, outside {FIRST_DAY}..{LAST_DAY}"
    if column.low is None and column.high is None:
        return f"{field} is {value}, which is no finite number"
    low = "" if column.low is None else str(column.low)
    high = "" if column.high is None else str(column.high)
    return f"{field} is {value}, outside {low}..{high} {column.unit}".rstrip()


def content_columns(columns: Iterable[Column]) -> list[str]:
    """The columns that say what, not when: those that versions and comparisons look at."""
    return [c.name for c in columns if not c.is_stamp]


def row_hash(columns: Sequence[str], prefix: str = "") -> str:
    """One 64-bit lane of a row."""
    return f"hash({names(columns, prefix)})"


def content_version(columns: Sequence[str]) -> str:
    """An aggregate: the content version of a set of rows, as 32 hex digits.

    Two lanes of `hash`, the second salted, each summed modulo 2^64: the order of rows does not
    matter, and versions of disjoint sets add up.
    """
    lanes = (f"hash({names(columns)})", f"hash('second lane', {names(columns)})")
    sums = [f"CAST(sum({lane}) % 18446744073709551616 AS UBIGINT)" for lane in lanes]
    return " || ".join(f"format('{{:016x}}', {one})" for one in sums)


def add_versions(one: int, other: int) -> int:
    """The content version of two disjoint sets of rows, lane by lane."""
    lane = (1 << 64) - 1
    high = ((one >> 64) + (other >> 64)) & lane
    return high << 64 | ((one & lane) + (other & lane)) & lane
