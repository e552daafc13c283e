"""A bucket that cannot be used is found, and holds nothing up that does not need it."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from boxline.cli.serve import app_of
from boxline.health.examining.examination import examine
from boxline.home import Home
from boxline.stores.buckets import Bucket
from boxline.stores.published_bucket import POINTER, object_path
from tests.builders import home_at
from tests.scale.buckets.documents import NOW, PATH, ask, document, published_at


def test_doctor_finds_it_before_there_is_a_home_and_looks_at_the_rest(
    down: str, tmp_path: Path
) -> None:
    found = list(
        examine(
            tmp_path / "none",
            (),
            is_deep=False,
            wait_seconds=0,
            landing=f"{down}/landing",
            published=f"{down}/published",
        )
    )
    told = {one.about: one.found for one in found if one.is_problem}
    for about in ("landing", "published"):
        assert f"{down}/{about} cannot be used" in told[about]
    assert "home" in [one.about for one in found if not one.is_problem]


def test_figures_are_told_without_it_and_a_server_that_waits_for_it_says_so(
    down: str, tmp_path: Path
) -> None:
    home = home_at(tmp_path / "home")
    home = replace(home, settings=replace(home.settings, published=down))
    metrics, ready, document = ask(home, "/metrics", "/ready", "/v1/today.json")
    home.close()
    assert metrics.status_code == 200
    assert "boxline_info" in metrics.text
    assert "boxline_published_set_age_seconds" not in metrics.text
    assert ready.status_code == document.status_code == 503
    assert "the bucket of the published set cannot be used" in ready.json()["detail"]


class Slow:
    """A bucket that stands still where it is asked for one object."""

    def __init__(self, path: str) -> None:
        self.path, self.begun, self.goes_on = path, threading.Event(), threading.Event()

    def stands_still(self, real: Any) -> Any:
        def answer(bucket: Bucket, path: str) -> Any:
            if path == self.path:
                self.begun.set()
                assert self.goes_on.wait(5), "somebody else was to be answered meanwhile"
            return real(bucket, path)

        return answer


def answered_meanwhile(home: Home, slow: Slow, waiting: str, other: str) -> list[int]:
    """How a server answers another request while one waits for the bucket; and then that one."""

    async def asked() -> list[int]:
        transport = httpx.ASGITransport(app_of(home, set()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as one:
            first = asyncio.ensure_future(one.get(waiting))
            while not slow.begun.is_set():
                await asyncio.sleep(0.01)
            second = await one.get(other)
            slow.goes_on.set()
            return [second.status_code, (await first).status_code]

    return asyncio.run(asked())


def test_a_bucket_that_takes_its_time_holds_up_nobody_who_does_not_ask_for_it(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_at(tmp_path / "home")
    home = replace(home, settings=replace(home.settings, published=s3))
    home.published.publish([document("{}")], NOW)
    slow = Slow(POINTER)
    monkeypatch.setattr(Bucket, "tag", slow.stands_still(Bucket.tag))
    assert answered_meanwhile(home, slow, f"/{PATH}", "/health") == [200, 200]
    home.close()


def test_a_document_that_takes_its_time_holds_up_no_other(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_at(tmp_path / "home")
    home = replace(home, settings=replace(home.settings, published=s3))
    other = "v1/other.json"
    published_at(s3).publish([document("{}"), document('{"n": 1}', path=other)], NOW)
    slow = Slow(object_path(PATH, hashlib.sha256(b"{}").hexdigest()))
    monkeypatch.setattr(Bucket, "read", slow.stands_still(Bucket.read))
    assert answered_meanwhile(home, slow, f"/{PATH}", f"/{other}") == [200, 200]
    home.close()
