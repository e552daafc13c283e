"""Every operation that transforms may use, on DuckDB and on a real cluster, over the values at
which engines part: NULL, NaN, infinity, halves, negative numbers, fractions, no rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from boxline.catalog import Column, Day, Flag, Float, Instant, Int, Text
from boxline.catalog.dialects import to_sql
from boxline.catalog.expressions import unbound
from boxline.catalog.spark import refused
from boxline.catalog.spark.lint import SAME
from boxline.stores.spark import SparkCluster
from tests.scale.spark.standalone import Standalone

if TYPE_CHECKING:
    import ibis.expr.types as ir

EDGES = unbound(
    "edges",
    (
        Column("row", Int),
        Column("kind", Text),
        Column("whole", Int),
        Column("share", Float),
        Column("name", Text),
        Column("at", Instant),
        Column("day", Day),
        Column("is_so", Flag),
    ),
)

ROWS = """
SELECT t.*, CAST(seen AS TIMESTAMP) AS "at", CAST(seen AS DATE) AS day FROM (VALUES
    (1, 'a', 5, CAST(2.675 AS DOUBLE), 'Dončić, Luka', '2024-03-10 02:30:00.6', true),
    (2, 'a', -5, -0.5, 'smith, jr. john', '1969-12-31 23:59:59.4', false),
    (3, 'a', 0, 0.5, '', '2024-02-29 06:00:00', NULL),
    (4, 'a', NULL, NULL, NULL, NULL, NULL),
    (5, 'b', 7, 1.005, 'a$b.c|d', '2024-12-31 23:59:59.999999', false),
    (6, 'b', 7, 'nan', '  12 ', '2024-01-01 00:00:00', false),
    (7, 'b', -8, 'inf', '1.5', NULL, false),
    (8, 'c', NULL, 1.5, 'x', '2000-01-01 12:34:56.123456', NULL),
    (9, 'd', 3, -2.5, 'AB-cd', '2024-06-01 10:00:00', true),
    (10, 'd', 4, 0.1, 'AB@CD', '2024-06-02 11:00:00', NULL),
    (11, 'd', 5, 0.0, '0x1F', '2024-11-03 06:00:00', true)
) AS t ("row", kind, whole, share, name, seen, is_so)
"""

E = EDGES


def _in_order() -> Any:
    import ibis

    return ibis.window(group_by="kind", order_by=[ibis.desc("whole"), "row"])


def _numbers() -> ir.Table:
    import ibis

    finite = E.filter(~E.row.isin([6, 7]))
    share, whole = finite.share, finite.whole
    return finite.select(
        "row",
        added=whole + share,
        taken=whole - share,
        times=whole * share * 0.44,
        divided=whole / whole.nullif(0),
        by_a_decimal=(whole * 0.44) / (whole.nullif(0) * 3),
        by_zero=(whole + 1) / share,
        nought_by_zero=(whole - whole) / (share - share),
        down=whole // 3,
        left_over=whole % 3,
        rounded=share.round(),
        rounded_to=share.round(2),
        floor=share.floor(),
        power=(share.abs() + 1) ** 2,
        root=(share * share).sqrt(),
        negative=-share,
        clipped=share.clip(-1, 1),
        most=ibis.greatest(whole, finite.row),
        least=ibis.least(share, 1.0),
        sine=share.sin(),
        cosine=share.cos(),
        arc=share.clip(-1, 1).asin(),
        as_float=whole.cast("float64"),
        as_text=whole.cast("string"),
        as_whole=share.round().cast("int64"),
    )


def _conditions() -> ir.Table:
    import ibis

    return E.select(
        "row",
        is_null=E.share.isnull(),
        not_null=E.share.notnull(),
        both=E.is_so & (E.whole > 0),
        either=E.is_so | (E.whole > 0),
        no=~E.is_so,
        between=E.whole.between(-5, 5),
        is_in=E.whole.isin([5, 7]),
        not_in=~E.whole.isin([5, 7]),
        same=E.whole.identical_to(ibis.null("int64")),
        equal=E.share == E.share,
        differ=E.whole != 7,
        less=E.share < 1.0,
        at_most=E.share <= 0.5,
        more=E.share > 1.0,
        at_least=E.whole >= 0,
        chosen=E.is_so.ifelse(1, 2),
        case=ibis.cases((E.whole > 0, "up"), (E.whole < 0, "down"), else_=None),
        named=E.kind.cases(("a", 1), ("b", 2), else_=3),
        known=ibis.coalesce(E.whole, E.row, 0),
        nothing=E.kind.nullif("a"),
        as_number=E.is_so.cast("int64"),
        as_text=E.is_so.cast("string"),
    )


def _texts() -> ir.Table:
    parts = E.name.split("@")
    return E.select(
        "row",
        turned=E.name.re_replace("^([^,]*), (.*)$", r"\2 $ \1"),
        plain=E.name.re_replace("[^a-z0-9]+", " "),
        no_end=E.name.re_replace("^ +| +$", ""),
        found=E.name.re_extract(r"(\d{1,2})(\.\d)?", 1),
        is_found=E.name.re_search("(^|[^a-z])jr([^a-z]|$)"),
        begins=E.name.startswith("a$"),
        ends=E.name.endswith("d"),
        joined=E.name.concat("-", E.kind),
        lower=E.name.lower(),
        lifted=E.name.lower().translate("čć", "cc"),
        cut=E.name.substr(3, 2),
        rest=E.name.substr(2),
        padded=E.kind.lpad(3, "0"),
        bare=E.name.strip(),
        apart=E.name.levenshtein("Doncic"),
        first=parts[0],
        second=parts[1],
        last=parts[-1],
        third=E.name.split("|")[1],
        many=E.name.split(".").length(),
        number=E.name.re_extract(r"^(\d+)$", 1).nullif("").cast("int64"),
    )


def _instants() -> ir.Table:
    import ibis

    return E.select(
        "row",
        later=E["at"] + ibis.interval(hours=2),
        sooner=E["at"] - ibis.interval(minutes=30),
        seconds=E["at"].epoch_seconds(),
        days=E.day.epoch_days(),
        since=E.day.delta(ibis.date(2024, 1, 1), unit="day"),
        league_day=E["at"].date(),
        day_before=(E.day - ibis.interval(days=1)).delta(E.day, unit="day"),
        hour=E["at"].hour(),
        year=E.day.year(),
        month=E.day.month(),
        day_of=E.day.day(),
        weekday=E.day.day_of_week.index(),
        made=ibis.date(E.day.year(), 7, 1),
        midnight=E.day.cast("timestamp"),
        instant_text=E["at"].cast("string"),
        day_text=E.day.cast("string"),
        is_after=E["at"] > ibis.timestamp("2024-06-01 10:00:00"),
    )


def _groups() -> ir.Table:
    finite = E.filter(E.row != 6)
    return finite.group_by("kind").agg(
        rows=finite.count(),
        so=finite.count(where=finite.is_so),
        known=finite.whole.count(),
        known_so=finite.whole.count(where=finite.is_so),
        kinds=finite.whole.nunique(),
        total=finite.whole.sum(),
        total_so=finite.whole.sum(where=finite.is_so),
        mean=finite.share.mean(where=finite.row < 7),
        mean_of_tenths=(finite.whole * 0.1).mean(),
        most=finite.whole.max(),
        least=finite.share.min(),
        last_name=finite.name.max(),
        any_so=finite.is_so.any(),
        all_so=finite.is_so.all(),
        any_where=(finite.whole > 0).any(where=finite.is_so),
        of_least=finite.name.argmin(finite.row),
        of_least_known=finite.whole.argmin(finite.row, where=finite.whole.notnull()),
        of_most=finite.name.argmax(finite.row),
        null_is_kept=finite.whole.argmax(finite.row, where=finite.row <= 4),
        by_null=finite.kind.argmin(finite.whole),
        by_nulls=finite.kind.argmax(finite.at.year(), where=finite.row == 4),
    )


def _windows() -> ir.Table:
    import ibis

    after = ibis.window(group_by="kind", order_by="row", preceding=None, following=0)
    before = ibis.range_window(group_by="kind", order_by="row", preceding=(3, 1))
    return E.select(
        "row",
        place=ibis.row_number().over(_in_order()),
        rank=ibis.dense_rank().over(_in_order()),
        before=E.whole.lag().over(_in_order()),
        after=E.whole.lead().over(_in_order()),
        first=E.whole.first().over(_in_order()),
        last=E.whole.last().over(ibis.window(group_by="kind", order_by="row")),
        so_far=E.whole.sum().over(after),
        lately=E.whole.sum().over(before),
        rows_lately=E.count(where=E.is_so).over(before),
        most=E.share.max().over(after),
    )


def _arrays() -> ir.Table:
    import ibis

    pairs = ibis.array(
        [
            ibis.struct({"of": "whole", "value": E.whole.cast("string")}),
            ibis.struct({"of": "kind", "value": E.kind}),
        ]
    )
    each = E.select("row", pair=pairs.unnest())
    return each.select("row", of=each.pair["of"], value=each.pair["value"])


def _nothing() -> ir.Table:
    none = E.filter(E.row > 100)
    return none.agg(
        rows=none.count(),
        so=none.count(where=none.is_so),
        total=none.whole.sum(),
        most=none.share.max(),
        mean=none.share.mean(),
    )


PROBES: dict[str, Callable[[], ir.Table]] = {
    "numbers": _numbers,
    "conditions": _conditions,
    "texts": _texts,
    "instants": _instants,
    "groups": _groups,
    "windows": _windows,
    "arrays": _arrays,
    "no rows": _nothing,
}


@pytest.fixture(scope="module")
def cluster(spark: Standalone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    one = SparkCluster(spark.master, tmp_path_factory.mktemp("way"))
    yield one
    one.close()


@pytest.mark.parametrize("name", PROBES)
def test_an_operation_gives_what_it_gives_on_duckdb(cluster: SparkCluster, name: str) -> None:
    expression = PROBES[name]()
    with cluster.scratch() as folder, duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE edges AS {ROWS}")
        here = connection.sql(to_sql(expression, "duckdb"))
        columns, expected = here.columns, _sorted(here.fetchall())
        edges = folder / "edges.parquet"
        connection.execute(f"COPY edges TO '{edges}' (FORMAT parquet)")
        sql = to_sql(expression, "pyspark")
        cluster.compute("a table", sql, {"edges": edges}, folder / "made", lambda: None)
        found = _sorted(
            connection.execute(f"FROM read_parquet('{folder}/made/*.parquet')").fetchall()
        )
    differing = [
        (column, one[0], one[place], other[place])
        for one, other in zip(expected, found, strict=True)
        for place, column in enumerate(columns)
        if not _is_same(one[place], other[place])
    ]
    assert differing == []


def test_every_operation_that_is_said_to_be_the_same_is_among_those_just_tried() -> None:
    import ibis.expr.operations as ops

    tried = {
        type(node).__name__ for probe in PROBES.values() for node in probe().op().find(ops.Node)
    }
    assert set(SAME) - tried == set()


@pytest.mark.parametrize("name", PROBES)
def test_what_is_tried_is_what_may_be_used(name: str) -> None:
    assert refused(PROBES[name]()) == []


def _sorted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: repr(row[:2]))


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or one is None or other is None:
        return one is other
    if isinstance(one, int | float) or hasattr(one, "as_tuple"):
        one, other = float(one), float(other)
        if math.isnan(one) or math.isinf(one):
            return math.isnan(other) if math.isnan(one) else one == other
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return bool(one == other)
