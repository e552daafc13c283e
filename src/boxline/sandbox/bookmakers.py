"""The books: how sharp each is, how much it keeps, on how many players it offers lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Alternates(Enum):
    """What a book offers beside its main line."""

    NONE = "none"
    OVERS = "overs"  # higher and lower lines, the over alone
    BOTH_SIDES = "both"  # higher and lower lines, over and under


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """One bookmaker.

    Attributes:
        key: as The Odds API has it.
        overround: what the probabilities of both sides add up to, above 1.
        share_listed: of the players whom anybody lists.
        own_error: relative spread of its opinions beside what all books share, when it opens.
        lean: relative; above 0 its lines are a little high always.
        share_whole: of its lines, those at a whole number.
        share_one_sided: of its lines, those with the over alone.
        alternates: what it offers beside its main lines.
    """

    key: str
    overround: float
    share_listed: float
    own_error: float
    lean: float = 0.0
    share_whole: float = 0.0
    share_one_sided: float = 0.0
    alternates: Alternates = Alternates.NONE


BOOKS = (
    Book(
        key="draftkings",
        overround=1.047,
        share_listed=0.95,
        own_error=0.025,
        alternates=Alternates.BOTH_SIDES,
    ),
    Book(
        key="fanduel",
        overround=1.048,
        share_listed=0.93,
        own_error=0.025,
        alternates=Alternates.OVERS,
    ),
    Book(
        key="betmgm",
        overround=1.056,
        share_listed=0.85,
        own_error=0.03,
        lean=0.004,
        alternates=Alternates.BOTH_SIDES,
    ),
    Book(key="williamhill_us", overround=1.058, share_listed=0.8, own_error=0.03),
    Book(key="betrivers", overround=1.062, share_listed=0.75, own_error=0.035, lean=0.006),
    Book(
        key="bovada",
        overround=1.06,
        share_listed=0.6,
        own_error=0.04,
        lean=-0.004,
        share_whole=0.2,
        share_one_sided=0.06,
    ),
    Book(key="espnbet", overround=1.059, share_listed=0.75, own_error=0.035),
    Book(key="hardrockbet", overround=1.06, share_listed=0.7, own_error=0.035, lean=0.005),
    Book(key="betonlineag", overround=1.052, share_listed=0.65, own_error=0.03, share_whole=0.1),
    Book(key="fanatics", overround=1.057, share_listed=0.75, own_error=0.035),
)
