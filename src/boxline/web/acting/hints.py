"""Hints: a bucket tells that something landed, and the next run comes earlier for it.

A hint carries no work: the run that it asks for is the one that comes by the clock anyway, and it
finds what is new by itself. So one that is lost, or comes twice, changes nothing but when. What we
landed ourselves is told too, and asks for nothing: each run that fetches would ask for the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import unquote_plus

from fastapi import APIRouter, Request, Security
from pydantic import BaseModel, Field

from boxline.errors import BoxlineError
from boxline.stores.landing import DESCRIPTION, id_in
from boxline.web.acting.audited import HintRoute, entry_of
from boxline.web.acting.starting import Starter
from boxline.web.api.problems import responses

#: So long it is waited for further hints: what lands together is one run.
GATHER_SECONDS = 20.0
#: So often it is tried again while somebody holds the home; then the clock's run has come.
TRIES = 180
#: Of so many that landed nobody looks up whether they are ours.
MOST_LOOKED_UP = 10_000

Text = Annotated[str, Field(max_length=1100)]


class _Sent(BaseModel):
    """What others send holds much that nobody here reads."""


class GcsAttributes(_Sent):
    """What Google Cloud Storage tells of an object, as attributes of a message."""

    event: Text = Field(alias="eventType", examples=["OBJECT_FINALIZE"])
    bucket: Text = Field(alias="bucketId")
    object: Text = Field(alias="objectId")


class PubSubMessage(_Sent):
    """A message of a notification of Google Cloud Storage."""

    attributes: GcsAttributes


class PubSubPush(_Sent):
    """What a push subscription of Pub/Sub sends."""

    message: PubSubMessage


class S3Bucket(_Sent):
    """The bucket of an event."""

    name: Text


class S3Object(_Sent):
    """The object of an event; its key is written as in a URL."""

    key: Text


class S3Entity(_Sent):
    """What an event is about."""

    bucket: S3Bucket
    object: S3Object


class S3Record(_Sent):
    """One event of S3."""

    event: Text = Field(alias="eventName", examples=["ObjectCreated:Put"])
    s3: S3Entity


class S3Event(_Sent):
    """What S3, and what speaks as it does, sends of its objects."""

    records: list[S3Record] = Field(alias="Records", min_length=1, max_length=1000)


class Hinted(BaseModel):
    """What came of a hint."""

    run: Literal["asked for", "asked for already", "not wanted"] = Field(
        description="`not wanted`: it tells of nothing that landed, or not of where we land."
    )


@dataclass(kw_only=True)
class Hints:
    """Runs that hints ask for, one at a time.

    Attributes:
        is_held: whether somebody works on the home.
        landed_by_us: beginnings of ids of what landed -> those that we landed ourselves.
        landing: the URL that is landed at; empty where it is none, and all that lands is wanted.
        seconds: how long hints gather.
    """

    starter: Starter
    is_held: Callable[[], bool]
    landed_by_us: Callable[[Sequence[str]], Collection[str]]
    landing: str = ""
    seconds: float = GATHER_SECONDS
    _landed: set[str] = field(default_factory=set)
    _door: threading.Lock = field(default_factory=threading.Lock)
    _is_asked: bool = False
    _ending: threading.Event = field(default_factory=threading.Event)

    def wants(self, place: str) -> bool:
        """Whether an object is a description that landed where we land.

        Args:
            place: bucket and name.
        """
        # A request has landed when its description is there; its pages come before.
        root = self.landing.partition("://")[2].rstrip("/")
        return place.endswith(DESCRIPTION) and (not root or place.startswith(f"{root}/"))

    def ask(self, by: str, landed: Iterable[str]) -> bool:
        """Ask for a run; whether none was asked for that is still to begin.

        Args:
            landed: descriptions that are told of.
        """
        with self._door:
            if len(self._landed) < MOST_LOOKED_UP:
                self._landed |= set(map(id_in, landed))
            if self._is_asked or self._ending.is_set():
                return False
            threading.Thread(target=self._run_soon, args=(by,), daemon=True).start()
            self._is_asked = True
        return True

    def end(self) -> None:
        """Start nothing more."""
        self._ending.set()

    def _run_soon(self, by: str) -> None:
        try:
            is_free = self._is_free_within(TRIES)
        finally:
            with self._door:
                self._is_asked = False  # what is told from here on, that run may have missed
                landed, self._landed = self._landed, set()
        # It is recorded as one that could not be started, if the ledger can be written to.
        with suppress(OSError, BoxlineError):
            if is_free and self._is_news(landed):
                self.starter.start(("run",), asked_by=f"hint of {by}")

    def _is_news(self, landed: set[str]) -> bool:
        """Whether somebody else landed any of it: what we do is in the ledger a moment later."""
        return len(landed) >= MOST_LOOKED_UP or not landed <= set(self.landed_by_us(list(landed)))

    def _is_free_within(self, tries: int) -> bool:
        for _ in range(tries):
            if self._ending.wait(self.seconds):
                return False
            with suppress(BoxlineError):  # a ledger that does not answer may the next time
                if not self.is_held():
                    return True
        return False


def hints_router(hints: Hints) -> APIRouter:
    """The endpoints that take hints."""
    router = APIRouter(
        route_class=HintRoute,
        prefix="/hints",
        tags=["acting"],
        dependencies=[Security(HintRoute.scheme)],
        responses=responses(400, 401, 413, 422, 429),
    )

    @router.post("/pubsub", status_code=202)
    def pubsub(body: PubSubPush, request: Request) -> Hinted:
        """Hear from Google Cloud Storage, by a push subscription, that something landed."""
        told = body.message.attributes
        is_new = told.event == "OBJECT_FINALIZE"
        return _hear(hints, request, [(told.bucket, told.object)] if is_new else [])

    @router.post("/s3", status_code=202)
    def s3(body: S3Event, request: Request) -> Hinted:
        """Hear from S3 that something landed."""
        return _hear(hints, request, list(_created(body)))

    return router


def _created(body: S3Event) -> Iterator[tuple[str, str]]:
    for record in body.records:
        if record.event.removeprefix("s3:").startswith("ObjectCreated:"):
            yield record.s3.bucket.name, unquote_plus(record.s3.object.key)


def _hear(hints: Hints, request: Request, objects: list[tuple[str, str]]) -> Hinted:
    entry = entry_of(request)
    landed = [place for bucket, name in objects if hints.wants(place := f"{bucket}/{name}")]
    entry.asked = {"landed": landed[:3]}
    if not landed:
        return Hinted(run="not wanted")
    return Hinted(run="asked for" if hints.ask(entry.token, landed) else "asked for already")
