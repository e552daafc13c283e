"""Where a run tells what it does as it does it."""

from __future__ import annotations

from typing import Protocol


class Journal(Protocol):
    """Takes what happens in a run, one line for each event, under the id of the run."""

    def say(self, event: str, **facts: object) -> None:
        """Tell of an event: in a few words what happened, and its facts by name. It never fails,
        and no fact is a key or another secret."""


class Silence:
    """Tells nobody."""

    def say(self, event: str, **facts: object) -> None:
        """Nothing."""
