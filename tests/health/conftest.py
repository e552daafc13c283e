"""The command line, for what the health commands say."""

from tests.cli.conftest import boxline

__all__ = ["boxline"]
