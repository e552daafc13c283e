"""A bucket whose extra is not installed ends a command with the next step."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.answers import CommandLine, refused


@pytest.mark.parametrize(
    ("url", "module", "extra"),
    [("s3://ours/x", "s3fs", "s3"), ("gs://ours/x", "gcsfs.core", "gcs")],
)
@pytest.mark.parametrize("setting", ["BOXLINE_LANDING", "BOXLINE_PUBLISHED"])
def test_a_missing_extra_is_named_with_how_to_install_it(
    boxline: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    setting: str,
    url: str,
    module: str,
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    for lacking in ("aiohttp", "s3fs", "gcsfs"):  # where none of it is installed, and where all is
        monkeypatch.setitem(sys.modules, lacking, None)
    monkeypatch.setenv(setting, url)
    answer = boxline("run", "--home", tmp_path / "home")
    refused(answer, 2, url, f"pip install 'boxline[{extra}]'")
