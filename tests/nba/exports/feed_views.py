"""Documents of a feed as they are made from a home's snapshot, or from tables written by hand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

import duckdb
import msgspec

from boxline.catalog.feeds import Feeding, Made
from boxline.catalog.schemas import check
from boxline.domain.standing import Halt, Standing, State
from boxline.home import Home
from boxline.stores.feed_view import SnapshotView
from boxline.stores.reading import open_snapshot

Change = Callable[[duckdb.DuckDBPyConnection], None]


class OneStanding(dict[date, Standing]):
    """Every day stands alike."""

    def __init__(self, halt: Halt | None = None) -> None:
        super().__init__()
        self.halt = halt

    def __missing__(self, day: date) -> Standing:
        state = State.LIVE if self.halt is None else State.HALTED
        return Standing(day=day, state=state, halt=self.halt)


@contextmanager
def opened(home: Home, feeding: Feeding) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that a feed says it reads, and no other."""
    with open_snapshot(home.snapshot, only={t.name for t in feeding.target.reads}) as connection:
        yield connection


def made_by(
    home: Home,
    feeding: Feeding,
    now: datetime,
    *,
    halt: Halt | None = None,
    change: Change | None = None,
    days: Sequence[date] = (),
) -> dict[str, Made]:
    """What a feed makes at an instant, by path; each document is what its schema says.

    Args:
        days: those of which documents are wanted.
        change: what is done to the tables first; each of them is then a table of its own.
    """
    with opened(home, feeding) as connection:
        if change is not None:
            for table in feeding.target.reads:
                connection.execute(f"CREATE TABLE copied AS FROM {table.name}")
                connection.execute(f"DROP VIEW {table.name}")
                schema, name = table.name.split(".")
                connection.execute(f"CREATE TABLE {schema}.{name} AS FROM copied")
                connection.execute("DROP TABLE copied")
            change(connection)
        view = SnapshotView(connection=connection, now=now, days=days, standings=OneStanding(halt))
        made = {one.path: one for one in feeding.function(view)}
    documents: Mapping[str, type] = feeding.target.documents
    for one in made.values():
        check(one.path, documents[one.template], msgspec.json.encode(one.document))
    return made
