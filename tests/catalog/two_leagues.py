"""A second league beside the toy one, in one catalog, whose seasons begin half a year later.

Their ids are alike: what one counts of the other, or takes for its own, shows.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from boxline.catalog import Catalog, Export, League, Raw, Same, Table, per_scheduled_game
from boxline.domain.seasons import SeasonRule
from boxline.engine.calendar import Game
from tests.catalog.toy_league import (
    LEAGUE,
    Modules,
    build,
    computes,
    export,
    raw,
    reads,
    table,
    writes,
)

TOY = LEAGUE
TIN = League(name="tin", seasons=SeasonRule(begins=(8, 1)), calendar="tin_core.games")


def raw_of(league: League) -> Raw:
    """What is sent of a league's games."""
    return raw(f"{league.name}_raw.letters", landing=f"{league.name}-letters")


def stamps_of(league: League) -> Raw:
    """What else is sent of them."""
    return raw(f"{league.name}_raw.stamps", landing=f"{league.name}-stamps")


def modules_of(league: League, **more: Any) -> Modules:
    """A league that owes a row and a document for each game of its calendar.

    Args:
        more: what its calendar is declared with besides.
    """
    name = league.name
    letters, stamps = raw_of(league), stamps_of(league)
    games: Table = table(f"{name}_core.games", expects=per_scheduled_game(1), **more)
    marks: Table = table(f"{name}_core.marks", expects=per_scheduled_game(1))
    scores: Export = export(
        f"{name}_exports.scores",
        path=f"{name}/{{date}}.json",
        expects=per_scheduled_game(1),
    )
    return {
        f"{name}.league": {"LEAGUE": league},
        f"{name}.raw.letters": {"LETTERS": letters, "letters": reads(letters)},
        f"{name}.raw.stamps": {"STAMPS": stamps, "stamps": reads(stamps)},
        f"{name}.core.games": {"GAMES": games, "games": computes(games, letters=Same(letters))},
        f"{name}.core.marks": {
            "MARKS": marks,
            "marks": computes(marks, games=Same(games), stamps=Same(stamps)),
        },
        f"{name}.exports.scores": {
            "SCORES": scores,
            "scores": computes(scores, marks=Same(marks)),
            "document": writes(scores),
        },
    }


def two_leagues() -> Catalog:
    """Both, in one catalog."""
    return build({**modules_of(TOY), **modules_of(TIN)})


def played(league: League, day: date, game_id: str = "g1", **changes: Any) -> Game:
    """A game of a league that is over."""
    season = league.seasons.season_of(day)
    given = Game(league.name, game_id, day, season, "regular", None, True, (1, 2))
    return given._replace(**changes)
