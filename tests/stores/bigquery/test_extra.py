"""What a home on a file loads of the warehouse on BigQuery."""

from __future__ import annotations

import subprocess
import sys


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
