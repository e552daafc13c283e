"""What is declared and cannot be paired is refused at start-up, with the module to mend (law 1)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import pytest

from boxline.catalog import (
    Catalog,
    Column,
    Int,
    Known,
    KnownAsBefore,
    League,
    Materials,
    MeanAsBefore,
    Now,
    Past,
    Rel,
    Same,
    Table,
    Varies,
    build_catalog,
    modules_of,
    transform,
    watched,
)
from boxline.catalog.inputs import Reach, document
from boxline.catalog.plausibility import Check
from boxline.domain.seasons import SeasonRule
from boxline.errors import CatalogError
from boxline.leagues import LEAGUE_PACKAGES, whole_catalog
from tests.catalog.toy_league import (
    COLUMNS,
    Modules,
    build,
    computes,
    export,
    number,
    problems,
    raw,
    reads,
    table,
    toy_modules,
    works,
    writes,
)

NO_READER = "no dataset reads it: give it a reader, or say why not with unread="


def test_the_toy_league_closes() -> None:
    assert problems(toy_modules()) == []


class TestRawTables:
    def test_one_that_no_function_reads_is_refused(self) -> None:
        modules = toy_modules()
        del modules["toy.raw.letters"]["letters"]
        assert problems(modules) == [
            (
                "toy.raw.letters: toy_raw.letters: nothing reads what lands for it: "
                "bind a function with @rows"
            )
        ]

    def test_one_that_no_dataset_reads_is_refused(self) -> None:
        stamps = raw("toy_raw.stamps")
        modules = toy_modules() | {"toy.raw.stamps": {"STAMPS": stamps, "stamps": reads(stamps)}}
        assert problems(modules) == [f"toy.raw.stamps: toy_raw.stamps: {NO_READER}"]

    def test_one_that_says_why_no_dataset_reads_it_closes(self) -> None:
        stamps = raw("toy_raw.stamps", unread="collected for later")
        modules = toy_modules() | {"toy.raw.stamps": {"STAMPS": stamps, "stamps": reads(stamps)}}
        assert problems(modules) == []

    def test_one_that_is_read_may_not_say_why_it_is_not(self) -> None:
        assert problems(toy_modules(letters=raw(unread="later"))) == [
            "toy.raw.letters: toy_raw.letters: it is read after all: drop unread="
        ]

    def test_two_may_not_land_under_one_path(self) -> None:
        notes = raw("toy_raw.notes", landing="letters", unread="later")
        modules = toy_modules() | {"toy.raw.notes": {"NOTES": notes, "notes": reads(notes)}}
        assert problems(modules) == [
            "toy.raw.notes: toy_raw.notes and toy_raw.letters both use the path post/letters"
        ]

    def test_two_may_not_read_archive_files_with_the_same_columns(self) -> None:
        papers = raw(payload=None)
        more = (*COLUMNS, Column("price", Int, optional=True, nullable=True, doc="Paid."))
        books = raw("toy_raw.books", payload=None, columns=more, unread="later")
        modules = toy_modules(letters=papers)
        modules["toy.raw.books"] = {"BOOKS": books, "books": reads(books)}
        assert problems(modules) == [
            (
                "toy.raw.letters: toy_raw.letters and toy_raw.books "
                "both read a file with the same columns"
            )
        ]

    def test_two_may_read_archive_files_that_differ_in_a_column_they_must_have(self) -> None:
        more = (*COLUMNS, Column("price", Int, nullable=True, doc="Paid."))
        books = raw("toy_raw.books", payload=None, columns=more, unread="later")
        modules = toy_modules(letters=raw(payload=None))
        modules["toy.raw.books"] = {"BOOKS": books, "books": reads(books)}
        assert problems(modules) == []

    def test_two_may_read_the_same_columns_if_both_say_how_their_files_are_named(self) -> None:
        books = raw("toy_raw.books", payload=None, named="books_", unread="later")
        modules = toy_modules(letters=raw(payload=None, named="letters_"))
        modules["toy.raw.books"] = {"BOOKS": books, "books": reads(books)}
        assert problems(modules) == []


class TestComputedDatasets:
    def test_a_table_that_no_function_computes_is_refused(self) -> None:
        modules = toy_modules()
        del modules["toy.core.games"]["games"]
        assert problems(modules) == [
            f"toy.raw.letters: toy_raw.letters: {NO_READER}",
            "toy.core.games: toy_core.games: nothing computes it: bind a function with @transform",
        ]

    def test_a_table_that_no_dataset_reads_is_refused(self) -> None:
        modules = toy_modules()
        del modules["toy.exports.scores"]
        assert problems(modules) == [f"toy.core.games: toy_core.games: {NO_READER}"]

    def test_a_table_that_is_read_may_not_say_why_it_is_not(self) -> None:
        assert problems(toy_modules(games=table(unread="later"))) == [
            "toy.core.games: toy_core.games: it is read after all: drop unread="
        ]

    def test_an_export_without_a_document_is_refused(self) -> None:
        modules = toy_modules()
        del modules["toy.exports.scores"]["document"]
        assert problems(modules) == [
            (
                "toy.exports.scores: toy_exports.scores: nothing writes its document: "
                "bind a function with @document"
            )
        ]

    def test_an_export_whose_document_is_none_of_ours_is_refused(self) -> None:
        def write(day: object, rows: object) -> dict[str, object]:
            return {"day": day, "rows": rows}

        modules = toy_modules()
        write.__module__ = "toy.exports.scores"
        scores = modules["toy.exports.scores"]["SCORES"]
        modules["toy.exports.scores"]["document"] = document(scores)(write)
        assert problems(modules) == [
            (
                "toy.exports.scores: toy_exports.scores: its document must inherit from "
                "catalog.feeds.Document: say so where it is returned"
            )
        ]

    def test_two_exports_may_not_have_one_path(self) -> None:
        modules = toy_modules()
        games = modules["toy.core.games"]["GAMES"]
        scores = export("toy_exports.totals", path="scores/{date}.json")
        modules["toy.exports.totals"] = {
            "TOTALS": scores,
            "totals": computes(scores, games=Same(games)),
            "document": writes(scores),
        }
        assert problems(modules) == [
            (
                "toy.exports.totals: toy_exports.totals and toy_exports.scores "
                "both use the path scores/{date}.json"
            )
        ]

    def test_an_input_that_no_module_declares_is_refused(self) -> None:
        modules = toy_modules()
        games = modules["toy.core.games"]["GAMES"]
        letters = modules["toy.core.games"]["LETTERS"]
        lost = raw("toy_raw.lost")
        modules["toy.core.games"]["games"] = computes(games, lost=Same(lost), sent=Same(letters))
        assert problems(modules) == [
            (
                "toy.core.games: toy_core.games: input 'lost' names toy_raw.lost, "
                "which is not in the catalog"
            )
        ]

    def test_an_input_that_only_bears_the_name_of_a_dataset_is_refused(self) -> None:
        modules = toy_modules()
        games = modules["toy.core.games"]["GAMES"]
        modules["toy.core.games"]["games"] = computes(games, letters=Same(raw(grain="a twin")))
        assert problems(modules) == [
            (
                "toy.core.games: toy_core.games: input 'letters' names toy_raw.letters, "
                "which is not in the catalog"
            )
        ]

    def test_an_input_may_not_flow_backwards(self) -> None:
        modules = toy_modules()
        letters, games = modules["toy.core.games"]["LETTERS"], modules["toy.core.games"]["GAMES"]
        totals = table("toy_analytics.totals")
        modules["toy.analytics.totals"] = {
            "TOTALS": totals,
            "totals": computes(totals, letters=Same(letters)),
        }
        modules["toy.core.games"]["games"] = computes(
            games, letters=Same(letters), totals=Past(totals)
        )
        assert problems(modules) == [
            "toy.core.games: toy_core.games: input 'totals' flows backwards, from analytics to core"
        ]

    def test_datasets_may_not_read_one_another_in_a_circle(self) -> None:
        modules = toy_modules()
        letters, games = modules["toy.core.games"]["LETTERS"], modules["toy.core.games"]["GAMES"]
        teams = table("toy_core.teams")
        modules["toy.core.teams"] = {"TEAMS": teams, "teams": computes(teams, games=Same(games))}
        modules["toy.core.games"]["games"] = computes(
            games, letters=Same(letters), teams=Past(teams)
        )
        assert problems(modules) == [
            (
                "toy.core.games: toy_core.games: datasets read one another in a circle: "
                "toy_core.games -> toy_core.teams -> toy_core.games"
            )
        ]

    def test_a_table_of_the_clock_alone_can_never_be_planned(self) -> None:
        modules = toy_modules(letters=raw(unread="later"))
        games = modules["toy.core.games"]["GAMES"]
        modules["toy.core.games"]["games"] = computes(games, clock=Now())
        assert problems(modules) == [
            "toy.core.games: toy_core.games: it has no input, so no day of it can ever be planned"
        ]

    def test_an_input_may_not_come_from_another_league(self) -> None:
        chess = League(name="chess", seasons=SeasonRule(begins=(1, 1)), calendar="toy_core.games")
        boards = raw("chess_raw.boards")
        modules = toy_modules(letters=raw(unread="later"))
        games = modules["toy.core.games"]["GAMES"]
        modules["chess.league"] = {"CHESS": chess}
        modules["chess.raw.boards"] = {"BOARDS": boards, "boards": reads(boards)}
        modules["toy.core.games"]["games"] = computes(games, boards=Same(boards))
        assert problems(modules) == [
            "toy.core.games: toy_core.games: input 'boards' belongs to another league"
        ]


class TestExplainedColumns:
    def test_one_that_its_transform_explains_closes(self) -> None:
        games = table(columns=(*COLUMNS, number("seats", explained_by="unknown_because")))
        assert problems(toy_modules(games=games)) == []

    def test_one_that_may_be_null_is_refused(self) -> None:
        seats = number("seats", nullable=True, explained_by="unknown_because")
        assert problems(toy_modules(games=table(columns=(*COLUMNS, seats)))) == [
            (
                "toy.core.games: toy_core.games: column 'seats' may be NULL, "
                "so nothing rejects and explains it"
            )
        ]

    def test_one_that_a_stored_column_explains_is_refused(self) -> None:
        seats = number("seats", explained_by="game_id")
        assert problems(toy_modules(games=table(columns=(*COLUMNS, seats)))) == [
            (
                "toy.core.games: toy_core.games: column 'seats' is explained by 'game_id', "
                "which is stored"
            )
        ]

    def test_one_of_a_raw_table_is_refused(self) -> None:
        letters = raw(columns=(*COLUMNS, number("seats", explained_by="unknown_because")))
        assert problems(toy_modules(letters=letters)) == [
            (
                "toy.raw.letters: toy_raw.letters: column 'seats' is explained, "
                "which only a computed table's can be"
            )
        ]


class TestCheckedColumns:
    def test_one_that_may_be_null_closes_with_every_check(self) -> None:
        checks = (Varies(), Known(0.9), KnownAsBefore(), MeanAsBefore())
        seats = number("seats", nullable=True, checks=checks)
        assert problems(toy_modules(games=table(columns=(*COLUMNS, seats)))) == []

    def test_one_of_a_raw_table_is_refused(self) -> None:
        letters = raw(columns=(*COLUMNS, number("seats", checks=(Varies(),))))
        assert problems(toy_modules(letters=letters)) == [
            (
                "toy.raw.letters: toy_raw.letters: column 'seats' has checks, "
                "which only a computed table's can have"
            )
        ]

    def test_the_mean_of_a_text_is_refused(self) -> None:
        columns = watched(COLUMNS, game_id=(MeanAsBefore(),))
        assert problems(toy_modules(games=table(columns=columns))) == [
            (
                "toy.core.games: toy_core.games: column 'game_id' is no number, "
                "so it has no mean to check"
            )
        ]

    @pytest.mark.parametrize("check", [Known(0.9), KnownAsBefore()])
    def test_whether_a_value_is_known_that_is_never_null_is_refused(self, check: Check) -> None:
        columns = watched(COLUMNS, goals=(check,))
        assert problems(toy_modules(games=table(columns=columns))) == [
            (
                "toy.core.games: toy_core.games: column 'goals' is never NULL, "
                "so its contract says that it is known"
            )
        ]

    def test_a_name_that_no_column_has_is_refused(self) -> None:
        with pytest.raises(CatalogError, match="no column to watch is named gaols"):
            watched(COLUMNS, gaols=(Varies(),))


def test_all_problems_are_told_at_once() -> None:
    modules = toy_modules(letters=raw(key=("match_id",)), games=table(partition="day"))
    del modules["toy.exports.scores"]["document"]
    assert len(problems(modules)) == 3


def shuffled(modules: Modules, seed: int) -> Modules:
    names = sorted(modules)
    random.Random(seed).shuffle(names)
    return {name: modules[name] for name in names}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_modules_does_not_matter_to_what_is_refused(seed: int) -> None:
    def broken() -> Modules:
        modules = toy_modules(letters=raw(key=("match_id",)))
        modules["toy.raw.twins"] = {"TWINS": raw(landing="twins", unread="later")}
        modules["toy.raw.notes"] = {"NOTES": raw("toy_raw.notes", landing="letters")}
        return modules

    assert problems(shuffled(broken(), seed)) == problems(broken()) != []


class TestTheRealCatalog:
    def test_it_closes(self) -> None:
        assert whole_catalog().datasets != {}

    @pytest.mark.parametrize("seed", range(5))
    def test_the_order_of_modules_does_not_matter(self, seed: int) -> None:
        modules = modules_of(LEAGUE_PACKAGES.values())
        random.Random(seed).shuffle(modules)
        assert everything(build_catalog(modules)) == everything(whole_catalog())

    @pytest.mark.parametrize("name", sorted(whole_catalog().datasets))
    def test_the_file_of_a_dataset_can_be_guessed(self, name: str) -> None:
        schema, _, thing = name.partition(".")
        league, _, layer = schema.partition("_")
        assert whole_catalog().modules[name] == f"boxline.{league}.{layer}.{thing}"

    def test_computed_datasets_come_after_what_they_read(self) -> None:
        catalog = whole_catalog()
        seen = {dataset.name for dataset in catalog.raw}
        for dataset in catalog.computed:
            assert set(catalog.reads(dataset.name)) <= seen
            seen.add(dataset.name)
        assert seen == set(catalog.datasets)


def everything(catalog: Catalog) -> list[object]:
    """What a catalog holds and in what order it tells it."""
    names = list(catalog.datasets)
    return [
        catalog,
        names,
        [dataset.name for dataset in catalog.computed],
        [list(catalog.read_by.items()), [catalog.downstream(name) for name in names]],
    ]


def test_downstream_is_everything_that_reads_a_dataset_directly_or_not() -> None:
    catalog = build(toy_modules())
    assert {name: catalog.downstream(name) for name in catalog.datasets} == {
        "toy_core.games": ("toy_exports.scores",),
        "toy_exports.scores": (),
        "toy_raw.letters": ("toy_core.games", "toy_exports.scores"),
    }


@pytest.mark.parametrize("module", ["toy.core.games", "toy.exports.scores"])
def test_versions_can_be_asked_of_raw_tables_alone(module: str) -> None:
    modules = toy_modules()
    bound = modules[module][module.rpartition(".")[2]]
    versions = {
        name: replace(given, has_every_version=True) for name, given in bound.inputs.items()
    }
    modules[module][module.rpartition(".")[2]] = replace(bound, inputs=versions)
    told = (
        "toy.exports.scores: toy_exports.scores: input 'games' asks for versions, which "
        "toy_core.games does not keep"
    )
    assert problems(modules) == ([told] if module == "toy.exports.scores" else [])


@pytest.mark.parametrize(
    ("reach", "is_optional", "is_refused"),
    [
        (lambda games: Past(games, seasons=1), False, False),
        (lambda games: Past(games, seasons=1), True, True),  # absent, it would limit nothing
        (lambda games: Past(games, seasons=2), False, True),  # last season's would do too
        (Same, False, True),  # limits without being asked
    ],
    ids=["of the season", "optional", "of two seasons", "of the day"],
)
def test_only_the_past_of_the_same_season_can_limit(
    reach: Callable[[Table], Reach], is_optional: bool, is_refused: bool
) -> None:
    modules = toy_modules()
    scores = modules["toy.exports.scores"]["scores"]
    given = scores.inputs["games"]
    limit = replace(given, reach=reach(given.dataset), is_optional=is_optional, is_limit=True)
    modules["toy.exports.scores"]["scores"] = replace(scores, inputs={"games": given, "was": limit})
    told = "input 'was' limits, which only Past(..., seasons=1) alone can"
    assert problems(modules) == (
        [f"toy.exports.scores: toy_exports.scores: {told}"] if is_refused else []
    )


def worked_modules() -> Modules:
    """The league, with games that are worked out in Python."""
    modules = toy_modules()
    held = modules["toy.core.games"]
    held["games"] = replace(held["games"], gives_materials=True)
    held["work"] = works(held["GAMES"])
    return modules


WHERE = "toy.core.games: toy_core.games"


class TestWorkedTables:
    def test_one_whose_transform_gives_materials_and_that_has_a_function_closes(self) -> None:
        assert problems(worked_modules()) == []
        assert list(build(worked_modules()).works) == ["toy_core.games"]

    def test_materials_of_which_nothing_makes_rows_are_refused(self) -> None:
        modules = worked_modules()
        del modules["toy.core.games"]["work"]
        told = (
            "its transform gives materials, and nothing makes rows of them: bind one with @worked"
        )
        assert problems(modules) == [f"{WHERE}: {told}"]

    def test_a_function_whose_transform_gives_the_rows_is_refused(self) -> None:
        modules = worked_modules()
        held = modules["toy.core.games"]
        held["games"] = replace(held["games"], gives_materials=False)
        told = "its function is given materials: let its transform return `Materials`, by name"
        assert problems(modules) == [f"{WHERE}: {told}"]

    def test_a_function_without_a_transform_is_refused(self) -> None:
        modules = worked_modules()
        del modules["toy.core.games"]["games"]
        assert f"{WHERE}: nothing computes it: bind a function with @transform" in problems(modules)

    def test_two_functions_for_one_table_are_refused(self) -> None:
        modules = worked_modules()
        held = modules["toy.core.games"]
        held["again"] = works(held["GAMES"])
        (problem,) = problems(modules)
        assert "toy_core.games has two functions with @worked" in problem

    def test_a_function_in_another_module_is_refused_because_it_would_not_count_as_code(
        self,
    ) -> None:
        modules = worked_modules()
        held = modules["toy.core.games"]
        modules["toy.core.elsewhere"] = {"GAMES": held["GAMES"], "work": held.pop("work")}
        told = "its two functions stand in two modules, and only one would count as its code"
        assert problems(modules) == [f"toy.core.elsewhere: toy_core.games: {told}"]

    def test_a_function_for_what_nobody_declares_is_refused(self) -> None:
        modules = worked_modules()
        modules["toy.core.games"]["other"] = works(table("toy_core.others"))
        assert problems(modules) == [
            "toy.core.games: toy_core.others: a function is bound to it, and no module declares it"
        ]

    def test_a_document_is_not_worked(self) -> None:
        modules = worked_modules()
        held = modules["toy.exports.scores"]
        held["scores"] = replace(held["scores"], gives_materials=True)
        held["work"] = works(held["SCORES"])
        assert problems(modules) == [
            "toy.exports.scores: toy_exports.scores: only a computed table is worked"
        ]


LETTERS = raw()


def test_a_transform_says_by_what_it_returns_that_it_gives_materials() -> None:
    def several(sent: Annotated[Rel, Same(LETTERS)]) -> Materials:
        return {"sent": sent}

    def one(sent: Annotated[Rel, Same(LETTERS)]) -> Rel:
        return sent

    assert transform(table())(several).gives_materials
    assert not transform(table())(one).gives_materials
