"""The ledger of a home where it is on a server: whether it answers, and whose tables it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from boxline.errors import MissingExtra, StoreDamaged
from boxline.health.examining.examined import Examined, fine, problem, warning


def examine_ledger_server(url: str) -> Iterator[Examined]:
    """Whether the server can be worked with, looked at without a change to it."""
    from boxline.stores.ledger_on_postgres import OnPostgres

    try:
        server = OnPostgres(url)
        version = server.version()
    except MissingExtra as cause:
        yield problem("ledger", "the extra 'postgres' is not installed", str(cause))
    except StoreDamaged as cause:
        yield problem("ledger", f"{cause.path} cannot be read: {cause.why}", cause.next_step)
    else:
        if version:
            yield fine("ledger", f"{server} answers, its tables are of version {version}")
        else:
            found = f"{server} answers, and has no tables"
            yield warning("ledger", found, "The next command makes them, from landing/.")


def refused_by_channels(home: Path, url: str) -> dict[str, str]:
    """Channel -> why it did not take the newest message; none where it did, or where the server
    does not say."""
    from boxline.stores.ledger import Ledger
    from boxline.stores.ledger_on_postgres import OnPostgres

    try:
        server = OnPostgres(url)
        if not server.version():
            return {}
        with closing(Ledger(home / "ledger.sqlite", server)) as ledger:
            newest = ledger.alerts.newest_deliveries()
    except (MissingExtra, StoreDamaged):
        return {}  # the ledger's own finding says so
    return {channel: one.error for channel, one in newest.items() if one.error}
