"""What a transform may see of another dataset, and the decorators that bind functions to tables.

A transform's parameters name its inputs: `games: Annotated[Rel, Same(GAMES)]`. The annotation is
the lineage, the reach that the planner watches, and the rows that the store supplies.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from boxline.catalog.columns import Column
from boxline.catalog.datasets import Dataset, Export, Raw, Table
from boxline.errors import CatalogError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Rel: TypeAlias = ir.Table
else:
    Rel = object  # Ibis costs a quarter of a second: a night with unchanged code never loads it

#: What the transform of a worked table gives: name -> relation, each with columns of its own.
Materials: TypeAlias = Mapping[str, Rel]


@dataclass(frozen=True)
class Same:
    """The rows of the same day."""

    dataset: Dataset


@dataclass(frozen=True)
class SameSeason:
    """The rows of every day of the same season, later days included."""

    dataset: Dataset


@dataclass(frozen=True)
class Past:
    """The rows of days strictly before.

    Attributes:
        seasons: how many seasons back, this one counted; None for all history. Windows over rows
            ("last 10 played") must restart inside this reach.
        with_today: whether the rows of the day itself are seen too, for what is said after its
            games. Of a range of days a `Past` and a `Same` overlap, so their union would hold rows
            twice; this is the way to see both.
    """

    dataset: Dataset
    seasons: int | None = None
    with_today: bool = False


@dataclass(frozen=True)
class Now:
    """One row: `now`, the present instant, and `known_until`, up to which the run knows; in UTC."""


class Optional:
    """Marks an input whose absence gives NULL with a reason instead of a block."""


class Either:
    """Marks inputs that tell one fact: a day is computed as soon as one of them has rows."""


class Limits:
    """Marks a past of the same season without which there is nothing to say: in a season that the
    input can never have, the table's cells are not available. It blocks nothing, as no past does.
    """


class EveryVersion:
    """Marks a raw input of which every version known is seen, each with its `known_at` and
    `is_retracted`, and not the newest alone: what changes until a game begins was also something
    before it changed."""


Reach = Same | SameSeason | Past | Now


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input of a transform."""

    reach: Reach
    is_optional: bool
    is_either: bool = False
    is_limit: bool = False
    has_every_version: bool = False

    @property
    def dataset(self) -> Dataset | None:
        """The dataset read; None for the clock."""
        return None if isinstance(self.reach, Now) else self.reach.dataset

    @property
    def seen_columns(self) -> tuple[Column, ...]:
        """What a transform sees of a row; of the clock nothing."""
        if self.dataset is None:
            return ()
        return self.dataset.stored_columns if self.has_every_version else self.dataset.seen_columns


@dataclass(frozen=True, kw_only=True)
class Transform:
    """A function from input relations to the rows of a table or of an export's document, or to the
    materials of which a further function makes them."""

    target: Table | Export
    function: Callable[..., Rel | Materials]
    inputs: Mapping[str, Input] = field(hash=False)
    gives_materials: bool = False

    def __call__(self, **relations: Rel) -> Rel | Materials:
        return self.function(**relations)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A function from what was sent to rows.

    For a JSON payload it takes one payload row and gives a mapping of columns. For an archive file
    it takes the file as a relation, columns under our names, and gives a relation that has the
    declared columns and `known_at`.
    """

    target: Raw
    function: Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Writer:
    """A function from (day, rows) to the published document, a msgspec struct."""

    target: Export
    function: Callable[..., Any]


def _inputs(function: Callable[..., Any]) -> dict[str, Input]:
    found: dict[str, Input] = {}
    hints = get_type_hints(function, include_extras=True)
    for name in inspect.signature(function).parameters:
        hint = hints.get(name)
        marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        reaches = [m for m in marks if isinstance(m, Same | SameSeason | Past | Now)]
        if len(reaches) != 1:
            problem = "needs one of Same, SameSeason, Past or Now in its annotation"
            where = f"{function.__module__}: {function.__name__}"
            raise CatalogError([f"{where}: parameter {name!r} {problem}"])
        found[name] = Input(
            reach=reaches[0],
            is_optional=Optional in marks,
            is_either=Either in marks,
            is_limit=Limits in marks,
            has_every_version=EveryVersion in marks,
        )
    return found


def transform(
    target: Table | Export,
) -> Callable[[Callable[..., Rel | Materials]], Transform]:
    """Bind a function to the table it computes; its parameters become the inputs. That of a worked
    table says `-> Materials`."""

    def bind(function: Callable[..., Rel | Materials]) -> Transform:
        given = get_origin(get_type_hints(function).get("return"))
        return Transform(
            target=target,
            function=function,
            inputs=_inputs(function),
            gives_materials=given is Mapping,
        )

    return bind


def rows(target: Raw) -> Callable[[Callable[..., Any]], Reader]:
    """Bind a function to the raw table whose rows it reads from what was sent."""
    return lambda function: Reader(target=target, function=function)


def document(target: Export) -> Callable[[Callable[..., Any]], Writer]:
    """Bind a function to the export whose documents it writes."""
    return lambda function: Writer(target=target, function=function)
