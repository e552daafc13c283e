"""The token of a request: from its `Authorization`, and never from its URL, a hint's excepted."""

from __future__ import annotations

from fastapi import Request

from boxline.stores.ledger import Ledger
from boxline.web.api.problems import Problem

SCHEME = "bearer"
#: How the names of tokens begin that are good for hints, and for nothing else.
OF_HINTS = "hints"


def insist_on_token(request: Request, ledger: Ledger) -> str:
    """The name of the token that a request carries.

    Raises:
        Problem: there is none, or one that is nobody's (401); or the URL says more than what is
            asked for (400): what stands in a URL is written into logs and histories.
    """
    if request.url.query:
        raise Problem(
            400,
            "What acts takes nothing from its URL.",
            "Send the token as `Authorization: Bearer TOKEN` and the rest as JSON. A token that "
            "stood in a URL may have been logged on its way: revoke it.",
        )
    name = _named(request, ledger)
    if name is None or name.startswith(OF_HINTS):
        raise _refusal()
    return name


def insist_on_hint_token(request: Request, ledger: Ledger) -> str:
    """The name of the token that a hint carries. Pub/Sub sends no header of ours, so a token that
    is for hints alone may stand in the URL it is given.

    Raises:
        Problem: there is none, or one that is nobody's, or is not for hints alone (401); or the
            URL says more (400).
    """
    if not request.url.query:
        name = _named(request, ledger)
        if name is None:
            raise _refusal()
        return name
    if list(request.query_params) != ["token"]:
        raise Problem(400, "A hint takes nothing from its URL but a token.", "Leave the rest out.")
    name = ledger.tokens.name_of(request.query_params["token"])
    if name is None or not name.startswith(OF_HINTS):
        raise Problem(
            401,
            "In a URL stands only a token that is good for hints alone, and holds.",
            f"Make one with `boxline tokens new {OF_HINTS}`; revoke any other that stood in a URL.",
        )
    return name


def _named(request: Request, ledger: Ledger) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return ledger.tokens.name_of(token.strip()) if scheme.lower() == SCHEME else None


def _refusal() -> Problem:
    return Problem(
        401,
        "What acts needs a token that holds.",
        "Make one with `boxline tokens new NAME`; send it as `Authorization: Bearer TOKEN`.",
        {"WWW-Authenticate": "Bearer"},
    )
