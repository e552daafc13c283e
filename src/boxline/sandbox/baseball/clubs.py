"""The thirty clubs of MLB, and their parks: roofs, and what a park does to strikeouts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Park:
    """Where a club plays.

    Attributes:
        venue_id: MLB's.
        venue: its name.
        roof: `Open`, `Retractable` or `Dome`, as MLB's API has it.
        strikeouts: what it adds to the log-odds of a strikeout.
        zone: its time zone, as its IANA name.
    """

    venue_id: int
    venue: str
    roof: str
    strikeouts: float
    zone: str

    @property
    def can_rain_out(self) -> bool:
        """Whether weather can end or move a game."""
        return self.roof == "Open"


@dataclass(frozen=True, kw_only=True, slots=True)
class BallClub:
    """One club; `code` as MLB abbreviates it, `file_code` as its game ids have it."""

    team_id: int
    code: str
    file_code: str
    city: str
    nickname: str
    league_id: int
    division_id: int
    park: Park

    @property
    def team_name(self) -> str:
        """City and nickname; the Athletics have no city."""
        return f"{self.city} {self.nickname}".strip()


_ZONES = {
    "E": "America/New_York",
    "C": "America/Chicago",
    "M": "America/Denver",
    "A": "America/Phoenix",
    "P": "America/Los_Angeles",
}
_ROOFS = {"o": "Open", "r": "Retractable", "d": "Dome"}
#: id|code|file code|city|nickname|league|division|venue id|venue|roof|strikeouts in 1/100|zone
_TABLE = """
108|LAA|ana|Los Angeles|Angels|103|200|1|Angel Stadium|o|2|P
109|AZ|ari|Arizona|Diamondbacks|104|203|15|Chase Field|r|-4|A
110|BAL|bal|Baltimore|Orioles|103|201|2|Oriole Park at Camden Yards|o|0|E
111|BOS|bos|Boston|Red Sox|103|201|3|Fenway Park|o|-3|E
112|CHC|chn|Chicago|Cubs|104|205|17|Wrigley Field|o|1|C
113|CIN|cin|Cincinnati|Reds|104|205|2602|Great American Ball Park|o|3|E
114|CLE|cle|Cleveland|Guardians|103|202|5|Progressive Field|o|3|E
115|COL|col|Colorado|Rockies|104|203|19|Coors Field|o|-12|M
116|DET|det|Detroit|Tigers|103|202|2394|Comerica Park|o|-2|E
117|HOU|hou|Houston|Astros|103|200|2392|Daikin Park|r|2|C
118|KC|kca|Kansas City|Royals|103|202|7|Kauffman Stadium|o|-10|C
119|LAD|lan|Los Angeles|Dodgers|104|203|22|Dodger Stadium|o|2|P
120|WSH|was|Washington|Nationals|104|204|3309|Nationals Park|o|-3|E
121|NYM|nyn|New York|Mets|104|204|3289|Citi Field|o|3|E
133|ATH|ath||Athletics|103|200|2529|Sutter Health Park|o|-2|P
134|PIT|pit|Pittsburgh|Pirates|104|205|31|PNC Park|o|-3|E
135|SD|sdn|San Diego|Padres|104|203|2680|Petco Park|o|3|P
136|SEA|sea|Seattle|Mariners|103|200|680|T-Mobile Park|r|10|P
137|SF|sfn|San Francisco|Giants|104|203|2395|Oracle Park|o|-2|P
138|STL|sln|St. Louis|Cardinals|104|205|2889|Busch Stadium|o|-5|C
139|TB|tba|Tampa Bay|Rays|103|201|12|Tropicana Field|d|6|E
140|TEX|tex|Texas|Rangers|103|200|5325|Globe Life Field|r|2|C
141|TOR|tor|Toronto|Blue Jays|103|201|14|Rogers Centre|r|0|E
142|MIN|min|Minnesota|Twins|103|202|3312|Target Field|o|3|C
143|PHI|phi|Philadelphia|Phillies|104|204|2681|Citizens Bank Park|o|2|E
144|ATL|atl|Atlanta|Braves|104|204|4705|Truist Park|o|3|E
145|CWS|cha|Chicago|White Sox|103|202|4|Rate Field|o|0|C
146|MIA|mia|Miami|Marlins|104|204|4169|loanDepot park|r|2|E
147|NYY|nya|New York|Yankees|103|201|3313|Yankee Stadium|o|1|E
158|MIL|mil|Milwaukee|Brewers|104|205|32|American Family Field|r|6|C
"""


def _club(line: str) -> BallClub:
    number, code, file_code, city, nickname, league, division, *park = line.split("|")
    venue_id, venue, roof, strikeouts, zone = park
    return BallClub(
        team_id=int(number),
        code=code,
        file_code=file_code,
        city=city,
        nickname=nickname,
        league_id=int(league),
        division_id=int(division),
        park=Park(
            venue_id=int(venue_id),
            venue=venue,
            roof=_ROOFS[roof],
            strikeouts=int(strikeouts) / 100,
            zone=_ZONES[zone],
        ),
    )


CLUBS = tuple(_club(line) for line in _TABLE.strip().splitlines())
CLUB_OF = {club.team_id: club for club in CLUBS}
LEAGUES = {103: "American League", 104: "National League"}
DIVISIONS = {
    200: "American League West",
    201: "American League East",
    202: "American League Central",
    203: "National League West",
    204: "National League East",
    205: "National League Central",
}
