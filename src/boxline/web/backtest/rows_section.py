"""Which rows a report is about."""

from __future__ import annotations

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.web.backtest.about import About
from boxline.web.numbers import count
from boxline.web.page_parts import Section, TableView, paragraphs

ROWS_WORDS = """\
P1: players with 10 or more minutes and at least 5 earlier games this season. It is chosen after
the game, as most published figures are, so it is easier than a night is. Systems that have a
forecast for rotation players are judged by that one here.

P2: everybody who appeared. P3: those of P2 that had a line. Both are judged by the forecast for
everybody, which is the one that is published for tonight.

A player who did not appear makes a prediction void: it is neither right nor wrong.
"""


def rows_section(found: Evaluation, about: About) -> Section:
    """Player-games by prop and population, and what counts nothing."""
    judged = found.judged
    props = tuple(judged.populations)
    return Section(
        anchor="rows",
        title="Which rows",
        rows=(
            f"{count(judged.graded)} graded predictions of regular season games, "
            f"{count(judged.games)} games, {judged.first_day or 'no day'} to "
            f"{judged.last_day or 'no day'}; {count(judged.elsewhere)} of other games are left out."
        ),
        beside="P3 alone stands beside a market; the table names it.",
        words=paragraphs(ROWS_WORDS),
        parts=(
            TableView(
                caption="Player-games by prop",
                heads=("Prop", "P1", "P2", "P3", "Void", "Market"),
                rows=tuple(_row(found, about, prop) for prop in props),
            ),
            TableView(
                caption="Why predictions are void",
                heads=("Prop", "Reason", "Player-games"),
                rows=tuple(
                    (names.spoken(prop), why, count(n))
                    for prop in props
                    for why, n in judged.void[prop].items()
                ),
                is_open=False,
            ),
            TableView(
                caption="Rows of P2 without a forecast, and why",
                heads=("Prop", "System", "Reason", "Rows"),
                rows=tuple(
                    (names.spoken(score.prop), names.spoken(score.system), why, count(n))
                    for score in found.scores
                    if score.population == "p2" and score.slice_kind == names.ALL
                    for why, n in score.left_out.items()
                ),
                is_open=False,
            ),
        ),
    )


def _row(found: Evaluation, about: About, prop: str) -> tuple[str, ...]:
    sizes = found.judged.populations[prop]
    lined = (f"{kind} ({count(n)})" for kind, n in found.judged.lined[prop].items() if n)
    void = sum(found.judged.void[prop].values())
    market = ", ".join(lined)
    return (
        names.spoken(prop),
        *(count(sizes[each]) for each in ("p1", "p2", "p3")),
        count(void),
        f"{market}; {about.market_of(prop)}" if market else "no line",
    )
