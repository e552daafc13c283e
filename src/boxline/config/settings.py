"""Every setting, declared once: here, beside `places` and `asking`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from boxline.config.asking import Asking
from boxline.config.kinds import CHANNELS, FLAG, MEMORY, NAMES, WORDS, count, number, told
from boxline.config.places import Places


@dataclass(frozen=True, kw_only=True)
class Settings(Asking, Places):
    """Every setting; its variable is its name in capitals after `BOXLINE_`."""

    leagues: tuple[str, ...] = field(
        default=("nba",),
        metadata=told(
            NAMES, "", "The leagues that are kept: nothing of another is asked for, made or shown."
        ),
    )
    lock_wait_seconds: float = field(
        default=60.0,
        metadata=told(
            number(0, 86_400), "seconds", "How long a command waits for a warehouse that is held."
        ),
    )
    lease_seconds: float = field(
        default=15.0,
        metadata=told(
            number(1, 3600),
            "seconds",
            "How long a run's lease lasts without progress; then the run counts as stale.",
        ),
    )
    halt: str = field(
        default="",
        metadata=told(
            WORDS, "", "Why nothing is to be recommended or predicted for now; empty to go on."
        ),
    )
    max_failed_file_share: float = field(
        default=0.20,
        metadata=told(
            number(0, 1),
            "share",
            "Of the files of one load, how many may fail before the good ones are refused too.",
        ),
    )
    entity_failure_threshold: int = field(
        default=5,
        metadata=told(
            count(1, 1000),
            "attempts",
            "After how many failed attempts on the same inputs a piece of work is parked.",
            "CIRCUIT_BREAKER_ENTITY_FAILURE_THRESHOLD",
        ),
    )
    entity_lockout_hours: float = field(
        default=24.0,
        metadata=told(
            number(0, 8760),
            "hours",
            "How long it stays parked at most; then it is tried again.",
            "CIRCUIT_BREAKER_ENTITY_LOCKOUT_HOURS",
        ),
    )
    auto_reset_on_data: bool = field(
        default=True,
        metadata=told(
            FLAG, "", "Whether new inputs end that at once.", "CIRCUIT_BREAKER_AUTO_RESET_ON_DATA"
        ),
    )
    command_hours: float = field(
        default=12.0,
        metadata=told(
            number(0.001, 8760),
            "hours",
            "How long a command may take that a server started; then it is ended.",
        ),
    )
    query_memory: str = field(
        default="1GB",
        metadata=told(
            MEMORY, "bytes", "How much memory one `boxline sql`, or the API's queries, may use."
        ),
    )
    query_seconds: float = field(
        default=60.0,
        metadata=told(
            number(0.01, 86_400),
            "seconds",
            "How long one query may take.",
        ),
    )
    queries_per_second: float = field(
        default=50.0,
        metadata=told(
            number(0.1, 100_000),
            "requests/s",
            "How many queries a second `boxline serve` answers one client, on the average.",
        ),
    )
    keep_runs_days: int = field(
        default=400,
        metadata=told(
            count(1, 100_000), "days", "How long the record of a run stays, with its steps."
        ),
    )
    keep_exchanges_days: int = field(
        default=120,
        metadata=told(
            count(1, 100_000), "days", "How long a request to a provider stays on record."
        ),
    )
    keep_audit_days: int = field(
        default=400,
        metadata=told(
            count(1, 100_000), "days", "How long a call over HTTP that acted stays on record."
        ),
    )
    keep_logs_days: int = field(
        default=30,
        metadata=told(
            count(1, 100_000), "days", "How long the log of a process stays that a server started."
        ),
    )
    keep_as_of_days: int = field(
        default=14,
        metadata=told(count(1, 100_000), "days", "How long a scratch home of `run --as-of` stays."),
    )
    alert_channels: str = field(
        default="",
        repr=False,
        metadata=told(
            CHANNELS,
            "",
            "Where alerts go: the first that takes one has told it; where none is set, nowhere.",
        ),
    )
    alert_repeat_hours: float = field(
        default=6.0,
        metadata=told(
            number(0.1, 8760),
            "hours",
            "How long an alert that stands is quiet after it was told, until it is told again.",
        ),
    )
    report_channels: str = field(
        default="",
        repr=False,
        metadata=told(
            CHANNELS,
            "",
            "Where the morning report goes, as alerts do; where none is set, nowhere.",
        ),
    )

    def of_scratch(self, home: Path) -> Settings:
        """Those of a home that is thrown away again: all of it lies in its own folder."""
        return replace(self, home=home, warehouse="", ledger="", landing="", published="")
