"""A system beside the market: whose number is nearer, and whose chances come true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.beside_market import BesideLine, ChanceScore
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.forecasting.scoring.reliability import Reliability
from boxline.web.backtest.about import About
from boxline.web.charts import Stated, Told, interval_chart, square_chart
from boxline.web.numbers import count, number, signed, span, tone_of, value_of
from boxline.web.page_parts import Figure, Section, TableView, paragraphs

LINE_WORDS = """\
Left of 0 the system is nearer to what comes than the market, on the same rows of P3. An interval
that holds 0 says that neither is shown to be nearer.

A pick'em line carries no price, so it stands as its own forecast. A line with prices says more
than its number: the market's forecast is the one at which the over has just the chance that the
prices give it. To beat a raw line is not to beat the market.
"""

CHANCE_WORDS = """\
Raw is the model alone. Shrunken is drawn towards the market by how much of its distance came true
on earlier days. Blended is what is believed: shrunken where the line has no price, else mixed
with the de-vigged price by a weight that earlier days taught, which may be 0.

A difference of log loss below 0 says that the chances tell more than the price, or than a coin
where the line has no price. A coin is easily beaten: that is not to beat a market.

In the squares, a dot's area is its share of rows, and the shaded bars are where a perfect
forecaster's dots lie 19 times in 20 at so many rows. Where a line has no price, blended is
shrunken, and not drawn again. The calibration error stands beside what a perfect forecaster shows
at that n: with few rows, nobody's is 0.
"""


def line_section(found: Evaluation, about: About) -> Section:
    """Errors beside the market's, of every system."""
    whole = [each for each in found.beside_line if each.slice_kind == names.ALL]
    own = [each for each in found.beside_line if each.system == found.verdict.system]
    groups = list(dict.fromkeys((each.prop, each.market) for each in whole))
    parts: list[Figure | TableView] = [
        _line_figure([e for e in whole if (e.prop, e.market) == group], found.verdict.system)
        for group in groups
    ]
    apart = [each for each in own if each.slice_kind != names.ALL]
    parts.append(
        TableView(
            caption=f"{names.spoken(found.verdict.system)}: parts of the rows on their own",
            heads=("Prop", "Part", "Rows", "Error", "Market's", "Difference", "95 % interval"),
            rows=tuple(
                (
                    names.spoken(each.prop),
                    f"{each.slice_name} expected by the market"
                    if each.slice_kind == names.TIER
                    else each.slice_name,
                    *_figures(each),
                )
                for each in apart
            ),
            is_open=False,
        )
    )
    return Section(
        anchor="line",
        title="Beside the market: whose number is nearer",
        rows=_lined(whole),
        beside=_beside(found, about),
        words=paragraphs(LINE_WORDS),
        parts=tuple(parts),
    )


def _lined(rows: Sequence[BesideLine]) -> str:
    told = dict.fromkeys((each.prop, each.market) for each in rows)
    most = {k: max(e.n for e in rows if (e.prop, e.market) == k) for k in told}
    if not most:
        return "no row of P3 has a forecast of both."
    sizes = (f"{names.spoken(prop)} {count(n)}" for (prop, _), n in most.items())
    return f"P3, up to so many rows with a forecast of both: {', '.join(sizes)}."


def _beside(found: Evaluation, about: About) -> str:
    told = []
    for prop, kinds in found.judged.lined.items():
        kind = " and ".join(each for each, n in kinds.items() if n)
        if kind:
            told.append(f"{names.spoken(prop)}: {kind} ({about.market_of(prop)})")
    return "; ".join(told) + "." if told else "no market: no row had a line."


def _line_figure(rows: Sequence[BesideLine], headline: str) -> Figure:
    first = rows[0]
    prop, market = names.spoken(first.prop), first.market
    closing = ", as it closed: a reference, no rival" if first.is_closing else ""
    return Figure(
        chart=interval_chart(
            f"{prop}: error less that of the {market}{closing}",
            "Mean absolute error of each system less the market's on the same rows, in units of "
            "the prop; negative is better.",
            [_gap(each, headline) for each in rows],
            neutral=(0.0, 0.0),
        ),
        table=TableView(
            caption=f"{prop}: errors beside the {market}{closing}",
            heads=("System", "Rows", "Error", "Market's", "Difference", "95 % interval", "Line's"),
            rows=tuple(
                (names.spoken(each.system), *_figures(each), number(each.line_mae)) for each in rows
            ),
            is_open=False,
        ),
    )


def _figures(each: BesideLine) -> tuple[str, ...]:
    return (
        count(each.n),
        number(each.mae),
        number(each.market_mae),
        signed(each.difference.value),
        span(each.difference),
    )


def _gap(each: BesideLine, headline: str) -> Told:
    gap = each.difference
    star = " (judged above)" if each.system == headline else ""
    return Told(
        label=f"{names.spoken(each.system)}{star}",
        said=f"{signed(gap.value)}, n {each.n:,}",
        value=gap.value or 0.0,
        low=gap.low,
        high=gap.high,
        tone=tone_of(gap),
    )


