"""The kinds of pitches that Statcast tells apart, and what it measures of each."""

from __future__ import annotations

from boxline.catalog import Column, Float

#: Statcast's code in lower case -> the pitch.
PITCH_KINDS = {
    "ff": "four-seam fastballs",
    "si": "sinkers",
    "fc": "cutters",
    "sl": "sliders",
    "st": "sweepers",
    "cu": "curveballs",
    "ch": "changeups",
}

#: Ours after the code -> the source's after the code, unit, least, most, what it is.
_MEASURES = (
    ("velocity_mph", "velo", "mph", 30, 110, "Mean velocity out of the hand"),
    ("spin_rpm", "spinrate", "rpm", 0, 4500, "Mean spin"),
    ("rise_inches", "ivb", "inches", -40, 40, "Mean induced vertical break, up positive"),
    ("run_inches", "hb", "inches", -40, 40, "Mean horizontal break, as Statcast signs it"),
    ("approach_degrees", "vaa", "degrees", -30, 10, "Mean vertical approach angle, down negative"),
)

#: What is measured of each kind, by the end of the column's name.
MEASURES = tuple(name for name, *_ in _MEASURES)


def measured_columns() -> tuple[Column, ...]:
    """Means over the pitches of each kind; NULL of a kind that was not thrown or not tracked."""
    return tuple(
        Column(
            f"{code}_{name}",
            Float,
            unit,
            low,
            high,
            nullable=True,
            decimals=4,
            source=f"{code}_{sent}",
            doc=f"{words} of his {kind}; NULL where none was thrown or tracked.",
        )
        for code, kind in PITCH_KINDS.items()
        for name, sent, unit, low, high, words in _MEASURES
    )


def usage_columns() -> tuple[Column, ...]:
    """Shares of each kind among the pitches to batters of each side; 0 of a kind not thrown."""
    return tuple(
        Column(
            f"{code}_share_vs_{side}",
            Float,
            "share",
            0,
            1,
            decimals=6,
            source=f"{code}_usage_v_{side[0]}",
            doc=f"Share of {kind} among his pitches to batters on the {side}; all shares of a side "
            "are 0 where he faced none.",
        )
        for side in ("right", "left")
        for code, kind in PITCH_KINDS.items()
    )
