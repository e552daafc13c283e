"""A warehouse on BigQuery where its client is not installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from boxline.errors import MissingExtra
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.opening import client_of


def test_what_lacks_is_told_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "google.cloud.bigquery", None)
    with pytest.raises(MissingExtra, match=r"pip install 'boxline\[bigquery\]'"):
        client_of(Address(project="p", prefix="b"))


def test_nothing_of_it_is_loaded_where_no_url_is_set() -> None:
    command = (
        "import sys, boxline.home.session, boxline.home.place, boxline.stores.warehouse;"
        "ours = ('google.cloud', 'boxline.stores.bigquery');"
        "print([name for name in sys.modules if name.startswith(ours)])"
    )
    found = subprocess.run(
        [sys.executable, "-c", command], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == "[]"
