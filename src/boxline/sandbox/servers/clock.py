"""What time it is in the sandbox."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class SimulatedClock:
    """Starts at an instant and runs on; called, it gives the simulated now, UTC.

    Attributes:
        starts_at: the instant when it was made.
        speed: simulated seconds for each real one; 0 stands still.
    """

    starts_at: datetime
    speed: float = 1.0
    _started: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        """The simulated now."""
        passed = (time.monotonic() - self._started) * self.speed
        return self.starts_at + timedelta(seconds=passed)
