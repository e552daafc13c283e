"""A hint as the Pub/Sub emulator pushes it, where one is installed."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from boxline.home import Home
from boxline.stores.tokens import token_of
from boxline.web.acting.hints import Hints, hints_router
from boxline.web.acting.starting import Starter
from boxline.web.api import Served, create_app
from tests.builders import home_at
from tests.scale.ports import free_port

GCLOUD = shutil.which("gcloud")
LANDED = "landing/x/20250116T110000Z-a1.landed.json"
TOKEN = token_of("h" * 43)

#: gcloud without the emulator would ask whether to fetch it.
EMULATOR = Path(GCLOUD).resolve().parents[1] / "platform" / "pubsub-emulator" if GCLOUD else None

pytestmark = pytest.mark.skipif(
    EMULATOR is None or not EMULATOR.is_dir(), reason="no Pub/Sub emulator of gcloud is installed"
)


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[str]:
    """The address of a Pub/Sub emulator, which neither reads nor writes what gcloud keeps of us."""
    at = f"127.0.0.1:{free_port()}"
    words = [str(GCLOUD), "beta", "emulators", "pubsub", "start", f"--host-port={at}"]
    data = tmp_path / "pubsub"
    data.mkdir()  # it makes none itself
    words += ["--project=ours", f"--data-dir={data}"]
    alone = {"CLOUDSDK_CONFIG": str(tmp_path / "gcloud"), "CLOUDSDK_CORE_DISABLE_PROMPTS": "1"}
    quiet = subprocess.DEVNULL  # it tells of every push that meets nobody
    process = subprocess.Popen(
        words, start_new_session=True, env={**os.environ, **alone}, stdout=quiet, stderr=quiet
    )
    try:
        for _ in range(600):
            try:
                httpx.get(f"http://{at}/v1/projects/ours/topics").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        else:
            pytest.fail("the emulator did not answer within a minute")
        yield f"http://{at}/v1/projects/ours"
    finally:
        # Told to end it may first push what is left, to a server that is gone, again and again.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with a token for hints."""
    one = home_at(tmp_path_factory.mktemp("of-hints") / "home")
    one.ledger.tokens.add("hints", TOKEN, one.clock())
    yield one
    one.close()


@pytest.fixture
def server(home: Home) -> Iterator[str]:
    """The address of a server over the home, whose hints gather for longer than the test takes."""
    starter = Starter(
        ledger=home.ledger,
        home=home.path,
        entry=(),
        environment={},
        clock=home.clock,
        new_run_id=home.new_run_id,
    )
    served = Served(
        published=home.published,
        snapshot=home.snapshot,
        ledger=home.ledger,
        catalog=home.catalog,
        clock=home.clock,
        version="0",
    )
    hints = Hints(
        starter=starter,
        is_held=lambda: False,
        landed_by_us=home.ledger.landed_by_us,
        seconds=3600,
    )
    port = free_port()
    app = create_app(served, [hints_router(hints)])
    running = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=running.run)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    hints.end()
    running.should_exit = True
    thread.join(30)


def test_what_the_emulator_pushes_is_a_hint(emulator: str, server: str, home: Home) -> None:
    httpx.put(f"{emulator}/topics/landed").raise_for_status()
    push = {"pushEndpoint": f"{server}/hints/pubsub?token={TOKEN}"}
    told = {"topic": "projects/ours/topics/landed", "pushConfig": push}
    httpx.put(f"{emulator}/subscriptions/landed", json=told).raise_for_status()
    attributes = {"eventType": "OBJECT_FINALIZE", "bucketId": "ours", "objectId": LANDED}
    message = {"data": base64.b64encode(b"{}").decode(), "attributes": attributes}
    httpx.post(f"{emulator}/topics/landed:publish", json={"messages": [message]})
    for _ in range(300):
        if calls := home.ledger.audit.listed(10):
            break
        time.sleep(0.1)
    assert [(call["path"], call["status"]) for call in calls] == [("/hints/pubsub", 202)]
