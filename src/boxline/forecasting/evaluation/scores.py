"""How well a system forecasts: its errors beside the season average, and its intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.prop_rows import PropRows, Said
from boxline.forecasting.evaluation.row_slices import slices_of
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.calibration import (
    Coverage,
    UniformDistance,
    coverage,
    pit_histogram,
    uniform_distance,
)
from boxline.forecasting.scoring.counted_rows import counted, mean
from boxline.forecasting.scoring.errors import PointErrors, point_errors
from boxline.forecasting.scoring.estimates import Estimate
from boxline.forecasting.scoring.intervals import ByDate, mean_by_date, ratio_by_date

#: How far coverage of the 80 % interval may lie from it, unless two standard errors are more.
COVERAGE_TOLERANCE = 0.015

#: Slices whose figures are told without an interval: there are many of them.
PLAIN = (names.TIER, names.MONTH)


@dataclass(frozen=True, kw_only=True)
class Score:
    """One system on one prop, over some rows. Errors are in units of the prop.

    Attributes:
        population: p1, p2 or p3 (`scoring.slices.populations`).
        made_for: whom the judged forecasts were made for, `everybody` or `rotation`.
        slice_kind, slice_name: which of those rows; `all` leaves none out.
        asked: rows that there are.
        left_out: of them, those that are not judged, with the reason.
        errors: of the unrounded forecast; its n is the number of rows judged.
        mae: the mean absolute error again, with its interval by date.
        mae_rounded: of the median rounded to a whole number.
        beside_season_average: mean absolute error over the season average's, on the rows that have
            both: under 1 is better. None of the season average itself.
        coverage: of the 80 % interval, by randomised PIT; is_covered: whether it is near enough.
        distance: of the PITs to the uniform distribution.
        pit_counts: PITs in 20 equal parts of 0..1.
        interval_width: mean of high less low of the 80 % interval.
    """

    system: str
    prop: str
    population: str
    made_for: str
    slice_kind: str
    slice_name: str
    asked: int
    left_out: Mapping[str, int]
    errors: PointErrors
    mae: Estimate
    mae_rounded: float | None
    beside_season_average: Estimate | None
    coverage: Coverage
    is_covered: bool | None
    distance: UniformDistance
    pit_counts: tuple[int, ...]
    interval_width: float | None


def scores_of(rows: PropRows, by: ByDate) -> Iterator[Score]:
    """Every system over every population and its slices."""
    drawn = np.random.default_rng([by.seed, 80]).random(len(rows))
    season = rows.of(names.SEASON_AVERAGE)
    yardstick = None if season is None else np.abs(season.forecast - rows.actual)
    for system in rows.systems:
        found: dict[str, _Judged] = {}
        for population, mask in rows.masks.items():
            said = rows.of(system, names.judged_by(population))
            if said is None:
                continue
            if said.population not in found:
                against = None if system == names.SEASON_AVERAGE else yardstick
                found[said.population] = _Judged(rows, said, drawn, against)
            judged = found[said.population]
            for kind, name, where in slices_of(rows, population, said.forecast):
                asked = mask & where
                if asked.any():
                    yield judged.score(population, kind, name, asked, by)


class _Judged:
    """A system's columns, worked out once for all slices."""

    def __init__(self, rows: PropRows, said: Said, drawn: Floats, yardstick: Floats | None) -> None:
        self.rows, self.said, self.yardstick = rows, said, yardstick
        self.size = np.abs(said.forecast - rows.actual)
        self.rounded = np.abs(said.floats("median_rounded") - rows.actual)
        self.width = said.floats("high_80") - said.floats("low_80")
        below, reached = said.floats("chance_below"), said.floats("chance_at_most")
        self.pit = below + drawn * (reached - below)

    def score(self, population: str, kind: str, name: str, asked: Flags, by: ByDate) -> Score:
        said, actual = self.said, self.rows.actual
        errors = point_errors(said.forecast, actual, asked)
        held = coverage(self.pit, asked)
        is_plain = kind in PLAIN
        return Score(
            system=said.system,
            prop=self.rows.prop,
            population=population,
            made_for=said.population,
            slice_kind=kind,
            slice_name=name,
            asked=int(asked.sum()),
            left_out=said.reasons(asked & np.isnan(self.size)) if errors.left_out else {},
            errors=errors,
            mae=_plain(self.size, asked) if is_plain else mean_by_date(self.size, by, asked),
            mae_rounded=_mean(self.rounded, asked),
            beside_season_average=self._ratio(asked, by, is_plain=is_plain),
            coverage=held,
            is_covered=held.is_near(COVERAGE_TOLERANCE),
            distance=uniform_distance(self.pit, asked),
            pit_counts=pit_histogram(self.pit, asked) if kind == names.ALL else (),
            interval_width=_mean(self.width, asked),
        )

    def _ratio(self, asked: Flags, by: ByDate, *, is_plain: bool) -> Estimate | None:
        if self.yardstick is None:
            return None
        if not is_plain:
            return ratio_by_date(self.size, self.yardstick, by, asked)
        both = counted(asked, self.size, self.yardstick)
        below = float(self.yardstick[both].sum())
        value = float(self.size[both].sum()) / below if below else None
        return Estimate(value=value, low=None, high=None, n=int(both.sum()))


def _mean(values: Floats, where: Flags) -> float | None:
    return mean(values[counted(where, values)])


def _plain(values: Floats, where: Flags) -> Estimate:
    known = counted(where, values)
    return Estimate(value=mean(values[known]), low=None, high=None, n=int(known.sum()))
