"""`tokens` and `audit`: who may act on a home over HTTP, and who did."""

from __future__ import annotations

import json as json_text
import secrets
from typing import Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, print_json, print_rows, say
from boxline.cli.wiring import home_of

NameArgument = Annotated[str, typer.Argument(help="What the token is called.")]


def new_token(name: NameArgument, home: HomeOption = None, json: JsonOption = False) -> None:
    """Make a token, and show it this once: the home keeps its hash alone."""
    from boxline.stores.tokens import RANDOM_BYTES, token_of

    token = token_of(secrets.token_urlsafe(RANDOM_BYTES))
    with home_of(home) as here:
        here.ledger.tokens.add(name, token, here.clock())
    if json:
        print_json({"name": name, "token": token})
        return
    print(token)
    say("It is not shown again. Send it as `Authorization: Bearer TOKEN`, never in a URL.")


def list_tokens(home: HomeOption = None, json: JsonOption = False) -> None:
    """List the tokens that were made, and when each was revoked."""
    with home_of(home) as here:
        rows = here.ledger.tokens.listed() if here.is_begun else []
    print_rows(rows, as_json=json, empty="No token was made: nobody can act over HTTP.")


def revoke_token(name: NameArgument, home: HomeOption = None) -> None:
    """Recognise a token no longer, from now on; a server need not be started anew."""
    with home_of(home) as here:
        here.ledger.tokens.revoke(name, here.clock())
    say(f"The token {name} holds no longer.")


def list_audit(
    limit: Annotated[int, typer.Option(help="How many, newest first.", min=1)] = 50,
    token: Annotated[str | None, typer.Option(help="Only of this token, by its name.")] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List the calls that acted over HTTP, or would have; refused ones are counted by minute."""
    with home_of(home) as here:
        rows = here.ledger.audit.listed(limit, token=token) if here.is_begun else []
    if not json:
        rows = [row | {"asked": _shown(row["asked"])} for row in rows]
    columns = ("at", "token", "client", "path", "status", "calls", "run_id", "asked")
    empty = "No call that acts was made."
    print_rows(rows, as_json=json, empty=empty, columns=columns, grouped=False)


def _shown(asked: object) -> str:
    return json_text.dumps(asked) if asked else ""
