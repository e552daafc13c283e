"""Areas of the floor in feet: x from the hoop's axis, left positive; y from the baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin
from random import Random

_HOOP_Y = 5.25
_KEY_HALF_WIDTH, _KEY_DEPTH = 8.0, 19.0
_LAST_TWO_FEET = 23.6  # the arc is 23.75 feet from the hoop, 22 in the corners
_ABBREVIATIONS = {
    "Center": "C",
    "Left Side": "L",
    "Right Side": "R",
    "Left Side Center": "LC",
    "Right Side Center": "RC",
    "Back Court": "BC",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place on the floor, to a tenth of a foot; names as on NBA.com's shot chart."""

    basic_zone: str
    loc_x: float
    loc_y: float

    @property
    def feet(self) -> int:
        """Whole feet from the hoop."""
        return int(hypot(self.loc_x, self.loc_y - _HOOP_Y))

    @property
    def zone_name(self) -> str:
        """The sector: the farther out, the more sectors there are."""
        if self.basic_zone == "Backcourt":
            return "Back Court"
        angle = degrees(atan2(self.loc_x, self.loc_y - _HOOP_Y))
        side = "Left Side" if angle > 0 else "Right Side"
        if self.feet < 8 or abs(angle) <= (30 if self.feet < 16 else 18):
            return "Center"
        if self.feet < 16 or (abs(angle) > 54 and self.basic_zone != "Above the Break 3"):
            return side
        return f"{side} Center"

    @property
    def zone_abb(self) -> str:
        """The sector's abbreviation."""
        return _ABBREVIATIONS[self.zone_name]

    @property
    def zone_range(self) -> str:
        """The band of distance; every three-pointer from the front court is 24+ ft."""
        if self.basic_zone == "Backcourt":
            return "Back Court Shot"
        if self.basic_zone.endswith("3"):
            return "24+ ft."
        return "Less Than 8 ft." if self.feet < 8 else "8-16 ft." if self.feet < 16 else "16-24 ft."


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A basic zone: its share of the shots of its value, and how many of those go in."""

    basic_zone: str
    share: float
    accuracy: float
    place: Callable[[Random], tuple[float, float]]  # feet from the hoop's axis and the baseline
    actions: tuple[str, ...]

    def spot(self, rng: Random) -> Spot:
        """A place in this area."""
        x, y = self.place(rng)
        return Spot(basic_zone=self.basic_zone, loc_x=round(x, 1), loc_y=round(y, 1) + 0.05)


def _from_hoop(feet: float, angle: float) -> tuple[float, float]:
    return feet * sin(radians(angle)), _HOOP_Y + feet * cos(radians(angle))


def _at_the_rim(rng: Random) -> tuple[float, float]:
    return _from_hoop(rng.uniform(0.0, 3.8), rng.uniform(-80, 80))


def _in_the_key(rng: Random) -> tuple[float, float]:
    while True:
        x, y = _from_hoop(rng.triangular(4.2, 14.0, 5.5), rng.uniform(-85, 85))
        if abs(x) < _KEY_HALF_WIDTH - 0.1 and y < _KEY_DEPTH - 0.2:
            return x, y


def _between_key_and_arc(rng: Random) -> tuple[float, float]:
    while True:
        x, y = _from_hoop(rng.uniform(8.2, _LAST_TWO_FEET), rng.uniform(-90, 90))
        if abs(x) < 21.8 and (abs(x) > _KEY_HALF_WIDTH + 0.1 or y > _KEY_DEPTH + 0.2):
            return x, y


def _left_corner(rng: Random) -> tuple[float, float]:
    return rng.uniform(22.1, 24.4), rng.uniform(0.5, 13.8)


def _right_corner(rng: Random) -> tuple[float, float]:
    x, y = _left_corner(rng)
    return -x, y


def _beyond_the_arc(rng: Random) -> tuple[float, float]:
    return _from_hoop(24.0 + min(5.0, rng.expovariate(0.7)), rng.uniform(-58, 58))


def _beyond_half_court(rng: Random) -> tuple[float, float]:
    return rng.uniform(-20, 20), rng.uniform(47.5, 80)


TWOS = (
    Area(
        basic_zone="Restricted Area",
        share=0.489,
        accuracy=0.663,
        place=_at_the_rim,
        actions=("Driving Layup Shot", "Running Layup Shot", "Cutting Dunk Shot", "Tip Layup Shot"),
    ),
    Area(
        basic_zone="In The Paint (Non-RA)",
        share=0.325,
        accuracy=0.439,
        place=_in_the_key,
        actions=("Driving Floating Jump Shot", "Floating Jump shot", "Turnaround Hook Shot"),
    ),
    Area(
        basic_zone="Mid-Range",
        share=0.186,
        accuracy=0.415,
        place=_between_key_and_arc,
        actions=("Pullup Jump shot", "Fadeaway Jump Shot", "Jump Shot", "Turnaround Jump Shot"),
    ),
)
_FAR = ("Jump Shot", "Jump Shot", "Pullup Jump shot", "Step Back Jump shot", "Running Jump Shot")
THREES = (
    Area(
        basic_zone="Left Corner 3",
        share=0.134,
        accuracy=0.386,
        place=_left_corner,
        actions=("Jump Shot",),
    ),
    Area(
        basic_zone="Right Corner 3",
        share=0.123,
        accuracy=0.394,
        place=_right_corner,
        actions=("Jump Shot",),
    ),
    Area(
        basic_zone="Above the Break 3",
        share=0.738,
        accuracy=0.36,
        place=_beyond_the_arc,
        actions=_FAR,
    ),
    Area(
        basic_zone="Backcourt",
        share=0.005,
        accuracy=0.02,
        place=_beyond_half_court,
        actions=("Jump Shot",),
    ),
)
