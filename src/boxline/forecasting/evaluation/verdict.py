"""Whether to trust a system tonight, and what for: said from figures, never from hope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.answers import (
    Answer,
    Question,
    Reply,
    answers_of,
    props_with,
)
from boxline.forecasting.evaluation.figures import Figures
from boxline.forecasting.evaluation.luck import Luck
from boxline.forecasting.evaluation.raised import SystemAlarm

#: Closing-line value under this many bets confirms nothing.
LEAST_CLOSING = 100

#: A record that luck alone reaches so often, among as many tries, confirms nothing.
MOST_BY_LUCK = 0.05


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to make of it all.

    Attributes:
        system: whom it is about; "" where nothing was graded.
        short: whether to trust it tonight, for what, and for what not.
        sentences: what that rests on.
        answers: by prop and question.
    """

    system: str
    short: str
    sentences: tuple[str, ...]
    answers: tuple[Answer, ...]


def verdict_of(found: Figures, system: str, alarms: Sequence[SystemAlarm], luck: Luck) -> Verdict:
    """Judge one system by what was found of it."""
    answers = tuple(answers_of(found, system))
    raised = [each for each in alarms if each.alarm.is_raised and each.system in {system, ""}]
    if any(each.is_too_good for each in raised):
        short = (
            "Do not trust it tonight: something is better than is possible, so an input may know "
            "the game."
        )
    elif not answers:
        short = "Trust nothing yet: no prediction was graded."
    else:
        short = " ".join(_short(answers, found, system, luck))
    return Verdict(
        system=system if answers else "",
        short=short,
        sentences=tuple(_sentences(answers, found, system, raised, luck)) if answers else (),
        answers=answers,
    )


def _short(answers: Sequence[Answer], found: Figures, system: str, luck: Luck) -> Iterator[str]:
    held = props_with(answers, Question.RANGE, Reply.YES)
    good = [e for e in props_with(answers, Question.FORECAST, Reply.YES) if e in held]
    if good:
        every = tuple(dict.fromkeys(each.prop for each in answers))
        yield f"As forecasts, trust its numbers and ranges on {_listed(good, every)}."
    elif all(each.reply in {Reply.TOO_FEW, Reply.NOTHING} for each in answers):
        yield "Too little was graded to say whether its forecasts can be trusted."
    else:
        yield "Do not rely on its forecasts: on no prop are both number and range shown to hold up."
    lines = [each for each in answers if each.question is Question.LINE and each.n]
    nearer = [e.prop for e in lines if e.reply is Reply.YES and not e.has_no_price]
    if not lines:
        yield "No market stood beside it."
    elif nearer:
        yield f"On {_listed(nearer)} it is nearer than the market."
    else:
        yield "On no prop is it shown to be nearer than a market with prices."
    paid = _bets_that_pay(answers)
    sure = [prop for prop in paid if _is_confirmed(found, system, prop, luck)]
    if sure:
        yield (
            f"Its bets on {_listed(sure)} paid, and the closing line moved their way: a record, "
            "and no promise."
        )
    elif paid:
        yield (
            f"Do not bet on it: bets on {_listed(paid)} paid here, and nothing but that record "
            "confirms that it was not luck."
        )
    else:
        yield "Do not bet on it: no recommended bets are shown to pay."


def _bets_that_pay(answers: Sequence[Answer]) -> tuple[str, ...]:
    won = (each for each in answers if each.question is Question.BETS)
    return tuple(e.prop for e in won if e.reply is Reply.YES and not e.is_closing)


def _is_confirmed(found: Figures, system: str, prop: str, luck: Luck) -> bool:
    """Whether the closing line followed, and so many tries do not explain the best record."""
    record = found.record(system, prop)
    if record is None:
        return False
    value, chance = record.closing.value, None if luck.best is None else luck.best.chance
    has_value = value.low is not None and value.low > 0 and value.n >= LEAST_CLOSING
    return has_value and chance is not None and chance <= MOST_BY_LUCK


def _sentences(
    answers: Sequence[Answer],
    found: Figures,
    system: str,
    raised: Sequence[SystemAlarm],
    luck: Luck,
) -> Iterator[str]:
    every = tuple(dict.fromkeys(each.prop for each in answers))
    for question, kind, words in SENTENCES:
        asked = [e for e in answers if e.question is question and kind in {"", _kind(e)}]
        yield from _by_reply(asked, question, words, every)
    yield from _tier_sentence(found, system)
    closing = [e.prop for e in answers if e.question is Question.LINE and e.is_closing and e.n]
    if closing:
        yield (
            f"Lines of {_listed(closing)} are known only as they closed, after the forecast was "
            "made: they are a reference, and nobody could have bet on them."
        )
    yield from _luck_sentence(luck)
    if raised:
        told = f"{len(raised)} alarms are" if len(raised) > 1 else "One alarm is"
        yield f"{told} raised about it; they stand at the end, with what they mean."


