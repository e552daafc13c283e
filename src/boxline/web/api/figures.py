"""Figures of a home for Prometheus, taken when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from boxline.errors import BucketUnusable, StoreDamaged
from boxline.web.api.alert_figures import alert_figures
from boxline.web.api.state import State

#: How a run may stand: one of them is 1, the others are 0, so that an alert can ask for each.
RUN_STATES = ("done", "failed", "running", "stale", "lost")


class Figures(Collector):
    """Ages of what is served, how the last run stands, and what was refused.

    A figure that cannot be taken (nothing published, a damaged manifest, a bucket that does not
    answer) is left out.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterable[Metric]:
        """The figures, as they stand now."""
        state, now = self._state, self._state.served.clock()
        version = {state.served.version: 1}
        yield _labelled("boxline_info", "Which version answers.", "version", version)
        yield from _age("published_set", "the current set was made", _published_at(state), now)
        yield from _age("snapshot", "the newest snapshot was made", _snapshot_at(state), now)
        run = next(iter(state.served.ledger.runs(1)), None)
        if run is not None:
            began = datetime.fromisoformat(run["started_at"])
            yield from _age("last_run", "the newest run began", began, now)
            states = {one: int(one == run["state"]) for one in RUN_STATES}
            yield _labelled("boxline_last_run_state", "How it stands.", "state", states)
            for name in ("rows_in", "rows_kept", "rows_rejected", "rows_stored"):
                if run[name] is not None:
                    words = f"{name.replace('_', ' ').capitalize()}, of the newest run."
                    yield GaugeMetricFamily(f"boxline_last_run_{name}", words, value=run[name])
        rejects = state.served.ledger.reject_counts()
        yield _labelled("boxline_rejects", "Refused rows that stand.", "dataset", rejects)
        yield from alert_figures(state.served.ledger)


def _age(name: str, what: str, at: datetime | None, now: datetime) -> Iterable[GaugeMetricFamily]:
    if at is not None:
        seconds = (now - at).total_seconds()
        yield GaugeMetricFamily(f"boxline_{name}_age_seconds", f"Since {what}.", value=seconds)


def _labelled(name: str, doc: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    found = GaugeMetricFamily(name, doc, labels=(label,))
    for key, value in values.items():
        found.add_metric((key,), value)
    return found


def _published_at(state: State) -> datetime | None:
    try:
        current = state.sets.current()
    except (BucketUnusable, StoreDamaged):
        return None
    return current.made_at if current else None


def _snapshot_at(state: State) -> datetime | None:
    try:
        found = state.served.snapshot.manifest()
    except StoreDamaged:
        return None
    return datetime.fromisoformat(found["made_at"]) if found else None
