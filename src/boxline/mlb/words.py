"""How pages write what is predicted of starters."""

from __future__ import annotations

from boxline.catalog.worded import Words
from boxline.mlb.starters.systems import MAIN, SEASON_AVERAGE

WORDS = Words(
    people="Starters",
    props={"strikeouts": "Strikeouts", "outs": "Outs"},
    speaker=MAIN,
    beside=SEASON_AVERAGE,
)
