"""Where games are played: every arena of the seasons since 2014-15, by place and clock.

Coordinates are those of the buildings, good to a mile or so. A building that changed its name is
one place; a club that moved has one place more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from boxline.catalog import Rel

if TYPE_CHECKING:
    import ibis.expr.types as ir

EARTH_RADIUS_MILES = 3958.7613  # the mean radius R1 of the International Union of Geodesy
RADIANS_PER_DEGREE = 0.017453292519943295
DAYS_PER_WEEK, MARCH, NOVEMBER = 7, 3, 11


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A time zone, as far as games need it.

    Attributes:
        utc_offset_hours: in winter.
        has_daylight_saving: puts the clock forward an hour on the days on which the United States
            do. Europe's days differ, but it sees NBA games in winter alone.
    """

    utc_offset_hours: int
    has_daylight_saving: bool = True


EASTERN = Clock(utc_offset_hours=-5)
CENTRAL = Clock(utc_offset_hours=-6)
MOUNTAIN = Clock(utc_offset_hours=-7)
ARIZONA = Clock(utc_offset_hours=-7, has_daylight_saving=False)
PACIFIC = Clock(utc_offset_hours=-8)
#: Mexico City's own summer time (until 2022) fell into no month in which the NBA played there.
MEXICO = Clock(utc_offset_hours=-6, has_daylight_saving=False)
LONDON = Clock(utc_offset_hours=0, has_daylight_saving=False)
CENTRAL_EUROPE = Clock(utc_offset_hours=1, has_daylight_saving=False)


class Place(NamedTuple):
    """Where it is in degrees, north and east positive, and its arena's names in lower case."""

    latitude: float
    longitude: float
    clock: Clock
    arenas: tuple[str, ...]


