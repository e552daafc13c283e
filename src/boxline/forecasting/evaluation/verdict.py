"""Whether to trust a system tonight, and what for: said from figures, never from hope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.answers import (
    Answer,
    Figures,
    Question,
    Reply,
    answers_of,
    props_with,
)
from boxline.forecasting.evaluation.luck import Luck
from boxline.forecasting.evaluation.raised import SystemAlarm

#: Closing-line value under this many bets confirms nothing.
LEAST_CLOSING = 100


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to make of it all.

    Attributes:
        system: whom it is about; "" where nothing was graded.
        short: one sentence.
        sentences: what it rests on, and what not to trust.
        answers: by prop and question.
    """

    system: str
    short: str
    sentences: tuple[str, ...]
    answers: tuple[Answer, ...]


def verdict_of(found: Figures, system: str, alarms: Sequence[SystemAlarm], luck: Luck) -> Verdict:
    """Judge one system by what was found of it."""
    answers = tuple(answers_of(found, system))
    if not answers:
        return Verdict(
            system="",
            short="Trust nothing yet: no prediction was graded.",
            sentences=(),
            answers=(),
        )
    good = _good_forecasts(answers)
    bets = _bets_that_pay(answers)
    raised = [e for e in alarms if e.alarm.is_raised and e.system in {system, ""}]
    return Verdict(
        system=system,
        short=_short(good, bets, is_leak=any(each.is_too_good for each in raised)),
        sentences=tuple(_sentences(answers, found, system, raised, luck)),
        answers=answers,
    )


def _good_forecasts(answers: Sequence[Answer]) -> tuple[str, ...]:
    """Props whose number beats the season average and whose range holds."""
    held = props_with(answers, Question.RANGE, Reply.YES)
    better = props_with(answers, Question.FORECAST, Reply.YES)
    return tuple(prop for prop in better if prop in held)


def _bets_that_pay(answers: Sequence[Answer]) -> tuple[str, ...]:
    won = (each for each in answers if each.question is Question.BETS)
    return tuple(e.prop for e in won if e.reply is Reply.YES and not e.is_closing)


def _short(good: Sequence[str], bets: Sequence[str], *, is_leak: bool) -> str:
    if is_leak:
        return (
            "Do not trust it tonight: something is better than is possible, so an input may know "
            "the game."
        )
    known = f"Trust its forecasts of {_listed(good)} and their ranges" if good else (
        "Do not rely on its forecasts: on no prop do both number and range hold up"
    )  # fmt: skip
    if bets:
        return f"{known}; its bets on {_listed(bets)} paid here, which is a record and no promise."
    return f"{known}; do not bet on it: no recommended bets are shown to pay."


def _sentences(
    answers: Sequence[Answer],
    found: Figures,
    system: str,
    raised: Sequence[SystemAlarm],
    luck: Luck,
) -> Iterator[str]:
    yield from _by_reply(
        answers,
        Question.FORECAST,
        {
            Reply.YES: "On {} its number is nearer to what comes than a season average.",
            Reply.NO: "On {} a plain season average is nearer: use that instead.",
            Reply.UNCLEAR: "On {} it cannot be told from a season average.",
        },
    )
    yield from _by_reply(
        answers,
        Question.RANGE,
        {Reply.NO: "On {} its 80 % range does not hold as often as it says: do not use it."},
    )
    yield from _line_sentences(answers)
    yield from _by_reply(
        answers,
        Question.CHANCE,
        {
            Reply.YES: "On {} the believed chances tell more than price or coin does.",
            Reply.NO: "On {} the believed chances are worse than price or coin.",
            Reply.UNCLEAR: "On {} what the model adds to price or coin cannot be measured.",
        },
    )
    yield from _by_reply(
        answers,
        Question.TRUE,
        {Reply.NO: "On {} the believed chances do not come true as often as they say."},
    )
    yield from _bet_sentences(answers, found, system)
    yield from _luck_sentences(luck)
    if raised:
        alarms = f"{len(raised)} alarms are" if len(raised) > 1 else "One alarm is"
        yield f"{alarms} raised about it; they stand below with what they mean."


def _line_sentences(answers: Sequence[Answer]) -> Iterator[str]:
    asked = [each for each in answers if each.question is Question.LINE]
    yield from _by_reply(
        [each for each in asked if not each.is_closing],
        Question.LINE,
        {
            Reply.YES: "On {} its number is nearer than the market's.",
            Reply.NO: "On {} the market's number is nearer than its own.",
            Reply.UNCLEAR: "On {} it does not beat the line: neither is shown to be nearer.",
        },
    )
    closing = [each.prop for each in asked if each.is_closing and each.n]
    if closing:
        yield (
            f"Lines of {_listed(closing)} are known only as they closed, after the forecast was "
            "made: they are a reference, and nobody could have bet on them."
        )


def _bet_sentences(answers: Sequence[Answer], found: Figures, system: str) -> Iterator[str]:
    yield from _by_reply(
        [each for each in answers if not each.is_closing],
        Question.BETS,
        {
            Reply.YES: "Recommended bets on {} won more than their price asks for.",
            Reply.NO: "Recommended bets on {} won less than their price asks for.",
            Reply.UNCLEAR: "Recommended bets on {} are not shown to win more than their price "
            "asks for.",
            Reply.TOO_FEW: "On {} too few recommended bets were settled to say anything.",
        },
    )
    for prop in _bets_that_pay(answers):
        record = found.record(system, prop)
        value = None if record is None else record.closing.value
        confirmed = value is not None and value.low is not None and value.low > 0
        if not confirmed or value is None or value.n < LEAST_CLOSING:
            yield (
                "No closing-line value confirms the bets on "
                f"{names.spoken(prop)}: they may be luck."
            )


def _luck_sentences(luck: Luck) -> Iterator[str]:
    best = luck.best
    if best is None or best.chance is None or luck.hit_rate is None:
        return
    where = f"{names.spoken(luck.system)} on {names.spoken(luck.prop)}"
    yield (
        f"The best of {best.n_tries} betting records, {where}, hit {100 * luck.hit_rate:.1f} % of "
        f"{best.n:,}; the best of as many that know nothing reaches {100 * best.expected:.1f} % on "
        f"average, and does as well {100 * best.chance:.0f} times in 100."
    )


def _by_reply(
    answers: Sequence[Answer], question: Question, words: dict[Reply, str]
) -> Iterator[str]:
    for reply, sentence in words.items():
        props = props_with(answers, question, reply)
        if props:
            yield sentence.format(_listed(props))


def _listed(props: Iterable[str]) -> str:
    """Names as a sentence lists them.

    >>> _listed(["points", "threes", "assists"])
    'points, threes and assists'
    """
    *firsts, last = [names.spoken(prop) for prop in props]
    return f"{', '.join(firsts)} and {last}" if firsts else last
