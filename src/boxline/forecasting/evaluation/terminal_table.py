"""An evaluation as rows for a terminal: a row per system, prop and population."""

from __future__ import annotations

from typing import TypeAlias

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.evaluating import Evaluation
from boxline.forecasting.evaluation.figures import Figures
from boxline.forecasting.evaluation.scores import Score

Cell: TypeAlias = str | int | float | None


def table(evaluation: Evaluation) -> list[dict[str, Cell]]:
    """Forecasts of all rows of each population, in the order of props and systems.

    Returns:
        Every row has the same keys. n: rows judged; left_out: rows that were not; mae and
        mae_rounded: of the unrounded and the rounded median; to_average: mae over the season
        average's on the same rows, with its interval by date; coverage_80: in percent; market,
        beside_market (mae less the market's) and its interval, on p3 alone; log_loss of the
        believed chance, and beside_price: less that of the de-vigged price. None where none is.
    """
    found = Figures(
        scores=evaluation.scores,
        lines=evaluation.beside_line,
        chances=evaluation.chances,
        bets=evaluation.bets,
    )
    whole = (each for each in evaluation.scores if each.slice_kind == names.ALL)
    return [{**_forecast(each), **_beside(found, each)} for each in whole]


def _forecast(score: Score) -> dict[str, Cell]:
    ratio, held = score.beside_season_average, score.coverage.share
    return {
        "prop": score.prop,
        "population": score.population,
        "system": score.system,
        "n": score.errors.n,
        "left_out": score.errors.left_out,
        "mae": score.errors.mae,
        "mae_rounded": score.mae_rounded,
        "bias": score.errors.bias,
        "to_average": None if ratio is None else ratio.value,
        "average_low": None if ratio is None else ratio.low,
        "average_high": None if ratio is None else ratio.high,
        "coverage_80": None if held is None else 100 * held,
        "ks": score.distance.distance,
    }


def _beside(found: Figures, score: Score) -> dict[str, Cell]:
    is_p3 = score.population == "p3"
    line = found.line(score.system, score.prop) if is_p3 else None
    chance = found.chance(score.system, score.prop) if is_p3 else None
    loss = None if chance is None else chance.log_loss_difference
    has_price = chance is not None and chance.market == names.LINE_AND_PRICE
    return {
        "market": None if line is None else line.market,
        "market_n": None if line is None else line.n,
        "beside_market": None if line is None else line.difference.value,
        "market_low": None if line is None else line.difference.low,
        "market_high": None if line is None else line.difference.high,
        "log_loss": None if chance is None else chance.log_loss,
        "beside_price": loss.value if loss is not None and has_price else None,
    }
