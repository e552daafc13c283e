"""Invented ballplayers: who they are, with which hand they play, and how good they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from random import Random

FIRST_PLAYER_ID = 950001
_GIVEN = (
    "Abner Adrián Alder Benicio Bram Caspian Cleto Dashiell Dob Eliseo Ezra Fermín Garrick Hiram "
    "Iñaki Jasper Joaquín Kellan Ladislao Lorcan Magnus Nacho Ödön Percy Quincy Ramón Rhett Sabino "
    "Tadeo Thatcher Ulrich Valentín Wade Yandiel Zeke"
)
_FAMILY = (
    "Abreuza Alderman Batista-Coe Bellwether Cádiz Carrowmore Dalrymple Echevarría Fennimore "
    "Galindo Gransfield Halloway Ibarrúa Jessamine Kirkbride Lanzarote Marchbanks Montañés "
    "Netherby O'Drennan Peñalta Pettibone Quesnel Rookhope Saldívar Shackleford Tarrazona "
    "Underbridge Vandersloot Villacrés Whitlatch Yarborough Zárate"
)
_SUFFIXES = ("Jr.", "II")
_SUFFIXED = 0.06
FIELD = ("C", "1B", "2B", "3B", "SS", "LF", "CF", "RF", "DH")
POSITION_CODES = {
    "P": "1", "C": "2", "1B": "3", "2B": "4", "3B": "5", "SS": "6", "LF": "7", "CF": "8",
    "RF": "9", "DH": "10", "PH": "11",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Knack:
    """How a player differs from the league, each in log-odds: of a batter or of a pitcher.

    Attributes:
        strikeouts: how much likelier a plate appearance of his ends so.
        walks: likewise.
        home_runs: likewise.
        hits: likewise, of balls in play.
    """

    strikeouts: float
    walks: float
    home_runs: float
    hits: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PitchKind:
    """One pitch of a pitcher's; usages are weights beside those of his other pitches."""

    code: str
    speed: float  # miles an hour
    spin: float  # turns a minute
    rise: float  # inches, induced
    sweep: float  # inches, horizontally
    to_right: float  # usage against right-handed batters
    to_left: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class BallPlayer:
    """One invented player.

    Attributes:
        player_id: MLB's person id.
        player_name: first name, last name and suffix.
        position: `P`, or where he plays in the field.
        bats: `L`, `R` or `S` for a switch hitter.
        throws: `L` or `R`.
        born: his birthday.
        jersey: his number.
        knack: as batter, or as pitcher.
        stamina: pitches after which a pitcher tires; 0 of a batter.
        pitches: what a pitcher throws; empty of a batter.
    """

    player_id: int
    player_name: str
    position: str
    bats: str
    throws: str
    born: date
    jersey: str
    knack: Knack
    stamina: float = 0.0
    pitches: tuple[PitchKind, ...] = field(default=())

    @property
    def is_pitcher(self) -> bool:
        """Whether he pitches; nobody does both."""
        return self.position == "P"

    def side_against(self, throws: str) -> str:
        """The side from which he bats against a pitcher of that hand."""
        return self.bats if self.bats != "S" else ("R" if throws == "L" else "L")


#: Kind of pitch -> its name, usual speed, spin, rise, sweep, chance that a pitcher has it, usages.
PITCH_KINDS = {
    "FF": ("Four-Seam Fastball", 94.2, 2290, 15.8, -7.5, 0.95, 0.36, 0.38),
    "SI": ("Sinker", 93.4, 2140, 7.6, -14.8, 0.6, 0.24, 0.12),
    "FC": ("Cutter", 89.3, 2390, 8.0, 2.6, 0.35, 0.12, 0.16),
    "SL": ("Slider", 85.5, 2440, 1.6, 6.0, 0.65, 0.24, 0.16),
    "ST": ("Sweeper", 82.2, 2580, 1.2, 14.2, 0.35, 0.18, 0.06),
    "CU": ("Curveball", 79.6, 2520, -9.8, 9.4, 0.6, 0.08, 0.12),
    "CH": ("Changeup", 85.6, 1780, 5.4, -14.0, 0.7, 0.05, 0.2),
}


