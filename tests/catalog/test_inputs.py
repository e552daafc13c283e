"""A transform's annotations are its inputs: the lineage, the reach, and what may be absent."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from boxline.catalog import (
    Limits,
    Now,
    Optional,
    Past,
    Rel,
    Same,
    SameSeason,
    document,
    rows,
    transform,
)
from boxline.catalog.inputs import Input, Reader, Writer
from boxline.errors import CatalogError
from tests.catalog.toy_league import Letter, export, raw, table

LETTERS, GAMES, SCORES = raw(), table(), export()


def test_the_annotations_of_a_transform_are_its_inputs_in_their_order() -> None:
    @transform(GAMES)
    def games(
        letters: Annotated[Rel, Same(LETTERS)],
        season: Annotated[Rel, SameSeason(LETTERS), Optional],
        before: Annotated[Rel, Past(GAMES)],
        lately: Annotated[Rel, Optional, Past(GAMES, seasons=2)],
        charted: Annotated[Rel, Past(GAMES, seasons=1), Limits],
        clock: Annotated[Rel, Now()],
    ) -> Rel: ...

    assert list(games.inputs.items()) == [
        ("letters", Input(reach=Same(LETTERS), is_optional=False)),
        ("season", Input(reach=SameSeason(LETTERS), is_optional=True)),
        ("before", Input(reach=Past(GAMES), is_optional=False)),
        ("lately", Input(reach=Past(GAMES, seasons=2), is_optional=True)),
        ("charted", Input(reach=Past(GAMES, seasons=1), is_optional=False, is_limit=True)),
        ("clock", Input(reach=Now(), is_optional=False)),
    ]
    assert [given.dataset for given in games.inputs.values()] == [
        LETTERS,
        LETTERS,
        GAMES,
        GAMES,
        GAMES,
        None,
    ]


def test_a_transform_is_still_the_function_it_binds() -> None:
    @transform(GAMES)
    def games(letters: Annotated[Any, Same(LETTERS)]) -> Any:
        return ("games of", letters)

    assert (games.target, games(letters="letters")) == (GAMES, ("games of", "letters"))


def nothing_said(letters) -> Rel: ...  # type: ignore[no-untyped-def]


def no_reach(letters: Rel) -> Rel: ...


def only_optional(letters: Annotated[Rel, Optional]) -> Rel: ...


def two_reaches(letters: Annotated[Rel, Same(LETTERS), Past(LETTERS)]) -> Rel: ...


def the_second_forgotten(games: Annotated[Rel, Same(GAMES)], letters) -> Rel: ...  # type: ignore[no-untyped-def]


def collected(**letters: Rel) -> Rel: ...


@pytest.mark.parametrize(
    "function",
    [nothing_said, no_reach, only_optional, two_reaches, the_second_forgotten, collected],
    ids=lambda function: function.__name__,
)
def test_a_parameter_without_one_reach_is_refused_with_its_function(function: Any) -> None:
    with pytest.raises(CatalogError) as refused:
        transform(GAMES)(function)
    assert refused.value.problems == (
        (
            f"{__name__}: {function.__name__}: parameter 'letters' needs one of "
            "Same, SameSeason, Past or Now in its annotation"
        ),
    )


def test_a_reader_binds_a_function_to_a_raw_table() -> None:
    def read(letter: Letter) -> dict[str, Any]:
        return {}

    assert rows(LETTERS)(read) == Reader(target=LETTERS, function=read)


def test_a_document_binds_a_function_to_an_export() -> None:
    def write(day: Any, found: Any) -> None: ...

    assert document(SCORES)(write) == Writer(target=SCORES, function=write)
