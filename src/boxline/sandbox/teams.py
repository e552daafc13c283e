"""The clubs of the simulated league: real NBA ids, codes and arenas; the players are invented."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_TEAM_ID = 1610612737
_IN_ORDER_OF_ID = """
    ATL|Atlanta Hawks|State Farm Arena|Atlanta
    BOS|Boston Celtics|TD Garden|Boston
    CLE|Cleveland Cavaliers|Rocket Mortgage FieldHouse|Cleveland
    NOP|New Orleans Pelicans|Smoothie King Center|New Orleans
    CHI|Chicago Bulls|United Center|Chicago
    DAL|Dallas Mavericks|American Airlines Center|Dallas
    DEN|Denver Nuggets|Ball Arena|Denver
    GSW|Golden State Warriors|Chase Center|San Francisco
    HOU|Houston Rockets|Toyota Center|Houston
    LAC|LA Clippers|Intuit Dome|Inglewood
    LAL|Los Angeles Lakers|Crypto.com Arena|Los Angeles
    MIA|Miami Heat|Kaseya Center|Miami
    MIL|Milwaukee Bucks|Fiserv Forum|Milwaukee
    MIN|Minnesota Timberwolves|Target Center|Minneapolis
    BKN|Brooklyn Nets|Barclays Center|Brooklyn
    NYK|New York Knicks|Madison Square Garden|New York
    ORL|Orlando Magic|Kia Center|Orlando
    IND|Indiana Pacers|Gainbridge Fieldhouse|Indianapolis
    PHI|Philadelphia 76ers|Wells Fargo Center|Philadelphia
    PHX|Phoenix Suns|Footprint Center|Phoenix
    POR|Portland Trail Blazers|Moda Center|Portland
    SAC|Sacramento Kings|Golden 1 Center|Sacramento
    SAS|San Antonio Spurs|Frost Bank Center|San Antonio
    OKC|Oklahoma City Thunder|Paycom Center|Oklahoma City
    TOR|Toronto Raptors|Scotiabank Arena|Toronto
    UTA|Utah Jazz|Delta Center|Salt Lake City
    MEM|Memphis Grizzlies|FedExForum|Memphis
    WAS|Washington Wizards|Capital One Arena|Washington
    DET|Detroit Pistons|Little Caesars Arena|Detroit
    CHA|Charlotte Hornets|Spectrum Center|Charlotte
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Club:
    """One side of a game.

    Attributes:
        team_id: NBA.com's team id; All-Star sides have ids outside the NBA's range.
        team: the three-letter code.
        team_name: the full name, as NBA.com writes it.
        arena: home arena.
        arena_city: city of the arena.
    """

    team_id: int
    team: str
    team_name: str
    arena: str
    arena_city: str


def _club(team_id: int, facts: str) -> Club:
    team, team_name, arena, arena_city = facts.strip().split("|")
    return Club(team_id=team_id, team=team, team_name=team_name, arena=arena, arena_city=arena_city)


CLUBS = tuple(
    _club(team_id, facts)
    for team_id, facts in enumerate(_IN_ORDER_OF_ID.strip().splitlines(), FIRST_TEAM_ID)
)
ALL_STAR_HOME = _club(1610616861, "SUN|Team Sunrise|Kia Center|Orlando")
ALL_STAR_AWAY = _club(1610616862, "DSK|Team Dusk|Kia Center|Orlando")
