"""The referees: a pool of invented names, and who works which game."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Official:
    """One referee of a game; `role` is Crew Chief, Referee or Umpire."""

    official_id: int
    official_name: str
    jersey_number: int
    role: str