PLACES = {
    "Atlanta": Place(33.7573, -84.3963, EASTERN, ("state farm arena", "philips arena")),
    "Auburn Hills": Place(42.6969, -83.2456, EASTERN, ("palace of auburn hills",)),
    "Austin": Place(30.2818, -97.7324, CENTRAL, ("moody center",)),
    "Berlin": Place(52.5064, 13.4436, CENTRAL_EUROPE, ("uber arena",)),
    "Boston": Place(42.3662, -71.0621, EASTERN, ("td garden",)),
    "Brooklyn": Place(40.6827, -73.9754, EASTERN, ("barclays center",)),
    "Charlotte": Place(35.2251, -80.8392, EASTERN, ("spectrum center", "time warner cable arena")),
    "Chicago": Place(41.8807, -87.6742, CENTRAL, ("united center",)),
    "Cleveland": Place(
        41.4965,
        -81.6882,
        EASTERN,
        ("rocket arena", "rocket mortgage fieldhouse", "quicken loans arena"),
    ),
    "Dallas": Place(32.7905, -96.8103, CENTRAL, ("american airlines center",)),
    "Denver": Place(39.7486, -105.0075, MOUNTAIN, ("ball arena", "pepsi center")),
    "Detroit": Place(42.3411, -83.0553, EASTERN, ("little caesars arena",)),
    "Houston": Place(29.7508, -95.3621, CENTRAL, ("toyota center",)),
    "Indianapolis": Place(
        39.7640,
        -86.1555,
        EASTERN,
        ("gainbridge fieldhouse", "bankers life fieldhouse"),
    ),
    "Inglewood": Place(33.9447, -118.3431, PACIFIC, ("intuit dome",)),
    # The three courts of one complex in Walt Disney World, where the summer of 2020 was played.
    "Lake Buena Vista": Place(
        28.3371,
        -81.5557,
        EASTERN,
        ("adventhealth arena", "the field house", "hp field house", "visa athletic center"),
    ),
    "Las Vegas": Place(36.1028, -115.1784, PACIFIC, ("t-mobile arena",)),
    "London": Place(51.5030, 0.0032, LONDON, ("the o2 arena", "the o2", "o2 arena")),
    "Los Angeles": Place(34.0430, -118.2673, PACIFIC, ("crypto.com arena", "staples center")),
    "Manchester": Place(53.4855, -2.2003, LONDON, ("co-op live",)),
    "Memphis": Place(35.1382, -90.0506, CENTRAL, ("fedexforum", "fedex forum")),
    "Mexico City": Place(
        19.4964,
        -99.1753,
        MEXICO,
        ("arena cdmx", "mexico city arena", "arena ciudad de mexico", "arena ciudad de méxico"),
    ),
    "Miami": Place(
        25.7814,
        -80.1870,
        EASTERN,
        (
            "kaseya center",
            "miami-dade arena",
            "ftx arena",
            "americanairlines arena",
            "american airlines arena",
        ),
    ),
    "Milwaukee": Place(43.0451, -87.9172, CENTRAL, ("fiserv forum",)),
    "Milwaukee, Bradley Center": Place(43.0438, -87.9172, CENTRAL, ("bmo harris bradley center",)),
    "Milwaukee, Panther Arena": Place(43.0419, -87.9146, CENTRAL, ("uw-milwaukee panther arena",)),
    "Minneapolis": Place(44.9795, -93.2761, CENTRAL, ("target center",)),
    "New Orleans": Place(29.9490, -90.0821, CENTRAL, ("smoothie king center",)),
    "New York": Place(40.7505, -73.9934, EASTERN, ("madison square garden",)),
    "Oakland": Place(37.7503, -122.2030, PACIFIC, ("oracle arena",)),
    "Oklahoma City": Place(
        35.4634, -97.5151, CENTRAL, ("paycom center", "chesapeake energy arena")
    ),
    "Orlando": Place(28.5392, -81.3839, EASTERN, ("kia center", "amway center")),
    "Paris": Place(48.8386, 2.3785, CENTRAL_EUROPE, ("accor arena", "accorhotels arena")),
    "Philadelphia": Place(
        39.9012,
        -75.1720,
        EASTERN,
        ("xfinity mobile arena", "wells fargo center"),
    ),
    "Phoenix": Place(
        33.4457,
        -112.0712,
        ARIZONA,
        (
            "mortgage matchup center",
            "phx arena",
            "footprint center",
            "phoenix suns arena",
            "talking stick resort arena",
        ),
    ),
    "Portland": Place(45.5316, -122.6668, PACIFIC, ("moda center",)),
    "Sacramento": Place(38.5802, -121.4997, PACIFIC, ("golden 1 center",)),
    "Sacramento, Natomas": Place(38.6493, -121.5180, PACIFIC, ("sleep train arena",)),
    "Salt Lake City": Place(
        40.7683,
        -111.9011,
        MOUNTAIN,
        ("delta center", "vivint arena", "vivint smart home arena"),
    ),
    "San Antonio": Place(29.4270, -98.4375, CENTRAL, ("frost bank center", "at&t center")),
    "San Antonio, Alamodome": Place(29.4170, -98.4788, CENTRAL, ("alamodome",)),
    "San Francisco": Place(37.7680, -122.3877, PACIFIC, ("chase center",)),
    "Tampa": Place(27.9427, -82.4518, EASTERN, ("benchmark international arena", "amalie arena")),
    "Toronto": Place(43.6435, -79.3791, EASTERN, ("scotiabank arena", "air canada centre")),
    "Washington": Place(38.8981, -77.0209, EASTERN, ("capital one arena", "verizon center")),
}

#: NBA.com's team id -> where the club is at home.
HOMES = {
    1610612737: "Atlanta",
    1610612738: "Boston",
    1610612739: "Cleveland",
    1610612740: "New Orleans",
    1610612741: "Chicago",
    1610612742: "Dallas",
    1610612743: "Denver",
    1610612744: "San Francisco",
    1610612745: "Houston",
    1610612746: "Inglewood",
    1610612747: "Los Angeles",
    1610612748: "Miami",
    1610612749: "Milwaukee",
    1610612750: "Minneapolis",
    1610612751: "Brooklyn",
    1610612752: "New York",
    1610612753: "Orlando",
    1610612754: "Indianapolis",
    1610612755: "Philadelphia",
    1610612756: "Phoenix",
    1610612757: "Portland",
    1610612758: "Sacramento",
    1610612759: "San Antonio",
    1610612760: "Oklahoma City",
    1610612761: "Toronto",
    1610612762: "Salt Lake City",
    1610612763: "Memphis",
    1610612764: "Washington",
    1610612765: "Detroit",
    1610612766: "Charlotte",
}

