"""What keeps a recommendation from being a best bet: every filter, with its limit and why.

Candidates of a day are gone through in their rank, and the first filter that takes one is told
with it. Whether a filter was right is seen by what its candidates came to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from boxline.forecasting.scoring.slices import EARLY_GAMES
from boxline.nba.bets.candidates import Candidate, rank_order

#: Statuses with which he may not play, or not as long as he does.
IN_DOUBT = frozenset({"Questionable", "Doubtful", "Out"})

MOST_LINE_AGE_MINUTES = 720
LEAST_BOOKMAKERS = 2
MOST_EDGE = 0.15
MOST_PICKS = 10

RANKED_BY = "confidence, the highest first; of two as likely, the higher edge first"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One reason not to bet.

    Attributes:
        limit: what it takes, in words with units.
        refuses: whether it takes a candidate, beside those of the day that are picked already.
    """

    name: str
    limit: str
    reason: str
    refuses: Callable[[Candidate, Sequence[Candidate]], bool]


#: Takes all of a day that is halted, before any other.
HALTED = Filter(
    name="halted day",
    limit="every bet of a day on which nothing is recommended",
    reason="The state of the day's document says why.",
    refuses=lambda _one, _picked: False,
)

FILTERS = (
    Filter(
        name="injury status",
        limit="the newest report says Questionable, Doubtful or Out",
        reason="He may not play, or not as long as he does; the chance supposes that he plays.",
        refuses=lambda one, _: one.injury_status in IN_DOUBT,
    ),
    Filter(
        name="few games",
        limit=f"under {EARLY_GAMES} earlier games this season",
        reason="What is known of him is of another season; the market knows more.",
        refuses=lambda one, _: one.games_this_season < EARLY_GAMES,
    ),
    Filter(
        name="no price",
        limit="no bookmaker prices the side",
        reason="A pick'em line pays nothing by itself: its edge is at a reference price.",
        refuses=lambda one, _: one.price is None,
    ),
    Filter(
        name="one bookmaker",
        limit=f"fewer than {LEAST_BOOKMAKERS} bookmakers at the line",
        reason="A number that nobody else shows may be a mistake, and is soon gone.",
        refuses=lambda one, _: one.line_books < LEAST_BOOKMAKERS,
    ),
    Filter(
        name="old line",
        limit=f"nobody came to the line in the last {MOST_LINE_AGE_MINUTES} minutes, or since when "
        "it stands is not known",
        reason="News since then may have made it wrong, and nobody would take the bet.",
        refuses=lambda one, _: (
            one.line_age_minutes is None or one.line_age_minutes > MOST_LINE_AGE_MINUTES
        ),
    ),
    Filter(
        name="edge too high",
        limit=f"an edge over {100 * MOST_EDGE:g} % of the stake",
        reason="So much is more often a wrong number than a gift.",
        refuses=lambda one, _: one.edge > MOST_EDGE,
    ),
    Filter(
        name="same player",
        limit="a second bet on a player on one day",
        reason="Both are won or lost by the same minutes: it is one bet with two stakes.",
        refuses=lambda one, picked: any(one.player_id == each.player_id for each in picked),
    ),
    Filter(
        name="full day",
        limit=f"more than {MOST_PICKS} picks on one day",
        reason="Nobody follows more, and bets of one evening are lost together.",
        refuses=lambda _, picked: len(picked) >= MOST_PICKS,
    ),
)

ALL_FILTERS = (HALTED, *FILTERS)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What became of a candidate: a pick with its rank, or the filter that took it."""

    candidate: Candidate
    rank: int | None = None
    taken_by: Filter | None = None


def decide(candidates: Iterable[Candidate], *, is_betting: bool = True) -> list[Decision]:
    """Picks and refusals of one day, in the order of their rank.

    Args:
        is_betting: whether anything may be recommended that day.
    """
    picked: list[Candidate] = []
    found = []
    for one in sorted(candidates, key=rank_order):
        taken = next((each for each in FILTERS if each.refuses(one, picked)), None)
        if not is_betting:
            taken = HALTED
        if taken is None:
            picked.append(one)
        rank = len(picked) if taken is None else None
        found.append(Decision(candidate=one, rank=rank, taken_by=taken))
    return found
