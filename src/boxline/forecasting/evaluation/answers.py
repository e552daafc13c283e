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
from boxline.forecasting.evaluation.figures import Figures
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
    LINE = "Nearer than what line and price say?"
    CHANCE = "Do the believed chances tell more than the price?"
    TRUE = "Do the believed chances come true?"
    BETS = "Do recommended bets win more than their price asks?"


#: How the same is asked where a line has no price: less is asked then, and it must not look alike.
WITHOUT_PRICE = {
    Question.LINE: "Nearer than the raw pick'em line, which has no price?",
    Question.CHANCE: "Do the believed chances tell more than a coin? There is no price.",
    Question.BETS: "Do recommended bets win more than a pick'em entry of two asks?",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question of one prop, answered.

    Attributes:
        words: the answer with its figures, their rows, and what they are compared with.
        n: rows, or settled bets, that it rests on.
        market: what it is beside, one of `names.MARKETS`; "" where that does not matter.
        is_closing: whether it is beside lines that are known only as they closed.
    """

    prop: str
    question: Question
    reply: Reply
    words: str
    n: int = 0
    market: str = ""
    is_closing: bool = False

    @property
    def asked(self) -> str:
        """The question in words."""
        plain = self.question.value
        return WITHOUT_PRICE.get(self.question, plain) if self.has_no_price else plain

    @property
    def has_no_price(self) -> bool:
        """Whether it is beside lines without prices."""
        return self.market == names.RAW_LINE


def answers_of(found: Figures, system: str) -> Iterator[Answer]:
    """Every question of every prop of a system."""
    for prop in dict.fromkeys(each.prop for each in found.scores if each.system == system):
        scores = [found.score(system, prop, population) for population in ("p1", "p2")]
        yield _forecast(prop, [each for each in scores if each is not None])
        yield _range(prop, scores[1], found.tiers(system, prop))
        yield _line(prop, found.line(system, prop))
        yield _chance(prop, found.chance(system, prop))
        yield _true(prop, found.chance(system, prop))
        yield _bets(prop, found.record(system, prop))


def props_with(answers: Sequence[Answer], question: Question, *replies: Reply) -> tuple[str, ...]:
    """Props of which a question got one of these replies."""
    asked = (each for each in answers if each.question is question)
    return tuple(each.prop for each in asked if each.reply in replies)


def _forecast(prop: str, scores: Sequence[Score]) -> Answer:
    """Over p1, which everybody reports, and p2, which is what tonight's number is for."""
    told: list[str] = []
    replies: list[Reply] = []
    n = 0
    for score in scores:
        ratio = score.beside_season_average
        if ratio is None or ratio.value is None:
            continue
        reply = _reply(ratio, 1.0)
        few = reply is Reply.TOO_FEW
        whose = "it" if told else "the season average's"
        told.append(
            f"{_size(100 * (ratio.value - 1), '%')} {whose}"
            f"{_span(ratio, '%', minus=1, times=100)} on {ratio.n:,} rows of "
            f"{score.population.upper()}{' (too few to count)' if few else ''}"
        )
        replies.append(reply)
        n = max(n, ratio.n)
    if not told:
        return _nothing(prop, Question.FORECAST, "No row has its number and a season average.")
    words = f"Its error is {', and '.join(told)}."
    return Answer(prop=prop, question=Question.FORECAST, reply=_both(replies), words=words, n=n)


def _both(replies: Sequence[Reply]) -> Reply:
    """One reply of several: yes needs all that have enough rows, no any of them."""
    said = {each for each in replies if each is not Reply.TOO_FEW}
    if not said:
        return Reply.TOO_FEW
    if Reply.NO in said:
        return Reply.NO
    return Reply.YES if said == {Reply.YES} else Reply.UNCLEAR


def _range(prop: str, score: Score | None, tiers: Sequence[Score]) -> Answer:
    if score is None or score.coverage.share is None or score.is_covered is None:
        return _nothing(prop, Question.RANGE, "No row of P2 has a distribution.")
    held, n = score.coverage.share, score.coverage.n
    reply = Reply.YES if score.is_covered else Reply.NO
    lean = "" if score.is_covered else ": too narrow" if held < 0.8 else ": too wide"
    missed = [each.slice_name for each in tiers if not each.is_covered]
    if score.distance.distance is not None:
        lean += f"; what came lies {score.distance.distance:.3f} from its distributions (KS)"
    apart = f" It misses where {' and '.join(missed)} is expected." if missed else ""
    return Answer(
        prop=prop,
        question=Question.RANGE,
        reply=reply if n >= LEAST_ROWS else Reply.TOO_FEW,
        words=f"The 80 % range held {100 * held:.1f} % of {n:,} rows of P2{lean}.{apart}",
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
    return Answer(
        prop=prop,
        question=Question.LINE,
        reply=_reply(gap, 0.0),
        words=words,
        n=gap.n,
        market=found.market,
        is_closing=found.is_closing,
    )


def _chance(prop: str, found: ChanceScore | None) -> Answer:
    gap = None if found is None else found.log_loss_difference
    if found is None or gap is None or gap.value is None:
        return _nothing(prop, Question.CHANCE, "No row of P3 has a believed chance.")
    is_coin = found.market == names.RAW_LINE
    rival = "a coin's" if is_coin else "the de-vigged price's"
    words = (
        f"Their log loss is {_size(gap.value, '', places=4)} {rival}{_span(gap, '', places=4)}, "
        f"on {gap.n:,} rows of P3."
    )
    return Answer(
        prop=prop,
        question=Question.CHANCE,
        reply=_reply(gap, 0.0),
        words=words,
        n=gap.n,
        market=found.market,
        is_closing=prop == names.CLOSING_ONLY,
    )


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
    return Answer(
        prop=prop,
        question=Question.BETS,
        reply=_reply(gap, 0.0, is_less=False, least=LEAST_BETS),
        words=words,
        n=gap.n,
        market=found.market,
        is_closing=found.is_closing,
    )


def _reply(
    found: Estimate, neutral: float, *, is_less: bool = True, least: int = LEAST_ROWS
) -> Reply:
    """Whether an interval lies on the good side of a neutral value: `is_less`, under it."""
    if found.n < least or found.low is None or found.high is None:
        return Reply.TOO_FEW
    if found.high < neutral:
        return Reply.YES if is_less else Reply.NO
    if found.low > neutral:
        return Reply.NO if is_less else Reply.YES
    return Reply.UNCLEAR


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
    # A zero that is left of rounding a negative number would be written with its sign.
    low, high = (round(times * (e - minus), places) + 0.0 for e in (found.low, found.high))
    told = f"{low:+.{places}f} to {high:+.{places}f}{' ' + unit.strip() if unit else ''}"
    return f" ({told})" if bracket else f" {told}"
