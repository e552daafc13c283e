"""Persons, clubs, and numbers as the MLB Stats API writes them."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any

from boxline.sandbox.baseball.clubs import DIVISIONS, LEAGUES, BallClub
from boxline.sandbox.baseball.players import POSITION_CODES, BallPlayer

COPYRIGHT = (
    "Copyright 2026 MLB Advanced Media, L.P.  Use of any content on this page acknowledges "
    "agreement to the terms posted here http://gdx.mlb.com/components/copyright.txt"
)
_HANDS = {"L": "Left", "R": "Right", "S": "Switch"}
_POSITIONS = {
    "P": ("Pitcher", "Pitcher"),
    "C": ("Catcher", "Catcher"),
    "1B": ("First Base", "Infielder"),
    "2B": ("Second Base", "Infielder"),
    "3B": ("Third Base", "Infielder"),
    "SS": ("Shortstop", "Infielder"),
    "LF": ("Outfielder", "Outfielder"),
    "CF": ("Outfielder", "Outfielder"),
    "RF": ("Outfielder", "Outfielder"),
    "DH": ("Designated Hitter", "Hitter"),
    "PH": ("Pinch Hitter", "Hitter"),
}
_BIRTHPLACES = (
    ("Austin", "TX", "USA"),
    ("Fresno", "CA", "USA"),
    ("Macon", "GA", "USA"),
    ("Santo Domingo", None, "Dominican Republic"),
    ("Maracay", None, "Venezuela"),
    ("Ponce", None, "Puerto Rico"),
)


def person(player: BallPlayer) -> dict[str, Any]:
    """A player by id and name."""
    return named(player.player_id, player.player_name)


def named(person_id: int, name: str) -> dict[str, Any]:
    """Anybody by id and name."""
    return {"id": person_id, "fullName": name, "link": f"/api/v1/people/{person_id}"}


def linked(player: BallPlayer) -> dict[str, Any]:
    """A player by id alone."""
    return {"id": player.player_id, "link": f"/api/v1/people/{player.player_id}"}


def hand(code: str) -> dict[str, str]:
    """A hand or side: L, R or S."""
    return {"code": code, "description": _HANDS[code]}


def position(code: str) -> dict[str, str]:
    """A place in the field."""
    name, kind = _POSITIONS[code]
    return {"code": POSITION_CODES[code], "name": name, "type": kind, "abbreviation": code}


def biography(player: BallPlayer, on: date) -> dict[str, Any]:
    """All that is told of a player, as of a day."""
    rng = Random(f"biography/{player.player_id}")
    first, _, last = player.player_name.partition(" ")
    city, state, country = rng.choice(_BIRTHPLACES)
    born_on = player.born
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    told: dict[str, Any] = {
        **person(player),
        "firstName": first,
        "lastName": last,
        "primaryNumber": player.jersey,
        "birthDate": born_on.isoformat(),
        "currentAge": age,
        "birthCity": city,
    }
    if state:
        told["birthStateProvince"] = state
    feet, inches = rng.choice(((5, 10), (5, 11), (6, 0), (6, 1), (6, 2), (6, 3), (6, 5)))
    return {
        **told,
        "birthCountry": country,
        "height": f"{feet}' {inches}\"",
        "weight": rng.randint(172, 245),
        "active": True,
        "primaryPosition": position(player.position),
        "useName": first,
        "useLastName": last,
        "boxscoreName": last,
        "gender": "M",
        "isPlayer": True,
        "isVerified": rng.random() < 0.7,
        "mlbDebutDate": f"{born_on.year + 23}-04-0{rng.randint(1, 9)}",
        "batSide": hand(player.bats),
        "pitchHand": hand(player.throws),
        "nameFirstLast": player.player_name,
        "nameSlug": f"{player.player_name.lower().replace(' ', '-')}-{player.player_id}",
        "firstLastName": player.player_name,
        "lastFirstName": f"{last}, {first}",
        "lastInitName": f"{last}, {first[0]}",
        "initLastName": f"{first[0]} {last}",
        "fullFMLName": player.player_name,
        "fullLFMName": f"{last}, {first}",
        "strikeZoneTop": round(rng.gauss(3.4, 0.1), 3),
        "strikeZoneBottom": round(rng.gauss(1.6, 0.05), 3),
    }


def club_link(club: BallClub) -> dict[str, Any]:
    """A club by id and name."""
    return {
        "id": club.team_id,
        "name": club.team_name,
        "link": f"/api/v1/teams/{club.team_id}",
    }


def club_in_full(club: BallClub, season: int) -> dict[str, Any]:
    """A club with league, division and park."""
    return {
        "allStarStatus": "N",
        **club_link(club),
        "season": season,
        "venue": venue_link(club),
        "teamCode": club.file_code,
        "fileCode": club.file_code,
        "abbreviation": club.code,
        "teamName": club.nickname,
        "locationName": club.city or "Sacramento",
        "league": _linked("league", club.league_id, LEAGUES[club.league_id]),
        "division": _linked("divisions", club.division_id, DIVISIONS[club.division_id]),
        "sport": _linked("sports", 1, "Major League Baseball"),
        "shortName": club.city or club.nickname,
        "franchiseName": club.city or club.nickname,
        "clubName": club.nickname,
        "active": True,
    }


def league_link(club: BallClub) -> dict[str, Any]:
    """The league of a club."""
    return _linked("league", club.league_id, LEAGUES[club.league_id])


def venue_link(club: BallClub) -> dict[str, Any]:
    """The park of a club."""
    return _linked("venues", club.park.venue_id, club.park.venue)


def _linked(kind: str, number: int, name: str) -> dict[str, Any]:
    return {"id": number, "name": name, "link": f"/api/v1/{kind}/{number}"}


def innings(outs: int) -> str:
    """Outs as innings and thirds.

    >>> innings(13), innings(0)
    ('4.1', '0.0')
    """
    return f"{outs // 3}.{outs % 3}"


def share(part: float, whole: float, digits: int = 3) -> str:
    """A share as text without its nought; `.---` of nothing.

    >>> share(1, 4), share(2, 2), share(0, 0)
    ('.250', '1.000', '.---')
    """
    if not whole:
        return "." + "-" * digits
    text = f"{part / whole:.{digits}f}"
    return text.removeprefix("0")


def rate(part: float, whole: float) -> str:
    """A rate as text; `-.--` of nothing.

    >>> rate(9 * 4, 9), rate(1, 0)
    ('4.00', '-.--')
    """
    return f"{part / whole:.2f}" if whole else "-.--"


def milliseconds(at: datetime) -> str:
    """An instant as the feed writes it, UTC."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


def ordinal(number: int) -> str:
    """An inning in words.

    >>> [ordinal(number) for number in (1, 2, 3, 9, 11, 21)]
    ['1st', '2nd', '3rd', '9th', '11th', '21st']
    """
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
