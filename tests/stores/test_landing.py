"""Where a landing lies: a folder, by its path or URL."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from boxline.engine.ports import Landed
from boxline.leagues import load_catalog
from boxline.stores.landing import Landing

RAW = load_catalog(("nba",)).raw[0]


def land(landing: Landing) -> Landed:
    page = ("games.json", b"{}")
    noon = datetime(2025, 1, 15, 17, tzinfo=UTC)
    return landing.land(RAW, [page], fetched_at=noon, batch="one", asked={})


def test_a_url_of_a_file_names_a_folder_of_this_machine(tmp_path: Path) -> None:
    landed = land(Landing(f"file://{tmp_path}"))
    assert (tmp_path / landed.pages[0].path).is_file()
    by_path = Landing(str(tmp_path))
    assert by_path.local_path(landed.pages[0]) == str(tmp_path / landed.pages[0].path)
    assert list(by_path.described()) == [landed]


def test_who_asks_which_files_there_are_does_not_load_what_opens_them(tmp_path: Path) -> None:
    landed = land(Landing(str(tmp_path)))
    asked = (
        "import sys; from boxline.stores.landing import Landing; "
        f"assert {landed.pages[0].path!r} in Landing({str(tmp_path)!r}).stored(); "
        "print('fsspec' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "False"
