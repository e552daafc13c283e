"""Names say where a dataset belongs and are given once; its columns must fit together (law 1)."""

from __future__ import annotations

from typing import Any

import pytest

from boxline.catalog import AtMost, Column, Day, Instant, Int, League, Same, Text
from tests.catalog.toy_league import (
    COLUMNS,
    GAME_DATE,
    GAME_ID,
    GOALS,
    LEAGUE,
    computes,
    problems,
    raw,
    reads,
    table,
    toy_modules,
    writes,
)


class TestNames:
    def test_one_name_may_not_be_declared_twice(self) -> None:
        twin = raw(landing="twins", unread="later")
        modules = toy_modules() | {"toy.raw.twins": {"TWINS": twin}}
        assert problems(modules) == [
            "toy.raw.twins: toy_raw.letters is declared twice, the other time in toy.raw.letters"
        ]

    def test_importing_a_declaration_does_not_declare_it_again(self) -> None:
        modules = toy_modules()
        modules["toy.exports.scores"] |= modules["toy.raw.letters"]
        assert problems(modules) == []

    @pytest.mark.parametrize(
        ("kind", "held"),
        [
            ("rows", {"again": lambda modules: reads(modules["toy.raw.letters"]["LETTERS"])}),
            (
                "transform",
                {
                    "again": lambda modules: computes(
                        modules["toy.exports.scores"]["SCORES"],
                        games=Same(modules["toy.core.games"]["GAMES"]),
                    )
                },
            ),
            (
                "document",
                {"again": lambda modules: writes(modules["toy.exports.scores"]["SCORES"])},
            ),
        ],
    )
    def test_one_dataset_may_not_have_two_functions_of_a_kind(
        self, kind: str, held: dict[str, Any]
    ) -> None:
        modules = toy_modules()
        modules["toy.second"] = {name: made(modules) for name, made in held.items()}
        dataset = modules["toy.second"]["again"].target.name
        first = f"toy.{dataset.removeprefix('toy_')}"
        assert problems(modules) == [
            f"toy.second: {dataset} has two functions with @{kind}, the other time in {first}"
        ]

    def test_a_function_may_have_two_names(self) -> None:
        modules = toy_modules()
        modules["toy.core.games"]["alias"] = modules["toy.core.games"]["games"]
        assert problems(modules) == []

    def test_a_function_bound_to_what_no_module_declares_is_refused(self) -> None:
        modules = toy_modules() | {"toy.raw.lost": {"lost": reads(raw("toy_raw.lost"))}}
        assert problems(modules) == [
            "toy.raw.lost: toy_raw.lost: a function is bound to it, and no module declares it"
        ]

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            ("chess_raw.letters", "no league is named 'chess'"),
            (
                "toy_attic.letters",
                (
                    "no layer is named 'attic'; "
                    "there are raw, core, analytics, precompute, predictions, exports"
                ),
            ),
            ("toyraw.letters", "a name reads league_layer.thing"),
            ("toy_raw", "a name reads league_layer.thing"),
        ],
    )
    def test_a_name_must_say_league_and_layer(self, name: str, problem: str) -> None:
        lost = raw(name, landing="lost", unread="later")
        modules = toy_modules() | {"toy.raw.lost": {"LOST": lost, "lost": reads(lost)}}
        assert problems(modules) == [f"toy.raw.lost: {name}: {problem}"]

    def test_an_input_with_a_name_that_cannot_be_is_reported_once(self) -> None:
        assert problems(toy_modules(letters=raw("toy_attic.letters"))) == [
            (
                "toy.raw.letters: toy_attic.letters: no layer is named 'attic'; "
                "there are raw, core, analytics, precompute, predictions, exports"
            )
        ]

    def test_a_league_may_not_be_declared_twice(self) -> None:
        again = League(name="toy", seasons=LEAGUE.seasons, calendar="toy_core.games")
        modules = toy_modules() | {"toy.other_league": {"AGAIN": again}}
        assert problems(modules) == [
            "toy.other_league: toy is a league declared twice, the other time in toy.league"
        ]

    def test_a_league_needs_its_calendar(self) -> None:
        chess = League(name="chess", seasons=LEAGUE.seasons, calendar="chess_core.games")
        assert problems(toy_modules() | {"chess.league": {"CHESS": chess}}) == [
            "league chess: its calendar chess_core.games is not in the catalog"
        ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"key": ("match_id",)},
            "column 'match_id' is used by key, partition or rules, and not declared",
        ),
        (
            {"partition": "day"},
            "column 'day' is used by key, partition or rules, and not declared",
        ),
        (
            {"rules": (AtMost("shots", "goals"),)},
            "column 'shots' is used by key, partition or rules, and not declared",
        ),
        (
            {"complete_within": ("week",)},
            "column 'week' is used by key, partition or rules, and not declared",
        ),
        (
            {"prefer": "weight"},
            "column 'weight' is used by key, partition or rules, and not declared",
        ),
        (
            {"columns": (Column("game_id", Text, nullable=True, doc="."), GAME_DATE, GOALS)},
            "key column 'game_id' may not be NULL",
        ),
        (
            {"columns": (GAME_ID, Column("game_date", Day, nullable=True, doc="."), GOALS)},
            "partition column 'game_date' must be a day that is never NULL",
        ),
        (
            {"columns": (GAME_ID, Column("game_date", Instant, doc="."), GOALS)},
            "partition column 'game_date' must be a day that is never NULL",
        ),
        (
            {"columns": (*COLUMNS, Column("fans", Int))},
            "column 'fans' has no doc",
        ),
        (
            {"columns": (*COLUMNS, GOALS)},
            "column 'goals' is declared twice",
        ),
    ],
)
def test_columns_that_contradict_one_another_are_refused(
    changes: dict[str, Any], problem: str
) -> None:
    assert problems(toy_modules(letters=raw(**changes))) == [
        f"toy.raw.letters: toy_raw.letters: {problem}"
    ]


def test_a_history_must_be_keyed_by_day_origin_and_version() -> None:
    assert problems(toy_modules(games=table(is_history=True))) == [
        "toy.core.games: toy_core.games: a history table's key must hold its partition",
        "toy.core.games: toy_core.games: a history table's key needs 'origin'",
        "toy.core.games: toy_core.games: a history table's key needs 'version'",
        "toy.core.games: toy_core.games: a history table needs the instant 'frozen_at'",
    ]


def test_a_history_that_is_keyed_so_closes() -> None:
    versions = (
        Column("origin", Text, doc="."),
        Column("version", Int, low=1, doc="."),
        Column("frozen_at", Instant, doc="."),
    )
    games = table(
        columns=(*COLUMNS, *versions),
        key=("game_date", "game_id", "origin", "version"),
        is_history=True,
    )
    assert problems(toy_modules(games=games)) == []
