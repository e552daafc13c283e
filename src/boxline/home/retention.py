"""How long everything in a home is kept, declared in one place, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from boxline.config import Settings
from boxline.stores.ledger_pruning import Rows


@dataclass(frozen=True, kw_only=True)
class Retention:
    """What is kept, and how long.

    Attributes:
        kept: in words, where no setting says it.
        setting: the name of the setting that says so many days; empty where none does.
        rows: which rows of the ledger `prune` takes; None where it takes none.
        is_pruned: whether `boxline prune` removes what is kept no longer; else it stays for good,
            or whoever writes it makes room.
    """

    what: str
    why: str
    kept: str = ""
    setting: str = ""
    rows: Rows | None = None
    is_pruned: bool = False

    def keep(self, settings: Settings) -> timedelta:
        """How long, by the settings; no time where none says so."""
        return timedelta(days=getattr(settings, self.setting) if self.setting else 0)

    def told(self, settings: Settings) -> str:
        """How long, in words."""
        return f"{getattr(settings, self.setting)} days" if self.setting else self.kept


FOR_EVER = "for ever"

#: What is published in a bucket, piece by piece.
PUBLISHED_OBJECTS = "published objects of a bucket"

RETENTION = (
    Retention(
        what="landing", kept=FOR_EVER, why="everything can be made from it, and it from nothing"
    ),
    Retention(what="warehouse", kept=FOR_EVER, why="live predictions are in no other place"),
    Retention(
        what="models", kept=FOR_EVER, why="a restored warehouse may name one that none does now"
    ),
    Retention(what="backtests", kept=FOR_EVER, why="hours of work, and somebody asked for each"),
    Retention(what="reports", kept=FOR_EVER, why="mornings are compared; one is some kilobytes"),
    Retention(
        what="tokens, attempts", kept=FOR_EVER, why="who may act and what is tried follow from them"
    ),
    Retention(
        what="snapshot",
        kept="the newest and the one before",
        why="readers end on the one that they began with; publishing makes room",
    ),
    Retention(
        what="published",
        kept="three sets, and those of the last hour",
        why="a slow reader ends on its set; publishing makes room",
    ),
    Retention(
        what=PUBLISHED_OBJECTS,
        kept="a week, once no set names them",
        why="whoever publishes meanwhile may be about to name one",
        is_pruned=True,
    ),
    Retention(
        what="rejects",
        kept="while what they are of has landed",
        why="they can be replayed as long as their file is there",
        rows=Rows.REJECTS,
        is_pruned=True,
    ),
    Retention(
        what="runs",
        setting="keep_runs_days",
        why="a season and its summer can be compared with the last",
        rows=Rows.RUNS,
        is_pruned=True,
    ),
    Retention(
        what="findings and alerts that are over, messages, breakers cleared",
        setting="keep_runs_days",
        why="as the runs that saw them",
        rows=Rows.SETTLED,
        is_pruned=True,
    ),
    Retention(
        what="orders",
        setting="keep_runs_days",
        why="as the runs that they became; those of schedules: the newest 500 of each",
        rows=Rows.ORDERS,
        is_pruned=True,
    ),
    Retention(
        what="exchanges",
        setting="keep_exchanges_days",
        why="breakers, credits and unchanged replies go by newer ones, and those stay",
        rows=Rows.EXCHANGES,
        is_pruned=True,
    ),
    Retention(
        what="audit",
        setting="keep_audit_days",
        why="who asked for what is looked for within a year",
        rows=Rows.AUDIT,
        is_pruned=True,
    ),
    Retention(
        what="logs",
        setting="keep_logs_days",
        why="what a process said helps while its run is remembered; 200 at most",
        is_pruned=True,
    ),
    Retention(
        what="as-of",
        setting="keep_as_of_days",
        why="the same command makes a scratch home anew",
        is_pruned=True,
    ),
    Retention(
        what="leftovers",
        kept="until nobody is at work",
        why="killed processes left them: files that are not whole, and what DuckDB spilled",
        is_pruned=True,
    ),
)
