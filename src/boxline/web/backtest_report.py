"""The report on a backtest: one HTML file, whole in itself, that begins with whom to trust."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.answers import Reply
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.web.backtest.about import About
from boxline.web.backtest.alarm_section import alarm_section
from boxline.web.backtest.bet_sections import bet_section
from boxline.web.backtest.forecast_sections import error_section, parts_section, range_section
from boxline.web.backtest.luck_section import luck_section
from boxline.web.backtest.market_sections import chance_section, line_section
from boxline.web.backtest.rows_section import rows_section

TONES = {Reply.YES: "good", Reply.NO: "bad"}


def report(evaluation: Evaluation, meta: About) -> str:
    """The report as HTML.

    It asks no host for anything, holds no script, and follows the reader's choice of light or
    dark. Everything that is not ours is escaped.
    """
    verdict = evaluation.verdict
    sections = (
        rows_section(evaluation, meta),
        error_section(evaluation),
        range_section(evaluation),
        line_section(evaluation, meta),
        chance_section(evaluation, meta),
        bet_section(evaluation, meta),
        luck_section(evaluation),
        parts_section(evaluation),
        alarm_section(evaluation),
    )
    props = tuple(dict.fromkeys(each.prop for each in verdict.answers))
    cards = [
        (names.spoken(prop), [each for each in verdict.answers if each.prop == prop])
        for prop in props
    ]
    return _environment().get_template("backtest_report.html.j2").render(
        about=meta,
        verdict=verdict,
        system=names.spoken(verdict.system),
        judged=evaluation.judged,
        cards=cards,
        sections=sections,
        tones=TONES,
    )  # fmt: skip


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("boxline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
