"""A page per dataset, made of its declaration alone."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from boxline.catalog import (
    AtMost,
    Column,
    Float,
    Instant,
    Int,
    Known,
    Now,
    Past,
    SameSeason,
    Text,
    Varies,
    after_final,
    before_start,
    build_catalog,
    covers,
    modules_of,
    per_final_game,
    per_scheduled_game,
    watched,
)
from boxline.catalog.closure import LAYERS
from boxline.catalog.inputs import Input, Transform
from boxline.catalog.pages import INDEX, LAYER_MEANINGS, pages
from boxline.catalog.schemas import schemas
from boxline.home.beside import published_types
from boxline.leagues import LEAGUE_PACKAGES, whole_catalog
from tests.catalog.toy_league import COLUMNS, build, export, raw, reads, table, toy_modules, works

PAGES = pages(whole_catalog())
#: What stands beside them, and they link to.
SCHEMAS = [path.removeprefix("v1/") for path in schemas(published_types(whole_catalog()).values())]
NAMES = sorted(whole_catalog().datasets)


def page(name: str, modules: dict[str, dict[str, object]]) -> str:
    return pages(build(modules))[f"{name}.md"]


def test_the_index_lists_every_dataset_by_layer() -> None:
    assert (
        pages(build(toy_modules()))[INDEX]
        == """\
# Datasets

Everything that is declared, in the order in which data flows.

## raw

What providers send, row by row, each distinct version kept.

- [`toy_raw.letters`](toy_raw.letters.md): one game in one letter

## core

Our own vocabulary: games, teams, players and their lines.

- [`toy_core.games`](toy_core.games.md): one game

## exports

What is published.

- [`toy_exports.scores`](toy_exports.scores.md): one game
"""
    )


def test_the_page_of_a_raw_table_says_who_sends_it_and_where_it_lands() -> None:
    letters = raw(
        expects=per_final_game(2),
        due=after_final(hours=3),
        covers=covers(["2024", "2025"], "regular"),
        complete_within=("game_id",),
        prefer="goals",
    )
    assert (
        page("toy_raw.letters", toy_modules(letters=letters))
        == """\
# toy_raw.letters

One row is one game in one letter.

|  |  |
| --- | --- |
| Kind | raw table, filled from API replies |
| Provider | post: Letters, one a day. |
| Lands under | `post/letters` |
| Key | `game_id` |
| Partition | `game_date` |
| Expects | 2 rows for every final game |
| Due | 3 h after the final |
| Covers | regular: 2024, 2025 |
| Retracts | rows of the same `game_id` that a newer reply lacks |
| Doubled keys | of rows with one key in one reply, that with the highest `goals` is kept |
| Rejects | at most 5 % of the rows |
| Declared in | `src/toy/raw/letters.py` |

## How it is made

One row per letter.

## Read by

- [`toy_core.games`](toy_core.games.md): one game

## Columns

| Column | Type | Unit | Range | NULL? | Meaning |
| --- | --- | --- | --- | --- | --- |
| `game_id` | text |  |  | no | The game. |
| `game_date` | day |  |  | no | The league day. |
| `goals` | int | goals | 0 to 20 | no | Scored by both sides. |
| `known_at` | instant |  |  | no | When this version of the row was first known. |
| `is_retracted` | flag |  |  | no | True where the version says that the row no longer exists. |
"""
    )


def test_the_page_of_an_archive_says_what_its_columns_are_called_in_the_file() -> None:
    letters = raw(
        payload=None,
        columns=(
            *COLUMNS[:2],
            Column("goals", Int, source="g", doc="Scored."),
            Column("fans", Int, nullable=True, optional=True, doc="In the stands."),
            Column("starts_at", Instant, source="", nullable=True, doc="Of the letter."),
        ),
    )
    found = page("toy_raw.letters", toy_modules(letters=letters))
    assert "| Kind | raw table, filled from archive files |" in found
    assert (
        found.partition("## Columns\n\n")[2]
        == """\
| Column | In the file | Type | Unit | Range | NULL? | Meaning |
| --- | --- | --- | --- | --- | --- | --- |
| `game_id` | `game_id` | text |  |  | no | The game. |
| `game_date` | `game_date` | day |  |  | no | The league day. |
| `goals` | `g` | int |  |  | no | Scored. |
| `fans` | `fans`, may be absent | int |  |  | yes | In the stands. |
| `starts_at` | derived | instant |  |  | yes | Of the letter. |
| `known_at` | derived | instant |  |  | no | When this version of the row was first known. |
| `is_retracted` | derived | flag |  |  | no | True where the version says that the row no longer exists. |
"""  # noqa: E501
    )


def test_the_page_of_a_table_that_nobody_reads_says_why() -> None:
    stamps = raw("toy_raw.stamps", unread="collected for later")
    modules = toy_modules() | {"toy.raw.stamps": {"STAMPS": stamps, "stamps": reads(stamps)}}
    assert "## Read by\n\nNobody yet: collected for later.\n" in page("toy_raw.stamps", modules)


def test_the_page_of_a_computed_table_says_what_it_reads_and_how_far_it_sees() -> None:
    games = table(
        expects=per_scheduled_game(at_least=1),
        due=before_start(hours=12),
        horizon_days=2,
        rules=(AtMost("goals", "shots"),),
        columns=(
            *COLUMNS,
            Column("shots", Int, "shots", low=0, doc="|on target| and off."),
            Column("team_id", Int, low=1610612737, high=1610612766, doc="The club."),
            *watched(
                [Column("share", Float, "share", None, 0.5, True, decimals=3, doc="Of what.")],
                share=(Varies(), Known(0.9)),
            ),
            Column("side", Text, one_of=("home", "away"), explained_by="doubt", doc="Whose."),
        ),
    )
    modules = toy_modules(games=games)
    letters = modules["toy.core.games"]["LETTERS"]

    def compute(**relations: object) -> None:
        """Every game,
        once.

        What follows the first paragraph stays in the code.
        """

    modules["toy.core.games"]["games"] = Transform(
        target=games,
        function=compute,
        inputs={
            "letters": Input(reach=SameSeason(letters), is_optional=True),
            "before": Input(reach=Past(letters), is_optional=False),
            "season": Input(reach=Past(letters, seasons=1), is_optional=False),
            "lately": Input(reach=Past(letters, seasons=3), is_optional=False),
            "clock": Input(reach=Now(), is_optional=False),
        },
    )
    compute.__module__ = "toy.core.games"
    assert (
        page("toy_core.games", modules)
        == """\
