"""What an examination finds: how bad it is, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How bad it is."""

    FINE = "fine"  # as it should be
    WARNING = "warning"  # works today; look at it
    PROBLEM = "problem"  # something fails or is lost until it is mended


@dataclass(frozen=True, kw_only=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        about: what was looked at, for example `ledger`.
        severity: how bad it is.
        found: what is so.
        next_step: what to do; empty where nothing is to be done.
    """

    about: str
    severity: Severity
    found: str
    next_step: str = ""

    @property
    def is_problem(self) -> bool:
        """Whether something fails or is lost until it is mended."""
        return self.severity is Severity.PROBLEM


def fine(about: str, found: str) -> Examined:
    """All is well."""
    return Examined(about=about, severity=Severity.FINE, found=found)


def warning(about: str, found: str, next_step: str) -> Examined:
    """It works, for now."""
    return Examined(about=about, severity=Severity.WARNING, found=found, next_step=next_step)


def problem(about: str, found: str, next_step: str) -> Examined:
    """It does not work."""
    return Examined(about=about, severity=Severity.PROBLEM, found=found, next_step=next_step)
