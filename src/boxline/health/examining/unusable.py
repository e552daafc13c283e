"""A bucket of a home that cannot be used: that is found, and what else there is is looked at."""

from __future__ import annotations

from boxline.errors import BucketUnusable, MissingExtra
from boxline.health.examining.examined import Examined, problem

#: What is raised of one, by whoever opens or reads it.
UNUSABLE = (BucketUnusable, MissingExtra)


def unusable(about: str, cause: BucketUnusable | MissingExtra) -> Examined:
    """The finding, of what was raised.

    Args:
        about: what is in the bucket.
    """
    if isinstance(cause, MissingExtra):
        return problem(about, f"the extra {cause.extra!r} is not installed", str(cause))
    step = "See that it is there and that this machine may read and write it: docs/buckets.md."
    return problem(about, f"{cause.url} cannot be used: {cause.why}", step)