# toy_core.games

One row is one game.

|  |  |
| --- | --- |
| Kind | computed table |
| Key | `game_id` |
| Partition | `game_date` |
| Expects | at least 1 rows for every scheduled game |
| Due | 12 h before the start |
| Looks ahead | 2 days |
| Rejects | at most 1 % of the rows |
| Declared in | `src/toy/core/games.py` |

## How it is made

Every game,
once.

## Reads

| Input | Dataset | Rows it sees | Needed |
| --- | --- | --- | --- |
| `letters` | [`toy_raw.letters`](toy_raw.letters.md) | of every day of the same season | optional: its absence gives NULL |
| `before` | [`toy_raw.letters`](toy_raw.letters.md) | of all earlier days | required |
| `season` | [`toy_raw.letters`](toy_raw.letters.md) | of earlier days of the same season | required |
| `lately` | [`toy_raw.letters`](toy_raw.letters.md) | of earlier days of 3 seasons, this one counted | required |
| `clock` |  | the instant of the run |  |

## Read by

- [`toy_exports.scores`](toy_exports.scores.md): one game

## Columns

| Column | Type | Unit | Range | NULL? | Meaning |
| --- | --- | --- | --- | --- | --- |
| `game_id` | text |  |  | no | The game. |
| `game_date` | day |  |  | no | The league day. |
| `goals` | int | goals | 0 to 20 | no | Scored by both sides. |
| `shots` | int | shots | at least 0 | no | \\|on target\\| and off. |
| `team_id` | int |  | 1610612737 to 1610612766 | no | The club. |
| `share` | float, 3 places | share | at most 0.5 | yes | Of what. |
| `side` | text |  | `home`, `away` | no: `doubt` of the transform says why a row is rejected | Whose. |

## Every day

- `share`: not the same in all rows of a day; known in 90 % of a day's rows

## Rules

- `goals <= shots`
"""  # noqa: E501
    )


def test_the_page_of_a_worked_table_says_what_becomes_of_its_days() -> None:
    games = table(is_fact=True, is_apart=True, horizon_days=0, days_back=30)
    modules = toy_modules(games=games)
    held = modules["toy.core.games"]
    held["games"] = replace(held["games"], gives_materials=True)
    held["work"] = works(games)
    found = page("toy_core.games", modules)
    kind = "computed table of facts: what is committed for a day stands until `--remake`"
    for line in (
        f"| Kind | {kind}, worked out in Python |",
        "| Looks ahead | 0 days |",
        "| Ranges | each day is computed and committed by itself |",
        "| Looks back | 30 days, further where `--only` names it |",
        "## How it is made\n\nEvery row as it came.\n\nEvery row as it came.\n",
    ):
        assert line in found


def test_the_page_of_an_export_says_where_it_is_published() -> None:
    scores = export(path="v2/{date}.json")
    found = page("toy_exports.scores", toy_modules(scores=scores))
    assert "| Kind | published document |\n| Published at | `v2/{date}.json` |\n" in found
    assert "\n\nEvery row as it came.\n\nThe rows in the order of the key.\n\n" in found
    assert "## Read by\n\nNobody here: it is what is published.\n" in found


def test_there_is_a_page_for_every_dataset_and_feed_and_no_other() -> None:
    assert sorted(PAGES) == sorted(
        [INDEX, *(f"{name}.md" for name in (*NAMES, *whole_catalog().feeds))]
    )


def test_every_layer_has_a_meaning() -> None:
    assert tuple(LAYER_MEANINGS) == LAYERS


@pytest.mark.parametrize("path", sorted(PAGES))
def test_links_lead_to_pages_and_schemas(path: str) -> None:
    assert set(re.findall(r"\]\(([^)]*)\)", PAGES[path])) <= {*PAGES, *SCHEMAS}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_tells_every_column_with_its_meaning(name: str) -> None:
    lines = PAGES[f"{name}.md"].splitlines()
    for column in whole_catalog()[name].stored_columns:
        (line,) = [line for line in lines if line.startswith(f"| `{column.name}` |")]
        meaning = column.doc.replace("|", r"\|")
        assert line.endswith(f" | {meaning} |")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_the_file_to_edit(name: str) -> None:
    (path,) = re.findall(r"\| Declared in \| `(.*)` \|", PAGES[f"{name}.md"])
    root = Path(__file__).parents[2]
    assert name.partition(".")[2] in (root / path).stem
    assert f'"{name}"' in (root / path).read_text()


@pytest.mark.parametrize("seed", range(3))
def test_the_same_declarations_give_the_same_text(seed: int) -> None:
    modules = modules_of(LEAGUE_PACKAGES.values())
    random.Random(seed).shuffle(modules)
    assert list(pages(build_catalog(modules)).items()) == list(PAGES.items())


def test_no_page_tells_of_this_machine() -> None:
    text = "\n".join(PAGES.values())
    assert str(Path(__file__).parents[2]) not in text
    assert " object at 0x" not in text
