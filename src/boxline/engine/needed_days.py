"""How far back days are needed: pure, by what reads what and its reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from boxline.catalog import Catalog
from boxline.engine.versions import span_of


def first_needed(catalog: Catalog, wanted: Mapping[str, date]) -> dict[str, date]:
    """Dataset -> its first day that anything wanted rests on, directly or through others.

    Args:
        wanted: datasets and the first day of each that is wanted.
    """
    needed = dict(wanted)
    for dataset in reversed(catalog.computed):
        first = needed.get(dataset.name)
        if first is None:
            continue
        seasons = catalog.league(dataset).seasons
        for given in catalog.inputs(dataset.name).values():
            if given.dataset is not None:
                source = given.dataset.name
                begins = date.min
                if first > date.min:  # of all history nothing comes before
                    begins, _ = span_of(given.reach, first, first, seasons)
                needed[source] = min(begins, needed.get(source, begins))
    return needed
