"""A ledger on a server cannot be used."""

from __future__ import annotations

from boxline.errors.work import StoreDamaged


class LedgerUnreachable(StoreDamaged):
    """No server answers there, it lets nobody in, or it went away. Names it without the password.

    Its address is a URL without the password; `why` is what the server or the network said.
    """

    def __init__(self, address: str, why: str) -> None:
        next_step = (
            "See that the server runs and takes this user's password (BOXLINE_LEDGER holds it), "
            "and give the command again; what was committed stays."
        )
        super().__init__(f"The ledger {address}", why, next_step)
