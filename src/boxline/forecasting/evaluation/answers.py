"""What is asked of a system on each prop, and what its figures answer.

An answer is yes or no only where an interval says so; what luck could explain is unclear, and few
rows say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.beside_market import BesideLine, ChanceScore
from boxline.forecasting.evaluation.bet_records import BetRecord
from boxline.forecasting.evaluation.scores import Score
from boxline.forecasting.scoring.estimates import Estimate

#: Fewer rows, or settled bets, answer no question.
LEAST_ROWS, LEAST_BETS = 300, 100


class Reply(StrEnum):
    """What figures answer."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "cannot be told"  # the interval holds both
    TOO_FEW = "too few rows"
    NOTHING = "nothing to judge"  # no row at all


class Question(StrEnum):
    """What is asked of each prop."""

    FORECAST = "Better than a season average?"
    RANGE = "Does the 80 % range hold as often as it says?"
    LINE = "Nearer than the market's number?"
    CHANCE = "Do the believed chances tell more than the price?"
    TRUE = "Do the believed chances come true?"
    BETS = "Do recommended bets win more than their price asks?"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question of one prop, answered.

    Attributes:
        words: the answer with its figures, their rows, and what they are compared with.
        n: rows, or settled bets, that it rests on.
        is_closing: whether it is beside lines that are known only as they closed.
    """

    prop: str
    question: Question
    reply: Reply
    words: str
    n: int = 0
    is_closing: bool = False


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that was found of all systems."""

    scores: tuple[Score, ...]
    lines: tuple[BesideLine, ...]
    chances: tuple[ChanceScore, ...]
    bets: tuple[BetRecord, ...]

    def score(self, system: str, prop: str, population: str) -> Score | None:
        """Of all rows of a population."""
        asked = (system, prop, population, names.ALL)
        for each in self.scores:
            if (each.system, each.prop, each.population, each.slice_kind) == asked:
                return each
        return None

    def line(self, system: str, prop: str) -> BesideLine | None:
        """Beside the market that most rows stand against."""
        own = [e for e in self.lines if (e.system, e.prop) == (system, prop)]
        whole = (each for each in own if each.slice_kind == names.ALL)
        return max(whole, key=lambda each: each.n, default=None)

    def chance(self, system: str, prop: str, source: str = "blended") -> ChanceScore | None:
        """Beside the market that most rows stand against."""
        own = [e for e in self.chances if (e.system, e.prop, e.source) == (system, prop, source)]
        return max(own, key=lambda each: each.n, default=None)

    def record(self, system: str, prop: str) -> BetRecord | None:
        """Against the market that most bets were settled against."""
        own = [e for e in self.bets if (e.system, e.prop) == (system, prop)]
        return max(own, key=lambda each: each.every.hit_rate.n, default=None)


def answers_of(found: Figures, system: str) -> Iterator[Answer]:
    """Every question of every prop of a system."""
    for prop in dict.fromkeys(each.prop for each in found.scores if each.system == system):
        yield _forecast(prop, found.score(system, prop, "p1"))
        yield _range(prop, found.score(system, prop, "p2"))
        yield _line(prop, found.line(system, prop))
        yield _chance(prop, found.chance(system, prop))
        yield _true(prop, found.chance(system, prop))
        yield _bets(prop, found.record(system, prop))


def props_with(answers: Sequence[Answer], question: Question, *replies: Reply) -> tuple[str, ...]:
    """Props of which a question got one of these replies."""
    asked = (each for each in answers if each.question is question)
    return tuple(each.prop for each in asked if each.reply in replies)


def _forecast(prop: str, score: Score | None) -> Answer:
    ratio = None if score is None else score.beside_season_average
    if ratio is None or ratio.value is None:
        return _nothing(prop, Question.FORECAST, "No row of P1 has both.")
    words = (
        f"Its error is {_size(100 * (ratio.value - 1), '%')} the season average's"
        f"{_span(ratio, '%', minus=1, times=100)}, on {ratio.n:,} rows of P1."
    )
    return _answer(prop, Question.FORECAST, ratio, 1.0, words)


def _range(prop: str, score: Score | None) -> Answer:
    if score is None or score.coverage.share is None or score.is_covered is None:
        return _nothing(prop, Question.RANGE, "No row of P2 has a distribution.")
    held, n = score.coverage.share, score.coverage.n
    reply = Reply.YES if score.is_covered else Reply.NO
    lean = "" if score.is_covered else ": too narrow" if held < 0.8 else ": too wide"
    return Answer(
        prop=prop,
        question=Question.RANGE,
        reply=reply if n >= LEAST_ROWS else Reply.TOO_FEW,
        words=f"The 80 % range held {100 * held:.1f} % of {n:,} rows of P2{lean}.",
        n=n,
    )


