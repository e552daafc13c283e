"""A player's charts as shapes. Across, places are percent of the width, so that a chart fits a
phone; down, they are pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any, NamedTuple

#: Pixels of a chart: its height, and what is left free above and below the bars.
HEIGHT, ABOVE, BELOW = 150, 14, 18

#: Part of its place that a bar fills.
WIDE = 0.8

#: Chances of what lies further out are not drawn.
TAIL = 0.004

#: About so many numbers of a scale are written.
WORDS = 8


class Bar(NamedTuple):
    """A bar from `x` to `end`, with the tick of its line where it has one; `tone` is its side of
    that line."""

    x: float
    end: float
    y: float
    height: float
    tone: str
    tick: float | None
    said: str


class Word(NamedTuple):
    """A number of a scale and where it stands: percent across or pixels down."""

    at: float
    text: str


class Rule(NamedTuple):
    """A line that is offered: percent across."""

    at: float
    is_main: bool
    said: str


class Bars(NamedTuple):
    """Bars of one width on one scale. `levels` are of the scale up, `words` of the one across;
    `today` is the line that stands today, None without one."""

    bars: list[Bar]
    width: float
    levels: list[Word]
    words: list[Word]
    rules: list[Rule]
    base: float
    today: Word | None = None


class Step(NamedTuple):
    """One bookmaker's line over time as a path in a box of 100 by 100."""

    bookmaker: str
    path: str
    said: str


class Steps(NamedTuple):
    """Lines over time, from `begins` to `ends`, between `low` and `high`."""

    steps: list[Step]
    low: float
    high: float
    begins: str
    ends: str


def game_bars(games: Sequence[Mapping[str, Any]], prop: str, current: float | None = None) -> Bars:
    """One bar per game with the tick of its line, the oldest first; and the line of today."""
    lines = [_of_prop(game, prop) for game in games]
    values = [game[prop] for game in games]
    ticks = [one["line"] for one in lines if one and one["line"] is not None]
    top = max([*values, *ticks, current or 0, 1])
    step = 100 / max(len(games), 1)
    bars = []
    for place, (game, told, value) in enumerate(zip(games, lines, values, strict=True)):
        line = told["line"] if told else None
        tone = (told["result"] or "plain").lower() if told else "plain"
        beside = "" if line is None else f", line {line:g}, {tone}"
        where = f"{'v' if game['is_home'] else '@'} {game['opponent'] or '?'}"
        said = f"{game['game_date']} {where}: {value}{beside}"
        bars.append(_bar(place, step, value, top, tone, line, said))
    today = None if current is None else Word(_down(current, top), f"{current:g}, today's line")
    months, width = _months(games, step), round(WIDE * step, 2)
    return Bars(bars, width, _levels(top), months, [], HEIGHT - BELOW, today)


def minute_bars(games: Sequence[Mapping[str, Any]]) -> Bars:
    """His minutes, game by game; `over` is the tone of games that he started."""
    top = max([*(game["minutes"] for game in games), 1])
    step = 100 / max(len(games), 1)
    bars = []
    for place, game in enumerate(games):
        role = {True: ", started", False: ", off the bench"}.get(game["is_starter"], "")
        tone = "started" if game["is_starter"] else "plain"
        said = f"{game['game_date']}: {game['minutes']} minutes{role}"
        bars.append(_bar(place, step, game["minutes"], top, tone, None, said))
    return Bars(bars, round(WIDE * step, 2), _levels(top), _months(games, step), [], HEIGHT - BELOW)


