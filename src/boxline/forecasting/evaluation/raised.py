"""Every alarm that an evaluation can raise by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.beside_market import ChanceScore
from boxline.forecasting.evaluation.bet_records import BetRecord
from boxline.forecasting.evaluation.prop_rows import PropRows
from boxline.forecasting.evaluation.scores import Score
from boxline.forecasting.scoring.alarms import (
    Alarm,
    calibration_alarm,
    error_drift_alarm,
    error_floor_alarm,
    hit_rate_alarm,
)
from boxline.forecasting.scoring.intervals import ByDate

#: Break-even hit rate up to which prices are near evens, margin in: 1.82.
NEAR_EVENS = 0.55


@dataclass(frozen=True, kw_only=True)
class SystemAlarm:
    """An alarm, and what it is about.

    Attributes:
        system, prop: "" where it is about no one of them.
        is_too_good: whether raised it says that something may know the game.
    """

    system: str
    prop: str
    is_too_good: bool
    alarm: Alarm


def alarms_of(
    scores: Sequence[Score], chances: Sequence[ChanceScore], bets: Sequence[BetRecord]
) -> Iterator[SystemAlarm]:
    """Errors under the noise floor, hit rates too good, chances that do not come true."""
    for score in scores:
        if score.population == "p1" and score.slice_kind == names.ALL:
            floor = error_floor_alarm(score.prop, score.errors.mae, score.errors.n)
            if floor.limit is not None:
                yield _about(score, floor, is_too_good=True)
    for record in bets:
        rate = record.every.hit_rate
        won = round((rate.value or 0) * rate.n)
        name = f"{record.system} on {names.spoken(record.prop)} against a {record.market}"
        alarm = hit_rate_alarm(name, won=won, lost=rate.n - won)
        yield _about(record, alarm, is_too_good=_is_near_evens(record))
    for chance in chances:
        if chance.source in {"raw", "blended"}:
            name = (
                f"the {chance.source} chances of {chance.system} on {names.spoken(chance.prop)} "
                f"({chance.market})"
            )
            yield _about(chance, calibration_alarm(name, chance.reliability))


def drift_alarms(rows: PropRows, by: ByDate) -> Iterator[SystemAlarm]:
    """Of each system's errors on p2, less the season average's on the same rows."""
    season = rows.of(names.SEASON_AVERAGE)
    if season is None:
        return
    yardstick = np.abs(season.forecast - rows.actual)
    for system in rows.systems:
        said = rows.of(system)
        if said is None or system == names.SEASON_AVERAGE:
            continue
        beyond = np.abs(said.forecast - rows.actual) - yardstick
        name = f"{system} on {names.spoken(rows.prop)}, less the season average's"
        alarm = error_drift_alarm(name, np.where(rows.masks["p2"], beyond, np.nan), by)
        yield SystemAlarm(system=system, prop=rows.prop, is_too_good=False, alarm=alarm)


def raised_first(alarms: Iterable[SystemAlarm]) -> tuple[SystemAlarm, ...]:
    """Raised ones, then quiet ones, then those of which too few rows say."""
    order = {True: 0, False: 1, None: 2}
    return tuple(sorted(alarms, key=lambda each: order[each.alarm.is_raised]))


def _is_near_evens(record: BetRecord) -> bool:
    """Whether a high hit rate is a wonder: at short prices it is what they ask for."""
    asked = record.break_even
    return record.at_reference or (asked is not None and asked <= NEAR_EVENS)


def _about(
    found: Score | BetRecord | ChanceScore, alarm: Alarm, *, is_too_good: bool = False
) -> SystemAlarm:
    return SystemAlarm(system=found.system, prop=found.prop, is_too_good=is_too_good, alarm=alarm)
