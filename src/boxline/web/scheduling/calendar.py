"""The calendar as a schedule reads it: of the snapshot, and once for each snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from boxline.catalog import Catalog
from boxline.engine.calendar import Game
from boxline.stores.calendar_sql import read_games
from boxline.stores.reading import open_snapshot
from boxline.stores.snapshot import MANIFEST, Snapshot


@dataclass(kw_only=True)
class SnapshotCalendar:
    """Every game that the newest snapshot knows."""

    snapshot: Snapshot
    catalog: Catalog
    _read: tuple[int, Sequence[Game]] = field(default=(0, ()))

    def games(self) -> Sequence[Game]:
        """Every game of every league; none before the first snapshot.

        Raises:
            StoreDamaged: the snapshot cannot be read.
        """
        manifest = self.snapshot.root / MANIFEST
        if not manifest.exists():
            return ()
        written = manifest.stat().st_mtime_ns
        if written != self._read[0]:
            leagues = list(self.catalog.leagues.values())
            with open_snapshot(self.snapshot, only={each.calendar for each in leagues}) as found:
                self._read = (written, read_games(found, leagues))
        return self._read[1]
