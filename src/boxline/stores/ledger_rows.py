"""What rows of the ledger mean, whoever reads them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from boxline.engine.attempts import Attempt, Kind
from boxline.engine.ports import Landed, LandedPage

#: As a database hands it over: column -> value.
Row: TypeAlias = Mapping[Any, Any]


def landed_of(row: Row) -> Landed:
    """A row as a landed object."""
    return Landed(
        landed_id=row["landed_id"],
        content_id=row["content_id"],
        dataset=row["dataset"],
        fetched_at=datetime.fromisoformat(row["fetched_at"]),
        pages=tuple(LandedPage(**page) for page in json.loads(row["pages"])),
        batch=row["batch"],
        asked=json.loads(row["asked"]),
    )


def attempt_of(row: Row) -> Attempt:
    """A row as an attempt."""
    return Attempt(
        **{
            **row,
            "kind": Kind(row["kind"]),
            "failed_at": datetime.fromisoformat(row["failed_at"]),
            "error": row["error"] or "",
        }
    )


def reject_of(row: Row) -> dict[str, Any]:
    """A row as a reject: with its id, and for `scope` what that is, a landed object or a day."""
    found = dict(row)
    scope = found.pop("scope")
    identity = "\n".join(map(str, [scope, *found.values()]))
    is_day = len(scope) == len("2025-01-15")
    return {
        "reject_id": hashlib.sha256(identity.encode()).hexdigest()[:10],
        **found,
        "landed_id": "" if is_day else scope,
        "day": scope if is_day else "",
    }
