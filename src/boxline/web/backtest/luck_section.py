"""What luck alone makes of so many tries."""

from __future__ import annotations

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.web.numbers import MISSING, count, percent
from boxline.web.page_parts import Section, TableView, paragraphs

LUCK_WORDS = """\
Whoever tries many systems on many props finds one that looks good. A record counts where luck alone
would seldom do as well.

Tries of the same bets are alike, and luck makes less of them than is told here; what was tried and
thrown away before is not counted, and luck makes more of that.
"""


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
