"""The command line: everyday commands are one verb, the rest is noun then verb."""

from boxline.cli.app import main, run_command

__all__ = ["main", "run_command"]
