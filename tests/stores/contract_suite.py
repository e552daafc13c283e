"""What every warehouse keeps to, whatever it is made of: one suite, run by each store's own module.

A module that runs it gives the fixture `store`; statements are such as every store understands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pytest

from boxline.catalog import (
    AtMost,
    Catalog,
    Column,
    Day,
    Flag,
    Float,
    Instant,
    Int,
    League,
    Provider,
    Raw,
    Table,
    Text,
)
from boxline.domain.seasons import SeasonRule
from boxline.engine.ports import (
    Batch,
    InputRows,
    Landed,
    LandedPage,
    Load,
    Loaded,
    Outcome,
    Reject,
    Replacement,
)
from boxline.errors import (
    BatchRefused,
    ContractBroken,
    GameStarted,
    HistoryChanged,
    LeaseLost,
    TooManyRejects,
)

NOW = datetime(2025, 2, 1, tzinfo=UTC)
MON, TUE, WED = date(2025, 1, 13), date(2025, 1, 14), date(2025, 1, 15)

SCORES = Raw(
    "toy_raw.scores",
    provider=Provider(name="toy", landing="toy", doc="A toy."),
    grain="one score",
    landing="scores/{date}",
    payload=dict,
    key=("game_id", "player"),
    complete_within=("game_id",),
    columns=(
        Column("game_date", Day, doc="Day."),
        Column("game_id", Text, doc="Which game."),
        Column("player", Text, doc="Who."),
        Column("points", Int, low=0, high=100, doc="Points."),
    ),
    unread="a toy",
)
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
KINDS = Table(
    "toy_core.kinds",
    grain="one value of each type",
    key=("name",),
    columns=(
        Column("game_date", Day, doc="Day."),
        Column("name", Text, doc="Which."),
        Column("counted", Int, nullable=True, doc="Number."),
        Column("measured", Float, nullable=True, doc="Number."),
        Column("is_so", Flag, nullable=True, doc="Flag."),
        Column("at", Instant, nullable=True, doc="Instant."),
    ),
)
CALLS = Table(
    "toy_predictions.calls",
    grain="one call",
    key=("game_date", "player", "origin", "version"),
    is_history=True,
    columns=(
        Column("game_date", Day, doc="Day."),
        Column("player", Text, doc="Who."),
        Column("origin", Text, doc="live or replay."),
        Column("version", Int, doc="Version."),
        Column("mean", Float, doc="Mean."),
        Column("made_at", Instant, is_stamp=True, doc="When."),
        Column("frozen_at", Instant, is_stamp=True, doc="The start."),
    ),
)
CATALOG = Catalog(
    datasets={one.name: one for one in (SCORES, LINES, KINDS, CALLS)},
    modules={},
    transforms={},
    readers={},
    documents={},
    leagues={
        "toy": League(name="toy", seasons=SeasonRule(begins=(8, 1)), calendar="toy_core.games")
    },
)
Rows = list[tuple[Any, ...]]


class Warehouse(Protocol):
    """A warehouse as the suite uses it."""

    def commits(self) -> Any: ...
    def loads(self) -> Any: ...
    def load(self, batch: Batch) -> Loaded: ...
    def replace(self, replacement: Replacement) -> Outcome: ...
    def showing(self, datasets: Sequence[str]) -> Any: ...


@dataclass
class Sink:
    """Keeps the rejects it is given."""

    rejects: list[Reject] = field(default_factory=list)

    def reject(self, _dataset: str, _scope: object, rejects: Sequence[Reject]) -> None:
        self.rejects = list(rejects)


@dataclass
class Held:
    """A lease that another run may have taken."""

    token: int = 1
    run_id: str = "r"
    seconds: float = 15.0
    is_lost: bool = True

    def renew(self) -> None:
        """It lasts."""

    def raise_above(self, token: int) -> None:
        if self.is_lost:
            raise LeaseLost(self.run_id)
        self.token = token + 1


class Store(Protocol):
    """A place that can be opened as a warehouse, again and again."""

    sink: Sink

    def opened(
        self, *, catalog: Catalog = CATALOG, lease: Held | None = None, prepare: bool = True
    ) -> AbstractContextManager[Warehouse]: ...


def rows_of(store: Store, table: str, columns: str = "*") -> Rows:
    """What stands in a table for who opens the warehouse anew."""
    with store.opened(prepare=False) as found:
        shown = found.showing([table])
        rows: Rows = shown.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
        return rows


def committed(store: Store, table: str) -> dict[date, tuple[int, int]]:
    """Day -> (rows kept, rows rejected)."""
    with store.opened(prepare=False) as found:
        days = found.commits().get(table, {})
    return {day: (one.rows, one.rejected) for day, one in days.items()}


# What is computed

CLOCK = InputRows(dataset=None, first=MON, last=TUE)
Line = tuple[date, str, int, int, float | None]
ANN: Line = (MON, "Ann", 3, 7, 0.428571)
BEN: Line = (MON, "Ben", 1, 2, None)
CAT: Line = (TUE, "Cat", 0, 0, None)


def put(
    warehouse: Warehouse,
    *lines: Line,
    days: Mapping[date, int] | None = None,
    passed_over: Sequence[date] = (),
) -> Outcome:
    """Replace Monday and Tuesday by these lines."""
    names = ("game_date", "player", "made", "tried", "share")
    selects = [
        ", ".join(f"{_literal(value)} AS {name}" for name, value in zip(names, line, strict=True))
        for line in lines
    ]
    if not selects:
        empty = (MON, "", 0, 0, 0.0)
        told = ", ".join(f"{_literal(v)} AS {n}" for n, v in zip(names, empty, strict=True))
        selects = [f"{told} FROM (SELECT 1 AS one) AS t WHERE one = 2"]
    sql = " UNION ALL ".join(f"SELECT {one}" for one in selects)
    return replaced(warehouse, LINES, sql, days or {MON: 1, TUE: 1}, passed_over=passed_over)


def replaced(
    warehouse: Warehouse, table: Table, sql: str, days: Mapping[date, int], **more: Any
) -> Outcome:
    return warehouse.replace(
        Replacement(
            table=table,
            sql=sql,
            wanted=days,
            committed=warehouse.commits().get(table.name, {}),
            code="c",
            run_id="r",
            as_of=NOW,
            **{"clock": lambda: NOW, "inputs": {"clock": CLOCK}, **more},
        )
    )


def _literal(value: object) -> str:
    if value is None:
        return "CAST(NULL AS FLOAT64)"
    if isinstance(value, date):
        return f"DATE '{value}'"
    return f"'{value}'" if isinstance(value, str) else repr(value)


def test_a_warehouse_is_made_and_found_again(store: Store) -> None:
    with store.opened():
        pass
    with store.opened(prepare=False) as found:
        assert found.commits() == {}
        assert found.loads() == {}
    assert rows_of(store, LINES.name) == []


def test_rows_are_rounded_as_declared_and_committed_with_their_day(store: Store) -> None:
    with store.opened() as warehouse:
        outcome = put(warehouse, ANN, BEN, CAT)
    assert rows_of(store, LINES.name) == [(MON, "Ann", 3, 7, 0.429), BEN, CAT]
    assert (outcome.kept, outcome.rejected, outcome.stored) == (3, 0, 3)
    assert committed(store, LINES.name) == {MON: (2, 0), TUE: (1, 0)}


def test_doing_it_twice_equals_doing_it_once(store: Store) -> None:
    with store.opened() as warehouse:
        put(warehouse, ANN, BEN, CAT)
        before = warehouse.commits()
        assert put(warehouse, CAT, BEN, ANN).stored == 0
        assert warehouse.commits() == before
    assert rows_of(store, LINES.name) == [(MON, "Ann", 3, 7, 0.429), BEN, CAT]


def test_what_is_no_longer_produced_is_deleted_and_what_differs_is_updated(store: Store) -> None:
    with store.opened() as warehouse:
        put(warehouse, ANN, BEN, CAT)
    changed = (MON, "Ann", 4, 7, 0.571)
    with store.opened() as warehouse:
        assert (
            put(warehouse, changed, CAT).stored == 2
        )  # an update, a delete, and Tuesday as it was
    assert rows_of(store, LINES.name) == [changed, CAT]
    assert committed(store, LINES.name) == {MON: (1, 0), TUE: (1, 0)}


def test_a_day_that_produces_nothing_is_committed_empty(store: Store) -> None:
    with store.opened() as warehouse:
        put(warehouse, ANN)
        put(warehouse)
        assert {one.content for one in warehouse.commits()[LINES.name].values()} == {0}
    assert rows_of(store, LINES.name) == []
    assert committed(store, LINES.name) == {MON: (0, 0), TUE: (0, 0)}


def test_a_day_that_is_passed_over_keeps_the_rows_it_has(store: Store) -> None:
    with store.opened() as warehouse:
        put(warehouse, CAT, days={TUE: 1})
        tuesday = warehouse.commits()[LINES.name][TUE]
        put(warehouse, ANN, (TUE, "Dan", 1, 1, 1.0), days={MON: 1, WED: 1}, passed_over=[TUE])
        assert warehouse.commits()[LINES.name][TUE] == tuesday
    assert [player for _, player, *_ in rows_of(store, LINES.name)] == ["Ann", "Cat"]


def test_a_row_that_breaks_its_contract_is_a_reject_and_its_neighbours_stay(store: Store) -> None:
    others = [(MON, f"P{n}", 1, 2, None) for n in range(4)]
    with store.opened() as warehouse:
        outcome = put(warehouse, (MON, "Ann", 9, 7, None), *others)
    assert (outcome.rows_in, outcome.kept, outcome.rejected) == (5, 4, 1)
    (reject,) = store.sink.rejects
    assert (reject.day, reject.field) == (MON, "made <= tried")
    assert '"player": "Ann"' in reject.content
    assert committed(store, LINES.name)[MON] == (4, 1)


class OneProcess:
    """A cluster that is this process: it sees Parquet files, and no warehouse."""

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        with TemporaryDirectory() as folder:
            yield Path(folder)

    def compute(
        self,
        dataset: str,
        sql: str,
        inputs: Mapping[str, Path],
        into: Path,
        progress: Callable[[], None],
    ) -> None:
        progress()
        into.mkdir()
        with duckdb.connect() as alone:
            for name, file in inputs.items():
                alone.execute(f"CREATE VIEW {name} AS FROM read_parquet('{file}')")
            alone.execute(f"COPY ({sql}) TO '{into / dataset}.parquet' (FORMAT parquet)")

    def close(self) -> None:
        """There is nothing to let go of."""


def test_what_a_cluster_makes_of_inputs_is_committed_as_what_the_store_makes(store: Store) -> None:
    with store.opened() as warehouse:
        put(warehouse, ANN, BEN, CAT)
        replaced(
            warehouse,
            KINDS,
            "SELECT game_date, player AS name, made AS counted, share AS measured, tried > 2 "
            "AS is_so, clock.now AS at FROM lines, clock",
            {MON: 1, TUE: 1},
            cluster=OneProcess(),
            inputs={"clock": CLOCK, "lines": InputRows(dataset=LINES, first=MON, last=MON)},
        )
    now = NOW.replace(tzinfo=None)
    assert rows_of(store, KINDS.name) == [
        (MON, "Ann", 3, 0.429, True, now),
        (MON, "Ben", 1, None, False, now),
    ]
    assert committed(store, KINDS.name) == {MON: (2, 0), TUE: (0, 0)}


def test_above_the_share_of_rejects_nothing_is_committed(store: Store) -> None:
    broken: list[Line] = [(MON, f"X{n}", 9, 1, None) for n in range(6)]
    with store.opened() as warehouse:
        put(warehouse, ANN)
        with pytest.raises(TooManyRejects, match="6 of 7 rows"):
            put(warehouse, *broken, BEN, CAT)
    assert [player for _, player, *_ in rows_of(store, LINES.name)] == ["Ann"]
    assert committed(store, LINES.name) == {MON: (1, 0), TUE: (0, 0)}
    assert len(store.sink.rejects) == 6


def test_two_rows_with_one_key_stop_the_whole_range(store: Store) -> None:
    with store.opened() as warehouse:
        put(warehouse, ANN)
        before = warehouse.commits()
        with pytest.raises(ContractBroken, match="two rows have the key"):
            put(warehouse, BEN, (MON, "Ben", 2, 2, None))
        assert warehouse.commits() == before
    assert [player for _, player, *_ in rows_of(store, LINES.name)] == ["Ann"]


def test_values_of_every_type_come_back_as_they_were(store: Store) -> None:
    literals = {
        "large": ("9223372036854775807", "1.7976931348623157e308", "TRUE", "9999-12-31T00:00:00"),
        "small": ("-9223372036854775807", "-5e-9", "FALSE", "0001-01-01T00:00:00"),
        "exact": ("1000000000000", "0.123456789", "TRUE", "2025-01-13T23:59:59.999999"),
        "unknown": ("NULL", "NULL", "NULL", ""),
    }
    parts = [
        f"SELECT DATE '{MON}' AS game_date, '{name}' AS name, CAST({counted} AS INT64) AS counted, "
        f"CAST({measured} AS FLOAT64) AS measured, CAST({flag} AS BOOL) AS is_so, "
        f"CAST({_text(at)} AS DATETIME) AS at"
        for name, (counted, measured, flag, at) in literals.items()
    ]
    kinds = replace(KINDS, max_rejected_share=1.0)
    with store.opened() as warehouse:
        replaced(warehouse, kinds, " UNION ALL ".join(parts), {MON: 1})
    found = {name: rest for _, name, *rest in rows_of(store, KINDS.name)}
    assert found["exact"] == [10**12, 0.123456789, True, datetime(2025, 1, 13, 23, 59, 59, 999999)]  # noqa: DTZ001
    assert found["unknown"] == [None, None, None, None]
    # Instants beyond what a calendar counts to are rejects, which keep the row.
    assert {reject.field for reject in store.sink.rejects} == {"at"}
    assert sorted(r.content.count(str(2**63 - 1)) for r in store.sink.rejects) == [1, 1]


def _text(value: str) -> str:
    return f"'{value}'" if value else "NULL"


def test_the_ends_of_numbers_come_back_as_they_were(store: Store) -> None:
    largest, smallest = 1.7976931348623157e308, -5e-9
    rows = {
        "high": ("9223372036854775807", largest, "2199-12-31T23:59:59"),
        "low": ("-9223372036854775807", smallest, "1970-01-01T00:00:00"),
    }
    sql = " UNION ALL ".join(
        f"SELECT DATE '{MON}' AS game_date, '{name}' AS name, CAST('{counted}' AS INT64) AS "
        f"counted, CAST({measured!r} AS FLOAT64) AS measured, TRUE AS is_so, "
        f"CAST('{at}' AS DATETIME) AS at"
        for name, (counted, measured, at) in rows.items()
    )
    with store.opened() as warehouse:
        replaced(warehouse, KINDS, sql, {MON: 1})
    (_, _, counted, measured, _, at), low = rows_of(store, KINDS.name)  # "high" is first by name
    assert (counted, at) == (2**63 - 1, datetime(2199, 12, 31, 23, 59, 59))  # noqa: DTZ001
    assert math.isclose(measured, largest, rel_tol=1e-15)
    assert low == (MON, "low", 1 - 2**63, smallest, True, datetime(1970, 1, 1))  # noqa: DTZ001


# Histories

START = NOW + timedelta(hours=1)


def call(
    warehouse: Warehouse,
    mean: float,
    origin: str,
    *,
    at: int = 1,
    remake: bool = False,
    clock: Callable[[], datetime] = lambda: NOW,
) -> Outcome:
    sql = (
        f"SELECT DATE '{MON}' AS game_date, 'Ann' AS player, '{origin}' AS origin, 1 AS version, "
        f"{mean} AS mean, CAST('2025-01-{at:02d}' AS DATETIME) AS made_at, "
        f"CAST('{START:%Y-%m-%d %H:%M:%S}' AS DATETIME) AS frozen_at"
    )
    return replaced(warehouse, CALLS, sql, {MON: at}, clock=clock, remake=remake)


def calls_of(store: Store) -> Rows:
    return rows_of(store, CALLS.name, "origin, version, mean")


def test_a_live_prediction_that_changes_becomes_the_next_version(store: Store) -> None:
    with store.opened() as warehouse:
        call(warehouse, 20.5, "live")
        assert call(warehouse, 20.5, "live", at=2).stored == 0
    with store.opened() as warehouse:
        call(warehouse, 21.0, "live", at=3)
    assert calls_of(store) == [("live", 1, 20.5), ("live", 2, 21.0)]


def test_a_replayed_prediction_stays_until_it_is_to_be_made_again(store: Store) -> None:
    with store.opened() as warehouse:
        call(warehouse, 20.5, "replay")
        call(warehouse, 30.0, "replay", at=2)
    assert calls_of(store) == [("replay", 1, 20.5)]
    with store.opened() as warehouse:
        call(warehouse, 30.0, "replay", at=3, remake=True)
    assert calls_of(store) == [("replay", 1, 20.5), ("replay", 2, 30.0)]


def test_a_live_row_whose_game_began_on_the_way_is_rolled_back(store: Store) -> None:
    """The clock is read when the work begins, and again when its rows are written already."""
    readings = [START - timedelta(seconds=1)]

    def clock() -> datetime:
        return readings.pop() if readings else START

    with store.opened() as warehouse, pytest.raises(GameStarted, match="1 live rows"):
        call(warehouse, 20.5, "live", clock=clock)
    assert calls_of(store) == []
    assert committed(store, CALLS.name) == {}


def test_a_history_gains_a_column_and_keeps_its_rows(store: Store) -> None:
    with store.opened() as warehouse:
        call(warehouse, 20.5, "live")
    line = Column("line", Float, nullable=True, doc="New; NULL before it was known.")
    wider = replace(CALLS, columns=(line, *CALLS.columns))
    catalog = replace(CATALOG, datasets={**CATALOG.datasets, CALLS.name: wider})
    with store.opened(catalog=catalog) as after:
        shown = after.showing([CALLS.name])
        assert shown.execute(f"SELECT mean, line FROM {CALLS.name}").fetchall() == [(20.5, None)]
        assert set(after.commits()) == {CALLS.name}


def test_a_history_never_loses_a_column(store: Store) -> None:
    with store.opened() as warehouse:
        call(warehouse, 20.5, "live")
    narrower = replace(CALLS, columns=tuple(c for c in CALLS.columns if c.name != "mean"))
    catalog = replace(CATALOG, datasets={**CATALOG.datasets, CALLS.name: narrower})
    with pytest.raises(HistoryChanged, match="append-only"), store.opened(catalog=catalog):
        pass
    assert calls_of(store) == [("live", 1, 20.5)]


def test_a_table_whose_columns_changed_is_made_anew_and_uncommitted(store: Store) -> None:
    with store.opened() as warehouse:
        put(warehouse, ANN)
    wider = replace(LINES, columns=(*LINES.columns, Column("extra", Int, doc="New.")))
    catalog = replace(CATALOG, datasets={**CATALOG.datasets, LINES.name: wider})
    with store.opened(catalog=catalog, prepare=False) as looked_at:
        assert looked_at.commits() == {}
    assert committed(store, LINES.name) == {MON: (1, 0), TUE: (0, 0)}  # looking changes nothing
    assert [player for _, player, *_ in rows_of(store, LINES.name)] == ["Ann"]
    with store.opened(catalog=catalog) as after:
        shown = after.showing([LINES.name])
        assert shown.execute(f"SELECT * FROM {LINES.name}").fetchall() == []
        assert after.commits() == {}


# Fencing


def test_who_has_a_lower_token_than_the_last_commit_is_refused(store: Store) -> None:
    with store.opened(lease=Held(token=2)) as later:
        put(later, ANN)
    with pytest.raises(LeaseLost), store.opened(lease=Held(token=1)) as earlier:
        put(earlier, BEN)
    assert [player for _, player, *_ in rows_of(store, LINES.name)] == ["Ann"]
    assert committed(store, LINES.name) == {MON: (1, 0), TUE: (0, 0)}


def test_who_still_has_the_lease_after_a_lost_ledger_goes_on_above_the_fence(store: Store) -> None:
    with store.opened(lease=Held(token=7)) as before:
        put(before, ANN)
    lease = Held(token=1, is_lost=False)
    with store.opened(lease=lease) as again:
        put(again, BEN)
    assert lease.token == 8
    assert [player for _, player, *_ in rows_of(store, LINES.name)] == ["Ben"]
    with pytest.raises(LeaseLost), store.opened(lease=Held(token=7)) as old:
        put(old, ANN)


# What landed

Score = tuple[date, str, str, int]


def a_load(name: str, *scores: Score, hours: int = 0) -> Load:
    """A reply that was fetched so many hours after the first, decoded."""
    fetched = NOW - timedelta(days=3) + timedelta(hours=hours)
    days, games, players, points = zip(*scores, strict=True)
    instant = pa.timestamp("us")
    rows = pa.table(
        {
            "game_date": pa.array(days, pa.date32()),
            "game_id": pa.array(games, pa.string()),
            "player": pa.array(players, pa.string()),
            "points": pa.array(points, pa.int64()),
            "known_at": pa.repeat(pa.scalar(fetched.replace(tzinfo=None), instant), len(scores)),
            "file_row": pa.array(range(1, len(scores) + 1), pa.int64()),
        }
    )
    page = LandedPage(path=name, sha256="", bytes=1, file_name=f"{name}.json")
    landed = Landed(
        landed_id=name, content_id=name, dataset=SCORES.name, fetched_at=fetched, pages=(page,)
    )
    return Load(
        raw=SCORES,
        landed=landed,
        code="c",
        run_id="r",
        now=NOW,
        rows=rows,
        rows_in=len(scores),
        page_rows=[len(scores)],
    )


def bring(warehouse: Warehouse, *loads: Load, share: float = 0.2) -> Loaded:
    return warehouse.load(
        Batch(
            raw=SCORES,
            loads=loads,
            broken=(),
            failed={},
            files=len(loads),
            max_failed_share=share,
        )
    )


def versions_of(store: Store) -> Rows:
    return rows_of(store, SCORES.name, "game_date, player, points, is_retracted")


def test_a_reply_is_loaded_with_its_record(store: Store) -> None:
    with store.opened() as warehouse:
        loaded = bring(warehouse, a_load("one", (MON, "g1", "Ann", 20), (MON, "g1", "Ben", 7)))
    assert loaded.outcomes["one"].stored == 2
    assert versions_of(store) == [(MON, "Ann", 20, False), (MON, "Ben", 7, False)]
    assert committed(store, SCORES.name) == {MON: (2, 0)}
    with store.opened(prepare=False) as found:
        assert set(found.loads()) == {(SCORES.name, "one")}


def test_a_reply_that_says_the_same_again_adds_nothing(store: Store) -> None:
    with store.opened() as warehouse:
        bring(warehouse, a_load("one", (MON, "g1", "Ann", 20)))
        assert (
            bring(warehouse, a_load("two", (MON, "g1", "Ann", 20), hours=5)).outcomes["two"].stored
            == 0
        )
    assert versions_of(store) == [(MON, "Ann", 20, False)]
    with store.opened(prepare=False) as found:
        assert len(found.loads()) == 2


def test_a_correction_is_a_further_version_and_what_is_gone_is_retracted(store: Store) -> None:
    with store.opened() as warehouse:
        bring(warehouse, a_load("one", (MON, "g1", "Ann", 20), (MON, "g1", "Ben", 7)))
    with store.opened() as warehouse:
        bring(warehouse, a_load("two", (MON, "g1", "Ann", 22), hours=5))
    assert versions_of(store) == [
        (MON, "Ann", 20, False),
        (MON, "Ann", 22, False),
        (MON, "Ben", 7, False),
        (MON, "Ben", 7, True),
    ]
    assert committed(store, SCORES.name) == {MON: (4, 0)}


def test_a_game_that_moved_is_retracted_on_its_old_day(store: Store) -> None:
    with store.opened() as warehouse:
        bring(warehouse, a_load("one", (MON, "g1", "Ann", 20), (MON, "g2", "Cat", 9)))
    with store.opened() as warehouse:
        bring(warehouse, a_load("two", (WED, "g1", "Ann", 20), hours=5))
    assert versions_of(store) == [
        (MON, "Ann", 20, False),
        (MON, "Ann", 20, True),
        (MON, "Cat", 9, False),
        (WED, "Ann", 20, False),
    ]
    assert committed(store, SCORES.name) == {MON: (3, 0), WED: (1, 0)}


def test_replies_of_one_batch_about_one_game_are_read_in_their_order(store: Store) -> None:
    with store.opened() as warehouse:
        first = a_load("one", (MON, "g1", "Ann", 20))
        bring(warehouse, first, a_load("two", (MON, "g1", "Ann", 22), hours=5))
    assert versions_of(store) == [(MON, "Ann", 20, False), (MON, "Ann", 22, False)]


def test_a_broken_reply_is_left_out_and_the_others_are_committed(store: Store) -> None:
    broken = a_load("bad", *((MON, "g9", f"X{n}", 900) for n in range(6)))
    good = [a_load(f"g{n}", (MON, f"g{n}", "Ann", n)) for n in range(5)]
    with store.opened() as warehouse:
        loaded = bring(warehouse, broken, *good)
    assert set(loaded.failed) == {"bad"}
    assert len(versions_of(store)) == 5


def test_a_batch_of_which_too_much_is_broken_is_not_committed_at_all(store: Store) -> None:
    broken = a_load("bad", *((MON, "g9", f"X{n}", 900) for n in range(6)))
    with store.opened() as warehouse, pytest.raises(BatchRefused):
        bring(warehouse, broken, a_load("good", (MON, "g1", "Ann", 1)))
    assert versions_of(store) == []
    assert committed(store, SCORES.name) == {}
