"""The clubs as each provider knows them: ids, codes, cities, conferences."""

from __future__ import annotations

from dataclasses import dataclass

from boxline.sandbox.teams import CLUBS, Club

_TABLE = """
    ATL|Atlanta|Hawks|East|Southeast|1|1|ATL|GA|ET
    BOS|Boston|Celtics|East|Atlantic|2|2|BOS|MA|ET
    CLE|Cleveland|Cavaliers|East|Central|6|5|CLE|OH|ET
    NOP|New Orleans|Pelicans|West|Southwest|19|3|NO|LA|CT
    CHI|Chicago|Bulls|East|Central|5|4|CHI|IL|CT
    DAL|Dallas|Mavericks|West|Southwest|7|6|DAL|TX|CT
    DEN|Denver|Nuggets|West|Northwest|8|7|DEN|CO|MT
    GSW|Golden State|Warriors|West|Pacific|10|9|GS|CA|PT
    HOU|Houston|Rockets|West|Southwest|11|10|HOU|TX|CT
    LAC|LA|Clippers|West|Pacific|13|12|LAC|CA|PT
    LAL|Los Angeles|Lakers|West|Pacific|14|13|LAL|CA|PT
    MIA|Miami|Heat|East|Southeast|16|14|MIA|FL|ET
    MIL|Milwaukee|Bucks|East|Central|17|15|MIL|WI|CT
    MIN|Minnesota|Timberwolves|West|Northwest|18|16|MIN|MN|CT
    BKN|Brooklyn|Nets|East|Atlantic|3|17|BKN|NY|ET
    NYK|New York|Knicks|East|Atlantic|20|18|NY|NY|ET
    ORL|Orlando|Magic|East|Southeast|22|19|ORL|FL|ET
    IND|Indiana|Pacers|East|Central|12|11|IND|IN|ET
    PHI|Philadelphia|76ers|East|Atlantic|23|20|PHI|PA|ET
    PHX|Phoenix|Suns|West|Pacific|24|21|PHX|AZ|MT
    POR|Portland|Trail Blazers|West|Northwest|25|22|POR|OR|PT
    SAC|Sacramento|Kings|West|Pacific|26|23|SAC|CA|PT
    SAS|San Antonio|Spurs|West|Southwest|27|24|SA|TX|CT
    OKC|Oklahoma City|Thunder|West|Northwest|21|25|OKC|OK|CT
    TOR|Toronto|Raptors|East|Atlantic|28|28|TOR|ON|ET
    UTA|Utah|Jazz|West|Northwest|29|26|UTAH|UT|MT
    MEM|Memphis|Grizzlies|West|Southwest|15|29|MEM|TN|CT
    WAS|Washington|Wizards|East|Southeast|30|27|WSH|DC|ET
    DET|Detroit|Pistons|East|Central|9|8|DET|MI|ET
    CHA|Charlotte|Hornets|East|Southeast|4|30|CHA|NC|ET
"""
_SLUGS = {"76ers": "sixers", "Trail Blazers": "blazers"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClubFacts:
    """One club.

    Attributes:
        club: as the sandbox knows it.
        city: as providers write it: Golden State, LA.
        name: the nickname.
        conference: East or West; empty for an All-Star side.
        division: likewise.
        id_bdl: balldontlie's id.
        id_espn: ESPN's id.
        code_espn: ESPN's code, in places of two or four letters.
        state: of the arena.
        zone: of the arena, as the gamebook shortens it.
    """

    club: Club
    city: str
    name: str
    conference: str
    division: str
    id_bdl: int
    id_espn: int
    code_espn: str
    state: str
    zone: str

    @property
    def full_name(self) -> str:
        """Los Angeles Clippers are LA Clippers everywhere but at The Odds API."""
        return self.club.team_name

    @property
    def slug(self) -> str:
        """As in NBA.com's addresses."""
        return _SLUGS.get(self.name, self.name.lower().replace(" ", "-"))

    @property
    def long_slug(self) -> str:
        """As in the others' addresses: boston-celtics."""
        return self.full_name.lower().replace(" ", "-")


def _facts(row: str) -> ClubFacts:
    team, city, name, conference, division, bdl, espn, code, state, zone = row.strip().split("|")
    return ClubFacts(
        club=next(club for club in CLUBS if club.team == team),
        city=city,
        name=name,
        conference=conference,
        division=division,
        id_bdl=int(bdl),
        id_espn=int(espn),
        code_espn=code,
        state=state,
        zone=zone,
    )


FACTS = {facts.club.team_id: facts for row in _TABLE.strip().splitlines() if (facts := _facts(row))}


def facts_of(club: Club) -> ClubFacts:
    """What is known of a club; an All-Star side has no conference and no ids but NBA.com's."""
    known = FACTS.get(club.team_id)
    if known:
        return known
    city, _, name = club.team_name.partition(" ")
    return ClubFacts(
        club=club,
        city=city,
        name=name,
        conference="",
        division="",
        id_bdl=0,
        id_espn=0,
        code_espn=club.team,
        state="",
        zone="ET",
    )
