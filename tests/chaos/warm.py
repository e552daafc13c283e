"""What a process needs that runs are forked from: everything is imported, nothing is open, and what
is the same for every run of one code is known already."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from boxline.engine.program_version import program_version
from boxline.engine.work import Window
from boxline.web.site.drawing import environment
from tests.chaos.league import chaos_catalog, instant_of
from tests.chaos.runs import Command, home_of
from tests.chaos.sandbox import Sky
from tests.faults.sweep import IMPORTED, in_child


def warm(folder: Path, sky: Sky) -> None:
    """Import what a run imports, for whoever is forked from this process. The home that it takes is
    left in the folder: its cache holds what declarations compile to."""

    def night() -> list[str]:
        sky.set(instant_of(1))
        home = home_of(Command(home=folder, url=sky.url, now=instant_of(1)))
        home.run("run", Window())
        home.close()
        return list(sys.modules)

    for name in in_child(lambda _: night()).result:
        if name.partition(".")[0] in sys.stdlib_module_names | IMPORTED:
            importlib.import_module(name)
    chaos_catalog()
    program_version()
    for template in environment().list_templates():
        environment().get_template(template)
    threads = list(Path("/proc/self/task").iterdir())
    assert len(threads) <= 2, "only PyArrow may have a thread, which minds forks"