def chance_section(found: Evaluation, about: About) -> Section:
    """Log loss beside the price's, and whether chances come true."""
    own = [each for each in found.chances if each.system == found.verdict.system]
    parts: list[Figure | TableView] = [*_losses(own), *_squares(own)]
    parts.append(_chance_table(own, is_open=False, whose="the judged system"))
    others = [e for e in found.chances if e.system != found.verdict.system]
    parts.append(_chance_table(others, is_open=False, whose="every other system"))
    return Section(
        anchor="chances",
        title="Beside the market: whose chances come true",
        rows=_stated(own, found.verdict.system),
        beside=_beside(found, about),
        words=paragraphs(CHANCE_WORDS),
        parts=tuple(parts),
    )


def _losses(rows: Sequence[ChanceScore]) -> Iterator[Figure]:
    """Differences of log loss to price or coin: a chart of each market."""
    for market in names.MARKETS:
        told = [e for e in rows if e.market == market and e.log_loss_difference is not None]
        if told:
            rival = "a coin" if market == names.RAW_LINE else "the de-vigged price"
            yield Figure(
                chart=interval_chart(
                    f"Against a {market}: log loss less that of {rival}",
                    f"Log loss of each chance less that of {rival} on the same rows; negative is "
                    "better.",
                    [_loss(each) for each in told],
                    neutral=(0.0, 0.0),
                ),
                table=_chance_table(told, is_open=False, whose=f"chances against a {market}"),
                is_wide=True,
            )


def _loss(each: ChanceScore) -> Told:
    gap = each.log_loss_difference
    return Told(
        label=f"{names.spoken(each.prop)}, {each.source}",
        said=f"{signed(value_of(gap), 4)}, n {each.n:,}",
        value=value_of(gap) or 0.0,
        low=None if gap is None else gap.low,
        high=None if gap is None else gap.high,
        tone=tone_of(gap),
    )


def _stated(rows: Sequence[ChanceScore], system: str) -> str:
    if not rows:
        return f"no row of P3 has a chance of {names.spoken(system) or 'any system'}."
    sizes = dict.fromkeys(f"{names.spoken(e.prop)} {count(e.n)} ({e.market})" for e in rows)
    pushes = sum({(e.prop, e.market): e.pushes for e in rows}.values())
    return (
        f"{names.spoken(system)}, rows of P3 with every chance: {', '.join(sizes)}; "
        f"{count(pushes)} pushes are apart."
    )


def _chance_table(rows: Sequence[ChanceScore], *, is_open: bool, whose: str) -> TableView:
    return TableView(
        caption=f"Log loss, Brier score and calibration error of {whose}",
        heads=(
            "Prop", "System", "Beside", "Chance", "Rows", "Log loss", "Difference",
            "95 % interval", "Brier", "Difference", "95 % interval", "Calibration error",
            "A perfect one's: mean", "up to",
        ),
        rows=tuple(_chance_row(each) for each in rows),
        is_open=is_open,
    )  # fmt: skip


def _chance_row(each: ChanceScore) -> tuple[str, ...]:
    loss, square, truth = each.log_loss_difference, each.brier_difference, each.reliability
    return (
        names.spoken(each.prop),
        names.spoken(each.system),
        each.market,
        each.source,
        count(each.n),
        number(each.log_loss, 4),
        signed(value_of(loss), 4),
        span(loss, 4),
        number(each.brier, 4),
        signed(value_of(square), 4),
        span(square, 4),
        number(truth.error),
        number(truth.perfect.mean),
        number(truth.perfect.percentile_95),
    )


def _squares(rows: Sequence[ChanceScore]) -> Iterator[Figure]:
    for each in rows:
        is_shrunken = each.source == "blended" and each.market == names.RAW_LINE
        if each.source == "coin" or is_shrunken or not each.n:
            continue
        prop = names.spoken(each.prop)
        truth = each.reliability
        verdict = "within" if _is_within(truth) else "beyond"
        yield Figure(
            chart=square_chart(
                f"{prop}, {each.source}",
                f"Share that came true by stated chance of the over, against a {each.market}. The "
                f"calibration error is {number(truth.error)}, {verdict} what a perfect forecaster "
                f"shows at this n, {number(truth.perfect.percentile_95)}.",
                f"error {number(truth.error)}, perfect up to {number(truth.perfect.percentile_95)}"
                f", n {truth.n:,}",
                [
                    Stated(
                        stated=b.mean_probability,
                        observed=b.observed.value,
                        low=b.observed.low or 0.0,
                        high=b.observed.high or 0.0,
                        n=b.observed.n,
                    )
                    for b in truth.bins
                    if b.mean_probability is not None and b.observed.value is not None
                ],
            ),
            table=TableView(
                caption=f"{prop}, {each.source}: stated and observed shares",
                heads=("Chance", "Rows", "Mean stated", "Came true", "95 % interval"),
                rows=tuple(
                    (
                        f"{b.low:.1f} to {b.high:.1f}",
                        count(b.observed.n),
                        number(b.mean_probability),
                        number(b.observed.value),
                        f"{number(b.observed.low)} to {number(b.observed.high)}",
                    )
                    for b in truth.bins
                    if b.observed.n
                ),
                is_open=False,
            ),
        )


def _is_within(found: Reliability) -> bool:
    limit = found.perfect.percentile_95
    return found.error is not None and limit is not None and found.error <= limit
