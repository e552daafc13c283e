"""What a column is: type, unit, range and meaning, stated once for storage, checks and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from boxline.catalog.plausibility import Check
from boxline.errors import CatalogError


class Type(Enum):
    """The types every store can hold; instants are UTC, days are league days."""

    TEXT = "text"
    INT = "int"
    FLOAT = "float"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"


Text, Int, Float, Flag, Day, Instant = Type


@dataclass(frozen=True)
class Column:
    """One column of a dataset.

    Attributes:
        unit: what a number counts; empty for names, ids and flags.
        low, high: the closed range of valid values; None where it is open.
        nullable: whether NULL (unknown, with the reason in `doc`) may stand here.
        one_of: the only texts allowed, where the set is closed.
        decimals: places a float is rounded to before it is hashed, compared and written, so that
            the order of summation never shows.
        source: the column's name in an archive file; ours where None; empty where no file has it
            and the reader derives it.
        optional: an archive file may lack the column altogether (all NULL then).
        is_stamp: says when, not what: left out of versions and comparisons.
        explained_by: of a computed table, a text column that the transform gives besides the
            declared ones: why this one is NULL, in words. It is not stored; it is the reason of
            the reject that a NULL here is.
        checks: of a computed table, what the values of any day together look like; a day that
            does not is not committed.
        doc: meaning, direction, and the source of a formula.
    """

    name: str
    type: Type
    unit: str = ""
    low: float | None = None
    high: float | None = None
    nullable: bool = False
    one_of: tuple[str, ...] = ()
    decimals: int = 9
    source: str | None = None
    optional: bool = False
    is_stamp: bool = False
    explained_by: str = ""
    checks: tuple[Check, ...] = ()
    doc: str = ""

    @property
    def file_name(self) -> str:
        """The column's name in an archive file."""
        return self.source or self.name


def watched(columns: Iterable[Column], **checks: tuple[Check, ...]) -> tuple[Column, ...]:
    """Columns that tables share, with what one table checks of some of them, by name.

    Raises:
        CatalogError: a name is none of the columns'.
    """
    given = tuple(columns)
    unknown = sorted(set(checks) - {c.name for c in given})
    if unknown:
        raise CatalogError([f"no column to watch is named {', '.join(unknown)}"])
    return tuple(replace(c, checks=checks.get(c.name, c.checks)) for c in given)


def explanations(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The texts that a transform gives besides these columns: why one of them is NULL."""
    named = dict.fromkeys(c.explained_by for c in columns if c.explained_by)
    return tuple(Column(name, Text, nullable=True) for name in named)


@dataclass(frozen=True)
class AtMost:
    """A rule over one row: `part` never exceeds `whole` (makes and attempts)."""

    part: str
    whole: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.part, self.whole)

    def __str__(self) -> str:
        return f"{self.part} <= {self.whole}"


@dataclass(frozen=True)
class SumOf:
    """A rule over one row: `total` equals the weighted sum of `terms` (points from makes)."""

    total: str
    terms: tuple[tuple[int, str], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.total, *(name for _, name in self.terms))

    def __str__(self) -> str:
        words = " + ".join(name if times == 1 else f"{times} {name}" for times, name in self.terms)
        return f"{self.total} = {words}"


@dataclass(frozen=True)
class Differ:
    """A rule over one row: two columns never hold the same value (home and away)."""

    one: str
    other: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.one, self.other)

    def __str__(self) -> str:
        return f"{self.one} differs from {self.other}"


Rule = AtMost | SumOf | Differ
