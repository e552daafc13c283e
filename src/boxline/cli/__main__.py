"""The command line as a process: what the script `boxline` and `python -m boxline.cli` run."""

from __future__ import annotations

import atexit
import os
import sys
import threading

from boxline.cli.app import main


def process() -> None:
    """Run a command and end the process at once.

    To take every module and object apart, as Python does in the end, is a tenth of what a command
    that only looks takes. Whoever calls `main` in a process of their own making keeps it.
    """
    try:
        main()
    except SystemExit as end:
        # Where a thread is still at work, or there is something to say, Python ends as it does.
        if threading.active_count() > 1 or not isinstance(end.code, int | None):
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            raise end from None
        atexit._run_exitfuncs()
        os._exit(end.code or 0)


if __name__ == "__main__":
    process()
