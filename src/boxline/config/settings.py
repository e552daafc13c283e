"""Every setting, declared once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from boxline.config.kinds import (
    BUCKET,
    CHANNELS,
    FLAG,
    MEMORY,
    NAMES,
    PATH,
    POSTGRES,
    SECRET,
    SPARK,
    URL,
    WAREHOUSE,
    WORDS,
    count,
    number,
    told,
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting, declared once; its variable is its name in capitals after `BOXLINE_`."""

    def of_scratch(self, home: Path) -> Settings:
        """Those of a home that is thrown away again: all of it lies in its own folder."""
        return replace(self, home=home, warehouse="", ledger="", landing="", published="")

    home: Path = field(metadata=told(PATH, "", "The folder that holds everything."))
    leagues: tuple[str, ...] = field(
        default=("nba",),
        metadata=told(
            NAMES, "", "The leagues that are kept: nothing of another is asked for, made or shown."
        ),
    )
    landing: str = field(
        default="",
        metadata=told(
            BUCKET, "", "The bucket in which replies and archive files land; empty: in the home."
        ),
    )
    published: str = field(
        default="",
        metadata=told(BUCKET, "", "The bucket that documents are published in; empty: the home."),
    )
    warehouse: str = field(
        default="",
        metadata=told(
            WAREHOUSE, "", "Where tables are kept, if not in a file of the home: on BigQuery."
        ),
    )
    bigquery_bytes_per_run: int = field(
        default=1_000_000_000_000,
        metadata=told(
            count(1, 10**18), "bytes", "For how many bytes BigQuery may bill one run, or look."
        ),
    )
    warehouse_memory: str = field(
        default="1200MB",
        metadata=told(
            MEMORY, "bytes", "How much memory the warehouse may use before it spills to disk."
        ),
    )
    ledger: str = field(
        default="",
        repr=False,
        metadata=told(
            POSTGRES,
            "",
            "The Postgres database that is the ledger; empty for a file of the home.",
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
    command_hours: float = field(
        default=12.0,
        metadata=told(
            number(0.001, 8760),
            "hours",
            "How long a command may take that a server started; then it is ended.",
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
    spark: str = field(
        default="",
        metadata=told(SPARK, "", "The Spark master that computes long windows; empty for none."),
    )
    spark_from_days: int = field(
        default=100,
        metadata=told(count(1, 100_000), "days", "How long a window is that is computed there."),
    )
    spark_folder: Path = field(
        default=Path("spark"),
        metadata=told(PATH, "", "The folder, of the home or any, by which rows go there and back."),
    )
