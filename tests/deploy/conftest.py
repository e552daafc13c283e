"""What tests of deployments share."""

from __future__ import annotations

from tests.cli.conftest import boxline

__all__ = ["boxline"]
