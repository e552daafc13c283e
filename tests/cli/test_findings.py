"""`findings`: what it says where nothing differs. What differs is in `test_sourced_datasets`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.answers import CommandLine


def test_a_home_of_one_source_has_no_finding(boxline: CommandLine, settled_copy: Path) -> None:
    listed = boxline("findings", "list", home=settled_copy)
    assert (listed.exit, listed.data) == (0, "")
    assert "No two sources differ." in listed.talk
    assert boxline("findings", "list", "--json", home=settled_copy).json == []


def test_a_dataset_that_is_none_is_misuse(boxline: CommandLine, settled_copy: Path) -> None:
    listed = boxline("findings", "list", "--dataset", "nba_core.player_game", home=settled_copy)
    assert listed.exit == 2
    assert "nba_core.player_games" in listed.talk
