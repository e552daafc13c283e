"""The command line: everyday commands are one verb, the rest is noun then verb."""

from boxline.cli.app import main

__all__ = ["main"]
