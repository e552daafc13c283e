"""Why a side is taken, in words: the rule that took it, and the facts that it rests on."""

from __future__ import annotations

from boxline.domain.line_sides import OVER
from boxline.nba.bets.candidates import Candidate


def reasons(one: Candidate) -> list[str]:
    """The weightiest first."""
    return [
        *_rule(one),
        *_chances(one),
        *_expectation(one),
        *_line(one),
        *_player(one),
    ]


def _rule(one: Candidate) -> list[str]:
    said = one.recommendation_reason
    return [said[0].upper() + said[1:]] if said else []


def _chances(one: Candidate) -> list[str]:
    told = f"{one.side.capitalize()} is believed {_percent(one.confidence)} likely"
    if one.fair_chance is not None:
        told += f"; all prices at the line say {_percent(one.fair_chance)}"
    if one.price is None:
        return [told]
    return [told, f"{one.price:.2f} at {one.bookmaker} asks for {_percent(1 / one.price)}"]


def _expectation(one: Candidate) -> list[str]:
    if one.forecast is None:
        return []
    beyond = (one.forecast > one.line) == (one.side == OVER)
    lean = "" if beyond else "; the price pays for the other side"
    return [f"{one.forecast:.1f} expected, the line is {one.line:g}{lean}"]


def _line(one: Candidate) -> list[str]:
    books = f"{one.line_books} bookmaker{'' if one.line_books == 1 else 's'}"
    if not one.line_movement:
        return [f"The line stands at {books} and has not moved"]
    return [f"The line stands at {books} and moved by {one.line_movement:+g}"]


def _player(one: Candidate) -> list[str]:
    told = f"{one.games_this_season} earlier games this season"
    return [f"{told}; listed as {one.injury_status}" if one.injury_status else told]


def _percent(chance: float) -> str:
    return f"{100 * chance:.1f} %"
