"""Days that do not look like others are not committed, alone or among a season's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import (
    Catalog,
    Column,
    Day,
    Float,
    Int,
    Known,
    KnownAsBefore,
    League,
    MeanAsBefore,
    Table,
    Text,
    Varies,
)
from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Kind, kind_of
from boxline.engine.ports import InputRows, Outcome, Replacement
from boxline.errors import ImplausibleDay
from boxline.stores.warehouse import DuckDBWarehouse, open_warehouse
from tests.builders import leased

NOW = datetime(2025, 2, 1, tzinfo=UTC)
FIRST = date(2024, 11, 1)
ROWS = 10

SCORES = Table(
    "toy_precompute.scores",
    grain="one player before one day's game",
    key=("game_date", "player"),
    columns=(
        Column("game_date", Day, doc="Day."),
        Column("player", Text, doc="Who."),
        Column("minutes", Int, nullable=True, checks=(KnownAsBefore(0.3, rows=10),), doc="M."),
        Column("usage", Float, nullable=True, checks=(Known(0.9, rows=10),), doc="Usage."),
        Column(
            "pace",
            Float,
            nullable=True,
            checks=(Varies(rows=10), MeanAsBefore(1.0, rows=10)),
            doc="Pace.",
        ),
    ),
)
CATALOG = Catalog(
    datasets={SCORES.name: SCORES},
    modules={},
    transforms={},
    readers={},
    documents={},
    leagues={"toy": League(name="toy", seasons=SeasonRule(begins=(8, 1)), calendar="toy.games")},
)


@dataclass
class Sink:
    """Takes rejects and forgets them."""

    def reject(self, _dataset: str, _scope: object, _rejects: Any) -> None: ...


@contextmanager
def opened(path: Path) -> Iterator[DuckDBWarehouse]:
    path.mkdir(exist_ok=True)
    options = {"doing": "test", "memory_limit": "500MB", "wait_seconds": 1.0}
    with leased(path) as lease, open_warehouse(path, CATALOG, Sink(), lease, **options) as found:  # type: ignore[arg-type]
        yield found


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[DuckDBWarehouse]:
    with opened(tmp_path / "one") as found:
        yield found


@dataclass(frozen=True)
class Lines:
    """The expressions that give a day's columns, over the row's number `n` from 0."""

    minutes: str = "20 + n"
    usage: str = "n"
    pace: str = "90 + 2 * n"


WELL = Lines()
CONSTANT = Lines(pace="0")
SHIFTED = Lines(pace="120 + 2 * n")
EMPTIED = Lines(minutes="CASE WHEN n < 2 THEN n END")
UNKNOWN = Lines(usage="NULL")


def put(
    warehouse: DuckDBWarehouse, days: Mapping[date, Lines], accepted_because: str = ""
) -> Outcome:
    """Replace these days as one range."""
    parts = [
        f"SELECT DATE '{day}' AS game_date, 'P' || n AS player, {lines.minutes} AS minutes, "
        f"{lines.usage} AS usage, {lines.pace} AS pace FROM range({ROWS}) AS t(n)"
        for day, lines in days.items()
    ]
    work = Replacement(
        table=SCORES,
        sql=f"WITH unused AS (SELECT 1) {' UNION ALL '.join(parts)}",
        inputs={"clock": InputRows(dataset=None, first=FIRST, last=FIRST)},
        wanted=dict.fromkeys(days, 1),
        committed=warehouse.commits().get(SCORES.name, {}),
        code="c",
        run_id="r",
        clock=lambda: NOW,
        as_of=NOW,
    )
    return warehouse.replace(replace(work, accepted_because=accepted_because))


def days_of(*lines: Lines, first: date = FIRST) -> dict[date, Lines]:
    return {first + timedelta(days=n): each for n, each in enumerate(lines)}


def rows_by_day(warehouse: DuckDBWarehouse) -> dict[date, int]:
    found = warehouse.connection.execute(
        f"SELECT game_date, count(*) FROM {SCORES.name} GROUP BY 1"
    )
    return dict(found.fetchall())


BEFORE = (WELL,) * 6
AFTER = FIRST + timedelta(days=len(BEFORE))


@pytest.mark.parametrize(
    ("lines", "figure"),
    [
        (CONSTANT, "pace: all 10 values are 0.0 (declared: not the same in all rows of a day)"),
        (
            SHIFTED,
            "pace: the mean is 129; in the 30 days before it was 99, with a standard deviation of",
        ),
        (
            EMPTIED,
            "minutes: 8 of 10 rows are NULL; in the 30 days before 0.0% were",
        ),
        (UNKNOWN, "usage: 10 of 10 rows are NULL (declared: known in 90 % of a day's rows)"),
    ],
)
def test_a_broken_day_is_not_committed_and_the_error_says_what_to_do(
    warehouse: DuckDBWarehouse, lines: Lines, figure: str
) -> None:
    put(warehouse, days_of(*BEFORE))
    with pytest.raises(ImplausibleDay) as caught:
        put(warehouse, {AFTER: lines})
    told = str(caught.value)
    assert told.startswith(f"toy_precompute.scores on {AFTER}: ")
    assert figure in told
    assert f'`boxline run --only toy_precompute.scores --date {AFTER} --accept "REASON"`' in told
    assert (caught.value.dataset, caught.value.day) == (SCORES.name, AFTER)
    assert AFTER not in rows_by_day(warehouse)
    assert AFTER not in warehouse.commits()[SCORES.name]
    assert kind_of(caught.value) is Kind.BAD_DATA, "the same inputs and code give it again"


def test_the_rows_that_a_broken_day_had_stay(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, days_of(*BEFORE, WELL))
    before = warehouse.commits()
    with pytest.raises(ImplausibleDay):
        put(warehouse, {AFTER: CONSTANT})
    assert warehouse.commits() == before
    found = warehouse.connection.execute(f"SELECT min(pace) FROM {SCORES.name}").fetchone()
    assert found == (90.0,)


SEASON = (*BEFORE, CONSTANT, WELL, SHIFTED, WELL, WELL, EMPTIED, UNKNOWN, WELL)


def halving(warehouse: DuckDBWarehouse, days: Mapping[date, Lines]) -> dict[date, str]:
    """Days that are refused, and why, as the runner finds them: a range that fails by halves."""
    try:
        put(warehouse, days)
    except ImplausibleDay as refused:
        if len(days) == 1:
            return {refused.day: str(refused)}
        each, middle = list(days.items()), len(days) // 2
        first = halving(warehouse, dict(each[:middle]))
        return {**first, **halving(warehouse, dict(each[middle:]))}
    return {}


def test_a_season_staged_at_once_is_judged_as_its_days_one_by_one(tmp_path: Path) -> None:
    season = days_of(*SEASON)
    with opened(tmp_path / "at-once") as at_once:
        refused = halving(at_once, season)
        committed = at_once.commits()
    with opened(tmp_path / "by-days") as by_days:
        alone: dict[date, str] = {}
        for day, lines in season.items():
            alone |= halving(by_days, {day: lines})
        assert by_days.commits() == committed
    assert refused == alone
    broken = [n for n, lines in enumerate(SEASON) if lines is not WELL]
    assert [(day - FIRST).days for day in refused] == broken


def test_a_range_is_compared_with_what_it_replaces_nowhere(warehouse: DuckDBWarehouse) -> None:
    """New code for a whole season is compared with itself, and for a part of it with the rest."""
    put(warehouse, days_of(*BEFORE, WELL))
    put(warehouse, days_of(*(SHIFTED,) * 7))
    with pytest.raises(ImplausibleDay, match=r"the mean is 99; .* it was 129"):
        put(warehouse, {AFTER: WELL})


def test_a_season_begins_without_days_to_compare_with(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, days_of(*BEFORE))
    put(warehouse, {AFTER + timedelta(days=31): SHIFTED})
    assert len(rows_by_day(warehouse)) == 7


def test_a_reason_commits_it_and_is_told_with_what_was_found(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, days_of(*BEFORE))
    outcome = put(warehouse, {AFTER: CONSTANT}, accepted_because="the clocks stood still")
    assert outcome.accepted.startswith(
        f"accepted because the clocks stood still: {AFTER} pace: all 10 values are 0.0"
    )
    assert rows_by_day(warehouse)[AFTER] == ROWS


def test_a_reason_that_nothing_needs_is_not_recorded(warehouse: DuckDBWarehouse) -> None:
    assert put(warehouse, days_of(*BEFORE), accepted_because="to be sure").accepted == ""
