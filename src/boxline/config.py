"""Settings: read once from the environment and the command line, then passed down as values."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from boxline.errors import UnusableHome


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where everything lives, and how much of the machine may be used."""

    home: Path
    warehouse_memory: str = "1200MB"
    lock_wait_seconds: float = 60.0
    lease_seconds: float = 15.0
    max_failed_file_share: float = 0.20
    entity_failure_threshold: int = 5
    entity_lockout_hours: float = 24.0
    auto_reset_on_data: bool = True


def read_settings(home: Path | None) -> Settings:
    """Settings of this call: `--home`, else `BOXLINE_HOME`, else `~/.boxline`.

    Raises:
        UnusableHome: it is in the home of a user whom this machine does not know.
    """
    chosen = home or Path(os.environ.get("BOXLINE_HOME") or "~/.boxline")
    try:
        return Settings(home=chosen.expanduser().absolute())
    except RuntimeError as cause:
        raise UnusableHome(str(chosen), str(cause).rstrip(".")) from cause
