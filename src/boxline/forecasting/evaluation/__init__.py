"""From graded predictions to what is told of them: scores, market, bets, verdict."""

from boxline.forecasting.evaluation.evaluating import Evaluation, evaluate
from boxline.forecasting.evaluation.terminal_table import table

__all__ = ["Evaluation", "evaluate", "table"]
