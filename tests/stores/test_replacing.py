"""The one write of computed tables, beyond what `contract_suite` says of every store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import AtMost, Catalog, Column, Day, Float, Int, League, Table, Text
from boxline.domain.seasons import SeasonRule
from boxline.engine.ports import Outcome, Reject, Replacement
from boxline.engine.versions import Commit
from boxline.errors import ContractBroken, GameStarted, HistoryChanged, TooManyRejects
from boxline.stores.warehouse import DuckDBWarehouse, open_warehouse
from tests.builders import leased
from tests.stores.contract_suite import CALLS

NOW = datetime(2025, 2, 1, tzinfo=UTC)
MON, TUE = date(2025, 1, 13), date(2025, 1, 14)

LINES = Table(
    "toy_core.lines",
    grain="one line",
    key=("game_date", "player"),
    max_rejected_share=0.25,
    columns=(
        Column("game_date", Day, doc="Day."),
        Column("player", Text, doc="Who."),
        Column("made", Int, low=0, high=50, doc="Made."),
        Column("tried", Int, low=0, doc="Tried."),
        Column("share", Float, nullable=True, decimals=3, doc="Made of tried."),
    ),
    rules=(AtMost("made", "tried"),),
)
BESTS = replace(LINES, name="toy_core.bests", key=("player",))
CATALOG = Catalog(
    datasets={t.name: t for t in (LINES, BESTS, CALLS)},
    modules={},
    transforms={},
    readers={},
    documents={},
    leagues={"toy": League(name="toy", seasons=SeasonRule(begins=(8, 1)), calendar="toy.games")},
)


@dataclass
class Sink:
    """Keeps the rejects it is given."""

    rejects: list[Reject] = field(default_factory=list)

    def reject(self, _dataset: str, _scope: object, rejects: Any) -> None:
        self.rejects = list(rejects)


@pytest.fixture
def sink() -> Sink:
    return Sink()


@contextmanager
def opened(
    path: Path, sink: Sink, *, catalog: Catalog = CATALOG, prepare: bool = True
) -> Iterator[DuckDBWarehouse]:
    options = {"doing": "test", "memory_limit": "500MB", "wait_seconds": 1.0, "prepare": prepare}
    with leased(path) as lease, open_warehouse(path, catalog, sink, lease, **options) as found:  # type: ignore[arg-type]
        yield found


@pytest.fixture
def warehouse(tmp_path: Path, sink: Sink) -> Iterator[DuckDBWarehouse]:
    with opened(tmp_path, sink) as found:
        yield found


Line = tuple[date | None, str, int, int, float | None]


def put(
    warehouse: DuckDBWarehouse,
    *lines: Line,
    days: Mapping[date, int] | None = None,
    passed_over: Sequence[date] = (),
    table: Table = LINES,
) -> Outcome:
    """Replace Monday and Tuesday by these lines."""
    values = ", ".join(
        f"(CAST({_text(d)} AS DATE), '{p}', {made}, {tried}, {'NULL' if share is None else share})"
        for d, p, made, tried, share in lines
    )
    source = f"(VALUES {values})" if lines else "(SELECT DATE '2000-01-01', '', 0, 0, 0.0 LIMIT 0)"
    sql = f"SELECT * FROM {source} AS v(game_date, player, made, tried, share)"
    return warehouse.replace(
        Replacement(
            table=table,
            sql=f"WITH unused AS (SELECT 1) {sql}",
            inputs={"clock": _clock()},
            wanted=days or {MON: 1, TUE: 1},
            passed_over=passed_over,
            committed=warehouse.commits().get(table.name, {}),
            code="c",
            run_id="r",
            clock=lambda: NOW,
            as_of=NOW,
        )
    )


def _text(day: date | None) -> str:
    return f"'{day}'" if day else "NULL"


def _clock() -> Any:
    from boxline.engine.ports import InputRows

    return InputRows(dataset=None, first=MON, last=TUE)


def lines_of(warehouse: DuckDBWarehouse, table: Table = LINES) -> list[tuple[Any, ...]]:
    return warehouse.connection.execute(f"SELECT * FROM {table.name} ORDER BY 1, 2").fetchall()


ANN: Line = (MON, "Ann", 3, 7, 0.428571)
BEN: Line = (MON, "Ben", 1, 2, None)
CAT: Line = (TUE, "Cat", 0, 0, None)


def test_equal_rows_have_equal_content_versions_whatever_their_order(
    warehouse: DuckDBWarehouse, tmp_path: Path, sink: Sink
) -> None:
    put(warehouse, ANN, BEN, CAT)
    (tmp_path / "other").mkdir()
    with opened(tmp_path / "other", sink) as other:
        put(other, CAT, BEN)
        put(other, BEN, CAT, ANN)
        assert other.commits() == warehouse.commits()


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ((MON, "Ann", 9, 7, None), "made <= tried", "breaks the rule made <= tried"),
        ((MON, "Ann", 51, 60, None), "made", "made is 51, outside 0..50"),
        ((MON, "Ann", -1, 7, None), "made", "made is -1, outside 0..50"),
    ],
)
def test_a_row_that_breaks_the_contract_is_rejected_and_its_neighbours_stay(
    warehouse: DuckDBWarehouse, sink: Sink, line: Line, field: str, reason: str
) -> None:
    others = [(MON, f"P{n}", 1, 2, None) for n in range(4)]
    outcome = put(warehouse, line, *others)
    assert (outcome.rows_in, outcome.kept, outcome.rejected) == (5, 4, 1)
    (reject,) = sink.rejects
    assert (reject.day, reject.field, reject.reason) == (MON, field, reason)
    assert '"player": "Ann"' in reject.content
    assert warehouse.commits()[LINES.name][MON].rejected == 1


def test_above_the_limit_nothing_is_committed_and_the_rejects_are_known(
    warehouse: DuckDBWarehouse, sink: Sink
) -> None:
    put(warehouse, ANN)
    before = (lines_of(warehouse), warehouse.commits())
    broken: list[Line] = [(MON, f"X{n}", 9, 1, None) for n in range(6)]
    with pytest.raises(TooManyRejects, match="6 of 7 rows"):
        put(warehouse, *broken, BEN, CAT)
    assert (lines_of(warehouse), warehouse.commits()) == before
    assert len(sink.rejects) == 6


def test_a_day_is_judged_alike_alone_and_among_others(warehouse: DuckDBWarehouse) -> None:
    broken: list[Line] = [(MON, f"X{n}", 9, 1, None) for n in range(6)]
    many: list[Line] = [(TUE, f"Y{n}", 1, 2, None) for n in range(600)]
    with pytest.raises(TooManyRejects, match="6 of 7 rows"):
        put(warehouse, *broken, BEN, *many)  # 1 % of all, and 86 % of Monday


def test_a_few_rejects_never_refuse_a_small_day(warehouse: DuckDBWarehouse) -> None:
    broken: list[Line] = [(MON, f"X{n}", 9, 1, None) for n in range(5)]
    assert put(warehouse, *broken, BEN).rejected == 5
    assert lines_of(warehouse) == [BEN]


def test_a_row_on_a_day_nobody_planned_stops_the_whole_range(warehouse: DuckDBWarehouse) -> None:
    wednesday = date(2025, 1, 15)
    with pytest.raises(ContractBroken, match="2025-01-14, which was not planned"):
        put(warehouse, CAT, days={MON: 1, wednesday: 1})
    assert lines_of(warehouse) == []


def test_a_row_of_a_day_that_is_passed_over_is_not_moved_under_its_key(
    warehouse: DuckDBWarehouse,
) -> None:
    """Who has a row on a day that is left alone may get one of the same key on a day about it."""
    dan: Line = (TUE, "Dan", 1, 1, 1.0)
    put(warehouse, ANN, dan, table=BESTS)
    wednesday = date(2025, 1, 15)
    later: Line = (wednesday, "Dan", 2, 2, 1.0)
    put(warehouse, BEN, later, days={MON: 2, wednesday: 1}, passed_over=[TUE], table=BESTS)
    assert lines_of(warehouse, BESTS) == [BEN, dan, later]
    held = warehouse.commits()[BESTS.name]
    assert {day: commit.rows for day, commit in held.items()} == {MON: 1, TUE: 1, wednesday: 1}


def test_a_row_without_a_day_is_a_reject_of_the_first_day_it_was_made_with(
    warehouse: DuckDBWarehouse, sink: Sink
) -> None:
    outcome = put(warehouse, (None, "Eve", 1, 2, None), ANN, CAT)
    assert (outcome.rows_in, outcome.kept, outcome.rejected) == (3, 2, 1)
    (reject,) = sink.rejects
    assert (reject.day, reject.field) == (MON, "game_date")
    assert reject.reason == "game_date is missing. Day."
    assert '"player": "Eve"' in reject.content
    assert warehouse.commits()[LINES.name][MON].rejected == 1


def test_many_rows_without_a_day_refuse_the_set(warehouse: DuckDBWarehouse) -> None:
    lost: list[Line] = [(None, f"X{n}", 1, 2, None) for n in range(6)]
    with pytest.raises(TooManyRejects, match="6 of 7 rows"):
        put(warehouse, *lost, ANN, CAT)


START = NOW + timedelta(hours=1)


def call(
    warehouse: DuckDBWarehouse,
    mean: float,
    origin: str,
    *,
    remake: bool = False,
    at: int = 1,
    clock: Callable[[], datetime] = lambda: NOW,
) -> Outcome:
    sql = (
        f"SELECT DATE '{MON}' AS game_date, 'Ann' AS player, '{origin}' AS origin, 1 AS version, "
        f"{mean} AS mean, TIMESTAMP '2025-01-{at:02d}' AS made_at, "
        f"TIMESTAMP '{START:%Y-%m-%d %H:%M:%S}' AS frozen_at"
    )
    return warehouse.replace(
        Replacement(
            table=CALLS,
            sql=sql,
            inputs={"clock": _clock()},
            wanted={MON: at},
            committed=warehouse.commits().get(CALLS.name, {}),
            code="c",
            run_id="r",
            clock=clock,
            as_of=NOW,
            remake=remake,
        )
    )


def test_a_live_row_whose_game_began_on_the_way_is_not_committed(
    warehouse: DuckDBWarehouse,
) -> None:
    """The clock is read when the work begins, and once more right before it commits."""
    readings = iter([START - timedelta(seconds=1), START])
    with pytest.raises(GameStarted, match="1 live rows"):
        call(warehouse, 20.5, "live", clock=lambda: next(readings))
    assert calls_of(warehouse) == []
    assert warehouse.commits() == {}


def calls_of(warehouse: DuckDBWarehouse) -> list[tuple[Any, ...]]:
    query = f"SELECT origin, version, mean FROM {CALLS.name} ORDER BY 1, 2"
    return warehouse.connection.execute(query).fetchall()


def test_a_replayed_prediction_stays_as_it_was_made(warehouse: DuckDBWarehouse) -> None:
    call(warehouse, 20.5, "replay")
    call(warehouse, 30.0, "replay", at=2)
    assert calls_of(warehouse) == [("replay", 1, 20.5)]


def test_a_replayed_prediction_is_made_again_when_that_is_asked_for(
    warehouse: DuckDBWarehouse,
) -> None:
    call(warehouse, 20.5, "replay")
    call(warehouse, 30.0, "replay", at=2, remake=True)
    assert calls_of(warehouse) == [("replay", 1, 20.5), ("replay", 2, 30.0)]


def test_a_game_that_was_predicted_live_gets_no_replay(warehouse: DuckDBWarehouse) -> None:
    call(warehouse, 20.5, "live")
    call(warehouse, 25.0, "replay", at=2)
    assert calls_of(warehouse) == [("live", 1, 20.5)]


def test_a_historys_content_version_is_that_of_its_rows_together(
    warehouse: DuckDBWarehouse,
) -> None:
    from boxline.stores.contract_sql import content_columns, content_version

    call(warehouse, 20.5, "live")
    call(warehouse, 21.0, "live", at=2)
    version = content_version(content_columns(CALLS.columns))
    query = f"SELECT {version} FROM {CALLS.name}"
    (counted,) = warehouse.connection.execute(query).fetchone() or ("",)
    commit: Commit = warehouse.commits()[CALLS.name][MON]
    assert (commit.rows, f"{commit.content:032x}") == (2, counted)


def test_facts_gain_a_column_and_keep_their_rows_and_never_lose_one(
    tmp_path: Path, sink: Sink
) -> None:
    facts = replace(LINES, is_fact=True)
    with opened(tmp_path, sink) as before:
        put(before, ANN)
    extra = Column("extra", Int, nullable=True, doc="New; NULL in what stood before.")
    wider = replace(facts, columns=(*LINES.columns, extra))
    catalog = replace(CATALOG, datasets={LINES.name: wider})
    with opened(tmp_path, sink, catalog=catalog) as after:
        assert [line[-1] for line in lines_of(after)] == [None]
        assert set(after.commits()[LINES.name]) == {MON, TUE}
    narrower = replace(CATALOG, datasets={LINES.name: facts})
    refused = pytest.raises(HistoryChanged, match="facts")
    with refused, opened(tmp_path, sink, catalog=narrower):
        pass