def _kind(answer: Answer) -> str:
    if answer.is_closing:
        return "closing"
    return "no price" if answer.has_no_price else "price"


#: What is said of the props with a reply to a question, by what stands beside them ("": whatever).
SENTENCES: tuple[tuple[Question, str, Mapping[Reply, str]], ...] = (
    (
        Question.FORECAST,
        "",
        {
            Reply.YES: "On {} its number is nearer to what comes than a season average.",
            Reply.NO: "On {} a plain season average is nearer: use that instead.",
            Reply.UNCLEAR: "On {} it cannot be told from a season average.",
        },
    ),
    (
        Question.RANGE,
        "",
        {Reply.NO: "On {} its 80 % range does not hold as often as it says: do not use it."},
    ),
    (
        Question.LINE,
        "price",
        {
            Reply.YES: "On {} its number is nearer than what line and price say.",
            Reply.NO: "On {} line and price are nearer than its number.",
            Reply.UNCLEAR: "On {} it does not beat line and price: neither is shown to be nearer.",
        },
    ),
    (
        Question.LINE,
        "no price",
        {
            Reply.YES: "On {} its number is nearer than the raw pick'em line. That line has no "
            "price, so this is not to beat the market.",
            Reply.NO: "On {} the raw pick'em line is nearer than its number.",
            Reply.UNCLEAR: "On {} it does not beat the raw pick'em line: neither is shown to be "
            "nearer.",
        },
    ),
    (
        Question.CHANCE,
        "price",
        {
            Reply.YES: "On {} the blend of model and price tells more than the price.",
            Reply.NO: "On {} the blend of model and price tells less than the price alone.",
            Reply.UNCLEAR: "On {} the blend with the price adds nothing measurable to the price.",
        },
    ),
    (
        Question.CHANCE,
        "no price",
        {
            Reply.YES: "On {}, where lines have no price, the believed chances tell more than a "
            "coin.",
            Reply.NO: "On {}, where lines have no price, the believed chances are worse than a "
            "coin.",
            Reply.UNCLEAR: "On {}, where lines have no price, the believed chances are not told "
            "from a coin.",
        },
    ),
    (
        Question.TRUE,
        "",
        {Reply.NO: "On {} the believed chances do not come true as often as they say."},
    ),
    *(
        (
            Question.BETS,
            kind,
            {
                Reply.YES: f"Recommended bets on {{}} won more than {asks}.",
                Reply.NO: f"Recommended bets on {{}} won less than {asks}.",
                Reply.UNCLEAR: f"Recommended bets on {{}} are not shown to win more than {asks}.",
                Reply.TOO_FEW: "On {} too few recommended bets were settled to say anything.",
                Reply.NOTHING: "On {} no recommended bet was settled.",
            },
        )
        for kind, asks in (("price", "their price asks"), ("no price", "a pick'em entry asks"))
    ),
)


def _tier_sentence(found: Figures, system: str) -> Iterator[str]:
    props = dict.fromkeys(each.prop for each in found.scores if each.system == system)
    told = [each for prop in props for each in found.tiers(system, prop)]
    missed = [f"{names.spoken(e.prop)} {e.slice_name}" for e in told if not e.is_covered]
    if missed:
        yield (
            f"In {len(missed)} of {len(told)} tiers of expected value its 80 % range misses: "
            f"{', '.join(missed)}. Luck alone makes one tier in 20 miss."
        )


def _luck_sentence(luck: Luck) -> Iterator[str]:
    best = luck.best
    if best is None or best.chance is None or luck.hit_rate is None:
        return
    where = f"{names.spoken(luck.system)} on {names.spoken(luck.prop)}"
    often = f"in {100 * best.chance:.0f} of 100 cases" if best.chance >= 0.005 else "next to never"
    yield (
        f"The best of {best.n_tries} betting records, {where}, hit {100 * luck.hit_rate:.1f} % of "
        f"{best.n:,}. The best of as many that know nothing reaches {100 * best.expected:.1f} % on "
        f"average, and does as well {often}."
    )


def _by_reply(
    answers: Sequence[Answer],
    question: Question,
    words: Mapping[Reply, str],
    every: Sequence[str],
) -> Iterator[str]:
    for reply, sentence in words.items():
        props = props_with(answers, question, reply)
        if props:
            yield sentence.format(_listed(props, every))


def _listed(props: Iterable[str], every: Sequence[str] = ()) -> str:
    """Names as a sentence lists them; of more than two, all of them are `every prop`.

    >>> _listed(["points", "threes", "assists"])
    'points, threes and assists'
    """
    listed = tuple(props)
    if len(listed) > 2 and listed == tuple(every):
        return "every prop"
    *firsts, last = [names.spoken(prop) for prop in listed]
    return f"{', '.join(firsts)} and {last}" if firsts else last
