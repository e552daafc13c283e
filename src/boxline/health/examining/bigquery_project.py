"""The warehouse of a home where it is on BigQuery: whether we are let in, and what stands there."""

from __future__ import annotations

from collections.abc import Iterator

from boxline.errors import MissingExtra, QueryRefused, WarehouseUnreachable
from boxline.health.examining.examined import Examined, fine, problem, warning


def examine_bigquery(url: str) -> Iterator[Examined]:
    """Whether BigQuery can be worked with, looked at without a change to it."""
    from boxline.stores.bigquery import address_of
    from boxline.stores.bigquery.opening import has_records

    try:
        is_made = has_records(address_of(url))
    except MissingExtra as cause:
        yield problem("warehouse", "the extra 'bigquery' is not installed", str(cause))
    except (QueryRefused, WarehouseUnreachable) as cause:
        step = "Mend what it names; docs/bigquery.md tells what a warehouse needs of a project."
        yield problem("warehouse", f"{url} cannot be worked with: {cause.why}", step)
    else:
        if is_made:
            yield fine("warehouse", f"{url} answers")
        else:
            found = f"{url} answers, and has no tables"
            yield warning("warehouse", found, "The next run makes them, and fills them.")
