"""A look at a home: what should be there and what is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from boxline.errors import SnapshotOutdated
from boxline.home.place import Place

if TYPE_CHECKING:
    from boxline.health.grid.reading import Look


@contextmanager
def looked_at(
    home: Place,
    about: date | None = None,
    now: datetime | None = None,
    dataset: str | None = None,
) -> Iterator[Look]:
    """Look at the newest snapshot of a home; the warehouse is never opened.

    Args:
        about: the day that is asked about; None for all of history.
        now: the present instant; None asks the home's clock.
        dataset: one that is asked about.
    Raises:
        UnknownDataset: it is none, whether there is a snapshot or not.
        NothingPublished: there is no snapshot yet.
        SnapshotOutdated: it was written by an older Boxline.
    """
    from boxline.stores.reading import opening_snapshot
    from boxline.stores.row_counts import HELD

    with opening_snapshot(home.snapshot) as opened:
        from boxline.health.grid.reading import Look

        catalog = home.catalog  # loads while the snapshot opens
        if dataset is not None:
            _ = catalog[dataset]  # a name that is none is refused before anything is asked
        manifest = home.snapshot.manifest()
        if manifest is not None and HELD not in manifest["tables"]:
            raise SnapshotOutdated(f"it was written before there was {HELD}")
        told = home.glance()
        with opened() as connection:
            yield Look(
                connection=connection,
                snapshot=home.snapshot,
                catalog=catalog,
                code=lambda: home.code,
                ledger=told,
                published=home.published,
                now=now or home.clock(),
                attempts=home.attempts(told),
                about=about,
            )
