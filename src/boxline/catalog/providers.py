"""Who sends data, and how each of them wants to be spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast a provider may be asked, by all processes together.

    Attributes:
        per_second: requests that may begin in a second.
        concurrency: requests that may be under way at once.
    """

    per_second: float
    concurrency: int = 1

    def __str__(self) -> str:
        return f"{self.per_second:g} requests/s, {self.concurrency} at once"


@dataclass(frozen=True, kw_only=True)
class Auth:
    """Where a provider wants its key.

    Attributes:
        setting: the setting that holds the key.
        header: the header that carries it; empty where a query parameter does.
        query: that parameter.
    """

    setting: str
    header: str = ""
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Somebody who sends data. `landing` is the folder its replies land under.

    Attributes:
        hosts: what a request calls a host -> its base URL, the usual one first; empty where
            nothing is fetched.
        auth: None where no key is needed.
        headers: sent with every request.
        budget: the setting with the credits that may be spent on a league day; empty where the
            provider counts none.
        credits_header: the reply's header that says what the request cost; empty where none does.
        is_simulated: only a sandbox speaks for it: the real one is no web service.
        adds: what its data adds, and what a key costs, for those who think about one.
    """

    name: str
    landing: str
    doc: str
    hosts: Mapping[str, str] = field(default_factory=dict)
    auth: Auth | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pace: Pace = Pace(per_second=1.0)
    timeout_seconds: float = 15.0
    budget: str = ""
    credits_header: str = ""
    credits_left_header: str = ""
    is_simulated: bool = False
    adds: str = ""

    @property
    def is_fetched(self) -> bool:
        """Whether it can be asked at all."""
        return bool(self.hosts)
