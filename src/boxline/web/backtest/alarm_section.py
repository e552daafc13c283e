"""Figures that should make somebody look."""

from __future__ import annotations

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.forecasting.evaluation.raised import SystemAlarm
from boxline.web.numbers import count, number
from boxline.web.page_parts import Section, TableView, paragraphs

HEADS = ("Alarm", "State", "Figure", "Limit", "Rows", "What it means")

ALARM_WORDS = """\
An alarm says where to look, and decides nothing. Of many checks some are raised by luck: of
calibration once in 20, of drift as often.
"""


def alarm_section(found: Evaluation) -> Section:
    """Raised alarms of the judged system, then all others."""
    system = found.verdict.system
    own = [e for e in found.alarms if e.system in {system, ""}]
    raised = [each for each in own if each.alarm.is_raised]
    quiet = [each for each in own if not each.alarm.is_raised]
    others = [each for each in found.alarms if each.system not in {system, ""}]
    loud = sum(bool(each.alarm.is_raised) for each in others)
    return Section(
        anchor="alarms",
        title="Alarms",
        rows=f"{count(len(found.alarms))} checks, each over the rows that it names; "
        f"{count(len(raised))} of {names.spoken(system) or 'no system'} are raised, and "
        f"{count(loud)} of other systems.",
        beside="the line or price that an alarm names; else no market.",
        words=paragraphs(ALARM_WORDS),
        parts=(
            _table(f"Raised, of {names.spoken(system)}", raised, is_open=True),
            _table(f"Quiet, of {names.spoken(system)}", quiet, is_open=False),
            _table("Of other systems", others, is_open=False),
        ),
    )


def _table(caption: str, rows: list[SystemAlarm], *, is_open: bool) -> TableView:
    states = {True: "raised", False: "quiet", None: "too few rows"}
    return TableView(
        caption=caption,
        heads=HEADS,
        rows=tuple(
            (
                each.alarm.name.replace("_", " "),
                states[each.alarm.is_raised],
                number(each.alarm.figure),
                number(each.alarm.limit),
                count(each.alarm.n),
                each.alarm.meaning,
            )
            for each in rows
        ),
        is_open=is_open,
    )
