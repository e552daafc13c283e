"""The roots of all deliberate errors: whose fault one is, and how it ends a command."""


class BoxlineError(Exception):
    """The root of all deliberate errors."""


class CallerError(BoxlineError):
    """The caller asked for something that cannot be; nothing was attempted (exit 2)."""


class WorkError(BoxlineError):
    """Work was attempted and failed; nothing half-done is visible (exit 1)."""


class BadData(WorkError):
    """What a provider sent cannot be used; the same bytes will fail again."""
