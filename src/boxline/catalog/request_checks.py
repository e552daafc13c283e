"""What of a request cannot be: found at start-up, as everything else that does not close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boxline.catalog.datasets import Dataset, Raw
from boxline.catalog.moments import From
from boxline.catalog.requests import EachRow, Present, Request

if TYPE_CHECKING:
    from boxline.catalog.registry import Catalog


def request_problems(catalog: Catalog, dataset: Dataset) -> Iterator[str]:
    """Every way in which a dataset's request cannot be sent, or would ask about nothing."""
    if not isinstance(dataset, Raw) or dataset.request is None:
        return
    if dataset.is_archive:
        yield "it has a request and no payload to read the replies with"
    if not dataset.provider.is_fetched:
        yield f"it has a request, and provider {dataset.provider.name} has no hosts"
    request: Request | None = dataset.request
    while request is not None:
        yield from _problems(catalog, dataset, request)
        request = request.otherwise


def _problems(catalog: Catalog, raw: Raw, request: Request) -> Iterator[str]:
    hosts = raw.provider.hosts
    if request.host and request.host not in hosts:
        yield f"provider {raw.provider.name} has no host {request.host!r}: {', '.join(hosts)}"
    if not request.path.startswith("/"):
        yield f"the path {request.path!r} does not begin with /"
    for name in sorted(request.used - request.known):
        known = ", ".join(sorted(request.known))
        yield f"its request uses {{{name}}}, which no cell has; there are {known}"
    if not request.moments and not request.slots:
        yield "its request says no moment at which a reply is wanted"
    is_present = isinstance(request.about, Present)
    if is_present and any(m.since is From.START for m in request.moments):
        yield "its request is about the present, so no moment can be counted from a start"
    auth = raw.provider.auth
    if auth is not None and bool(auth.header) == bool(auth.query):
        yield f"provider {raw.provider.name} takes its key in one header or one parameter"
    if isinstance(request.about, EachRow):
        yield from _rows(catalog, request.about)


def _rows(catalog: Catalog, about: EachRow) -> Iterator[str]:
    source = catalog.datasets.get(about.dataset)
    if not isinstance(source, Raw):
        yield f"its request asks for each row of {about.dataset}, which is no raw dataset"
        return
    names = {c.name for c in source.columns}
    for name in sorted({*about.columns.values(), about.starts} - names):
        yield f"its request reads column {name!r}, which {about.dataset} does not have"
