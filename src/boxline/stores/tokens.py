"""Tokens of those who may act over HTTP: made, listed, revoked and recognised, by their hashes.

A token is 256 random bits, so nobody finds it by trying: a plain SHA-256 of it is as safe to keep
as a slow hash, which protects what people choose themselves.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from boxline.errors import BadTokenName, TokenExists, UnknownToken
from boxline.stores.ledger_tables import TOKENS

#: What every token begins with, so that people and programs know one when they see it.
PREFIX = "boxline_"
#: Bytes of the random part.
RANDOM_BYTES = 32

#: A token wherever it stands in a text.
ANYWHERE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def token_of(random: str) -> str:
    """The token that holds a random part, which is `RANDOM_BYTES` in URL-safe base64."""
    return f"{PREFIX}{random}"


class Tokens:
    """The tokens of a home."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, name: str, token: str, now: datetime) -> None:
        """Keep the hash of a new token.

        Raises:
            BadTokenName: nothing can be named so.
            TokenExists: one of this name holds already.
        """
        if not _NAME.fullmatch(name):
            raise BadTokenName(name)
        with self._engine.begin() as connection:
            held = connection.execute(sa.select(TOKENS.c.name).where(*_holds(name))).first()
            if held is not None:
                raise TokenExists(name)
            row = {"sha256": _hash(token), "name": name, "made_at": _text(now)}
            connection.execute(TOKENS.insert(), [row])

    def revoke(self, name: str, now: datetime) -> None:
        """Recognise a token no longer, from this moment on.

        Raises:
            UnknownToken: none of this name holds.
        """
        change = TOKENS.update().where(*_holds(name)).values(revoked_at=_text(now))
        with self._engine.begin() as connection:
            if not connection.execute(change).rowcount:
                held = sa.select(TOKENS.c.name).where(TOKENS.c.revoked_at.is_(None))
                raise UnknownToken(name, connection.execute(held).scalars().all())

    def listed(self) -> list[dict[str, Any]]:
        """Every token that was made, the newest last; never what it says."""
        query = sa.select(TOKENS.c.name, TOKENS.c.made_at, TOKENS.c.revoked_at)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(TOKENS.c.made_at, TOKENS.c.name)).all()
        return [dict(row._mapping) for row in rows]

    def name_of(self, token: str) -> str | None:
        """Whose a token is; None where it is nobody's or was revoked.

        All that hold are compared, each in a time that does not depend on how much is alike.
        """
        query = sa.select(TOKENS.c.sha256, TOKENS.c.name).where(TOKENS.c.revoked_at.is_(None))
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        given, found = _hash(token), None
        for row in rows:
            if hmac.compare_digest(row.sha256, given):
                found = str(row.name)
        return found


def _holds(name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return TOKENS.c.name == name, TOKENS.c.revoked_at.is_(None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _text(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")
