"""All that was found of all systems, and where to look something up in it."""

from __future__ import annotations

from dataclasses import dataclass

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.beside_market import BesideLine, ChanceScore
from boxline.forecasting.evaluation.bet_records import BetRecord
from boxline.forecasting.evaluation.scores import Score


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

    def tiers(self, system: str, prop: str) -> tuple[Score, ...]:
        """Of p2, by expected value; those with a distribution."""
        asked = (system, prop, "p2", names.TIER)
        own = (e for e in self.scores if (e.system, e.prop, e.population, e.slice_kind) == asked)
        return tuple(each for each in own if each.coverage.n)

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
