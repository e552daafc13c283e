"""How fast one client may ask: a bucket that fills with time, and from which a request takes."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_network

from starlette.types import Scope

#: So many clients are remembered; who asked longest ago begins anew.
_REMEMBERED = 10_000

#: A bucket holds what comes in so many seconds: a page asks for several things at once.
_BURST_SECONDS = 2.0


class Rates:
    """Buckets by client, in memory.

    >>> rates = Rates(1.0, clock=iter([0.0, 0.0, 0.0, 5.0]).__next__)
    >>> [rates.take("a") for _ in range(4)]
    [0, 0, 1, 0]
    """

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._clock = per_second, clock
        self._most = max(1.0, per_second * _BURST_SECONDS)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> int:
        """0 where the client may go on, else the whole seconds after which he may."""
        now = self._clock()
        held, since = self._buckets.pop(client, (self._most, now))
        held = min(self._most, held + (now - since) * self._per_second)
        wait = 0 if held >= 1 else math.ceil((1 - held) / self._per_second)
        self._buckets[client] = (held - (not wait), now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return wait


def client_of(scope: Scope) -> str:
    """Who asks, by address; of IPv6 the network, of which one household has all.

    >>> client_of({"client": ("2001:db8:1:2:3::4", 1)}), client_of({"client": None})
    ('2001:db8:1:2::/64', '')
    """
    address = str((scope.get("client") or ("",))[0])
    if ":" not in address:
        return address
    plain = IPv6Address(address.partition("%")[0])
    return str(plain.ipv4_mapped or ip_network((plain, 64), strict=False))
