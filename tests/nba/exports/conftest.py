"""The small league with models of every week, as tests of records want it."""

import pytest

from boxline.home import Home
from tests.builders import settled_league_home


@pytest.fixture(scope="session")
def home_with_models(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Tests only read it."""
    return settled_league_home(tmp_path_factory.mktemp("with-models"), with_old_models=True)