def _line(prop: str, found: BesideLine | None) -> Answer:
    if found is None or found.difference.value is None:
        return _nothing(prop, Question.LINE, "No row of P3 has a market forecast.")
    gap = found.difference
    words = (
        f"Its error is {_size(found.difference.value, '', places=3)} that of the {found.market}"
        f"{' as it closed' if found.is_closing else ''}{_span(gap, '', places=3)}, "
        f"on {gap.n:,} rows of P3."
    )
    return _answer(prop, Question.LINE, gap, 0.0, words, is_closing=found.is_closing)


def _chance(prop: str, found: ChanceScore | None) -> Answer:
    gap = None if found is None else found.log_loss_difference
    if found is None or gap is None or gap.value is None:
        return _nothing(prop, Question.CHANCE, "No row of P3 has a believed chance.")
    is_coin = found.market == names.RAW_LINE
    rival = "a coin's (these lines have no price)" if is_coin else "the de-vigged price's"
    words = (
        f"Their log loss is {_size(gap.value, '', places=4)} {rival}{_span(gap, '', places=4)}, "
        f"on {gap.n:,} rows of P3."
    )
    return _answer(prop, Question.CHANCE, gap, 0.0, words)


def _true(prop: str, found: ChanceScore | None) -> Answer:
    if found is None or found.reliability.error is None:
        return _nothing(prop, Question.TRUE, "No row of P3 has a believed chance.")
    error, limit = found.reliability.error, found.reliability.perfect.percentile_95 or 0.0
    is_true = error <= limit
    words = (
        f"Their calibration error is {error:.3f}; a perfect forecaster shows up to {limit:.3f} "
        f"on {found.n:,} rows of P3 ({found.market})."
    )
    reply = Reply.YES if is_true else Reply.NO
    return Answer(
        prop=prop,
        question=Question.TRUE,
        reply=reply if found.n >= LEAST_ROWS else Reply.TOO_FEW,
        words=words,
        n=found.n,
    )


def _bets(prop: str, found: BetRecord | None) -> Answer:
    if found is None or found.beyond_break_even.value is None or found.break_even is None:
        return _nothing(prop, Question.BETS, "No recommended bet was settled.")
    gap, hit = found.beyond_break_even, found.every.hit_rate.value or 0.0
    price = "a pick'em entry of two asks for" if found.at_reference else "their prices asked for"
    words = (
        f"{gap.n:,} settled bets hit {100 * hit:.1f} %; {price} {100 * found.break_even:.1f} %"
        f" (difference{_span(gap, ' points', times=100, bracket=False)})."
    )
    return _answer(
        prop, Question.BETS, gap, 0.0, words, is_less=False, least=LEAST_BETS,
        is_closing=found.is_closing,
    )  # fmt: skip


def _answer(
    prop: str,
    question: Question,
    found: Estimate,
    neutral: float,
    words: str,
    *,
    is_less: bool = True,
    least: int = LEAST_ROWS,
    is_closing: bool = False,
) -> Answer:
    """Whether an interval lies on the good side of a neutral value: `is_less`, under it."""
    reply = Reply.UNCLEAR
    if found.n < least or found.low is None or found.high is None:
        reply = Reply.TOO_FEW
    elif found.high < neutral:
        reply = Reply.YES if is_less else Reply.NO
    elif found.low > neutral:
        reply = Reply.NO if is_less else Reply.YES
    return Answer(
        prop=prop, question=question, reply=reply, words=words, n=found.n, is_closing=is_closing
    )


def _nothing(prop: str, question: Question, words: str) -> Answer:
    return Answer(prop=prop, question=question, reply=Reply.NOTHING, words=words)


def _size(value: float, unit: str, *, places: int = 1) -> str:
    """A difference in words: `2.4 % below`."""
    size = f"{abs(value):.{places}f}{' ' + unit if unit else ''}"
    return f"{size} {'below' if value < 0 else 'above'}"


def _span(
    found: Estimate,
    unit: str,
    *,
    minus: float = 0.0,
    times: float = 1.0,
    places: int = 1,
    bracket: bool = True,
) -> str:
    if found.low is None or found.high is None:
        return " (no interval: a single day)" if bracket else " without an interval: a single day"
    low, high = (times * (end - minus) for end in (found.low, found.high))
    told = f"{low:+.{places}f} to {high:+.{places}f}{' ' + unit.strip() if unit else ''}"
    return f" ({told})" if bracket else f" {told}"
