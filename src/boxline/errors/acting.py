"""What was asked of a server, or of those who may act on it, cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from boxline.errors.kinds import CallerError


class BadTokenName(CallerError, ValueError):
    """No token can have this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} is no name for a token. Write it in small letters, digits, dots, hyphens "
            "and underscores, at most 64, for example nightly-cron."
        )
        self.name = name


class TokenExists(CallerError):
    """A token of this name holds already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"A token named {name!r} holds already. Choose another name, or revoke that one first "
            f"with `boxline tokens revoke {name}`."
        )
        self.name = name


class UnknownToken(CallerError, LookupError):
    """No token of this name holds."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        close = get_close_matches(name, list(known), n=1)
        hint = f"Did you mean {close[0]!r}?" if close else "List them with `boxline tokens list`."
        super().__init__(f"No token named {name!r} holds. {hint}")
        self.name = name


class UnknownWord(CallerError, LookupError):
    """A scraper or processor was named that is none."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        close = get_close_matches(name, known, n=3) or known[:3]
        nearest = ", ".join(close)
        super().__init__(f"No {what} is named {name!r}. The nearest: {nearest}.")
        self.name, self.nearest = name, tuple(close)
