"""What two leagues declare that cannot stand side by side, or belongs to no league."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boxline.catalog import Feed, Feeding, Lists, View
from tests.catalog.toy_league import Modules, problems
from tests.catalog.two_leagues import TIN, TOY, modules_of


def both(**words: object) -> Modules:
    """Both leagues, each with the same words."""
    leagues = (replace(TOY, **words), replace(TIN, **words))  # type: ignore[arg-type]
    return {name: held for league in leagues for name, held in modules_of(league).items()}


def test_two_leagues_close_side_by_side() -> None:
    assert problems(both()) == []


SCRAPERS = {"scrapers": {"games": "toy_raw.letters"}}
PROCESSORS = {"processors": {"games": ("toy_core.games",)}}


@pytest.mark.parametrize(("what", "words"), [("scraper", SCRAPERS), ("processor", PROCESSORS)])
def test_a_word_by_which_two_leagues_are_asked_is_refused(
    what: str, words: dict[str, object]
) -> None:
    told = f"league toy: its {what} games is one of league tin, too"
    assert told in problems(both(**words))


def test_a_word_of_the_one_league_may_be_none_of_the_other() -> None:
    modules = modules_of(replace(TOY, **PROCESSORS))  # type: ignore[arg-type]
    assert problems({**modules, **modules_of(TIN)}) == []


def test_a_feed_of_no_league_is_refused() -> None:
    def nothing(view: View) -> list[object]:
        return []

    target = Feed("tan_exports.now", grain="one", documents={"tan.json": object}, reads=())  # type: ignore[dict-item]
    feeding = Feeding(target=target, function=nothing)  # type: ignore[arg-type]
    (problem,) = problems({**both(), "tan.exports.now": {"FEED": feeding}})
    assert problem.endswith("tan_exports.now: no league is named 'tan'")


def listed(**tables: str) -> dict[str, Lists]:
    """Lists of the toy's games, but for what is told."""
    games = dict.fromkeys(("predictions", "results", "lines", "games", "names"), "toy_core.games")
    return {"lists": Lists(**(games | tables))}


def test_lists_of_two_leagues_in_one_place_are_refused() -> None:
    assert "league toy: its lists stand where those of tin do: say under=" in problems(
        both(**listed())
    )


def test_a_list_needs_its_table_and_the_columns_that_it_is_asked_by() -> None:
    found = problems(modules_of(replace(TOY, **listed(lines="toy_core.lines"))))
    assert "league toy: its list of lines is of toy_core.lines, which is not there" in found
    assert "league toy: its list of names needs 'player_name' in toy_core.games" in found
