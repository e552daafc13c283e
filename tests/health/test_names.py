"""Names of players and teams, league by league: an id may be somebody else's in another one."""

from __future__ import annotations

import pytest

from boxline.errors import BadWindow, UnknownPlayer
from boxline.health.explaining.names import Names, league_of_player

NAMES = {
    "north": Names(teams={1: "NOR"}, players={12: "Ann", 13: "Cid"}),
    "south": Names(teams={1: "SOU"}, players={12: "Bob", 14: "Cid", 15: "Cid"}),
}
ALONE = {"north": NAMES["north"]}


@pytest.mark.parametrize(
    ("text", "league"), [("Ann", "north"), ("bob", "south"), ("13", "north"), ("14", "south")]
)
def test_a_player_is_looked_for_in_the_league_that_knows_him(text: str, league: str) -> None:
    assert league_of_player(NAMES, text) == league


def test_one_whom_several_leagues_know_is_asked_for_by_a_dataset() -> None:
    for text in ("12", "Cid"):
        with pytest.raises(BadWindow, match="known in north and south; name the dataset"):
            league_of_player(NAMES, text)
    assert league_of_player(ALONE, "12") == "north"


def test_one_whom_nobody_knows_is_refused() -> None:
    with pytest.raises(BadWindow, match="known in none of north, south"):
        league_of_player(NAMES, "Dan")
    # Of one league, with the nearest name there is.
    assert league_of_player(ALONE, "Anne") == "north"
    with pytest.raises(UnknownPlayer, match="'Ann'"):
        NAMES["north"].find_player("Anne")


def test_a_name_that_several_have_is_no_answer() -> None:
    with pytest.raises(UnknownPlayer, match="14, 15"):
        NAMES["south"].find_player("cid")