#: Where a club was at home before: team id, place, first and last season there.
EARLIER_HOMES = (
    (1610612744, "Oakland", "2014-15", "2018-19"),
    (1610612746, "Los Angeles", "2014-15", "2023-24"),
    (1610612749, "Milwaukee, Bradley Center", "2014-15", "2017-18"),
    (1610612758, "Sacramento, Natomas", "2014-15", "2015-16"),
    # Canada's border was closed.
    (1610612761, "Tampa", "2020-21", "2020-21"),
    (1610612765, "Auburn Hills", "2014-15", "2016-17"),
)


def place_of_arena(arena: ir.StringValue) -> ir.StringValue:
    """The place of an arena by any name it had; NULL of a name that is not known here."""
    import ibis

    lower = arena.lower()
    return ibis.cases(*((lower.isin(place.arenas), name) for name, place in PLACES.items()))


def home_place(team_id: ir.IntegerValue, season: ir.StringValue) -> ir.StringValue:
    """Where a club is at home in a season; NULL of any other id."""
    import ibis

    earlier = (
        ((team_id == club) & season.between(first, last), place)
        for club, place, first, last in EARLIER_HOMES
    )
    now = ((team_id == club, place) for club, place in HOMES.items())
    return ibis.cases(*earlier, *now)


def with_trip(games: Rel, *, origin: str, destination: str) -> Rel:
    """Add the trip to a game, from where the team played before.

    Args:
        games: rows with `game_date` and two places.
        origin, destination: the columns of the places.
    Returns:
        `games` with `travel_miles`, the great-circle distance in whole miles, and
        `time_zones_crossed`, how many hours the clock is ahead of that at the origin on that day.
    Source:
        Sinnott (1984), Virtues of the Haversine, Sky and Telescope 68(2), 159.
    """
    import ibis

    known = ("north", "east", "utc_offset_hours", "has_daylight_saving")
    left = _places().select(**{origin: "place"}, **{f"origin_{c}": c for c in known})
    reached = _places().select(**{destination: "place"}, **{f"reached_{c}": c for c in known})
    trip = games.join(left, origin).join(reached, destination)
    half_north = ((trip.reached_north - trip.origin_north) / 2).sin()
    half_east = ((trip.reached_east - trip.origin_east) / 2).sin()
    across = trip.reached_north.cos() * trip.origin_north.cos() * half_east * half_east
    haversine = half_north * half_north + across
    # Rounding may carry it past 1, where an arc sine is none.
    angle = ibis.least(haversine, 1.0).sqrt().asin() * 2
    is_summer = is_daylight_saving(trip.game_date)
    offsets = [
        trip[f"{end}_utc_offset_hours"]
        + (trip[f"{end}_has_daylight_saving"] & is_summer).cast("int64")
        for end in ("reached", "origin")
    ]
    return trip.select(
        *games.columns,
        travel_miles=(angle * EARTH_RADIUS_MILES).round().cast("int64"),
        time_zones_crossed=offsets[0] - offsets[1],
    )


def _places() -> Rel:
    """PLACES as a relation, latitude (`north`) and longitude (`east`) in radians."""
    import ibis

    rows = [
        ibis.struct(
            {
                "place": name,
                "north": place.latitude * RADIANS_PER_DEGREE,
                "east": place.longitude * RADIANS_PER_DEGREE,
                "utc_offset_hours": ibis.literal(place.clock.utc_offset_hours, "int64"),
                "has_daylight_saving": place.clock.has_daylight_saving,
            }
        )
        for name, place in PLACES.items()
    ]
    listed = ibis.array(rows).unnest().name("listed").as_table()
    return listed.select(**{field: listed.listed[field] for field in listed.listed.names})


def is_daylight_saving(day: ir.DateValue) -> ir.BooleanValue:
    """Whether clocks in the United States are an hour ahead on the evening of a day: from the
    second Sunday of March until the first of November (Energy Policy Act of 2005)."""
    import ibis

    since_sunday = (day.day_of_week.index() + 1) % DAYS_PER_WEEK
    newest_sunday = day.day() - since_sunday  # as a day of this month; below 1 before its first
    month = day.month()
    return ibis.cases(
        (month == MARCH, newest_sunday > DAYS_PER_WEEK),
        (month == NOVEMBER, newest_sunday < 1),
        else_=month.between(MARCH, NOVEMBER),
    )
