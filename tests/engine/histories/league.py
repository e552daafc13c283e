"""A league of five days over two seasons, with one dataset of each kind that planning tells apart.

What a day's rows are is a pure function of the rows that its declared reach shows, of the day and
of the code's number; coarse on purpose, so that new inputs often give the rows that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import (
    Catalog,
    Column,
    Day,
    EachDay,
    EachGame,
    Export,
    Flag,
    Int,
    League,
    Provider,
    Raw,
    Request,
    Table,
    Text,
    after_start,
    at_hour,
    covers,
    per_final_game,
    per_scheduled_game,
)
from boxline.catalog.inputs import Input, Past, Reach, Reader, Same, SameSeason, Transform, Writer
from boxline.domain.seasons import SeasonRule

SEASONS = SeasonRule(begins=(8, 1))
#: The third day begins a season.
DAYS = tuple(date(2024, month, day) for month, day in ((7, 29), (7, 31), (8, 1), (8, 2), (8, 4)))
WIRE = Provider(name="wire", landing="wire", doc="Asked.", hosts={"api": "https://wire.example"})
POST = Provider(name="post", landing="post", doc="Sends by itself.")

#: A line with so many goals breaks the contract of what is made of it; so many are rejected.
UNLUCKY, REJECTED = 13, 17

COLUMNS = (
    Column("game_id", Text, doc="Game."),
    Column("game_date", Day, doc="Day."),
    Column("n", Int, doc="Number."),
    Column("is_final", Flag, doc="Whether it is over."),
)

Row = tuple[str, int]


class Line(msgspec.Struct):
    """One row as it is sent."""

    game_id: str
    game_date: date
    n: int = 0
    is_final: bool = False


class Page(msgspec.Struct):
    """A reply."""

    rows: list[msgspec.Raw]


def _raw(name: str, **options: Any) -> Raw:
    given = {"provider": POST, "grain": "one", "landing": name.partition(".")[2], "payload": Page}
    columns = {"key": ("game_id",), "columns": COLUMNS, "complete_within": ("game_id",)}
    return Raw(name, **{**given, **columns, **options})


def _table(name: str, **options: Any) -> Table:
    return Table(name, grain="one", key=("game_id",), columns=COLUMNS[:3], **options)


SCHEDULE = _raw("toy_raw.schedule")
SCORES = _raw(
    "toy_raw.scores",
    provider=WIRE,
    request=Request(
        path="/scores",
        about=EachDay(),
        moments=(after_start(3), at_hour(6, days_later=1)),
        credits=1,
    ),
    covers=covers(["2024-25"], "regular"),
)
BACKUP = _raw("toy_raw.backup")
NOTES = _raw(
    "toy_raw.notes",
    provider=WIRE,
    request=Request(
        path="/notes",
        about=EachGame(),
        moments=(after_start(1),),
        wants_final=True,
        credits=1,
    ),
)
GAMES = _table("toy_core.games")
LINES = _table("toy_core.lines", expects=per_final_game(1))
SUMMARY = _table("toy_analytics.summary", expects=per_final_game(1))
STANDING = _table("toy_analytics.standing")
FORM = _table("toy_precompute.form", expects=per_scheduled_game(1))
NEAR = _table("toy_precompute.near", days_back=2)
MODEL = _table("toy_predictions.model", is_fact=True, is_apart=True)
CALLS = _table("toy_predictions.calls", is_history=True, horizon_days=1)
SCORECARD = Export(
    "toy_exports.scorecard",
    path="scorecard/{date}.json",
    grain="one",
    key=("game_id",),
    columns=COLUMNS[:3],
)


def _needs(reach: Reach, **marks: bool) -> Input:
    return Input(reach=reach, is_optional=marks.pop("is_optional", False), **marks)


def _transform(target: Table | Export, **inputs: Input) -> Transform:
    return Transform(target=target, function=lambda **_: None, inputs=inputs)  # type: ignore[arg-type,return-value]


TRANSFORMS = (
    _transform(GAMES, schedule=_needs(Same(SCHEDULE))),
    _transform(
        LINES,
        scores=_needs(Same(SCORES), is_either=True),
        backup=_needs(Same(BACKUP), is_either=True),
    ),
    _transform(SUMMARY, lines=_needs(Same(LINES)), notes=_needs(Same(NOTES), is_optional=True)),
    _transform(STANDING, lines=_needs(SameSeason(LINES))),
    _transform(
        FORM,
        games=_needs(Same(GAMES)),
        past=_needs(Past(LINES, seasons=1), is_limit=True),
        two=_needs(Past(SUMMARY, seasons=2)),
    ),
    _transform(NEAR, games=_needs(Same(GAMES)), form=_needs(Past(FORM))),
    _transform(MODEL, games=_needs(Same(GAMES)), past=_needs(Past(LINES))),
    _transform(
        CALLS,
        form=_needs(Same(FORM)),
        near=_needs(Same(NEAR), is_optional=True),
        model=_needs(Past(MODEL, with_today=True), is_optional=True),
    ),
    _transform(
        SCORECARD,
        summary=_needs(Same(SUMMARY)),
        calls=_needs(Same(CALLS), is_optional=True),
    ),
)
RAWS = (SCHEDULE, SCORES, BACKUP, NOTES)
TABLES = (GAMES, LINES, SUMMARY, STANDING, FORM, NEAR, MODEL, CALLS)


def _read(line: Line) -> dict[str, Any]:
    return msgspec.structs.asdict(line)


def _write(day: date, rows: Sequence[Any]) -> Any:
    return rows


_read.__annotations__["line"] = Line

CATALOG = Catalog(
    datasets={one.name: one for one in (*RAWS, *TABLES, SCORECARD)},
    modules={},
    transforms={one.target.name: one for one in TRANSFORMS},
    readers={raw.name: Reader(target=raw, function=_read) for raw in RAWS},
    documents={SCORECARD.name: Writer(target=SCORECARD, function=_write)},
    leagues={"toy": League(name="toy", seasons=SEASONS, calendar=GAMES.name)},
)

#: What a day sees: parameter -> the rows in its reach.
Seen = dict[str, list[Row]]


def _lines(seen: Seen, code: int) -> list[Row]:
    """The wire's goals, else those of the backup; a new code counts otherwise from the second."""
    told = {**dict(seen["backup"]), **dict(seen["scores"])}
    return [(game, goals + code // 2) for game, goals in told.items()]


def _summary(seen: Seen, code: int) -> list[Row]:
    notes = dict(seen["notes"])
    return [(game, goals // 2 + 100 * notes.get(game, 0)) for game, goals in seen["lines"]]


def _sum_for(driver: str, *others: str) -> Callable[[Seen, int], list[Row]]:
    def rows(seen: Seen, code: int) -> list[Row]:
        total = sum(n for name in others for _, n in seen[name]) % 7
        return [(game, total + code // 2) for game, _ in seen[driver]]

    return rows


ROWS: dict[str, Callable[[Seen, int], list[Row]]] = {
    GAMES.name: lambda seen, code: seen["schedule"],
    LINES.name: _lines,
    SUMMARY.name: _summary,
    STANDING.name: lambda seen, code: [("all", sum(n for _, n in seen["lines"]) // 5 + code)],
    FORM.name: _sum_for("games", "past", "two"),
    NEAR.name: _sum_for("games", "form"),
    MODEL.name: lambda seen, code: [("model", sum(n for _, n in seen["past"]) + code)],
    CALLS.name: _sum_for("form", "form", "near", "model"),
    SCORECARD.name: lambda seen, code: [
        *seen["summary"],
        *((f"c-{g}", n) for g, n in seen["calls"]),
    ],
}


def is_in_reach(reach: Reach, day: date, seen: date) -> bool:
    """Whether the cell of `day` may see rows of `seen`, said day by day."""
    year, seen_year = SEASONS.start_year(day), SEASONS.start_year(seen)
    match reach:
        case Same():
            return seen == day
        case SameSeason():
            return seen_year == year
        case Past(seasons=back, with_today=with_today):
            is_before = seen < day or (with_today and seen == day)
            return is_before and (back is None or seen_year > year - back)
    raise TypeError(reach)
