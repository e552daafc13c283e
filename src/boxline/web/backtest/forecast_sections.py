"""How good the numbers and their ranges are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.forecasting.evaluation.scores import COVERAGE_TOLERANCE, Score
from boxline.web.charts import Told, bar_chart, interval_chart
from boxline.web.numbers import MISSING, count, number, percent, signed, tone_of
from boxline.web.page_parts import Figure, Section, TableView, paragraphs

#: Under the first, the middle and the last bar of twenty.
PIT_LABELS = {0: "low", 10: "middle", 19: "high"}

#: Parts in which a forecaster knows least.
CIRCUMSTANCES = (names.EARLY_SEASON, names.NEW_TEAM, names.DAYS_AWAY)

NO_MARKET = "no market: these are errors against what came."

ERROR_WORDS = """\
The error is the mean absolute distance of the unrounded forecast to what came, in units of the
prop. Charts show it as a share of the season average's error on the very same rows: left of 1 is
better. Bars are 95 % intervals by date.

Much of the error is luck of the night that no forecast takes away, so a few percent are a large
gain.
"""

RANGE_WORDS = """\
An 80 % range should hold what came 80 times in 100: over all rows, and where much or little is
expected too. The shaded band is 78.5 to 81.5 %; a bar is two standard errors, which small tiers
need.

The bars below each chart should be level. A valley in the middle says that ranges are too narrow,
a hill that they are too wide, a slope that forecasts lean.
"""

PARTS_WORDS = """\
A month has few rows: small differences between months are luck.

Early in a season, in a new team and after an absence less is known, and the market knows more of
it: the same parts beside the market stand further up.
"""


def error_section(found: Evaluation) -> Section:
    """Mean absolute errors of every system, beside the season average's."""
    whole = [each for each in found.scores if each.slice_kind == names.ALL]
    return Section(
        anchor="errors",
        title="How far forecasts lay from what came",
        rows=_sizes(found, ("p1", "p2", "p3")),
        beside=NO_MARKET,
        words=paragraphs(ERROR_WORDS),
        parts=tuple(_error_parts(whole, found.verdict.system)),
    )


def _error_parts(whole: list[Score], headline: str) -> Iterator[Figure | TableView]:
    for prop in dict.fromkeys(each.prop for each in whole):
        rows = [each for each in whole if each.prop == prop]
        p1 = [each for each in rows if each.population == "p1"]
        yield Figure(
            chart=interval_chart(
                f"{names.spoken(prop)}: error beside the season average, P1",
                f"Mean absolute error of each system over that of the season average on the same "
                f"rows of P1; {_best(p1)}",
                [_ratio(each, headline) for each in p1 if _has_ratio(each)],
                neutral=(1.0, 1.0),
            ),
            table=TableView(
                caption=f"{names.spoken(prop)}: errors by system and population",
                heads=(
                    "Population", "System", "Rows", "Left out", "Error", "Error, rounded", "Bias",
                    "To season average", "95 % interval", "Rows of both",
                ),
                rows=tuple(_error_row(each) for each in sorted(rows, key=_population)),
                is_open=False,
            ),
        )  # fmt: skip


def _population(score: Score) -> str:
    return score.population


def _has_ratio(score: Score) -> bool:
    ratio = score.beside_season_average
    return ratio is not None and ratio.value is not None


def _best(rows: list[Score]) -> str:
    known = [(each.errors.mae, each.system) for each in rows if each.errors.mae is not None]
    if not known:
        return "there is none."
    mae, system = min(known)
    return f"the least error is {mae:.3f}, of {names.spoken(system)}."


def _ratio(score: Score, headline: str) -> Told:
    ratio = score.beside_season_average
    if ratio is None or ratio.value is None:
        raise ValueError("a score without a ratio is not drawn")
    star = " (judged above)" if score.system == headline else ""
    return Told(
        label=f"{names.spoken(score.system)}{star}",
        said=f"{ratio.value:.3f}, n {ratio.n:,}",
        value=ratio.value,
        low=ratio.low,
        high=ratio.high,
        tone=tone_of(ratio, 1.0),
    )


def _error_row(score: Score) -> tuple[str, ...]:
    return (
        score.population.upper(),
        names.spoken(score.system),
        count(score.errors.n),
        count(score.errors.left_out),
        number(score.errors.mae),
        number(score.mae_rounded),
        signed(score.errors.bias),
        *_beside_average(score),
    )


def range_section(found: Evaluation) -> Section:
    """Whether 80 % ranges hold 80 %, by prop and by tier."""
    own = [each for each in found.scores if each.system == found.verdict.system]
    told = [e for e in own if e.population == "p2" and e.slice_kind in {names.ALL, names.TIER}]
    told = [each for each in told if each.coverage.n]
    parts: list[Figure | TableView] = []
    for prop in dict.fromkeys(each.prop for each in told):
        rows = [each for each in told if each.prop == prop]
        parts += [_coverage(prop, rows), _pit(prop, rows[0])]
    return Section(
        anchor="ranges",
        title="Whether ranges hold what they promise",
        rows=f"{names.spoken(found.verdict.system)}, {_sizes(found, ('p2',))}",
        beside=NO_MARKET,
        words=paragraphs(RANGE_WORDS),
        parts=tuple(parts),
    )


