"""The thirty clubs: MLB's ids, their codes, and the names that others write."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: MLB's team id -> its code today, then other codes of it, then names in lower case.
CLUBS = {
    108: ("LAA", "ANA", "los angeles angels"),
    109: ("AZ", "ARI", "arizona diamondbacks"),
    110: ("BAL", "baltimore orioles"),
    111: ("BOS", "boston red sox"),
    112: ("CHC", "CHN", "chicago cubs"),
    113: ("CIN", "cincinnati reds"),
    114: ("CLE", "cleveland guardians"),
    115: ("COL", "colorado rockies"),
    116: ("DET", "detroit tigers"),
    117: ("HOU", "houston astros"),
    118: ("KC", "KCR", "KCA", "kansas city royals"),
    119: ("LAD", "LAN", "los angeles dodgers"),
    120: ("WSH", "WAS", "WSN", "washington nationals"),
    121: ("NYM", "NYN", "new york mets"),
    133: ("ATH", "OAK", "athletics", "oakland athletics"),
    134: ("PIT", "pittsburgh pirates"),
    135: ("SD", "SDP", "SDN", "san diego padres"),
    136: ("SEA", "seattle mariners"),
    137: ("SF", "SFG", "SFN", "san francisco giants"),
    138: ("STL", "SLN", "st. louis cardinals", "st louis cardinals"),
    139: ("TB", "TBR", "TBA", "tampa bay rays"),
    140: ("TEX", "texas rangers"),
    141: ("TOR", "toronto blue jays"),
    142: ("MIN", "minnesota twins"),
    143: ("PHI", "philadelphia phillies"),
    144: ("ATL", "atlanta braves"),
    145: ("CWS", "CHW", "CHA", "chicago white sox"),
    146: ("MIA", "FLA", "miami marlins"),
    147: ("NYY", "NYA", "new york yankees"),
    158: ("MIL", "milwaukee brewers"),
}

#: What a source may write, in lower case -> MLB's team id.
ID_OF = {name.lower(): team_id for team_id, names in CLUBS.items() for name in names}

#: A name that a club gave up -> the code it had under it.
FORMER_CODES = {"Oakland Athletics": "OAK"}


def code_under(team_id: ir.IntegerValue, name: ir.StringValue) -> ir.StringValue:
    """The code of a club while it had this name; NULL of an id that is no club's."""
    import ibis

    former = ((name == one, ibis.literal(code)) for one, code in FORMER_CODES.items())
    today = ((team_id == one, ibis.literal(names[0])) for one, names in CLUBS.items())
    return ibis.cases(*former, *today)


def id_of_code(code: ir.StringValue) -> ir.IntegerValue:
    """The id of the club that a code means, today's or another's; NULL of any other text."""
    import ibis

    codes = {n: team_id for team_id, names in CLUBS.items() for n in names if n.isupper()}
    return ibis.cases(*((code == one, ibis.literal(n, "int64")) for one, n in codes.items()))


def id_of_name(name: ir.StringValue) -> ir.IntegerValue:
    """The id of the club that a name or a code means, in whatever case; NULL of any other text."""
    import ibis

    lower = name.lower()
    of_clubs = (
        (lower.isin([one.lower() for one in names]), ibis.literal(team_id, "int64"))
        for team_id, names in CLUBS.items()
    )
    return ibis.cases(*of_clubs)


def code_of(team_id: int) -> str | None:
    """The code of a club today; None of an id that is no club's.

    >>> code_of(133), code_of(1)
    ('ATH', None)
    """
    names = CLUBS.get(team_id)
    return names[0] if names else None


@lru_cache(maxsize=1000)
def team_id_of(name: str) -> int | None:
    """The id of the club with this name or code, in whatever case; None of any other.

    >>> team_id_of("Oakland Athletics"), team_id_of("OAK"), team_id_of("Team USA")
    (133, 133, None)
    """
    return ID_OF.get(name.strip().lower())
