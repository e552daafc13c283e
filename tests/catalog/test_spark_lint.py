"""What a transform may not say, because Spark and DuckDB do not mean the same by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from boxline.catalog import Column, Day, Flag, Float, Instant, Int, Text
from boxline.catalog.dialects import to_sql
from boxline.catalog.expressions import unbound
from boxline.catalog.spark import refused

if TYPE_CHECKING:
    import ibis.expr.types as ir

GAMES = unbound(
    "games",
    (
        Column("game_date", Day),
        Column("player", Text),
        Column("points", Int),
        Column("shots", Int),
        Column("share", Float),
        Column("seen_at", Instant),
        Column("is_home", Flag),
    ),
)
G = GAMES
OTHERS = GAMES.view()

#: What is refused, by a part of what is said of it.
REFUSED: dict[str, Callable[[], ir.Table]] = {
    "argmin by what decides": lambda: G.group_by("player").agg(one=G.points.first()),
    "First of an aggregate": lambda: G.group_by("player").agg(
        one=G.points.first(order_by="game_date")
    ),
    "ArrayCollect: its order is nobody's": lambda: G.group_by("player").agg(all=G.points.collect()),
    "GroupConcat: its order is nobody's": lambda: G.agg(all=G.player.group_concat()),
    "Hash: each engine has its own": lambda: G.select(lane=G.player.hash()),
    "Ln: the logarithm of 0": lambda: G.select(log=G.share.ln()),
    "Log10: the logarithm of 0": lambda: G.select(log=G.share.log10()),
    "Strftime": lambda: G.select(text=G.game_date.strftime("%Y")),
    "TryCast: 0x1F is a number to some": lambda: G.select(n=G.player.try_cast("int64")),
    "a cast from float64 to int64": lambda: G.select(n=G.share.cast("int64")),
    "a cast from float64 to string": lambda: G.select(n=G.share.cast("string")),
    "a cast of a shifted day to string": lambda: G.select(
        n=(G.game_date - _days(1)).cast("string")
    ),
    "FloorDivide by what may be 0": lambda: G.select(n=G.points // G.shots),
    "Modulus by what may be 0": lambda: G.select(n=G.points % G.shots),
    "an ASOF join": lambda: G.asof_join(OTHERS, on="seen_at").select(G.player),
    "a LIMIT": lambda: G.limit(3),
    "an order with NULLs first": lambda: G.order_by(G.points.asc(nulls_first=True)),
    "Max of struct": lambda: G.agg(most=_struct(points=G.points, shots=G.shots).max()),
    r"RegexSearch by \bout\b": lambda: G.select(is_out=G.player.re_search(r"\bout\b")),
    "RegexReplace by (?i)jr": lambda: G.select(name=G.player.re_replace("(?i)jr", "")),
    "RegexExtract by a pattern of the rows": lambda: G.select(
        found=G.player.re_extract(G.player, 1)
    ),
    "Median: not known to mean the same": lambda: G.agg(middle=G.points.median()),
}


def _days(count: int) -> Any:
    import ibis

    return ibis.interval(days=count)


def _struct(**parts: Any) -> Any:
    import ibis

    return ibis.struct(parts)


@pytest.mark.parametrize("said", REFUSED)
def test_what_engines_treat_differently_is_refused_with_what_to_write_instead(said: str) -> None:
    assert any(said in one for one in refused(REFUSED[said]()))


def test_what_is_guarded_or_known_is_not_refused() -> None:
    import ibis

    window = ibis.window(group_by="player", order_by=["game_date", ibis.desc("points")])
    rows = G.mutate(
        half=G.points // 2,
        each=G.points // G.shots.nullif(0),
        rate=G.points / G.shots,
        place=ibis.row_number().over(window),
        first=G.points.first().over(window),
        text=G.points.cast("string"),
        name=G.player.re_replace("(?:jr|sr)$", ""),
    )
    best = rows.group_by("player").agg(best=rows.share.argmax(rows.points), most=rows.player.max())
    assert refused(best) == []


def test_a_quotient_is_one_of_floats_and_by_zero_it_is_no_number_instead_of_an_error() -> None:
    told = " ".join(to_sql(G.select(rate=G.points / G.shots), "pyspark").split())
    assert "`t0`.`shots` = 0" in told
    assert "CAST(`t0`.`points` AS DOUBLE) / CAST(`t0`.`shots` AS DOUBLE)" in told
    guarded = to_sql(G.select(rate=G.points / G.shots.nullif(0)), "pyspark")
    assert "= 0" not in guarded


def test_a_group_of_a_pattern_is_named_as_java_names_it() -> None:
    told = to_sql(G.select(name=G.player.re_replace("^(.*), (.*)$", r"\2 $\1")), "pyspark")
    assert r"'$2 \\$$1'" in told


def test_rows_are_counted_where_a_condition_holds_and_none_is_0() -> None:
    told = to_sql(G.agg(home=G.count(where=G.is_home)), "pyspark")
    assert "COUNT_IF(`t0`.`is_home`)" in told