def _coverage(prop: str, rows: list[Score]) -> Figure:
    tolerance = COVERAGE_TOLERANCE
    return Figure(
        chart=interval_chart(
            f"{names.spoken(prop)}: coverage of the 80 % range, P2",
            "Share of rows that the 80 % range held, of all rows and by what was expected.",
            [_held(each) for each in rows],
            neutral=(0.8 - tolerance, 0.8 + tolerance),
            times=100,
            unit=" %",
        ),
        table=TableView(
            caption=f"{names.spoken(prop)}: coverage by expected value",
            heads=("Expected", "Rows", "Held", "Standard error", "Near 80 %?", "Mean width", "KS"),
            rows=tuple(
                (
                    each.slice_name,
                    count(each.coverage.n),
                    percent(each.coverage.share),
                    percent(each.coverage.standard_error),
                    "yes" if each.is_covered else "no",
                    number(each.interval_width, 1),
                    number(each.distance.distance),
                )
                for each in rows
            ),
            is_open=False,
        ),
    )


def _held(score: Score) -> Told:
    share, error = score.coverage.share or 0.0, score.coverage.standard_error or 0.0
    name = "all rows" if score.slice_kind == names.ALL else f"{score.slice_name} expected"
    return Told(
        label=name,
        said=f"{100 * share:.1f} %, n {score.coverage.n:,}",
        value=share,
        low=share - 2 * error,
        high=share + 2 * error,
        tone="plain" if score.is_covered else "bad",
    )


def _pit(prop: str, score: Score) -> Figure:
    counts = score.pit_counts
    total = sum(counts) or 1
    level = 1 / max(len(counts), 1)
    shares = [each / total for each in counts]
    told = [
        Told(
            label=PIT_LABELS.get(number, ""),
            said=f"{number * level:.2f} to {(number + 1) * level:.2f}: {100 * share:.1f} %",
            value=share,
        )
        for number, share in enumerate(shares)
    ]
    return Figure(
        chart=bar_chart(
            f"{names.spoken(prop)}: where what came lay in its distribution, P2",
            f"Share of {total:,} rows in each twentieth of the stated distribution; each should "
            f"hold {100 * level:.0f} %.",
            told,
            level=level,
        ),
        table=TableView(
            caption=f"{names.spoken(prop)}: rows by place in the distribution",
            heads=("From", "To", "Rows", "Share"),
            rows=tuple(
                (f"{n * level:.2f}", f"{(n + 1) * level:.2f}", count(counts[n]), percent(share))
                for n, share in enumerate(shares)
            ),
            is_open=False,
        ),
    )


def parts_section(found: Evaluation) -> Section:
    """The error by month, and where a forecaster knows least."""
    own = [each for each in found.scores if each.system == found.verdict.system]
    months = [e for e in own if e.population == "p1" and e.slice_kind == names.MONTH]
    apart = [e for e in own if e.population == "p2" and e.slice_kind in CIRCUMSTANCES]
    return Section(
        anchor="parts",
        title="Months, and parts on their own",
        rows=f"{names.spoken(found.verdict.system)}, {_sizes(found, ('p1', 'p2'))}",
        beside=NO_MARKET,
        words=paragraphs(PARTS_WORDS),
        parts=(
            _parts_table("Error by month, P1", months),
            _parts_table("Early season, new teams and returns, P2", apart),
        ),
    )


def _parts_table(caption: str, scores: list[Score]) -> TableView:
    return TableView(
        caption=caption,
        heads=(
            "Prop", "Part", "Rows", "Error", "Bias", "To season average", "95 % interval",
            "Rows of both", "80 % range held",
        ),
        rows=tuple(
            (
                names.spoken(each.prop),
                each.slice_name,
                count(each.errors.n),
                number(each.errors.mae),
                signed(each.errors.bias),
                *_beside_average(each),
                percent(each.coverage.share),
            )
            for each in scores
            if each.errors.n
        ),
        is_open=False,
    )  # fmt: skip


def _beside_average(score: Score) -> tuple[str, str, str]:
    ratio = score.beside_season_average
    if ratio is None:
        return MISSING, MISSING, MISSING
    interval = MISSING
    if ratio.low is not None and ratio.high is not None:
        interval = f"{ratio.low:.3f} to {ratio.high:.3f}"
    return number(ratio.value), interval, count(ratio.n)


def _sizes(found: Evaluation, populations: Iterable[str]) -> str:
    """How many rows each prop has in some populations."""
    told = []
    for name in populations:
        sizes = sorted({each[name] for each in found.judged.populations.values()})
        least_most = f"{count(sizes[0])} to {count(sizes[-1])}" if len(sizes) > 1 else ""
        told.append(f"{name.upper()}: {least_most or count(sizes[0] if sizes else 0)} rows a prop")
    return "; ".join(told) + "."
