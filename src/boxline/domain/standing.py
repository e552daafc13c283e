"""Whether a league day's documents can be relied on: one pure decision, told by every one of them.

It fails closed: a day of which nobody can say how it stands is halted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

#: So many days of settled bets and intervals are looked back on.
WINDOW_DAYS = 30

#: Fewer settled bets than this say nothing of the edge, fewer intervals nothing of the models.
LEAST_BETS, LEAST_INTERVALS = 100, 500

#: Share of outcomes inside 80 % intervals below and above which models are not fit to use.
LEAST_INSIDE, MOST_INSIDE = 0.70, 0.90

#: A pause of so many days without games is a break, or the time between two rounds.
BREAK_DAYS = 3

POSTSEASON = frozenset({"play_in", "playoffs"})


class State(Enum):
    """How a day's documents stand."""

    LIVE = "live"
    NO_GAMES = "no games"
    HALTED = "halted"
    PARTIAL = "partial"


class Halt(Enum):
    """Why nothing is recommended."""

    MANUAL = "manual"
    OFF_SEASON = "off season"
    BETWEEN_ROUNDS = "between rounds"
    NO_LINES = "no lines"
    EDGE_COLLAPSE = "edge collapse"
    MODELS_NOT_FIT = "models not fit to use"
    UNDECIDED = "it could not be decided"


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """What is known of a league day that has games on the calendar.

    Attributes:
        games, final, predicted, with_lines, graded: games on the calendar; those that are over;
            that have a prediction; a bookmaker's line; and, of those over, graded predictions.
        bets, profit, profit_squares: settled bets of the systems that speak first, their sum and
            sum of squares in flat units.
        intervals, inside: graded 80 % intervals of those systems, and outcomes inside.
    """

    day: date
    season_type: str
    games: int
    final: int = 0
    predicted: int = 0
    with_lines: int = 0
    graded: int = 0
    bets: int = 0
    profit: float = 0.0
    profit_squares: float = 0.0
    intervals: int = 0
    inside: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one day stands.

    Attributes:
        reason: in words; empty where there is nothing to say.
        halt: what kind of reason halts it; None where it is not halted.
        since: the first day of an unbroken run of that halt; None where it is not halted.
        missing: what a partial day lacks.
    """

    day: date
    state: State
    reason: str = ""
    halt: Halt | None = None
    since: date | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_betting(self) -> bool:
        """Whether bets may be recommended."""
        return self.halt is None

    @property
    def is_forecasting(self) -> bool:
        """Whether forecasts may be shown: no lines and no edge say nothing against them."""
        return self.halt not in (Halt.MANUAL, Halt.MODELS_NOT_FIT, Halt.UNDECIDED)


def standings(
    days: Iterable[date],
    facts: Mapping[date, DayFacts],
    *,
    today: date,
    begins: date | None = None,
    order: tuple[str, date] | None = None,
    failure: str = "",
) -> dict[date, Standing]:
    """How each of some days stands.

    Args:
        facts: of every day of the seasons at hand that has games.
        today: the present league day.
        begins: the first day that can belong to the season at hand; None where that is unknown.
        order: the reason for which somebody halted everything, and since when; None for nobody.
        failure: why the facts could not be had; then days from today on are halted.
    """
    game_days = sorted(facts)
    found: dict[date, Standing] = {}
    before: Standing | None = None
    for day in sorted(days):
        one = _standing(day, facts, game_days, today, begins, order, failure)
        if one.halt is not None and one.since is None:
            is_same = before is not None and before.halt is one.halt
            one = replace(one, since=before.since if is_same and before else day)
        found[day] = before = one
    return found


def _standing(
    day: date,
    facts: Mapping[date, DayFacts],
    game_days: Sequence[date],
    today: date,
    begins: date | None,
    order: tuple[str, date] | None,
    failure: str,
) -> Standing:
    if order is not None and day >= order[1]:
        reason, since = order
        return _halted(day, Halt.MANUAL, reason, since)
    if failure and day >= today:
        return _halted(day, Halt.UNDECIDED, failure)
    of_day = facts.get(day)
    if of_day is None:
        return _without_games(day, facts, game_days, begins)
    halt = _collapsed(day, facts)
    if halt is not None:
        return _halted(day, *halt)
    if not of_day.with_lines and day <= today:
        return _halted(day, Halt.NO_LINES, "no bookmaker's line is known")
    missing = _missing(of_day)
    if missing:
        return Standing(day=day, state=State.PARTIAL, reason="; ".join(missing), missing=missing)
    return Standing(day=day, state=State.LIVE)


def _halted(day: date, halt: Halt, reason: str, since: date | None = None) -> Standing:
    return Standing(day=day, state=State.HALTED, reason=reason, halt=halt, since=since)


def _without_games(
    day: date, facts: Mapping[date, DayFacts], game_days: Sequence[date], begins: date | None
) -> Standing:
    last = max((one for one in game_days if one < day), default=None)
    following = min((one for one in game_days if one > day), default=None)
    if last is None or following is None:
        since = begins if last is None else last + timedelta(days=1)
        said = "no game is on the calendar" + (f" after {last}" if last else "")
        if following is not None:
            said = f"the season begins on {following}"
        return _halted(day, Halt.OFF_SEASON, said, since)
    if (following - last).days > BREAK_DAYS:
        kinds = {facts[last].season_type, facts[following].season_type}
        if facts[following].season_type in POSTSEASON and kinds & POSTSEASON:
            said = f"the next round begins on {following}"
            return _halted(day, Halt.BETWEEN_ROUNDS, said, last + timedelta(days=1))
        reason = f"a break from {last + timedelta(days=1)} to {following - timedelta(days=1)}"
        return Standing(day=day, state=State.NO_GAMES, reason=reason)
    return Standing(day=day, state=State.NO_GAMES, reason=f"the next games are on {following}")


def _collapsed(day: date, facts: Mapping[date, DayFacts]) -> tuple[Halt, str] | None:
    """What the days before say against models and bets, by their own outcomes alone."""
    window = [
        facts[one]
        for one in (day - timedelta(days=back) for back in range(1, WINDOW_DAYS + 1))
        if one in facts
    ]
    intervals, inside = sum(one.intervals for one in window), sum(one.inside for one in window)
    if intervals >= LEAST_INTERVALS and not LEAST_INSIDE <= inside / intervals <= MOST_INSIDE:
        said = f"{inside / intervals:.0%} of {intervals} outcomes lay inside 80 % intervals"
        return Halt.MODELS_NOT_FIT, f"{said}, in {WINDOW_DAYS} days"
    bets = sum(one.bets for one in window)
    if bets >= LEAST_BETS:
        profit = sum(one.profit for one in window)
        squares = sum(one.profit_squares for one in window)
        mean = profit / bets
        error = (max(squares / bets - mean**2, 0.0) / bets) ** 0.5
        if mean + 1.96 * error < 0:
            said = f"{bets} bets of {WINDOW_DAYS} days came to {profit:+.1f} units"
            return Halt.EDGE_COLLAPSE, f"{said}, below 0 by more than luck explains"
    return None


def _missing(of_day: DayFacts) -> tuple[str, ...]:
    """What a day lacks, of all that its games should have by how far they are."""
    found = []
    if of_day.predicted < of_day.games:
        found.append(f"predictions of {of_day.games - of_day.predicted} of {of_day.games} games")
    if of_day.with_lines < of_day.games:
        found.append(f"lines of {of_day.games - of_day.with_lines} of {of_day.games} games")
    if of_day.final == of_day.games and of_day.graded < of_day.final:
        found.append(f"grades of {of_day.final - of_day.graded} of {of_day.final} games")
    return tuple(found)
