"""The journal of a run: structlog's lines, each with the id of the run, in a file of its home."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from boxline.stores.run_logs import RUN_LOGS, RunLog


@dataclass(frozen=True)
class _Lines:
    """What structlog hands each line to."""

    log: RunLog

    def info(self, line: str) -> None:
        self.log.add(line)

    def warning(self, line: str) -> None:
        self.log.add(line)


class RunJournal:
    """What one run tells. It is set up for this run alone: nothing is configured for the process,
    so what a library logs, or another run, is in no log of ours.

    Args:
        home: the folder of the home.
        clock: gives the present instant.
    """

    def __init__(self, home: Path, run_id: str, clock: Callable[[], datetime]) -> None:
        self._log, self._clock = RunLog(home / RUN_LOGS, run_id), clock
        logger = structlog.wrap_logger(
            _Lines(self._log),
            processors=[self._stamp, structlog.processors.JSONRenderer(default=str)],
            wrapper_class=structlog.BoundLogger,
            context_class=dict,
        )
        self._logger = logger.bind(run_id=run_id)

    def say(self, event: str, **facts: object) -> None:
        """Tell of an event. One with a `failure` is a warning: somebody may want to look at it."""
        (self._logger.warning if facts.get("failure") else self._logger.info)(event, **facts)

    def end(self, state: str, failure: str) -> None:
        """Tell how the run ended, and close the log."""
        left_out = self._log.begin_end()
        more = {"lines_left_out": left_out} if left_out else {}
        self.say("run ended", state=state, failure=failure[:5_000], **more)
        self._log.close()

    def _stamp(self, _log: Any, level: str, told: MutableMapping[str, Any]) -> dict[str, Any]:
        """Each line begins with when, how grave, and what; what is empty is left out."""
        begins = {"at": self._clock().isoformat(), "level": level, "event": told.pop("event")}
        return begins | {name: value for name, value in told.items() if value not in (None, "")}
