"""Where a warehouse on BigQuery is: `bigquery://PROJECT/PREFIX`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_PROJECT = re.compile(r"[a-z][a-z0-9.:-]{0,62}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")

#: Where tables stand that hold what a transaction is about to take over.
STAGING = "staging"


@dataclass(frozen=True, kw_only=True)
class Address:
    """A project and what the names of its datasets begin with.

    Attributes:
        location: where datasets are made; empty for where BigQuery makes them by itself.
        endpoint: an emulator on this machine; empty for BigQuery.
    """

    project: str
    prefix: str
    location: str = ""
    endpoint: str = ""

    def dataset(self, schema: str) -> str:
        """The dataset that stands for a schema: `boxline_nba_core` for `nba_core`."""
        return f"{self.project}.{self.prefix}_{schema}"

    def table(self, name: str) -> str:
        """A table as the client names it."""
        schema, _, table = name.partition(".")
        return f"{self.dataset(schema)}.{table}"

    def quoted(self, name: str) -> str:
        """A table as a statement names it."""
        return f"`{self.table(name)}`"


def address_of(url: str) -> Address:
    """The address that a URL says.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(url)
    given = parse_qs(parts.query, strict_parsing=bool(parts.query))
    prefix = parts.path.removeprefix("/")
    if parts.scheme != "bigquery" or parts.fragment or not given.keys() <= {"endpoint", "location"}:
        raise ValueError
    if not _PROJECT.fullmatch(parts.netloc) or not _PREFIX.fullmatch(prefix):
        raise ValueError
    endpoint, location = (given.get(name, [""])[-1] for name in ("endpoint", "location"))
    at = urlsplit(endpoint)
    if endpoint and (at.scheme != "http" or at.hostname not in {"127.0.0.1", "localhost", "::1"}):
        raise ValueError  # an emulator asks for no credentials, so it is never spoken to elsewhere
    if not re.fullmatch(r"[A-Za-z0-9-]*", location):
        raise ValueError
    return Address(project=parts.netloc, prefix=prefix, location=location, endpoint=endpoint)
