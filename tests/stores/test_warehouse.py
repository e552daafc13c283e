"""The warehouse as it is opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: Without a file of its own, a program is an interactive one in DuckDB's eyes.
PROGRAM = """
import sys
from pathlib import Path
from boxline.config import Settings
from boxline.home import Home
with Home(settings=Settings(home=Path(sys.argv[1]))).warehouse("test") as warehouse:
    query = "SELECT current_setting('enable_progress_bar')"
    print(warehouse.connection.execute(query).fetchone())
"""


def test_a_long_query_draws_no_bar_between_the_data_on_stdout(tmp_path: Path) -> None:
    program = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert done.stdout == "(False,)\n"
