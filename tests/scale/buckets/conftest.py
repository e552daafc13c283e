"""Buckets on loopback: moto's S3 server, and the emulator of Google Cloud Storage."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from boxline.stores.buckets import Bucket
from boxline.stores.published_bucket import POINTER
from tests.scale.ports import free_port

#: Each test has a bucket of its own in the one server.
NUMBERS = count(1)

#: Nothing of the machine that the tests run on is looked at for who we are.
AWS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The endpoint of moto's S3 server."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def gcs_server() -> Iterator[str]:
    """The endpoint of the GCS emulator. It knows of no precondition, so the tests bring it the one
    that is asked for, as Google's reference of `objects.insert` has it."""
    from gcp_storage_emulator.handlers import objects
    from gcp_storage_emulator.server import create_server

    insert, one_at_a_time = objects._multipart_upload, threading.Lock()

    def insert_if(request: Any, response: Any, storage: Any) -> None:
        wanted = request.query.get("ifGenerationMatch")
        with one_at_a_time:
            if wanted and wanted[0] != _generation(request, storage):
                response.status = HTTPStatus.PRECONDITION_FAILED
                return
            insert(request, response, storage)

    objects._multipart_upload = insert_if
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()
    objects._multipart_upload = insert


def _generation(request: Any, storage: Any) -> str:
    from gcp_storage_emulator.exceptions import NotFound

    name = request.data["meta"]["name"]
    try:
        found: str = storage.get_file_obj(request.params["bucket_name"], name)["generation"]
    except NotFound:
        return "0"
    return found


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty prefix in an S3 bucket."""
    import s3fs

    for name, value in {**AWS, "AWS_ENDPOINT_URL": s3_server}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    bucket = f"bucket-{next(NUMBERS)}"
    s3fs.S3FileSystem().mkdir(bucket)
    return f"s3://{bucket}/of/boxline"


@pytest.fixture
def gs(gcs_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty prefix in a bucket of the GCS emulator."""
    import httpx
    from gcsfs.core import GCSFileSystem

    monkeypatch.setenv("STORAGE_EMULATOR_HOST", gcs_server)
    GCSFileSystem.clear_instance_cache()
    bucket = f"bucket-{next(NUMBERS)}"
    httpx.post(f"{gcs_server}/storage/v1/b", json={"name": bucket}).raise_for_status()
    return f"gs://{bucket}/of/boxline"


@pytest.fixture
def down(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a place in a bucket whose server does not answer."""
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 1)
    return s3


@pytest.fixture(params=["s3", "gs"])
def bucket_url(request: pytest.FixtureRequest) -> str:
    """The same of either kind."""
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["folder", "s3", "gs"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place of every kind: a folder's path, or a bucket's URL."""
    if request.param == "folder":
        return str(tmp_path / "place")
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something happen once: right before the pointer is replaced by whoever is first."""
    write_if = Bucket.write_if

    def happens(what: Callable[[], object]) -> None:
        def late(self: Bucket, path: str, *given: Any) -> bool:
            if path == POINTER:
                monkeypatch.setattr(Bucket, "write_if", write_if)
                what()
            return write_if(self, path, *given)

        monkeypatch.setattr(Bucket, "write_if", late)

    return happens
