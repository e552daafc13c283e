"""What recommended bets came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.bet_records import BetRecord
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.forecasting.market.recommendation import REFERENCE_PRICE
from boxline.forecasting.scoring.edges import EdgeBucket
from boxline.forecasting.scoring.estimates import Estimate
from boxline.web.backtest.about import About
from boxline.web.charts import Told, bar_chart
from boxline.web.numbers import MISSING, count, percent, signed, span
from boxline.web.page_parts import Figure, Section, TableView


def bet_section(found: Evaluation, about: About) -> Section:
    """The record of recommended bets."""
    own = [each for each in found.bets if each.system == found.verdict.system]
    others = [each for each in found.bets if each.system != found.verdict.system]
    parts: list[Figure | TableView] = [
        _results(own),
        *(_months(each) for each in own),
        _closing(own),
        _buckets(own),
        _details("More of the judged system's bets", own),
        _details("Recommended bets of every other system", others),
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
        "A hit rate means nothing without its price. Break-even is the hit rate that the prices "
        "ask for, margin and all; fair is what they say without the margin. Bets needed is how "
        "many it takes to tell so high a hit rate from break-even, four times in five."
    )
    if any(each.at_reference for each in own):
        yield (
            "Pick'em lines have no price. Their bets are told at what a pick is worth in an entry "
            f"of two that pays three stakes, {REFERENCE_PRICE:.2f}: break-even is "
            f"{100 / REFERENCE_PRICE:.1f} %."
        )
    units: dict[str, float] = {}
    for each in own:
        if not each.is_closing:
            for month in each.months:
                units[month.month] = units.get(month.month, 0.0) + month.units
    if len(units) > 1:
        (best, won), *_, (worst, lost) = sorted(units.items(), key=lambda each: -each[1])
        yield (
            f"Over all props that could be bet on, the best month came to {won:+.1f} flat units "
            f"({best}) and the worst to {lost:+.1f} ({worst}). Whoever has a small edge, or none, "
            "has losing months as large as winning ones: one month proves nothing."
        )


def _results(rows: Sequence[BetRecord]) -> TableView:
    return TableView(
        caption="Recommended bets of the judged system: hits and flat units",
        heads=(
            "Prop", "Settled", "Hit rate", "Break-even", "Difference, in points", "Flat units",
            "95 % interval", "Bets needed", "Against",
        ),
        rows=tuple(
            (
                names.spoken(each.prop),
                count(each.every.hit_rate.n),
                percent(each.every.hit_rate.value),
                percent(each.break_even),
                _difference(each.beyond_break_even),
                signed(each.flat.total.value, 1),
                span(each.flat.total, 1),
                count(each.bets_needed),
                _against(each),
            )
            for each in rows
        ),
    )  # fmt: skip


def _details(caption: str, rows: Sequence[BetRecord]) -> TableView:
    return TableView(
        caption=caption,
        heads=(
            "Prop", "System", "Against", "OVER", "UNDER", "PASS", "Against own median", "Settled",
            "Hit rate", "Claimed", "Fair", "Hit rate less fair", "Break-even",
            "Hit rate less break-even", "Flat units", "95 % interval",
            "Suggested stakes: won per unit", "Won, in bankrolls",
        ),
        rows=tuple(_detail(each) for each in rows),
        is_open=False,
    )  # fmt: skip


def _detail(each: BetRecord) -> tuple[str, ...]:
    stakes = each.suggested
    return (
        names.spoken(each.prop),
        names.spoken(each.system),
        _against(each),
        count(each.overs),
        count(each.unders),
        count(each.passed),
        count(each.against_forecast),
        count(each.every.hit_rate.n),
        percent(each.every.hit_rate.value),
        percent(each.claimed),
        percent(each.fair),
        _difference(each.every.beyond_implied),
        percent(each.break_even),
        _difference(each.beyond_break_even),
        signed(each.flat.total.value, 1),
        span(each.flat.total, 1),
        _difference(stakes.per_staked, unit=" %"),
        signed(stakes.gained.value),
    )


def _against(each: BetRecord) -> str:
    return f"{each.market}{', closing reference' if each.is_closing else ''}"


def _difference(found: Estimate, *, unit: str = "") -> str:
    """A difference of shares, in points of a hundred, with its interval."""
    if found.value is None:
        return MISSING
    return f"{100 * found.value:+.1f}{unit} ({span(found, 1, times=100)})"


def _months(each: BetRecord) -> Figure:
    lost = sum(month.units < 0 for month in each.months)
    price = "at the reference price" if each.at_reference else "at the prices taken"
    prop = names.spoken(each.prop)
    return Figure(
        chart=bar_chart(
            f"{prop}: flat units by month, {price}{_reference(each)}",
            f"Units won or lost each month against a {each.market}; {lost} of "
            f"{len(each.months)} months lost.",
            [
                Told(
                    label=month.month[2:],
                    mark=f"{month.units:+.0f}",
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


def _reference(each: BetRecord) -> str:
    return "; a closing reference, nobody could bet" if each.is_closing else ""


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
                _difference(bucket.beyond_implied),
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
        heads=("Prop", "Bets with one", "Mean (95 % interval), in points", "Missing, and why"),
        rows=tuple(
            (
                names.spoken(each.prop),
                count(each.closing.value.n),
                _difference(each.closing.value),
                "; ".join(f"{why}: {n:,}" for why, n in each.closing.missing.items()) or "none",
            )
            for each in own
        ),
    )
