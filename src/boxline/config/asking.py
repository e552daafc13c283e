"""The settings that say who is asked for data, how often, and with which key."""

from __future__ import annotations

from dataclasses import dataclass, field

from boxline.config.kinds import NAMES, SECRET, URL, count, number, told


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Providers, the patience with them, and the keys for them."""

    fetch_from: tuple[str, ...] = field(
        default=(),
        metadata=told(
            NAMES,
            "",
            "The providers that runs fetch from, or `all`; where none is named, no run fetches.",
        ),
    )
    fetch_days: int = field(
        default=10,
        metadata=told(
            count(1, 10_000),
            "days",
            "How far back a run without a window looks for replies that are missing.",
        ),
    )
    fetch_tries: int = field(
        default=4,
        metadata=told(count(1, 20), "tries", "How often one run asks for the same page."),
    )
    fetch_wait_seconds: float = field(
        default=2.0,
        metadata=told(
            number(0, 600),
            "seconds",
            "How long it waits before it asks again; each further wait is twice as long.",
        ),
    )
    provider_failure_threshold: int = field(
        default=5,
        metadata=told(
            count(1, 1000),
            "failures",
            "After how many failures in a row a provider's host is left alone.",
            "CIRCUIT_BREAKER_PROVIDER_FAILURE_THRESHOLD",
        ),
    )
    provider_lockout_minutes: float = field(
        default=30.0,
        metadata=told(
            number(0, 10_080),
            "minutes",
            "How long it is left alone before it is tried once.",
            "CIRCUIT_BREAKER_PROVIDER_LOCKOUT_MINUTES",
        ),
    )
    heal_requests: int = field(
        default=200,
        metadata=told(
            count(0, 100_000),
            "requests",
            "For how many replies that are missing or lost one `boxline heal` asks again.",
        ),
    )
    heal_tries: int = field(
        default=3,
        metadata=told(
            count(1, 100),
            "tries",
            "After how many answers without what is missing it is given up.",
        ),
    )
    balldontlie_key: str = field(
        default="",
        repr=False,
        metadata=told(SECRET, "", "The key for balldontlie.", "BDL_API_KEY"),
    )
    odds_api_key: str = field(
        default="",
        repr=False,
        metadata=told(SECRET, "", "The key for The Odds API.", "ODDS_API_KEY"),
    )
    odds_api_daily_credits: int = field(
        default=600,
        metadata=told(
            count(0, 10_000_000),
            "credits",
            "What The Odds API may cost on one league day.",
        ),
    )
    bettingpros_key: str = field(
        default="",
        repr=False,
        metadata=told(SECRET, "", "The key for BettingPros.", "BETTINGPROS_API_KEY"),
    )
    sandbox: str = field(
        default="",
        metadata=told(
            URL,
            "",
            "Where `boxline sandbox serve` stands in for every provider; empty for the real ones.",
        ),
    )
    sandbox_requests_per_second: float = field(
        default=200.0,
        metadata=told(
            number(0.1, 10_000),
            "requests/s",
            "How fast a sandbox is asked, whatever the pace of the providers it stands in for.",
        ),
    )