def chance_bars(prop: Mapping[str, Any]) -> Bars | None:
    """A predictive distribution with every line that is offered; None without one."""
    chances = prop["chances"]
    if not chances:
        return None
    offered = [line["line"] for line in prop["lines"]]
    main = prop["advice"]["line"] if prop["advice"] else None
    shown = [*offered, *([] if main is None else [main])]
    likely = [number for number, chance in enumerate(chances) if chance >= TAIL]
    last = max([*likely, *(ceil(line) for line in shown), 1])
    first = min([*likely, *(int(line) for line in shown), last])
    told = [chances[n] if n < len(chances) else 0.0 for n in range(first, last + 1)]
    top, step = max(told), 100 / len(told)
    bars = [
        _bar(n, step, chance, top, _side(first + n, main), None, f"{first + n}: {chance:.1%}")
        for n, chance in enumerate(told)
    ]
    every = max(len(told) // WORDS, 1)
    words = [Word(round((n + 0.5) * step, 2), str(first + n)) for n in range(0, len(told), every)]
    rules = [
        Rule(round((line - first + 0.5) * step, 2), line == main, _line_said(line, prop))
        for line in sorted(set(shown))
    ]
    levels = [Word(_down(top, top), f"{top:.0%}")]
    return Bars(bars, round(WIDE * step, 2), levels, words, rules, HEIGHT - BELOW)


def line_steps(moves: Sequence[Mapping[str, Any]]) -> Steps | None:
    """How each bookmaker's main line moved; None where none is known."""
    if not moves:
        return None
    times = [datetime.fromisoformat(move["at"]).timestamp() for move in moves]
    lines = [move["line"] for move in moves]
    begins, ends = min(times), max(times)
    low, high = min(lines), max(lines)
    by_book: dict[str, list[tuple[float, float, float]]] = {}
    for move, time in zip(moves, times, strict=True):
        across = 92 * (time - begins) / (ends - begins) if ends > begins else 0.0
        down = 90 - 80 * (move["line"] - low) / (high - low) if high > low else 50.0
        by_book.setdefault(move["bookmaker"], []).append((across, down, move["line"]))
    steps = []
    for bookmaker, own in by_book.items():
        (x, y, _), *later = own
        path = f"M{x:.1f} {y:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y, _ in later) + "H100"
        said = f"{bookmaker}: {', '.join(f'{line:g}' for line in _changes(own))}"
        steps.append(Step(bookmaker, path, said))
    return Steps(steps, low, high, moves[0]["at"], moves[-1]["at"])


def _changes(own: Sequence[tuple[float, float, float]]) -> list[float]:
    lines = [line for *_, line in own]
    return [line for n, line in enumerate(lines) if n == 0 or line != lines[n - 1]]


def _bar(
    place: int, step: float, value: float, top: float, tone: str, line: float | None, said: str
) -> Bar:
    y = _down(value, top)
    return Bar(
        x=round((place + 0.1) * step, 2),
        end=round((place + 0.1 + WIDE) * step, 2),
        y=y,
        height=max(round(HEIGHT - BELOW - y, 1), 1.0),
        tone=tone,
        tick=None if line is None else _down(line, top),
        said=said,
    )


def _down(value: float, top: float) -> float:
    return round(HEIGHT - BELOW - (HEIGHT - ABOVE - BELOW) * value / top, 1)


def _levels(top: float) -> list[Word]:
    """Two or three round numbers of a scale from 0."""
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50, 100) if top / s <= 3.5 or s == 100)
    return [Word(_down(n, top), str(n)) for n in range(step, int(top) + 1, step)]


def _months(games: Sequence[Mapping[str, Any]], step: float) -> list[Word]:
    """The first game of each month, by its number, where there is room for the word."""
    found: list[Word] = []
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    for place, game in enumerate(games):
        word = names[int(game["game_date"][5:7]) - 1]
        at = round(place * step, 2)
        if not found or (found[-1].text != word and at - found[-1].at >= WORDS):
            found.append(Word(at, word))
    return found


def _of_prop(game: Mapping[str, Any], prop: str) -> Mapping[str, Any] | None:
    return next((one for one in game["props"] if one["prop_type"] == prop), None)


def _side(number: int, line: float | None) -> str:
    if line is None:
        return "plain"
    return "over" if number > line else "under" if number < line else "push"


def _line_said(line: float, prop: Mapping[str, Any]) -> str:
    told = next((one for one in prop["lines"] if one["line"] == line), None)
    if told is None or told["chance_over"] is None:
        return f"line {line:g}"
    return f"line {line:g}: over {told['chance_over']:.1%}"
