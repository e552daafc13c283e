"""What changes a code version, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.engine.code_version import CodeVersions, imports_of, normalised, resources_of
from boxline.leagues import whole_catalog

SOURCE = '''
"""A module."""
from boxline.catalog import Column

N = 10  # games

def last(x):
    """The last of them."""
    return x * N

C = Column("n", doc="A number.", low=0)
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# games", "# games played"),
        ('"""The last of them."""', '"""The last n of them."""'),
        ('doc="A number."', 'doc="Another word for it."'),
        ("return x * N", "return (x  *  N)"),
    ],
)
def test_words_about_code_change_nothing(old: str, new: str) -> None:
    assert normalised(SOURCE) == normalised(SOURCE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"), [("N = 10", "N = 20"), ("x * N", "x + N"), ("low=0", "low=1"), ('"n"', '"m"')]
)
def test_a_formula_or_a_limit_changes_the_version(old: str, new: str) -> None:
    assert normalised(SOURCE) != normalised(SOURCE.replace(old, new))


def test_imports_are_found_by_module_and_by_name() -> None:
    source = "import boxline.errors\nfrom boxline.nba import formulas\nimport json"
    found = imports_of(source, "boxline")
    assert found == ["boxline.errors", "boxline.nba", "boxline.nba.formulas"]


class Edited(CodeVersions):
    """Code versions as they would be with one module's source changed."""

    def __init__(self, module: str) -> None:
        super().__init__(whole_catalog())
        tree, used = self._module(module)
        self._facts[module] = (f"{tree} edited", used)


def _changed_by(module: str) -> set[str]:
    before, after = CodeVersions(whole_catalog()).all(), Edited(module).all()
    return {name for name in before if before[name] != after[name]}


def test_a_formula_changes_exactly_the_datasets_that_use_it() -> None:
    changed = _changed_by("boxline.nba.formulas")
    assert changed >= {
        "nba_analytics.player_game_summary",
        "nba_analytics.team_defense_game_summary",
        "nba_analytics.team_offense_game_summary",
    }
    # What lies beneath has no formula, and what lies above sees it by the content of its inputs.
    assert {name.split(".")[0] for name in changed} <= {"nba_analytics", "nba_precompute"}


def test_a_system_changes_predictions_and_what_names_the_systems() -> None:
    assert _changed_by("boxline.forecasting.moving_average") == {
        "nba_predictions.reference_models",
        "nba_predictions.reference_forecasts",
        "nba_predictions.weekly_models",
        "nba_predictions.champions",
        "nba_predictions.player_prop_predictions",
        "nba_predictions.prediction_accuracy",
        "nba_exports.predictions",
        "nba_exports.results",
        # Feeds that name systems, too: who speaks first, and the record of all.
        "nba_exports.player",
        "nba_exports.players",
        "nba_exports.system_performance",
        "nba_exports.tonight_player",
        "nba_exports.tonight_players",
    }


def test_a_datasets_own_module_changes_no_other_dataset() -> None:
    assert _changed_by("boxline.nba.core.player_games") == {"nba_core.player_games"}


def test_resources_are_those_that_a_module_names() -> None:
    assert resources_of('RESOURCES = ("a.csv", "b.csv")\nOTHERS = ("c.csv",)') == ["a.csv", "b.csv"]
    assert resources_of("x = 1") == []


def test_a_resource_changes_exactly_the_datasets_that_use_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cache = tmp_path / "code.json"
    before = CodeVersions(whole_catalog(), cache).all()
    read = Path.read_bytes

    def edited(path: Path) -> bytes:
        return read(path) + (b"A,B,new\n" if path.name == "player_aliases.csv" else b"")

    monkeypatch.setattr(Path, "read_bytes", edited)
    after = CodeVersions(whole_catalog(), cache).all()
    assert {name for name in before if before[name] != after[name]} == {
        "nba_core.expected_players",
        "nba_core.officials",
        "nba_core.rosters",
        "nba_core.absences",
        "nba_core.player_games_by_source",
        "nba_core.resolved_names",
    }


def test_the_cache_gives_what_reading_anew_gives(tmp_path: Path) -> None:
    cache = tmp_path / "code.json"
    first = CodeVersions(whole_catalog(), cache).all()
    assert (
        CodeVersions(whole_catalog(), cache).all() == first == CodeVersions(whole_catalog()).all()
    )


def test_a_torn_cache_is_an_empty_one(tmp_path: Path) -> None:
    cache = tmp_path / "code.json"
    cache.write_text('{"half')
    assert CodeVersions(whole_catalog(), cache).all() == CodeVersions(whole_catalog()).all()
