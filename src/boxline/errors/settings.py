"""What the environment sets cannot be: nothing was attempted."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from boxline.errors.kinds import CallerError


class BadSetting(CallerError, ValueError):
    """An environment variable holds what its setting does not allow."""

    def __init__(self, variable: str, value: str, setting: str, allowed: str) -> None:
        super().__init__(
            f"{variable} is {value!r}, and {setting} must be {allowed}. Change or unset it; "
            "docs/operations.md lists the settings."
        )
        self.variable, self.value, self.setting = variable, value, setting


class ContradictorySettings(CallerError, ValueError):
    """Two environment variables give one setting different values."""

    def __init__(self, setting: str, one: tuple[str, object], other: tuple[str, object]) -> None:
        super().__init__(
            f"{one[0]} is {one[1]} and {other[0]} is {other[1]}, and both set {setting}. "
            "Unset one of the two."
        )
        self.setting = setting


class UnreadableSecret(CallerError, LookupError):
    """The file that holds a secret gives none. What it holds is not told."""

    def __init__(self, variable: str, path: str, why: str) -> None:
        super().__init__(
            f"{variable} names {path}, which cannot be read: {why}. Mount the secret there, for "
            "the user whom Boxline runs as, or unset it."
        )
        self.variable, self.path = variable, path


class UnknownSetting(CallerError, LookupError):
    """An environment variable has our prefix, and no setting has its name."""

    def __init__(self, variable: str, known: Iterable[str]) -> None:
        close = get_close_matches(variable, sorted(known), 1)
        hint = f"Did you mean {close[0]}?" if close else "Unset it."
        super().__init__(
            f"No setting has the environment variable {variable}. {hint} "
            "docs/operations.md lists the settings."
        )
        self.variable = variable


class UnknownLeague(CallerError, LookupError):
    """No league has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"No league is named {name!r}. There are {', '.join(known)}: BOXLINE_LEAGUES names "
            "those that a home keeps."
        )


class MissingExtra(CallerError, ImportError):
    """A setting needs an extra that is not installed."""

    def __init__(self, extra: str, needed_for: str, absent: str) -> None:
        super().__init__(
            f"{needed_for} needs the extra {extra!r}, and {absent} is not installed. "
            f"Install it: pip install 'boxline[{extra}]'. Or unset it: then Boxline does without."
        )
        self.extra, self.needed_for, self.absent = extra, needed_for, absent


class UnknownExtra(CallerError, LookupError):
    """No extra has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = list(known)
        close = get_close_matches(name, known, 1)
        hint = f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(known)}."
        super().__init__(f"No extra is named {name!r}. {hint}")
        self.name = name
