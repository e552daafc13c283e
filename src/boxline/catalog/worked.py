"""Tables whose rows are worked out in Python: what their functions get, and how they are bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from boxline.catalog.datasets import Table

if TYPE_CHECKING:
    import pyarrow as pa


class Material(NamedTuple):
    """One selection that a worked table's function gets.

    Attributes:
        sql: its rows, without an order.
        ordered_by: its columns that are no floats: by those its rows come sorted, so that what is
            made of them in their order is the same every time.
    """

    sql: str
    ordered_by: tuple[str, ...]


class ModelStore(Protocol):
    """Models by the SHA-256 of their bytes; which of them count, committed rows say."""

    def put(self, body: bytes) -> str:
        """Keep a model, durably; its hash as 64 hex digits. One that is kept already is left."""

    def get(self, sha256: str) -> bytes:
        """The bytes of a model.

        Raises:
            ModelMismatch: it is not there, or its bytes are others than were kept.
        """


@dataclass(frozen=True, kw_only=True)
class Workbench:
    """What a worked table's function has at hand beside its material.

    Attributes:
        days: the days whose rows are wanted, sorted; rows of other days within them are left out.
        now: the instant at which the work began, in UTC.
        as_of: what became known later is in no material.
        code: the table's code version.
        run_id: the run that asks.
        models: where models are kept.
        progress: to be called now and then by what takes long: it raises WorkTimedOut past the
            table's deadline, and LeaseLost where another run has taken over. The lease itself is
            renewed meanwhile.
    """

    days: tuple[date, ...]
    now: datetime
    as_of: datetime
    code: str
    run_id: str
    models: ModelStore
    progress: Callable[[], None]


#: From material by name, each selected when it is asked for, to rows with the declared columns.
Function = Callable[[Mapping[str, "pa.Table"], Workbench], "pa.Table"]


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A function from what a transform selects to the rows of a table."""

    target: Table
    function: Function

    def __call__(self, material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        return self.function(material, work)


def worked(target: Table) -> Callable[[Function], Worked]:
    """Bind a function to the table whose rows it works out; what it gets, the table's transform
    selects."""
    return lambda function: Worked(target=target, function=function)
