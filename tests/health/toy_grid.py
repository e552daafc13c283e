"""A league of two teams' games, small enough to judge every cell by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from boxline.catalog import (
    Catalog,
    Column,
    Day,
    Int,
    League,
    Provider,
    Raw,
    Table,
    Text,
    after_final,
    before_start,
    covers,
    per_final_game,
    per_scheduled_game,
)
from boxline.catalog.datasets import names_games
from boxline.catalog.inputs import Input, Past, Same, Transform
from boxline.domain.seasons import SeasonRule
from boxline.engine.calendar import Game
from boxline.health.grid.cells import GridCell
from boxline.health.grid.facts import Facts, Held
from boxline.health.grid.grid import Grid, grid
from boxline.health.grid.places import Places

COLUMNS = (
    Column("game_id", Text, doc="Game."),
    Column("game_date", Day, doc="Day."),
    Column("n", Int, doc="Number."),
)
D1, D2, D3 = date(2025, 1, 10), date(2025, 1, 12), date(2025, 1, 14)
#: A day after the last of them: everything that is owed is late.
LATER = datetime(2025, 1, 16, 12, tzinfo=UTC)
HOME, AWAY = 1, 2


def _table(name: str, **options: Any) -> Table:
    return Table(name, grain="one", key=("n",), columns=COLUMNS, **options)


def _raw(name: str, **options: Any) -> Raw:
    provider = Provider(name="p", landing="p", doc="p")
    given = {"provider": provider, "grain": "one", "landing": name, "key": ("n",)}
    return Raw(name, **{"columns": COLUMNS, **given, **options})


SCHEDULE = _raw("toy_raw.schedule")
SCORES = _raw(
    "toy_raw.scores",
    covers=covers(["2024-25"], "regular"),
    expects=per_final_game(2),
    due=after_final(hours=12),
)
#: Its rows say nothing of our game ids.
FOREIGN = _raw(
    "toy_raw.foreign",
    columns=COLUMNS[1:],
    expects=per_final_game(at_least=2),
    due=after_final(hours=12),
)
GAMES = _table("toy_core.games")
LINES = _table("toy_core.lines", expects=per_final_game(at_least=2), due=after_final(hours=3))
EXPECTED = _table(
    "toy_core.expected", expects=per_scheduled_game(at_least=4), due=before_start(hours=12)
)
CALLS = _table(
    "toy_predictions.calls",
    is_history=True,
    horizon_days=1,
    expects=per_scheduled_game(at_least=4),
    due=before_start(hours=1),
)
GRADES = _table(
    "toy_predictions.grades", expects=per_final_game(at_least=0), due=after_final(hours=3)
)


def _transform(table: Table, **inputs: Same | Past) -> Transform:
    given = {name: Input(reach=reach, is_optional=False) for name, reach in inputs.items()}
    return Transform(target=table, function=lambda **_: None, inputs=given)  # type: ignore[arg-type,return-value]


TRANSFORMS = (
    _transform(GAMES, schedule=Same(SCHEDULE)),
    _transform(LINES, scores=Same(SCORES), games=Same(GAMES)),
    _transform(EXPECTED, games=Same(GAMES), played=Past(LINES, seasons=2)),
    _transform(CALLS, expected=Same(EXPECTED), played=Past(LINES, seasons=1)),
    _transform(GRADES, calls=Same(CALLS), lines=Same(LINES)),
)
DATASETS = (SCHEDULE, SCORES, FOREIGN, GAMES, LINES, EXPECTED, CALLS, GRADES)
CATALOG = Catalog(
    datasets={dataset.name: dataset for dataset in DATASETS},
    modules={},
    transforms={one.target.name: one for one in TRANSFORMS},
    readers={},
    documents={},
    leagues={
        "toy": League(name="toy", seasons=SeasonRule(begins=(8, 1)), calendar="toy_core.games")
    },
)


def game(game_id: str, day: date, **changes: Any) -> Game:
    """A final regular-season game between the two teams, from 19:00 Eastern."""
    starts_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    given = Game("toy", game_id, day, "2024-25", "regular", starts_at, True, (HOME, AWAY))
    return given._replace(**changes)


THREE = (game("g1", D1), game("g2", D2), game("g3", D3))

#: What is held where nothing is missing; the calls of the first game have nothing to rest on.
WHOLE = {
    SCORES.name: {("g1", D1): 2, ("g2", D2): 2, ("g3", D3): 2},
    LINES.name: {("g1", D1): 2, ("g2", D2): 2, ("g3", D3): 2},
    EXPECTED.name: {("g2", D2): 4, ("g3", D3): 4},
    CALLS.name: {("g2", D2): 4, ("g3", D3): 4},
    GRADES.name: {("g2", D2): 4, ("g3", D3): 4},
}


def without(*places: tuple[Any, str]) -> dict[str, dict[tuple[str, date], int]]:
    """All rows but those of some datasets' games."""
    lost = {(dataset.name, game_id) for dataset, game_id in places}
    return {
        name: {place: n for place, n in rows.items() if (name, place[0]) not in lost}
        for name, rows in WHOLE.items()
    }


def judged(*, work: Mapping[str, Mapping[date, str]] | None = None, **known: Any) -> Grid:
    """The grid of what is known; where nothing else is said, of all games and all rows."""
    planned = work or {}
    catalog = known.get("catalog", CATALOG)
    games = known.pop("games", THREE)
    places = {
        name: Places([one for one in games if one.league == name], league.seasons)
        for name, league in catalog.leagues.items()
    }
    rows = known.pop("held", WHOLE)
    held = {
        name: Held.of(
            places[catalog.league(catalog[name]).name],
            of,
            is_by_game=names_games(catalog[name]),
        )
        for name, of in rows.items()
    }
    given = {
        "catalog": CATALOG,
        "places": places,
        "held": held,
        "began": {SCHEDULE.name: D1, SCORES.name: D1},
        "now": LATER,
        "work": lambda dataset: planned.get(dataset, {}),
    }
    return grid(Facts(**{**given, **known}))


def cell(found: Grid, dataset: Raw | Table, one: Game) -> GridCell:
    """A cell that must be there."""
    judged_cell = found.of(dataset.name, one)
    assert judged_cell is not None
    return judged_cell
