"""The token of a request: from its `Authorization` alone, and never from its URL."""

from __future__ import annotations

from fastapi import Request

from boxline.stores.ledger import Ledger
from boxline.web.api.problems import Problem

SCHEME = "bearer"


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
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    name = ledger.tokens.name_of(token.strip()) if scheme.lower() == SCHEME else None
    if name is None:
        raise Problem(
            401,
            "What acts needs a token that holds.",
            "Make one with `boxline tokens new NAME`; send it as `Authorization: Bearer TOKEN`.",
            {"WWW-Authenticate": "Bearer"},
        )
    return name
