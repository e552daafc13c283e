"""What bets came to, and what luck alone makes of so many tries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boxline.forecasting.evaluation import Evaluation, names
from boxline.forecasting.evaluation.bet_records import BetRecord
from boxline.forecasting.market.recommendation import REFERENCE_PRICE
from boxline.forecasting.scoring.edges import EdgeBucket
from boxline.web.backtest.about import About
from boxline.web.charts import Told, bar_chart
from boxline.web.numbers import MISSING, count, percent, signed, span
from boxline.web.page_parts import Figure, Section, TableView, paragraphs

LUCK_WORDS = """\
Whoever tries many systems on many props finds one that looks good. A record counts where luck alone
would seldom do as well.

Tries of the same bets are alike, and luck makes less of them than is told here; what was tried and
thrown away before is not counted, and luck makes more of that.
"""


def bet_section(found: Evaluation, about: About) -> Section:
    """The record of recommended bets."""
    own = [each for each in found.bets if each.system == found.verdict.system]
    others = [each for each in found.bets if each.system != found.verdict.system]
    parts: list[Figure | TableView] = [
        _records("Recommended bets of the judged system", own, is_open=True),
        *(_months(each) for each in own),
        _buckets(own),
        _closing(own),
        _records("Recommended bets of every other system", others, is_open=False),
    ]
    return Section(
        anchor="bets",
        title="What recommended bets came to",
        rows=_settled(own, found.verdict.system),
        beside=_beside(own, about),
        words=tuple(_bet_words(own)),
        parts=tuple(parts),
    )


def _settled(own: Sequence[BetRecord], system: str) -> str:
    if not own:
        return f"{names.spoken(system) or 'nobody'} recommended no bet on a line."
    sizes = (f"{names.spoken(e.prop)} {count(e.every.hit_rate.n)} settled" for e in own)
    voids, pushes = sum(e.flat.voids for e in own), sum(e.flat.pushes for e in own)
    return (
        f"{names.spoken(system)}, recommended bets in regular season games: {', '.join(sizes)}; "
        f"{count(voids)} void and {count(pushes)} pushes, whose stakes come back."
    )


def _beside(own: Sequence[BetRecord], about: About) -> str:
    told = (
        f"{names.spoken(e.prop)}: {e.market}, {about.market_of(e.prop)}"
        f"{' (closing reference: nobody could bet on it)' if e.is_closing else ''}"
        for e in own
    )
    return "; ".join(told) + "." if own else "no market: there was no bet."


def _bet_words(own: Sequence[BetRecord]) -> Iterator[str]:
    against = sum(each.against_forecast for each in own)
    bets = sum(each.overs + each.unders for each in own)
    yield (
        "OVER does not say that more than the line is expected. It says that the best price pays "
        "more than the chance of the over asks for. With a line of 24.5, a median of 24 and a "
        "price of 2.30, the over comes 46 times in 100 and needs 43.5: it is taken, though the "
        f"under is likelier. {count(against)} of {count(bets)} bets here lie on the side that the "
        "median does not."
    )
    yield (
        "A hit rate means something beside its price alone. Break-even is the hit rate that the "
        "prices ask for, margin and all; fair is what they say without the margin."
    )
    if any(each.at_reference for each in own):
        yield (
            "Pick'em lines have no price. Their bets are told at what a pick is worth in an entry "
            f"of two that pays three stakes, {REFERENCE_PRICE:.2f}: break-even is "
            f"{100 / REFERENCE_PRICE:.1f} %."
        )
    yield (
        "Months below zero and months above it are of much the same size, as they are for anybody "
        "whose edge is small: one good month proves as little as one bad month. Bets needed is how "
        "many it takes to tell so high a hit rate from break-even, four times in five."
    )


def _records(caption: str, rows: Sequence[BetRecord], *, is_open: bool) -> TableView:
    return TableView(
        caption=caption,
        heads=(
            "Prop", "System", "Against", "OVER", "UNDER", "PASS", "Settled", "Hit rate", "Claimed",
            "Fair", "Break-even", "Hit rate less break-even", "Hit rate less fair", "Flat units",
            "95 % interval", "Suggested stakes: won per unit", "Bets needed",
        ),
        rows=tuple(_record(each) for each in rows),
        is_open=is_open,
    )  # fmt: skip


def _record(each: BetRecord) -> tuple[str, ...]:
    gap, fair = each.beyond_break_even, each.every.beyond_implied
    return (
        names.spoken(each.prop),
        names.spoken(each.system),
        f"{each.market}{', closing reference' if each.is_closing else ''}",
        count(each.overs),
        count(each.unders),
        count(each.passed),
        count(each.every.hit_rate.n),
        percent(each.every.hit_rate.value),
        percent(each.claimed),
        percent(each.fair),
        percent(each.break_even),
        _points(gap.value, span(gap, 1, times=100)),
        _points(fair.value, span(fair, 1, times=100)),
        signed(each.flat.total.value, 1),
        span(each.flat.total, 1),
        _per_unit(each),
        count(each.bets_needed),
    )


def _per_unit(each: BetRecord) -> str:
    found = each.suggested.per_staked
    return _points(found.value, span(found, 1, times=100), unit=" %")


def _points(value: float | None, interval: str, *, unit: str = "") -> str:
    return MISSING if value is None else f"{100 * value:+.1f}{unit} ({interval})"


def _months(each: BetRecord) -> Figure:
    lost = sum(month.units < 0 for month in each.months)
    price = "at the reference price" if each.at_reference else "at the prices taken"
    prop = names.spoken(each.prop)
    return Figure(
        chart=bar_chart(
            f"{prop}: flat units by month, {price}",
            f"Units won or lost each month against a {each.market}; {lost} of "
            f"{len(each.months)} months lost.",
            [
                Told(
                    label=month.month[2:],
                    said=f"{month.month}: {month.units:+.1f} units, {month.bets:,} bets",
                    value=month.units,
                    tone="good" if month.units > 0 else "bad",
                )
                for month in each.months
            ],
        ),
        table=TableView(
            caption=f"{prop}: bets and flat units by month",
            heads=("Month", "Settled bets", "Units"),
            rows=tuple((m.month, count(m.bets), signed(m.units, 1)) for m in each.months),
            is_open=False,
        ),
    )


def _buckets(own: Sequence[BetRecord]) -> TableView:
    return TableView(
        caption="By expected gain per unit staked, as it was believed before the game",
        heads=(
            "Prop", "Expected gain", "Settled", "Hit rate", "95 % interval", "Fair",
            "Hit rate less fair", "Units per bet",
        ),
        rows=tuple(
            (
                names.spoken(each.prop),
                _bounds(bucket),
                count(bucket.hit_rate.n),
                percent(bucket.hit_rate.value),
                _share_span(bucket),
                percent(bucket.implied),
                _points(bucket.beyond_implied.value, span(bucket.beyond_implied, 1, times=100)),
                _gain(each, bucket),
            )
            for each in own
            for bucket in each.buckets
            if bucket.hit_rate.n
        ),
        is_open=False,
    )  # fmt: skip


def _share_span(bucket: EdgeBucket) -> str:
    low, high = bucket.hit_rate.low, bucket.hit_rate.high
    return MISSING if low is None or high is None else f"{100 * low:.1f} to {100 * high:.1f} %"


def _gain(each: BetRecord, bucket: EdgeBucket) -> str:
    found = bucket.return_per_bet
    mark = ", at the reference price" if each.at_reference else ""
    return MISSING if found.value is None else f"{signed(found.value)} ({span(found)}{mark})"


def _bounds(bucket: EdgeBucket) -> str:
    if bucket.low is None and bucket.high is None:
        return "all"
    if bucket.low is None:
        return f"under {100 * (bucket.high or 0):.0f} %"
    if bucket.high is None:
        return f"{100 * bucket.low:.0f} % or more"
    return f"{100 * bucket.low:.0f} to {100 * bucket.high:.0f} %"


def _closing(own: Sequence[BetRecord]) -> TableView:
    return TableView(
        caption="Closing-line value: chance gained from the bet's price to the last before start",
        heads=("Prop", "Bets with one", "Mean", "95 % interval", "Missing, and why"),
        rows=tuple(
            (
                names.spoken(each.prop),
                count(each.closing.value.n),
                _points(each.closing.value.value, span(each.closing.value, 1, times=100)),
                span(each.closing.value, 4),
                "; ".join(f"{why}: {n:,}" for why, n in each.closing.missing.items()) or "none",
            )
            for each in own
        ),
    )


def luck_section(found: Evaluation) -> Section:
    """How good the best of so many tries looks by luck."""
    luck, best = found.luck, found.luck.best
    rows: tuple[tuple[str, ...], ...] = ()
    if best is not None:
        rows = (
            (
                f"{names.spoken(luck.system)} on {names.spoken(luck.prop)}",
                count(best.n),
                percent(luck.hit_rate),
                percent(luck.implied),
                percent(best.expected),
                percent(best.percentile_95),
                MISSING if best.chance is None else f"{100 * best.chance:.0f} in 100",
            ),
        )
    return Section(
        anchor="luck",
        title="How many tries, and what luck makes of them",
        rows=f"{count(luck.tried)} betting records were looked at (a system on a prop), "
        f"{count(luck.judged)} of them with 50 or more settled bets.",
        beside="what each record was against; the best one's is the "
        f"{luck.market or 'market of none'}.",
        words=paragraphs(LUCK_WORDS),
        parts=(
            TableView(
                caption="The best record, beside the best of as many that know nothing",
                heads=(
                    "Best record", "Settled", "Hit rate", "By luck each", "Best by luck, mean",
                    "Best by luck, once in 20", "Luck does as well",
                ),
                rows=rows,
            ),
        ),
    )  # fmt: skip
