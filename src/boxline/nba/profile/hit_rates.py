"""How often a player went over his lines, by the games of his log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar

from boxline.domain.line_sides import OVER, PUSH, UNDER
from boxline.nba.profile.parts import HitRate, PlayedGame, PropRates
from boxline.nba.props import PROP_TYPES

#: His newest games of which a rate is told, beside the season.
WINDOWS = (5, 10, 20)

_T = TypeVar("_T")

#: What a game came to of a prop, and the side of its line that won.
_Outcome = tuple[int, str | None]


def hit_rates(
    games: Sequence[PlayedGame], current: Mapping[str, tuple[float, str]]
) -> list[PropRates]:
    """His hit rates of every prop.

    Args:
        games: his log, the oldest first.
        current: by prop, the line that stands for today's game and whose it is.
    """
    places: dict[str, list[int]] = {}
    for place, game in enumerate(games):
        if game.opponent is not None:
            places.setdefault(game.opponent, []).append(place)
    return [_of_prop(prop, games, places, current.get(prop)) for prop in PROP_TYPES]


def _of_prop(
    prop: str,
    games: Sequence[PlayedGame],
    places: Mapping[str, Sequence[int]],
    current: tuple[float, str] | None,
) -> PropRates:
    line, bookmaker = current or (None, None)
    came = attrgetter(prop)
    results = [next((p.result for p in game.props if p.prop_type == prop), None) for game in games]
    outcomes = [(came(game), result) for game, result in zip(games, results, strict=True)]
    windows = [_rate(name, some, line) for name, some in newest(outcomes, WINDOWS)]
    opponents = [
        _rate(opponent, [outcomes[place] for place in some], line)
        for opponent, some in sorted(places.items())
    ]
    return PropRates(
        prop_type=prop,
        current_line=line,
        current_bookmaker=bookmaker,
        windows=windows,
        opponents=[one for one in opponents if one.n or line is not None],
    )


def newest(games: Sequence[_T], sizes: Sequence[int]) -> Iterator[tuple[str, Sequence[_T]]]:
    """The newest of a log by window, the whole season last.

    >>> list(newest(["a", "b", "c"], [2]))
    [('last_2', ['b', 'c']), ('season', ['a', 'b', 'c'])]
    """
    for size in sizes:
        yield f"last_{size}", games[-size:]
    yield "season", games


def _rate(of: str, outcomes: Sequence[_Outcome], line: float | None) -> HitRate:
    results = [result for _, result in outcomes]
    over, under, push = results.count(OVER), results.count(UNDER), results.count(PUSH)
    is_beside = line is not None
    above = sum(came > line for came, _ in outcomes) if line is not None else 0
    below = sum(came < line for came, _ in outcomes) if line is not None else 0
    return HitRate(
        of=of,
        games=len(outcomes),
        n=over + under + push,
        over=over,
        under=under,
        push=push,
        share_over=round(over / (over + under), 4) if over + under else None,
        over_current=above if is_beside else None,
        under_current=below if is_beside else None,
        push_current=len(outcomes) - above - below if is_beside else None,
    )
