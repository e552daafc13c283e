"""The command line with every dataset, for what the health commands say."""

from __future__ import annotations

import pytest

from tests.cli.answers import CommandLine


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command."""
    return CommandLine(capsys, monkeypatch)
