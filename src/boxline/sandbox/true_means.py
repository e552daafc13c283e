"""What each player may be expected to count in a game: the truth that books try to know."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date
from statistics import fmean
from typing import NamedTuple

from boxline.sandbox.box_scores import StatLine
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.quotes import PropMarket
from boxline.sandbox.seasons import Season

MARKETS = tuple(PropMarket)
_COUNTED = (SeasonType.REGULAR, SeasonType.PLAYOFFS)
_NEAR_GAMES = 6  # before and after the game in question: form comes and goes
_NEAR_SHARE = 0.25  # weight of those beside the rest of the season
_FEWEST_GAMES = 3  # besides the game in question; below, nothing is known of him
_LEAST_MEAN = 0.05
_LEAST_DISPERSION = 0.01


class _Appearance(NamedTuple):
    day: date
    counts: tuple[int, ...]  # by market


class TrueMeans:
    """By player and day, from all of his season's other games, the later ones too.

    The game itself is left out: else lines would know results.
    """

    def __init__(self, season: Season) -> None:
        self._games: dict[int, list[_Appearance]] = {}
        for game in season.played(*_COUNTED):
            for side in game.sides:
                for line in side.lines:
                    of_player = self._games.setdefault(line.player.player_id, [])
                    of_player.append(_Appearance(game.fixture.game_date, _counts(line.stats)))
        self._totals = {
            who: tuple(map(sum, zip(*(each.counts for each in games), strict=True)))
            for who, games in self._games.items()
        }

    def of(self, player_id: int, day: date) -> tuple[float, ...] | None:
        """His means by market, as in MARKETS, above 0; None where he hardly ever played.

        Args:
            player_id: who.
            day: of the game, which need not be one that he plays.
        """
        games = self._games.get(player_id, [])
        place = bisect_left(games, day, key=lambda each: each.day)
        here = games[place].counts if place < len(games) and games[place].day == day else None
        others = len(games) - (here is not None)
        if others < _FEWEST_GAMES:
            return None
        rest = zip(self._totals[player_id], here or (0,) * len(MARKETS), strict=True)
        season = [(total - own) / others for total, own in rest]
        after = place + (here is not None)
        near = games[max(0, place - _NEAR_GAMES) : place] + games[after : after + _NEAR_GAMES]
        means = [fmean(column) for column in zip(*(each.counts for each in near), strict=True)]
        blended = (
            (1 - _NEAR_SHARE) * long + _NEAR_SHARE * short
            for long, short in zip(season, means, strict=True)
        )
        return tuple(max(_LEAST_MEAN, mean) for mean in blended)

    def dispersions(self, least: Mapping[PropMarket, float]) -> dict[PropMarket, float]:
        """By market how much counts spread beyond chance, among players with at least that mean.

        The moment estimate of the dispersion of a negative binomial: the excess of squared errors
        over the means, divided by the squared means.

        Source:
            Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd ed., section 3.3.
        """
        excess, squares = [0.0] * len(MARKETS), [0.0] * len(MARKETS)
        for means, counts in self._pairs():
            for place, market in enumerate(MARKETS):
                mean = means[place]
                if mean >= least[market]:
                    excess[place] += (counts[place] - mean) ** 2 - mean
                    squares[place] += mean**2
        return {
            market: max(_LEAST_DISPERSION, over / square if square else 0.0)
            for market, over, square in zip(MARKETS, excess, squares, strict=True)
        }

    def _pairs(self) -> Iterator[tuple[tuple[float, ...], tuple[int, ...]]]:
        for who, games in self._games.items():
            for each in games:
                means = self.of(who, each.day)
                if means:
                    yield means, each.counts


def _counts(stats: StatLine) -> tuple[int, ...]:
    """In the order of MARKETS."""
    return stats.pts, stats.reb, stats.ast, stats.fg3m, stats.pts + stats.reb + stats.ast