class Drafted:
    """Hands out players whose ids nobody had before; two may share a name, as some do."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        pairs = product(_GIVEN.split(), _FAMILY.split())
        self._names = [f"{given} {family}" for given, family in pairs]
        rng.shuffle(self._names)
        self._next = 0

    def batter(self, position: str, *, season: int) -> BallPlayer:
        """The next newcomer at a place in the field."""
        rng = self._rng
        knack = Knack(
            strikeouts=rng.gauss(0, 0.28),
            walks=rng.gauss(0, 0.28),
            home_runs=rng.gauss(0, 0.35),
            hits=rng.gauss(0, 0.1),
        )
        bats = rng.choices("RLS", (0.55, 0.33, 0.12))[0]
        throws = "L" if position in ("1B", "LF", "RF") and rng.random() < 0.2 else "R"
        return self._player(position, bats, throws, knack, season=season)

    def starter(self, *, season: int) -> BallPlayer:
        """The next newcomer who begins games."""
        stamina = min(104.0, max(78.0, self._rng.gauss(92.5, 5)))
        return self._pitcher(self._pitcher_knack(0.0), stamina, season=season)

    def reliever(self, *, season: int) -> BallPlayer:
        """The next newcomer who comes in later; he strikes out more and soon tires."""
        return self._pitcher(self._pitcher_knack(0.1), self._rng.gauss(24, 4), season=season)

    def _pitcher_knack(self, better: float) -> Knack:
        rng = self._rng
        return Knack(
            strikeouts=rng.gauss(better, 0.25),
            walks=rng.gauss(0, 0.22),
            home_runs=rng.gauss(0, 0.2),
            hits=rng.gauss(0, 0.05),
        )

    def _pitcher(self, knack: Knack, stamina: float, *, season: int) -> BallPlayer:
        throws = "L" if self._rng.random() < 0.27 else "R"
        pitches = _repertoire(knack, throws, self._rng)
        return self._player(
            "P", throws, throws, knack, season=season, stamina=stamina, pitches=pitches
        )

    def _player(
        self,
        position: str,
        bats: str,
        throws: str,
        knack: Knack,
        *,
        season: int,
        stamina: float = 0.0,
        pitches: tuple[PitchKind, ...] = (),
    ) -> BallPlayer:
        rng = self._rng
        name = self._names[self._next % len(self._names)]
        if rng.random() < _SUFFIXED:
            name = f"{name} {rng.choice(_SUFFIXES)}"
        self._next += 1
        age_days = round(365.25 * min(39.0, max(20.5, rng.gauss(27.5, 3.5))))
        return BallPlayer(
            player_id=FIRST_PLAYER_ID + self._next - 1,
            player_name=name,
            position=position,
            bats=bats,
            throws=throws,
            born=date(season, 4, 1) - timedelta(days=age_days),
            jersey=str(rng.randint(1, 76)),
            knack=knack,
            stamina=stamina,
            pitches=pitches,
        )


def _repertoire(knack: Knack, throws: str, rng: Random) -> tuple[PitchKind, ...]:
    """Three pitches at least; who strikes out more throws a little harder."""
    harder = 2.2 * knack.strikeouts + rng.gauss(0, 1.4)
    turned = -1 if throws == "L" else 1
    thrown = [code for code, kind in PITCH_KINDS.items() if rng.random() < kind[5]]
    for code in ("FF", "SL", "CH"):
        if len(thrown) < 3 and code not in thrown:
            thrown.append(code)
    return tuple(
        PitchKind(
            code=code,
            speed=PITCH_KINDS[code][1] + harder + rng.gauss(0, 0.5),
            spin=PITCH_KINDS[code][2] * rng.gauss(1, 0.05),
            rise=PITCH_KINDS[code][3] + rng.gauss(0, 1.5),
            sweep=turned * (PITCH_KINDS[code][4] + rng.gauss(0, 1.5)),
            to_right=PITCH_KINDS[code][6] * rng.lognormvariate(0, 0.3),
            to_left=PITCH_KINDS[code][7] * rng.lognormvariate(0, 0.3),
        )
        for code in sorted(thrown)
    )
