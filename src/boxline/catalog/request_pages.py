"""How a dataset is fetched, as facts of its page."""

from __future__ import annotations

from collections.abc import Iterator

from boxline.catalog.providers import Provider
from boxline.catalog.requests import Request


def request_facts(provider: Provider, request: Request) -> Iterator[tuple[str, str]]:
    """Fact by fact: what is asked, about what, and when."""
    host = provider.hosts.get(request.host) or next(iter(provider.hosts.values()), "")
    params = "&".join(f"{name}={value}" for name, value in request.params.items())
    yield "Asks", f"`{host}{request.path}{'?' if params else ''}{params}`"
    yield "About", str(request.about)
    for name, values in request.also.items():
        yield "For each", f"`{name}`: {', '.join(values)}"
    if request.slots:
        yield "For each", f"`{request.slot}`: {', '.join(request.slots)}"
    yield "Wanted", ", ".join(str(moment) for moment in request.moments)
    if request.otherwise is not None:
        other = provider.hosts.get(request.otherwise.host, host)
        yield "Otherwise asks", f"`{other}{request.otherwise.path}`"
